//! Published results with a closed form hold.
//!
//! Each test is named after its case and cites it. Where chance enters, the seed is fixed, so a test passes always or
//! never; its margin is stated as the chance with which another seed would fail it although the program is right. A
//! *5-sigma check* compares a mean or a share over many independent runs with its expected value and allows five standard
//! errors, which a normal variable leaves with probability 6e-7.

mod offers_in_turn;
mod ratification;
mod solutions;

use std::ops::ControlFlow;

use zopa::bargaining::{Action, End, Failure, Outcome, ZoneState};
use zopa::experiment::parameters::natural;
use zopa::experiment::sensitivity::{
    Design, Evaluations, Indices, Order, SensitivitySettings, SobolIndices, indices, sensitivity,
};
use zopa::experiment::{Measure, Study};
use zopa::game::{Game, Realization};
use zopa::model::{Deal, Scenario};
use zopa::scenario;
use zopa::simulation::{RunSettings, Unwatched, simulate};

/// One seed for all: no test may depend on it.
const SEED: u64 = 20_251_122;

/// Compiles a scenario text.
fn compile(text: &str) -> (Scenario, Game) {
    let loaded = scenario::parse("closed form", text, &[])
        .unwrap_or_else(|problems| panic!("{problems}\n{text}"));
    let game = Game::compile(&loaded.scenario).expect("a small game");
    (loaded.scenario, game)
}

/// Plays runs `0..runs` of a scenario text.
fn play(text: &str, runs: u64) -> Vec<Outcome> {
    let (scenario, game) = compile(text);
    let settings = RunSettings {
        runs,
        seed: SEED,
        threads: None,
    };
    let mut all = Vec::new();
    simulate(
        &scenario,
        &game,
        &settings,
        &Unwatched,
        &mut |_, outcomes| {
            all.extend_from_slice(outcomes);
            ControlFlow::Continue(())
        },
    );
    all
}

/// Plays a scenario without chance.
fn play_once(text: &str) -> Outcome {
    play(text, 1).remove(0)
}

/// Share of outcomes of a kind.
fn share(outcomes: &[Outcome], counts: impl Fn(&Outcome) -> bool) -> f64 {
    outcomes.iter().filter(|outcome| counts(outcome)).count() as f64 / outcomes.len() as f64
}

/// Requires a share of independent runs to lie within five standard errors of its probability.
fn assert_share(found: f64, probability: f64, runs: usize, what: &str) {
    let allowed = 5.0 * (probability * (1.0 - probability) / runs as f64).sqrt();
    assert!(
        (found - probability).abs() <= allowed,
        "{what}: {found} for {probability}, {allowed} allowed"
    );
}

/// Requires the mean of independent values to lie within five of its standard errors of what is expected.
fn assert_mean(values: &[f64], expected: f64, what: &str) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values
        .iter()
        .map(|value| (value - mean).powi(2))
        .sum::<f64>()
        / (n - 1.0);
    let allowed = 5.0 * (variance / n).sqrt();
    assert!(
        (mean - expected).abs() <= allowed,
        "{what}: {mean} for {expected}, {allowed} allowed"
    );
}

fn assert_near(found: f64, expected: f64, what: &str) {
    assert!(
        (found - expected).abs() < 1e-9,
        "{what}: {found} for {expected}"
    );
}

/// The first lines of a scenario: title, rounds, protocol and whatever else stands outside the lists.
fn head(rounds: u32, rest: &str) -> String {
    format!("format = 1\ntitle = \"closed form\"\nclock.rounds = {rounds}\n{rest}\n")
}

/// An issue with options `o0`, `o1`, …; `rest` are further lines of it.
fn issue(id: &str, options: usize, rest: &str) -> String {
    let options: Vec<String> = (0..options)
        .map(|option| format!("{{ id = \"o{option}\" }}"))
        .collect();
    format!(
        "[[issue]]\nid = \"{id}\"\noptions = [{}]\n{rest}\n",
        options.join(", ")
    )
}

/// A principal with the weight and scores of each issue; `rest` are further lines of it.
fn principal(id: &str, reservation: &str, rest: &str, utility: &[(&str, f64, Vec<f64>)]) -> String {
    let lines: Vec<String> = utility
        .iter()
        .map(|(issue, weight, scores)| {
            format!("{issue} = {{ weight = {weight:?}, scores = {scores:?} }}")
        })
        .collect();
    format!(
        "[[party]]\nid = \"{id}\"\nrole = \"principal\"\nreservation = {reservation}\n{rest}\n[party.utility]\n{}\n",
        lines.join("\n")
    )
}

