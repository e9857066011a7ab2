//! What happens away from the table has closed forms: at home, on the way to a breakdown, to a driver that jumps, to a
//! deadline that moves.

use zopa::bargaining::End;

use crate::closed_form::{head, issue, play, principal};

/// Standard normal distribution function.
fn normal(x: f64) -> f64 {
    0.5 * libm::erfc(-x / std::f64::consts::SQRT_2)
}

/// Two parties that sign the only option at once, and a body to which it is worth `worth`.
fn signed(worth: f64, body: &str) -> String {
    // Of a second option nobody would have less than its fallback.
    let scores = vec![1.0, 0.0];
    head(1, "protocol.alternating-offers = {}")
        + &issue("text", 2, "")
        + &principal("one", "0.5", "", &[("text", 1.0, scores.clone())])
        + &principal("two", "0.5", "", &[("text", 1.0, scores)])
        + &format!(
            "[[stage]]\nid = \"voters\"\n{body}\n\
             [stage.utility]\ntext = {{ weight = 1.0, scores = [{worth:?}, 0.0] }}\n"
        )
}

/// The share of runs in which what was signed passes at home.
fn passed(text: &str, runs: u64) -> f64 {
    let outcomes = play(text, runs);
    assert!(outcomes.iter().all(|run| run.signed == Some(0)));
    let passed = outcomes
        .iter()
        .filter(|run| run.bodies[0].last == Some(true))
        .count();
    passed as f64 / runs as f64
}

/// A 5-sigma check of a share.
fn check(found: f64, wanted: f64, runs: u64) {
    let error = (wanted * (1.0 - wanted) / runs as f64).sqrt();
    assert!(
        (found - wanted).abs() <= 5.0 * error,
        "{found} for {wanted}"
    );
}

/// A vote passes with probability Φ((s − threshold)/swing), s = 1/(1 + exp(−λ(u − r))) the share of yes before the swing.
#[test]
fn votes_pass_as_often_as_the_swing_lifts_them_over_the_threshold() {
    const RUNS: u64 = 20_000;
    for (worth, reservation, lambda, threshold, swing) in [
        (0.5_f64, 0.5_f64, 4.0_f64, 0.5, 0.08),
        (0.55, 0.5, 4.0, 0.5, 0.08),
        (0.3, 0.5, 2.0, 0.5, 0.1),
        (0.8, 0.5, 3.0, 0.667, 0.15),
    ] {
        let vote = format!(
            "reservation = {reservation:?}\n\
             approval.vote = {{ lambda = {lambda:?}, threshold = {threshold:?}, swing = {swing:?} }}"
        );
        let yes = 1.0 / (1.0 + (-lambda * (worth - reservation)).exp());
        let wanted = normal((yes - threshold) / swing);
        check(passed(&signed(worth, &vote), RUNS), wanted, RUNS);
    }
}

/// A threshold and a swing that are drawn are one more normal error: threshold N(m, a²), swing b give
/// Φ((s − m)/√(a² + b²)).
#[test]
fn a_drawn_threshold_adds_to_the_swing() {
    const RUNS: u64 = 20_000;
    let vote = "reservation = 0.5\n\
                approval.vote = { lambda = 4, threshold = { normal = [0.5, 0.06] }, swing = 0.08 }";
    let yes = 1.0 / (1.0 + (-4.0 * 0.05_f64).exp());
    let wanted = normal((yes - 0.5) / 0.1);
    check(passed(&signed(0.55, vote), RUNS), wanted, RUNS);
}

/// A campaign that adds a to the share of yes makes the vote pass with probability Φ((s + a − threshold)/swing), and one that
/// lowers the body's fallback moves s; both kept in 0..1.
#[test]
fn campaigns_lift_a_vote_by_as_much_as_they_say() {
    const RUNS: u64 = 20_000;
    let vote = "reservation = 0.6\napproval.vote = { lambda = 4, threshold = 0.5, swing = 0.1 }";
    let lever = |effect: &str| {
        format!(
            "[[leverage]]\nid = \"campaign\"\nactor = \"one\"\nuse = \"always\"\neffects = [{effect}]\n"
        )
    };
    let yes = |fallback: f64| 1.0 / (1.0 + (-4.0 * (0.5 - fallback)).exp());
    for (effect, wanted) in [
        (
            "{ stage = \"voters\", support = 0.1 }",
            normal((yes(0.6) + 0.1 - 0.5) / 0.1),
        ),
        ("{ stage = \"voters\", support = 0.9 }", normal(5.0)),
        (
            "{ stage = \"voters\", reservation = -0.15 }",
            normal((yes(0.45) - 0.5) / 0.1),
        ),
    ] {
        let text = signed(0.5, vote) + &lever(effect);
        check(passed(&text, RUNS), wanted, RUNS);
    }
}

