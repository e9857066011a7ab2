//! What happens at home has closed forms.

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
        .filter(|run| run.bodies[0] == Some(true))
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
