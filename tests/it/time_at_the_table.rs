//! Time is counted at the table, and whoever withholds consent is named.
//!
//! While a signed deal waits for an answer from home, no round is held: nothing is stuck and no lever is pulled, but drivers
//! move, levers in force go on to work and to cost, and rounds cost what they cost.

use zopa::bargaining::{Action, End, Failure, Outcome, Trace};
use zopa::game::Game;
use zopa::model::{Agenda, IssueId, PartyId, Scenario};

use crate::reference::random_scenario::{self as feature, ALL, random_scenario};

fn game(text: &str) -> (Scenario, Game) {
    let scenario = Scenario::parse("test.toml", text, &[]).expect("a legal scenario");
    let game = Game::compile(&scenario).expect("within limits");
    (scenario, game)
}

fn traced(text: &str) -> (Outcome, Trace) {
    game(text).1.trace(0, 1)
}

/// Two share a pie of ten parts over 20 rounds and concede early; what they sign goes to an assembly.
fn shared(rest: &str) -> String {
    let options: Vec<String> = (0..=10)
        .map(|share| format!("{{ id = \"o{share}\" }}"))
        .collect();
    let rising: Vec<String> = (0..=10)
        .map(|share| format!("{:?}", f64::from(share) / 10.0))
        .collect();
    let falling: Vec<String> = rising.iter().rev().cloned().collect();
    let (options, rising, falling) = (options.join(", "), rising.join(", "), falling.join(", "));
    let party = |id: &str, scores: &str| {
        format!(
            "[[party]]\nid = \"{id}\"\nrole = \"principal\"\nreservation = 0.3\n\
             strategy.concession.time-dependent = {{ exponent = 0.2 }}\n\
             utility.pie = {{ weight = 1, scores = [{scores}] }}\n"
        )
    };
    format!(
        "format = 1\ntitle = \"A pie\"\nclock.rounds = 20\nprotocol.alternating-offers.order = [\"left\", \"right\"]\n\
         [[issue]]\nid = \"pie\"\noptions = [{options}]\n{}{}\n{rest}",
        party("left", &falling).replace("reservation", "round-cost = 0.01\nreservation"),
        party("right", &rising),
    )
}

/// With a horizon of ten rounds both have conceded all by then, and the rounds after that are the same for a calendar of 12 and
/// of 60; without one everybody takes five times as long.
#[test]
fn a_longer_calendar_slows_nobody_who_has_a_horizon() {
    let agreed = |horizon: &str, rounds: u32| -> Vec<Option<u32>> {
        let text = shared("").replace("clock.rounds = 20", &format!("clock.rounds = {rounds}"));
        let text = text.replace(
            "{ exponent = 0.2 }",
            &format!("{{ exponent = 4{horizon} }}"),
        );
        let text = text.replace(
            "reservation = 0.3",
            "reservation = { uniform = [0.1, 0.6] }",
        );
        let (_, game) = game(&text);
        (0..200).map(|run| game.play(run, 1).agreed).collect()
    };
    let own = [12, 60].map(|rounds| agreed(", horizon = 10", rounds));
    assert_eq!(own[0], own[1]);
    assert!(own[0].iter().flatten().count() > 50, "some agree");
    assert!(own[0].iter().flatten().all(|&round| round <= 10));
    let clock = [12, 60].map(|rounds| agreed("", rounds));
    let mean = |rounds: &[Option<u32>]| {
        let agreed: Vec<f64> = rounds
            .iter()
            .flatten()
            .map(|&round| f64::from(round))
            .collect();
        agreed.iter().sum::<f64>() / agreed.len() as f64
    };
    assert!(mean(&clock[1]) > 3.0 * mean(&clock[0]));
}

/// An assembly that takes eight rounds and approves of what leaves it at least `least`, 0 of everything.
fn assembly(least: f64, on_failure: &str) -> String {
    let zeros = ["0.0"; 11].join(", ");
    format!(
        "[[stage]]\nid = \"assembly\"\ndelay = 8\nreservation = {least:?}\napproval.threshold = {{}}\n\
         on-failure = \"{on_failure}\"\nutility.pie = {{ weight = 1, scores = [{zeros}] }}\n"
    )
}

fn lever(used: &str) -> String {
    format!(
        "[[leverage]]\nid = \"push\"\nactor = \"left\"\ncost = 0.001\n{used}\n\
         effects = [{{ party = \"right\", reservation = -0.1 }}]\n"
    )
}