/// The numbers from 0 to 1 in so many steps.
fn grid(steps: u32) -> Vec<f64> {
    (0..=steps)
        .map(|step| f64::from(step) / f64::from(steps))
        .collect()
}

fn reversed(scores: &[f64]) -> Vec<f64> {
    scores.iter().rev().copied().collect()
}

/// A pie of 200 pieces shared between `one`, whose utility is its share x, and `two`, whose utility is 1 − x.
///
/// The share is `10 · tens + ones` pieces, so that it is made of two issues. Reservation values are written as in files;
/// `rest` are further lines of `two`.
fn pie(reservations: [&str; 2], rest: &str) -> String {
    let (tens, ones) = (grid(19), grid(10));
    let utility = |tens, ones| [("tens", 0.95, tens), ("ones", 0.05, ones)];
    issue("tens", 20, "")
        + &issue("ones", 11, "")
        + &principal(
            "one",
            reservations[0],
            "",
            &utility(tens.clone(), ones.clone()),
        )
        + &principal(
            "two",
            reservations[1],
            rest,
            &utility(reversed(&tens), reversed(&ones)),
        )
}

/// Share of `one` in the deal of a pie.
fn pie_share(deal: &Deal) -> f64 {
    (f64::from(deal.0[0]) * 10.0 + f64::from(deal.0[1])) / 200.0
}

fn ultimatum(proposer: &str, draws: u32) -> String {
    head(
        1,
        &format!("protocol.ultimatum = {{ proposer = \"{proposer}\", belief-draws = {draws} }}"),
    )
}

/// What is demanded in run 0.
fn demand(text: &str) -> f64 {
    let (_, game) = compile(text);
    let (_, trace) = game.trace(0, SEED);
    let offer = trace.events.iter().find_map(|event| match &event.action {
        Action::Offer { deal, .. } => Some(deal),
        _ => None,
    });
    pie_share(offer.expect("an offer"))
}

/// State 1 demands x of a pie or fights at cost `c1`; state 2 loses `c2`, uniform from 0, by a war that state 1 wins with
/// probability `p`.
///
/// Fearon 1995, International Organization 49(3); Powell 1999, In the Shadow of Power. State 1 gains
/// (x − p + c1) · Pr(c2 ≥ x − p), most at x = p + (hi − c1)/2; war follows with probability (x − p)/hi. The demand
/// is exact, since a belief about one number is a grid of its quantiles, and 2,400 of them fit the pieces of the pie. The
/// share of wars is a 5-sigma check.
fn fearon_tioli(p: f64, c1: f64, hi: f64, best_demand: f64, war: f64, range: [f64; 2]) {
    let one = format!("{:?}", p - c1);
    let two = format!("{{ uniform = [{:?}, {:?}] }}", 1.0 - p - hi, 1.0 - p);
    let text = ultimatum("one", 2_400) + &pie([&one, &two], "");
    assert_near(demand(&text), best_demand, "demand");
    let outcomes = play(&text, 20_000);
    let fought = share(&outcomes, |outcome| outcome.end != End::Agreement);
    assert_share(fought, war, outcomes.len(), "war");
    // War although some division is better for both.
    assert!(
        outcomes
            .iter()
            .all(|outcome| outcome.zone == ZoneState::Open)
    );
    // Where state 2's cost is known, whoever proposes takes the whole range.
    let two = format!("{:?}", 1.0 - p - hi / 2.0);
    for (proposer, end) in [("one", range[1]), ("two", range[0])] {
        let outcome = play_once(&(ultimatum(proposer, 1) + &pie([&one, &two], "")));
        let deal = outcome.deal.expect("peace");
        assert_near(pie_share(&deal), end, "end of the bargaining range");
    }
}

#[test]
fn fearon_tioli_p05_c01_u0_04() {
    fearon_tioli(0.5, 0.1, 0.4, 0.65, 0.375, [0.4, 0.7]);
}

#[test]
fn fearon_tioli_p05_c02_u0_02() {
    fearon_tioli(0.5, 0.2, 0.2, 0.5, 0.0, [0.3, 0.6]);
}