/// A body that loads on a driver: its fallback is what it was drawn as, plus load times what the driver stands at in the round of
/// the vote.
#[test]
fn a_body_loads_on_a_driver_in_the_round_of_its_vote() {
    let body = "reservation = 0.5\napproval = \"threshold\"\nloads = { mood = 0.1 }\ndelay = 2";
    let driver = |drift: f64| {
        format!(
            "[[driver]]\nid = \"mood\"\nprocess.random-walk = {{ drift = {drift:?}, sd = 0.0 }}\n"
        )
    };
    // Two rounds of drift after the signature in round 0, and the deadline after round 3.
    for (drift, passes) in [(0.9, true), (1.1, false), (-1.0, true)] {
        let text = signed(0.7, body).replacen("clock.rounds = 1", "clock.rounds = 3", 1);
        let share = passed(&(text + &driver(drift)), 1);
        assert_eq!(share > 0.5, passes, "{drift}");
    }
}

/// The talks of two who never agree last from round to round with probability 1 − b(t), b(t) = b + Σ load · D(t) + what
/// levers add.
#[test]
fn talks_last_as_often_as_drivers_and_levers_let_them() {
    const RUNS: u64 = 20_000;
    let tough = "strategy.concession = \"hardliner\"";
    let text = head(
        5,
        "clock.breakdown = 0.05\nclock.loads = { heat = 0.1 }\nprotocol.alternating-offers = {}",
    ) + &issue("text", 2, "")
        + &principal("one", "0.2", tough, &[("text", 1.0, vec![1.0, 0.0])])
        + &principal("two", "0.2", tough, &[("text", 1.0, vec![0.0, 1.0])])
        + "[[driver]]\nid = \"heat\"\nprocess.random-walk = { drift = 1.0, sd = 0.0 }\n\
           [[leverage]]\nid = \"hotline\"\nactor = \"one\"\nuse.from-round = 3\n\
           effects = [{ clock = \"breakdown\", shift = -0.2 }]\n";
    let outcomes = play(&text, RUNS);
    let lasting = |rounds: u32| {
        let lasts = outcomes.iter().filter(|run| run.rounds_passed > rounds);
        lasts.count() as f64 / RUNS as f64
    };
    let breakdown = [0.05, 0.15, 0.25, 0.15, 0.25];
    let mut alive = 1.0;
    for (round, chance) in (1..5).zip(breakdown) {
        alive *= 1.0 - chance;
        check(lasting(round), alive, RUNS);
    }
    let ended = outcomes.iter().filter(|run| run.end == End::Deadline);
    check(
        ended.count() as f64 / RUNS as f64,
        alive * (1.0 - breakdown[4]),
        RUNS,
    );
}

/// Jumps come independently in each round: their number in four rounds is binomial.
#[test]
fn jumps_come_as_often_as_they_should() {
    const RUNS: u64 = 20_000;
    let loads = "loads = { front = 1.0 }\nstrategy.concession = \"hardliner\"";
    let text = head(4, "protocol.alternating-offers = {}")
        + &issue("text", 2, "")
        + &principal("one", "0.1", loads, &[("text", 1.0, vec![1.0, 0.0])])
        + &principal(
            "two",
            "0.2",
            "strategy.concession = \"hardliner\"",
            &[("text", 1.0, vec![0.0, 1.0])],
        )
        + "[[driver]]\nid = \"front\"\njumps = { probability = 0.3, size = 0.2 }\n\
           process.random-walk = { drift = 0.0, sd = 0.0 }\n";
    let outcomes = play(&text, RUNS);
    // The run ends in the moment after round 3, after four steps.
    for (jumps, ways) in (0..=4).zip([1.0, 4.0, 6.0, 4.0, 1.0]) {
        let stands = 0.1 + 0.2 * f64::from(jumps);
        let met = outcomes
            .iter()
            .filter(|run| (run.reservations[0] - stands).abs() < 1e-9);
        let wanted = ways * 0.3_f64.powi(jumps) * 0.7_f64.powi(4 - jumps);
        check(met.count() as f64 / RUNS as f64, wanted, RUNS);
    }
}