#[test]
fn a_signed_deal_that_waits_for_home_is_not_stuck() {
    let text = shared(&(lever("use.when-stuck.rounds = 4") + &assembly(0.0, "back")));
    let (outcome, _) = traced(&text);
    assert_eq!(outcome.end, End::Agreement);
    let signed = outcome.signed.expect("an agreement is signed");
    assert_eq!(outcome.agreed, Some(signed + 8));
    assert_eq!(outcome.levers, [None], "nothing was stuck");
    assert_eq!(
        outcome.rounds_held,
        signed + 1,
        "waiting is not a round held"
    );
}

#[test]
fn rounds_of_waiting_are_no_rounds_without_a_move() {
    // Refused at home, the talks resume nine rounds later; in none of them was anything stuck.
    let text = shared(&(lever("use.when-stuck.rounds = 4") + &assembly(1.0, "back")));
    let (outcome, trace) = traced(&text);
    let signed = trace
        .events
        .iter()
        .find(|event| matches!(event.action, Action::Signed(_)));
    let back = signed.expect("something is signed").round + 9;
    let pulled = outcome.levers[0];
    assert!(
        pulled.is_none_or(|round| round >= back + 4),
        "{pulled:?} after {back}"
    );
}

#[test]
fn waiting_costs_the_same_whatever_the_answer() {
    let always = lever("use = \"always\"");
    let [passed, refused] =
        [0.0, 1.0].map(|least| traced(&shared(&(always.clone() + &assembly(least, "end")))).0);
    let signed = passed.signed.expect("signed");
    assert_eq!(
        (passed.signed, refused.signed),
        (Some(signed), Some(signed))
    );
    assert_eq!(
        (passed.end, refused.end),
        (End::Agreement, End::Ratification)
    );
    assert_eq!(
        (passed.rounds_held, refused.rounds_held),
        (signed + 1, signed + 1)
    );
    assert_eq!(
        (passed.rounds_passed, refused.rounds_passed),
        (signed + 1, signed + 9)
    );
    // In force from round signed + 8; refused in that round, which is the last.
    for (outcome, rounds) in [(&passed, signed + 8), (&refused, signed + 9)] {
        let rounds = f64::from(rounds);
        assert!((outcome.lever_costs[0] - 0.001 * rounds).abs() < 1e-12);
        let paid = outcome.utilities[0] - outcome.payoffs[0];
        assert!(
            (paid - 0.011 * rounds).abs() < 1e-12,
            "{paid} in {rounds} rounds"
        );
    }
}

/// An assembly that would refuse without a campaign, which moves its fallback.
fn campaign(used: &str, delay: u32) -> String {
    let zeros = ["0.0"; 11].join(", ");
    format!(
        "[[stage]]\nid = \"assembly\"\ndelay = {delay}\nreservation = 0.1\napproval.threshold = {{}}\n\
         utility.pie = {{ weight = 1, scores = [{zeros}] }}\n\
         [[leverage]]\nid = \"push\"\nactor = \"left\"\ncost = 0.001\n{used}\n\
         effects = [{{ stage = \"assembly\", reservation = -0.2 }}]\n"
    )
}

#[test]
fn a_campaign_upon_signature_acts_on_the_vote_and_costs_while_it_waits() {
    for delay in [0, 1, 8] {
        let text = shared(&campaign("use = \"upon-signature\"", delay));
        let (outcome, trace) = traced(&text);
        let signed = outcome.signed.expect("signed");
        assert_eq!(outcome.agreed, Some(signed + delay), "after {delay} rounds");
        assert_eq!(outcome.levers, [Some(signed)]);
        // In force in the round of signature and in each round of waiting before the answer.
        let rounds = f64::from(delay.max(1));
        assert!((outcome.lever_costs[0] - 0.001 * rounds).abs() < 1e-12);
        let place = |found: fn(&Action) -> bool| {
            let mut events = trace.events.iter();
            events.position(|event| found(&event.action))
        };
        let started = place(|action| matches!(action, Action::LeverStarted(_)));
        assert!(place(|action| matches!(action, Action::Signed(_))) < started);
        assert!(started < place(|action| matches!(action, Action::Stage { .. })));
    }
    // Its effect comes too late for a vote that is held before.
    let late = "use = \"upon-signature\"\ndelay = 3";
    for (delay, passes) in [(2, false), (3, true)] {
        let once = campaign(late, delay).replace(
            "approval.threshold = {}",
            "approval.threshold = {}\non-failure = \"end\"",
        );
        let (outcome, _) = traced(&shared(&once));
        assert_eq!(outcome.bodies[0].last, Some(passes), "after {delay} rounds");
    }
}