#[test]
fn fearon_tioli_p06_c005_u0_03() {
    fearon_tioli(0.6, 0.05, 0.3, 0.725, 5.0 / 12.0, [0.55, 0.75]);
}

/// Fearon 1995 with two types, costs 0.1 and 0.3, p = 0.5 and c1 = 0.1: below Pr(low cost) = (0.3 − 0.1)/(0.3 + 0.1) = 0.5
/// state 1 demands p + 0.3 and risks war with the low-cost type, above it demands p + 0.1 and has peace.
///
/// The demands are exact, the share of wars is a 5-sigma check.
#[test]
fn fearon_two_type_01_03_01() {
    let text = |low: f64| {
        let types = format!(
            "type = [{{ id = \"low\", probability = {low:?}, reservation = 0.4 }}, \
             {{ id = \"high\", probability = {:?}, reservation = 0.2 }}]",
            1.0 - low
        );
        ultimatum("one", 1_000) + &pie(["0.4", "0.4"], &types)
    };
    assert_near(demand(&text(0.49)), 0.8, "demand below the threshold");
    assert_near(demand(&text(0.51)), 0.6, "demand above the threshold");
    let outcomes = play(&text(0.49), 10_000);
    let fought = share(&outcomes, |outcome| outcome.end != End::Agreement);
    assert_share(fought, 0.49, outcomes.len(), "war below the threshold");
    let outcomes = play(&text(0.51), 10_000);
    assert!(outcomes.iter().all(|outcome| outcome.end == End::Agreement));
}

/// A seller of cost c posts a price to a buyer of value v, both uniform: price (1 + c)/2, trade with probability 1/4,
/// expected gains 1/8, three quarters of the first best 1/6.
///
/// Myerson 1981, Mathematics of Operations Research 6(1). The price is exact up to the pieces of the pie; 5-sigma checks.
#[test]
fn bilateral_take_it_or_leave_it_seller() {
    let uniform = "{ uniform = [0.0, 1.0] }";
    let text = ultimatum("one", 1_000) + &pie([uniform, uniform], "");
    let outcomes = play(&text, 20_000);
    for outcome in &outcomes {
        let Some(deal) = &outcome.deal else { continue };
        let price = f64::midpoint(1.0, outcome.reservations[0]);
        assert!(
            (pie_share(deal) - price).abs() < 0.002_51,
            "{} for {price}",
            pie_share(deal)
        );
    }
    let trade = share(&outcomes, |outcome| outcome.end == End::Agreement);
    assert_share(trade, 0.25, outcomes.len(), "trade");
    let gains = outcomes.iter().map(|outcome| {
        let [cost, value] = [outcome.reservations[0], 1.0 - outcome.reservations[1]];
        if outcome.deal.is_some() {
            value - cost
        } else {
            0.0
        }
    });
    assert_mean(&gains.collect::<Vec<f64>>(), 0.125, "gains from trade");
}

/// A setter with ideal point 1 proposes to a voter with ideal point 0.4 against a status quo q, both with utility
/// −|x − ideal|: the point nearest to 1 that the voter likes no less than q.
///
/// Romer and Rosenthal 1978, Public Choice 33(4). Points stand 0.05 apart from 0 to 1.5.
fn romer_rosenthal(status_quo: f64, outcome: f64) {
    let points: Vec<f64> = (0..=30).map(|step| f64::from(step) / 20.0).collect();
    let closeness = |ideal: f64, point: f64| 1.0 - (point - ideal).abs() / 1.5;
    let party = |id: &str, ideal: f64| {
        let scores = points
            .iter()
            .map(|&point| closeness(ideal, point))
            .collect();
        let reservation = format!("{:?}", closeness(ideal, status_quo));
        principal(id, &reservation, "", &[("policy", 1.0, scores)])
    };
    let text = ultimatum("setter", 1)
        + &issue("policy", points.len(), "")
        + &party("setter", 1.0)
        + &party("median", 0.4);
    let deal = play_once(&text).deal.expect("an agreement");
    assert_near(points[usize::from(deal.0[0])], outcome, "policy");
}

#[test]
fn romer_rosenthal_q01() {
    romer_rosenthal(0.1, 0.7);
}

#[test]
fn romer_rosenthal_q0() {
    romer_rosenthal(0.0, 0.8);
}

#[test]
fn romer_rosenthal_q15() {
    romer_rosenthal(1.5, 1.0);
}