/// A lever moves the deadline of two who concede evenly: with the deadline at T, a party asks for 1 − (t + 1)/(T + 1) of its best, and
/// those who split a pie of twenty parts agree when both ask for half, in round (T + 1)/2 − 1.
#[test]
fn a_deadline_put_off_slows_everybody_and_one_brought_forward_hastens() {
    let text = |rounds: u32, effect: &str| {
        let even = "strategy.concession.time-dependent = { exponent = 1.0, start = 1.0 }";
        let shares: Vec<f64> = (0..=20).map(|share| f64::from(share) / 20.0).collect();
        let rest = shares.iter().rev().copied().collect();
        head(rounds, "protocol.alternating-offers = {}")
            + &issue("pie", 21, "")
            + &principal("one", "0.0", even, &[("pie", 1.0, shares)])
            + &principal("two", "0.0", even, &[("pie", 1.0, rest)])
            + &format!("[[leverage]]\nid = \"calendar\"\nactor = \"one\"\n{effect}\n")
    };
    let moved = |by: &str, used: &str| {
        format!("use.{used}\neffects = [{{ clock = \"rounds\", shift = {by} }}]")
    };
    let played = |text: &str| play(text, 1).remove(0);
    let still = |rounds: u32| played(&text(rounds, &moved("0", "from-round = 0")));
    for (by, rounds) in [("20", 39), ("-10.4", 9), ("-400", 1), ("19.6", 39)] {
        let found = played(&text(19, &moved(by, "from-round = 0")));
        let wanted = still(rounds);
        assert_eq!(
            (found.end, found.agreed),
            (wanted.end, wanted.agreed),
            "{by}"
        );
        assert_eq!(found.deal, wanted.deal, "{by}");
    }
    assert!(still(39).agreed > still(19).agreed && still(19).agreed > still(9).agreed);
    // A threat moves no deadline. One moved into the past leaves a last round, in which those who can concede all.
    let threat = moved("-10", "from-round = 15") + "\ncredibility = 1.0";
    assert_eq!(played(&text(19, &threat)).agreed, still(19).agreed);
    let late = text(19, &moved("-18", "from-round = 4"));
    let found = played(&late);
    assert_eq!((found.end, found.signed), (End::Agreement, Some(4)));
    let even = "strategy.concession.time-dependent = { exponent = 1.0, start = 1.0 }";
    let found = played(&late.replace(even, "strategy.concession = \"hardliner\""));
    assert_eq!((found.end, found.rounds_passed), (End::Deadline, 5));
}

/// Whether an agreement is in force in time goes by the deadline as it stands when it comes into force.
#[test]
fn a_deadline_put_off_lets_a_late_answer_come_in_time() {
    let body = "reservation = 0.0\napproval = \"threshold\"\ndelay = 4";
    for (by, in_time) in [(3.0, false), (4.0, true)] {
        let lever = format!(
            "[[leverage]]\nid = \"stay\"\nactor = \"one\"\nuse = \"upon-signature\"\n\
             effects = [{{ clock = \"rounds\", shift = {by:?} }}]\n"
        );
        let outcome = play(&(signed(0.7, body) + &lever), 1).remove(0);
        assert_eq!((outcome.signed, outcome.agreed), (Some(0), Some(4)));
        assert_eq!(outcome.in_force_in_time, in_time, "{by}");
    }
}

/// A payment of p on agreement adds p to the margin of every deal and to the payoff of one: with a fallback of r and a risk q
/// of breach at a loss L, V = (1 − q)(u + p) + q(r − L).
#[test]
fn a_payment_on_agreement_counts_once_and_while_it_is_decided() {
    let text = |paid: f64, credibility: f64, used: &str| {
        head(1, "protocol.alternating-offers = {}")
            + &issue("text", 2, "")
            + &principal("one", "0.1", "", &[("text", 1.0, vec![0.5, 0.0])])
            + &principal(
                "two",
                "0.5",
                "breach = { loss = 0.2, probability = 0.25 }",
                &[("text", 1.0, vec![0.45, 0.0])],
            )
            + &format!(
                "[[leverage]]\nid = \"fund\"\nactor = \"one\"\ncredibility = {credibility:?}\nuse = {used}\n\
                 effects = [{{ party = \"two\", payment = {paid:?}, on = \"agreement\" }}, \
                 {{ party = \"one\", payment = {:?}, on = \"agreement\" }}]\n",
                -paid
            )
    };
    // m = .45 + p − .5 − .2 · .25/.75, so that a payment of .1167 is just enough.
    for (paid, signs) in [(0.11, false), (0.12, true)] {
        let run = play(&text(paid, 0.0, "\"always\""), 1).remove(0);
        assert_eq!(run.agreed.is_some(), signs, "{paid}");
        if signs {
            let values = [0.5 - paid, 0.75 * (0.45 + paid) + 0.25 * (0.5 - 0.2)];
            for (payoff, value) in run.payoffs.iter().zip(values) {
                assert!((payoff - value).abs() < 1e-12, "{payoff} for {value}");
            }
            assert_eq!(run.utilities, [0.5, 0.45], "the deal alone");
        }
    }
    // The payer signs as long as it keeps more than its fallback.
    for (paid, signs) in [(0.39, true), (0.41, false)] {
        let run = play(&text(paid, 0.0, "\"always\""), 1).remove(0);
        assert_eq!(run.agreed.is_some(), signs, "{paid}");
    }
    // A promise counts by its credibility.
    for (credibility, signs) in [(0.4, false), (0.7, true)] {
        let promise = text(0.2, credibility, "{ from-round = 5 }");
        let run = play(&promise, 1).remove(0);
        assert_eq!(run.agreed.is_some(), signs, "{credibility}");
    }
}