#[test]
fn a_lever_that_waits_for_a_refusal_at_home_is_pulled_when_talks_resume() {
    let text = shared(&campaign("use.once-refuses.stage = \"assembly\"", 2));
    let (outcome, trace) = traced(&text);
    let signed = trace
        .events
        .iter()
        .find(|event| matches!(event.action, Action::Signed(_)));
    let refused = signed.expect("something is signed").round + 2;
    assert_eq!(outcome.levers, [Some(refused + 1)]);
    assert_eq!(outcome.end, End::Agreement, "the second time it passes");
    let text = text.replace(
        "approval.threshold = {}",
        "approval.threshold = {}\non-failure = \"end\"",
    );
    let (outcome, _) = traced(&text);
    assert_eq!(
        (outcome.end, outcome.levers),
        (End::Ratification, vec![None])
    );
}

#[test]
fn no_lever_is_pulled_in_a_round_of_waiting_or_beyond_the_deadline() {
    for (rounds, pulled) in [(1, Some(1)), (6, None), (19, None), (20, None)] {
        let text = shared(&(lever(&format!("use.from-round = {rounds}")) + &assembly(0.0, "back")));
        let (outcome, _) = traced(&text);
        let signed = outcome.signed.expect("signed");
        assert!((1..6).contains(&signed), "{signed}");
        assert_eq!(outcome.levers, [pulled], "from round {rounds}");
    }
}

/// Two options; the second is worth .5 to a party whose fallback is .6 until the other pushes it down.
fn own_offer(order: &str, rounds: u32, push: &str) -> String {
    format!(
        "format = 1\ntitle = \"Own offer\"\nclock.rounds = {rounds}\nprotocol.alternating-offers.order = {order}\n\
         [[issue]]\nid = \"site\"\noptions = [{{ id = \"north\" }}, {{ id = \"south\" }}]\n\
         [[party]]\nid = \"city\"\nrole = \"principal\"\nreservation = 0.0\n\
         utility.site = {{ weight = 1, scores = [1.0, 0.4] }}\nstrategy.concession.time-dependent = {{ start = 0.2 }}\n\
         [[party]]\nid = \"farm\"\nrole = \"principal\"\nreservation = 0.6\n\
         utility.site = {{ weight = 1, scores = [0.0, 0.5] }}\n{push}"
    )
}

#[test]
fn a_partys_own_offer_that_all_others_accept_is_signed_once_it_is_acceptable() {
    let push = "[[leverage]]\nid = \"push\"\nactor = \"city\"\nuse.from-round = 1\n\
                effects = [{ party = \"farm\", reservation = -0.3 }]\n";
    for order in ["[\"city\", \"farm\"]", "[\"farm\", \"city\"]"] {
        let (outcome, trace) = traced(&own_offer(order, 2, push));
        assert_eq!(outcome.agreed, Some(1), "{order}: {:?}", trace.events);
        assert_eq!(outcome.deal.expect("an agreement").0, [1]);
        assert_eq!(outcome.consenting, 0b11);
    }
}

#[test]
fn who_tables_what_it_would_not_sign_withholds_consent() {
    for order in ["[\"city\", \"farm\"]", "[\"farm\", \"city\"]"] {
        let (outcome, _) = traced(&own_offer(order, 3, ""));
        assert_eq!(outcome.end, End::Deadline);
        assert_eq!(outcome.last_refusal, Some((PartyId(1), None)), "{order}");
    }
    let ultimatum = own_offer("[\"farm\", \"city\"]", 1, "").replace(
        "protocol.alternating-offers.order = [\"farm\", \"city\"]",
        "protocol.ultimatum.proposer = \"farm\"",
    );
    let (outcome, _) =
        traced(&ultimatum.replace("strategy.concession.time-dependent = { start = 0.2 }\n", ""));
    assert_eq!(
        outcome.last_refusal,
        Some((PartyId(1), None)),
        "the proposer"
    );
}

#[test]
fn a_party_that_signed_what_was_refused_at_home_is_not_blamed() {
    for on_failure in ["end", "back"] {
        // An answer after the deadline: nobody is asked again.
        let late = assembly(1.0, on_failure).replace("delay = 8", "delay = 30");
        let (outcome, _) = traced(&shared(&late));
        assert_eq!(outcome.bodies[0].last, Some(false));
        assert_eq!(outcome.last_refusal, None, "{on_failure}");
    }
}