/// A body at home that ratifies what is worth `floor` to it.
fn parliament(party: &str, floor: f64, scores: &[f64]) -> String {
    format!(
        "[[stage]]\nid = \"house-{party}\"\nparty = \"{party}\"\nreservation = {floor:?}\napproval.threshold = {{}}\n\
         [stage.utility]\nshare = {{ weight = 1.0, scores = {scores:?} }}\n"
    )
}

/// Two parliaments that ratify shares of at least `floors` of a pie.
fn legislatures(floors: [f64; 2], rest: &str) -> String {
    let shares = grid(20);
    let scores = [shares.clone(), reversed(&shares)];
    let mut text = head(40, "protocol.alternating-offers = {}") + &issue("share", 21, "");
    for (party, scores) in ["one", "two"].iter().zip(&scores) {
        text += &principal(party, "0.0", rest, &[("share", 1.0, scores.clone())]);
    }
    for ((party, scores), floor) in ["one", "two"].iter().zip(&scores).zip(floors) {
        text += &parliament(party, floor, scores);
    }
    text
}

/// Least ratifiable shares of 0.65 and 0.4 leave no deal: Putnam 1988, International Organization 42(3).
///
/// Seen three ways: refused at home, seen ahead at the table, or as the parties' own reservation values. With 0.6 and 0.4
/// the win-sets meet in one deal, and those who see ahead find it.
#[test]
fn no_winset_overlap() {
    let blind = play_once(&legislatures([0.65, 0.4], ""));
    assert!(blind.signed.is_some() && blind.agreed.is_none());
    assert_eq!(blind.failure, Some(Failure::Ratification));

    let ahead = play_once(&legislatures([0.65, 0.4], "anticipate = 1.0"));
    assert_eq!((ahead.signed, ahead.agreed), (None, None));
    let meeting = play_once(&legislatures([0.6, 0.4], "anticipate = 1.0"));
    assert_eq!(meeting.deal.expect("the only deal").0, [12]);

    let text = head(40, "protocol.alternating-offers = {}") + &pie(["0.65", "0.4"], "");
    let own = play_once(&text);
    assert_eq!(
        (own.agreed, own.zone, own.failure),
        (None, ZoneState::Empty, Some(Failure::NoZone))
    );
}

/// A unanimity core: with veto players at 0.2, 0.5 and 0.9 a status quo in 0.2..=0.9 loses to nothing, any other to
/// something.
///
/// Tsebelis 2002, Veto Players. Points stand 0.05 apart; the status quo itself is no option.
#[test]
fn veto_core_1d() {
    let ideals = [0.2, 0.5, 0.9];
    for step in 0..=20 {
        let status_quo = f64::from(step) / 20.0;
        let points: Vec<f64> = (0..=20)
            .filter(|&other| other != step)
            .map(|other| f64::from(other) / 20.0)
            .collect();
        let mut text = head(20, "protocol.alternating-offers = {}") + &issue("policy", 20, "");
        for (place, ideal) in ideals.iter().enumerate() {
            let closeness = |point: f64| 1.0 - (point - ideal).abs();
            let scores = points.iter().map(|&point| closeness(point)).collect();
            let reservation = format!("{:?}", closeness(status_quo));
            text += &principal(
                &format!("p{place}"),
                &reservation,
                "",
                &[("policy", 1.0, scores)],
            );
        }
        let outcome = play_once(&text);
        let in_core = (4..=18).contains(&step);
        let expected = if in_core {
            ZoneState::Empty
        } else {
            ZoneState::Open
        };
        assert_eq!(outcome.zone, expected, "status quo {status_quo}");
        if in_core {
            assert_eq!(
                (outcome.end, outcome.failure),
                (End::Deadline, Some(Failure::NoZone))
            );
        }
    }
}

/// Two parties of whom one has 0, ½ or 1 of something and the other the rest, with further lines of file and parties.
fn halves(rest: &str, reservation: &str, lines: [&str; 2]) -> String {
    let shares = grid(2);
    head(10, &format!("protocol.alternating-offers = {{}}\n{rest}"))
        + &issue("share", 3, "")
        + &principal(
            "one",
            reservation,
            lines[0],
            &[("share", 1.0, shares.clone())],
        )
        + &principal(
            "two",
            reservation,
            lines[1],
            &[("share", 1.0, reversed(&shares))],
        )
}

/// An empty zone has the cause that emptied it, an open one that of the table.
///
/// Red lines before reservation values before commitment (Fearon 1995: war although a bargain better for both exists),
/// then breakdown and deadline.
#[test]
fn causes_of_failure() {
    let tough = "strategy.concession = \"hardliner\"";
    let wary = "breach = { loss = 0.5, probability = 0.5 }";
    let causes = [
        (
            halves(
                "",
                "0.9",
                [
                    "never = [{ share = [\"o0\", \"o1\"] }]",
                    "never = [{ share = \"o2\" }]",
                ],
            ),
            Failure::RedLines,
        ),
        (
            halves("", "0.4", ["never = [{ share = \"o1\" }]", ""]),
            Failure::NoZone,
        ),
        (halves("", "0.6", ["", wary]), Failure::NoZone),
        (halves("", "0.4", ["", wary]), Failure::Commitment),
        (halves("", "0.4", [tough, tough]), Failure::Deadline),
        (
            halves("clock.breakdown = 1.0", "0.4", [tough, tough]),
            Failure::Breakdown,
        ),
    ];
    for (text, cause) in causes {
        let outcome = play_once(&text);
        assert_eq!(outcome.failure, Some(cause), "{text}");
        let open = matches!(cause, Failure::Deadline | Failure::Breakdown);
        assert_eq!(outcome.zone == ZoneState::Open, open, "{text}");
    }
    assert_eq!(play_once(&halves("", "0.4", ["", ""])).end, End::Agreement);
}

/// Two issues that matter to two parties in the proportions 0.8 : 0.2 and 0.2 : 0.8, each cut in ten; both have `line`.
fn two_issues(rest: &str, package: [&str; 2], reservation: &str, line: &str) -> String {
    let scores = grid(10);
    head(20, rest)
        + &issue("first", 11, package[0])
        + &issue("second", 11, package[1])
        + &principal(
            "a",
            reservation,
            line,
            &[
                ("first", 0.8, scores.clone()),
                ("second", 0.2, scores.clone()),
            ],
        )
        + &principal(
            "b",
            reservation,
            line,
            &[
                ("first", 0.2, reversed(&scores)),
                ("second", 0.8, reversed(&scores)),
            ],
        )
}

/// Traded against each other the two issues give both parties 0.8, settled one by one 0.5: a joint gain of 1.6.
///
/// Logrolling: Lax and Sebenius 1986, The Manager as Negotiator; Fershtman 1990, Games and Economic Behavior 2(3). The most
/// that both can have is the greatest reservation value that leaves them a zone.
#[test]
fn linkage_two_issue() {
    let whole = |reservation| {
        let protocol = "protocol.alternating-offers = {}";
        let nearest = "strategy.choose = \"nearest\"";
        play_once(&two_issues(protocol, ["", ""], reservation, nearest))
    };
    assert_eq!(whole("0.8").zone, ZoneState::Open);
    assert_eq!(whole("0.801").failure, Some(Failure::NoZone));
    let deal = whole("0.75").deal.expect("an agreement");
    assert!(
        deal.0[0] >= 9 && deal.0[1] <= 1,
        "each wins what matters to it: {deal:?}"
    );

    let apart = |reservation| {
        let packages = ["package = \"one\"", "package = \"two\""];
        let rest = "protocol.single-text = { mediator = \"m\" }\n\
                    agenda.parallel.in-force.alone = { status-quo = \"now\" }\n\
                    package = [{ id = \"one\" }, { id = \"two\" }]\n\
                    plan = [{ id = \"now\", options = { first = \"o0\", second = \"o0\" } }]";
        let mediator = "[[party]]\nid = \"m\"\nrole = \"mediator\"\n";
        play_once(&(two_issues(rest, packages, reservation, "") + mediator))
    };
    assert_ne!(apart("0.5").failure, Some(Failure::Agenda));
    assert_eq!(apart("0.501").failure, Some(Failure::Agenda));
    assert_eq!(apart("0.501").zone, ZoneState::Open);
    assert_eq!(apart("0.801").failure, Some(Failure::NoZone));
}