#[test]
fn no_run_without_agreement_blames_nobody() {
    let mut failed = 0;
    for seed in 0..600 {
        // In an order of packages the clock may run out before the last is opened, with nothing refused.
        let scenario = random_scenario(seed, ALL & !(1 << feature::PACKAGED));
        let game = Game::compile(&scenario).expect("small scenarios compile");
        for run in 0..4 {
            let (outcome, trace) = game.trace(run, 7);
            if outcome.agreed.is_some() {
                continue;
            }
            failed += 1;
            let refused_at_home = outcome.signed.is_some()
                && outcome.bodies.iter().any(|body| body.last == Some(false));
            assert!(
                outcome.last_refusal.is_some() || refused_at_home,
                "scenario {seed}, run {run}: {:?}",
                trace.events
            );
        }
    }
    assert!(failed > 300, "only {failed} runs failed");
}

/// Only a package that cannot be agreed without a party is refused by it.
#[test]
fn nobody_is_blamed_for_a_package_that_needs_no_consent_of_theirs() {
    let mut blamed = 0;
    for seed in 0..2_000 {
        let scenario = random_scenario(seed, ALL);
        if matches!(scenario.agenda, Agenda::SingleUndertaking) {
            continue;
        }
        let game = Game::compile(&scenario).expect("small scenarios compile");
        for run in 0..2 {
            let (outcome, trace) = game.trace(run, 7);
            let Some((party, Some(package))) = outcome.last_refusal else {
                continue;
            };
            let mediator = scenario.protocol.mediation().map(|table| table.mediator);
            let texts = trace
                .events
                .into_iter()
                .filter_map(|event| match event.action {
                    Action::Offer { party, deal } if Some(party) == mediator => Some(deal),
                    _ => None,
                });
            let issues: Vec<IssueId> = scenario.issues_of(package).collect();
            let mut rules = texts.flat_map(|text| {
                let options = issues.iter().map(|&issue| (issue, text.0[issue.index()]));
                let rules = options.map(|(issue, option)| {
                    scenario.consent_rule(issue, usize::from(option)).parties()
                });
                rules.collect::<Vec<_>>()
            });
            assert!(
                rules.any(|named| named.contains(&party)),
                "scenario {seed}, run {run}"
            );
            blamed += 1;
        }
    }
    assert!(blamed > 500, "only {blamed} refusals of a package");
}

#[test]
fn levers_start_in_rounds_that_are_held_and_never_after_the_deadline() {
    let mut started = 0;
    for seed in 0..1_500 {
        let scenario = random_scenario(seed, ALL);
        let game = Game::compile(&scenario).expect("small scenarios compile");
        for run in 0..3 {
            let (outcome, trace) = game.trace(run, 7);
            let tabled = |round: u32| {
                let mut events = trace.events.iter();
                events.any(|event| {
                    event.round == round
                        && matches!(event.action, Action::Offer { .. } | Action::Answer { .. })
                })
            };
            for round in outcome.levers.iter().copied().flatten() {
                started += 1;
                assert!(
                    round < scenario.rounds_most() && tabled(round),
                    "scenario {seed}, run {run}, round {round}"
                );
            }
        }
    }
    assert!(started > 500, "only {started} levers were pulled");
}

#[test]
fn talks_in_which_a_party_would_sign_nothing_for_fear_of_home_fail_for_what_it_foresees() {
    // The assembly wants seven parts, which leave the other less than its fallback of .5.
    let body = |wants: &str| {
        format!(
            "[[stage]]\nid = \"assembly\"\nparty = \"left\"\nreservation = {wants}\napproval.threshold = {{}}\n\
             utility.pie = {{ weight = 1, scores = [1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.0] }}\n"
        )
    };
    let talks = |wants: &str, ahead: &str| {
        let text = shared(&body(wants)).replace("round-cost = 0.01\n", ahead);
        traced(&text.replace(
            "id = \"right\"\nrole = \"principal\"\nreservation = 0.3",
            "id = \"right\"\nrole = \"principal\"\nreservation = 0.5",
        ))
        .0
    };
    let cause = |wants: &str, ahead: &str| talks(wants, ahead).failure.map(Failure::name);
    assert_eq!(cause("0.7", "anticipate = 0.5\n"), Some("foreseen"));
    assert_eq!(
        cause("0.7", ""),
        Some("ratification"),
        "it signs and is refused"
    );
    assert_ne!(
        cause("0.5", "anticipate = 0.5\n"),
        Some("foreseen"),
        "half is enough for both"
    );
}