/// Share of 10,000 runs in which a mediator's only text, worth `score` to `two` with a reservation value of 0.2, is taken.
///
/// `two` has λ = 8 and asks for `start` · (1 − τ) of its best margin 0.8.
fn taken(score: f64, start: f64, rounds: u32, floor: bool) -> f64 {
    let logit = format!(
        "strategy.concession.time-dependent = {{ start = {start:?} }}\n\
         strategy.acceptance.logit = {{ lambda = 8.0 }}\nstrategy.floor = {floor}"
    );
    let easy = "strategy.concession.time-dependent = { start = 0.0 }";
    let protocol = "protocol.single-text = { mediator = \"m\", opening = \"text\", \
                    roles = { carrying = false, formulating = false } }\n\
                    plan = [{ id = \"text\", options = { deal = \"o0\" } }]";
    let text = head(rounds, protocol)
        + &issue("deal", 2, "")
        + &principal("one", "0.0", easy, &[("deal", 1.0, vec![1.0, 0.0])])
        + &principal("two", "0.2", &logit, &[("deal", 1.0, vec![score, 1.0])])
        + "[[party]]\nid = \"m\"\nrole = \"mediator\"\n";
    share(&play(&text, 10_000), |outcome| {
        outcome.end == End::Agreement
    })
}

/// An acceptable deal is taken with probability 1/(1 + exp(−λ(m − target))): quantal response.
///
/// The noise belongs to the deal, so that to be asked again is not to be asked anew: after ten rounds the answer is that to
/// the last target. 5-sigma checks.
#[test]
fn logit_acceptance() {
    // McKelvey and Palfrey 1995, Games and Economic Behavior 10(1).
    let logistic = |x: f64| 1.0 / (1.0 + (-8.0 * x).exp());
    for (score, start, rounds, target) in [
        (0.2, 0.0, 1, 0.0),
        (0.3, 0.0, 1, 0.0),
        (0.45, 0.8, 1, 0.8 * 0.5 * 0.8),
        (0.7, 0.8, 1, 0.8 * 0.5 * 0.8),
        (0.3, 0.0, 10, 0.0),
        (0.45, 0.8, 9, 0.8 * 0.1 * 0.8),
    ] {
        let what = format!("score {score}, start {start}, {rounds} rounds");
        let found = taken(score, start, rounds, true);
        assert_share(found, logistic(score - 0.2 - target), 10_000, &what);
    }
    assert_near(taken(0.1, 0.0, 5, true), 0.0, "a deal worse than none");
    assert_share(
        taken(0.1, 0.0, 5, false),
        logistic(-0.1),
        10_000,
        "without a floor",
    );
}

/// Mean (0 + ¼ + 1)/3 and variance (0² + ¼² + 1² − 0·¼ − 0·1 − ¼·1)/18 of a triangular reservation value.
///
/// 5-sigma checks.
#[test]
fn triangular_moments() {
    let text = head(1, "protocol.alternating-offers = {}")
        + &pie(["{ triangular = [0.0, 0.25, 1.0] }", "0.0"], "");
    let (_, game) = compile(&text);
    let mut nature = Realization::default();
    let drawn: Vec<f64> = (0..100_000)
        .map(|run| {
            nature.draw(&game, SEED, run);
            nature.parties[0].reservation
        })
        .collect();
    let mean = 5.0 / 12.0;
    assert_mean(&drawn, mean, "mean");
    let squares: Vec<f64> = drawn.iter().map(|value| (value - mean).powi(2)).collect();
    assert_mean(&squares, 0.045_138_888_889, "variance");
}

/// A war of battles, each moving the front by one fort, ends at 0 or 10 forts: probability of winning and mean number of
/// battles.
///
/// Gambler's ruin (Feller 1968, volume 1, XIV); as a model of war Smith 1998, Journal of Conflict Resolution 42(3), and
/// Smith and Stam 2004, same journal 48(6). With q = (1 − p)/p from k of N forts the chance is
/// (1 − q^k)/(1 − q^N), k/N for p = ½. 600 rounds leave a war undecided with probability below 1e-12; 5-sigma checks.
fn random_walk_war(start: f64, up: f64, win: f64, battles: f64) {
    let driver = format!(
        "[[driver]]\nid = \"front\"\nstart = {start:?}\nprocess.battles = {{ step = 1.0, up = {up:?} }}\n\
         lower = 0.0\nupper = 10.0\n"
    );
    let text = head(600, "protocol.alternating-offers = {}")
        + &pie(["1.0", "0.0"], "loads = { front = 0.1 }")
        + &driver;
    let (_, game) = compile(&text);
    let mut nature = Realization::default();
    let (mut won, mut lengths) = (0_u32, Vec::new());
    for run in 0..20_000 {
        nature.draw(&game, SEED, run);
        let decided = |&round: &u32| [0.0, 10.0].contains(&nature.driver(&game, 0, round));
        let length = (0..=600).find(decided).expect("a decided war");
        lengths.push(f64::from(length));
        won += u32::from(nature.driver(&game, 0, 600) > 5.0);
    }
    assert_share(f64::from(won) / 20_000.0, win, 20_000, "wars won");
    assert_mean(&lengths, battles, "battles");
    // The front is what fighting on is worth: nothing is left to share with a winner, and the loser gives all.
    for (run, outcome) in (0..).zip(play(&text, 200)) {
        nature.draw(&game, SEED, run);
        assert_near(
            outcome.reservations[1],
            nature.driver(&game, 0, 600) / 10.0,
            "value of war",
        );
    }
}

#[test]
fn random_walk_war_n10_k4_p05() {
    random_walk_war(4.0, 0.5, 0.4, 24.0);
}

#[test]
fn random_walk_war_n10_k6_p045() {
    random_walk_war(6.0, 0.45, 0.362_414_044_656, 23.758_595_534_394);
}

// Sensitivity.

/// Sobol indices of a function of uniform numbers in 0..1, each a factor.
fn sobol_indices(inputs: usize, rows: u32, function: impl Fn(&[f64]) -> f64) -> Indices {
    let factors = (0..inputs).map(|input| vec![input]).collect();
    let design = Design::new(factors, Order::FirstAndTotal, rows, SEED);
    indices(&Evaluations::of(&design, rows, function)).expect("the function varies")
}

#[test]
fn ishigamis_function_has_its_sobol_indices() {
    // f = sin x1 + 7 sin² x2 + 0.1 x3⁴ sin x1 over −π..π (Ishigami and Homma 1990; Saltelli and others 2008, Global
    // Sensitivity Analysis). With V1 = ½(1 + bπ⁴/5)², V2 = a²/8, V13 = 8b²π⁸/225: S1 .313905, S2 .442411, S3 0; ST3 .243684.
    let function = |uniform: &[f64]| {
        let x = |input: usize| std::f64::consts::PI * (2.0 * uniform[input] - 1.0);
        let (sine, other) = (libm::sin(x(0)), libm::sin(x(1)));
        sine + 7.0 * other * other + 0.1 * libm::pow(x(2), 4.0) * sine
    };
    let found = sobol_indices(3, 1 << 14, function);
    let first = [0.313_905_191_148, 0.442_411_144_79, 0.0];
    let total = [0.557_588_855_210, 0.442_411_144_79, 0.243_683_664_062];
    for (factor, (first, total)) in found.factors.iter().zip(first.into_iter().zip(total)) {
        // At 16,384 rows of a scrambled Sobol sequence both estimators lie within .005 of the truth.
        assert!((factor.first.value - first).abs() < 0.005, "{factor:?}");
        assert!((factor.total.value - total).abs() < 0.005, "{factor:?}");
        // Replicates show how balanced the points are: independent ones would give ±.02.
        for estimate in [factor.first, factor.total] {
            assert!(estimate.half_width() < 0.01, "{estimate:?}");
        }
    }
}

#[test]
fn the_g_function_has_its_sobol_indices() {
    // Π (|4x − 2| + a)/(1 + a) with a = 0, 1, 4.5, 9, 99, 99, 99, 99 (Sobol 1993; Saltelli and others 2010):
    // V_i = 1/3/(1 + a_i)², V = Π (1 + V_i) − 1, S_i = V_i/V, ST_i = V_i Π_{j≠i} (1 + V_j)/V.
    let a = [0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0];
    let part = a.map(|a: f64| 1.0 / 3.0 / ((1.0 + a) * (1.0 + a)));
    let product: f64 = part.iter().map(|part| 1.0 + part).product();
    let found = sobol_indices(8, 1 << 14, |x| {
        let factors = x.iter().zip(a);
        factors
            .map(|(x, a)| ((4.0 * x - 2.0).abs() + a) / (1.0 + a))
            .product()
    });
    assert!((found.variance - (product - 1.0)).abs() < 0.01);
    for (factor, part) in found.factors.iter().zip(part) {
        let first = part / (product - 1.0);
        let total = part * product / (1.0 + part) / (product - 1.0);
        assert!(
            (factor.first.value - first).abs() < 0.005,
            "{factor:?} {first}"
        );
        assert!(
            (factor.total.value - total).abs() < 0.005,
            "{factor:?} {total}"
        );
    }
}

/// The sensitivity of a result of a scenario text, its numbers grouped by the parts of the scenario.
fn sensitivity_of(text: &str, of: &str, samples: u32, runs_per_sample: u32) -> SobolIndices {
    let (scenario, game) = compile(text);
    let mut study = Study::of(&scenario, game);
    study.drawn = study.drawn.independent();
    let groups = natural(&study.drawn);
    let measure = Measure::named(&scenario, of).expect("there is such a result");
    let settings = SensitivitySettings {
        samples,
        runs_per_sample,
        order: Order::FirstAndTotal,
        seed: SEED,
        threads: None,
    };
    sensitivity(&study, &groups, &measure, &settings, None, &Unwatched)
}

/// Talks of two rounds that nobody can end by agreement, and that break down with a probability drawn from 0..1.
const DOOMED: &str = r#"
    format = 1
    title = "Doomed talks"
    clock = { rounds = 2, breakdown = { uniform = [0, 1] } }
    issue = [{ id = "pie", options = [{ id = "a" }, { id = "b" }] }]
    [[party]]
    id = "one"
    role = "principal"
    reservation = { uniform = [0.8, 0.9] }
    utility.pie = { weight = 1, scores = [1, 0] }
    [[party]]
    id = "other"
    role = "principal"
    reservation = 0.9
    utility.pie = { weight = 1, scores = [0, 1] }
    [protocol.alternating-offers]
"#;

#[test]
fn a_breakdown_shares_its_variance_between_probability_and_noise() {
    // Two rounds are held unless u < b, with b and the noise u uniform: V = 1/4, and E(y | b) = b has variance 1/12. So b and
    // u have first-order indices of 1/3 each and total-order indices of 2/3; the reservation value has none.
    let found = sensitivity_of(DOOMED, "rounds", 1 << 13, 1);
    let factors = found.factors.as_ref().expect("it varies");
    let paths: Vec<&str> = factors
        .iter()
        .map(|factor| factor.factor.as_str())
        .collect();
    assert_eq!(paths, ["party.one.reservation", "clock.breakdown", "noise"]);
    // u comes from a plain stream, so the error is that of 8,192 independent rows: below .015, five standard errors .07.
    let truths = [[0.0, 0.0], [1.0, 2.0], [1.0, 2.0]];
    for (factor, truth) in factors.iter().zip(truths) {
        assert!(
            (factor.first.value - truth[0] / 3.0).abs() < 0.07,
            "{factor:?}"
        );
        assert!(
            (factor.total.value - truth[1] / 3.0).abs() < 0.07,
            "{factor:?}"
        );
    }
    let [first, total] = [factors[0].first, factors[0].total].map(|index| index.interval[1]);
    assert!(first.abs() < 1e-300 && total.abs() < 1e-300);
    assert_eq!(found.noise_share, None);

    // The mean of four runs has V = 1/12 + (1/6)/4 = 1/8, so b alone makes 2/3 of it; of a single run the noise still makes
    // E[b (1 − b)] / (1/4) = 2/3.
    let found = sensitivity_of(DOOMED, "rounds", 1 << 13, 4);
    let (variance, factors) = (found.variance.expect("it varies"), found.factors);
    let factors = factors.expect("it varies");
    assert!((variance - 0.125).abs() < 0.01, "{variance}");
    assert!((factors[1].first.value - 2.0 / 3.0).abs() < 0.07);
    let share = found
        .noise_share
        .expect("there are four runs at each point");
    assert!((share - 2.0 / 3.0).abs() < 0.02, "{share}");
}

#[test]
fn what_a_number_is_itself_it_explains_alone() {
    // The reservation value at the end is the one drawn, and nothing else.
    let found = sensitivity_of(DOOMED, "reservation.one", 1 << 12, 1);
    let Some([own, others @ ..]) = found.factors.as_deref() else {
        panic!("there are three factors");
    };
    assert!((own.first.value - 1.0).abs() < 0.01 && (own.total.value - 1.0).abs() < 0.01);
    assert!(
        others
            .iter()
            .all(|factor| factor.total.interval[1].abs() < 1e-300)
    );
    // What never varies has no indices.
    assert_eq!(sensitivity_of(DOOMED, "agreement", 64, 1).factors, None);
}
