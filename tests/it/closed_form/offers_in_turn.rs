//! Bargaining by offers in turn: what backward induction gives, and what rational parties play.
//!
//! A pie is cut by digits: issues of eleven options, worth 0, 0.1 … 1, with weights …, 100, 10, 1. So a share is a multiple
//! of one slice, 1/1,110 for three digits, 1/111,110 for five. Offers are rounded to a slice at every step of the
//! induction; the errors alternate in sign and shrink by δ, so they add up to at most one slice / (1 − δ1 δ2). Where the
//! horizon has no end in the source, the talks here have so many rounds that what the deadline adds is below 1e-6, δ^T.

use zopa::bargaining::{End, equilibrium, forecast};
use zopa::game::Game;
use zopa::model::PartyId;

use super::{
    SEED, assert_near, compile, head, issue, pie, play_once, principal, reversed, ultimatum,
};

/// A pie of so many digits, parties with further lines of their own, both rational.
fn digits(count: usize, file: &str, lines: [&str; 2]) -> String {
    let scores: Vec<f64> = (0..=10).map(|tenth| f64::from(tenth) / 10.0).collect();
    let names: Vec<String> = (0..count).map(|digit| format!("digit-{digit}")).collect();
    let weights = [1.0, 10.0, 100.0, 1_000.0, 10_000.0];
    let weights: Vec<f64> = weights[..count].iter().rev().copied().collect();
    let utility = |scores: &Vec<f64>| -> Vec<(&str, f64, Vec<f64>)> {
        let digits = names.iter().zip(&weights);
        digits
            .map(|(name, &weight)| (name.as_str(), weight, scores.clone()))
            .collect()
    };
    let rational = "strategy.concession = \"rational\"";
    let mut text = file.to_owned();
    for name in &names {
        text += &issue(name, 11, "");
    }
    for (id, lines, scores) in [
        ("one", lines[0], &scores),
        ("two", lines[1], &reversed(&scores)),
    ] {
        text += &principal(id, "0.0", &format!("{lines}\n{rational}"), &utility(scores));
    }
    text.replace("reservation = 0.0\nreservation", "reservation")
}

/// Width of a slice.
fn slice(digits: i32) -> f64 {
    9.0 / (10.0 * (10_f64.powi(digits) - 1.0))
}

fn one_offer(rounds: u32, rest: &str) -> String {
    head(
        rounds,
        &format!("protocol.alternating-offers.one-offer-per-round = true\n{rest}"),
    )
}

/// Share of `one` in equilibrium; two rational parties sign that deal in round 0.
fn share_of_one(text: &str) -> f64 {
    let (_, game) = compile(text);
    let solved = equilibrium(&game, SEED, 0).expect("a small game");
    let (proposer, deal, round) = solved.agreement.expect("a pie is shared");
    assert_eq!((proposer, round), (PartyId(0), 0));
    let played = play_once(text);
    assert_eq!((played.end, played.agreed), (End::Agreement, Some(0)));
    assert_eq!(played.deal, Some(deal));
    assert_near(
        played.utilities[0],
        solved.utilities[0],
        "utility as played",
    );
    assert_near(played.payoffs[1], solved.payoffs[1], "payoff as played");
    solved.utilities[0]
}

fn assert_within(found: f64, expected: f64, allowed: f64, what: &str) {
    assert!(
        (found - expected).abs() <= allowed,
        "{what}: {found} for {expected}, {allowed} allowed"
    );
}

/// Rubinstein 1982, Econometrica 50(1): the first proposer gets `(1 − δ2)/(1 − δ1 δ2)`, at once.
fn rubinstein(deltas: [f64; 2], share: f64) {
    let [one, two] = deltas.map(|delta| format!("discount = {delta:?}"));
    let found = share_of_one(&digits(5, &one_offer(300, ""), [&one, &two]));
    let allowed = slice(5) / (1.0 - deltas[0] * deltas[1]) + 1e-6;
    assert_within(found, share, allowed, "share of the first proposer");
}

#[test]
fn rubinstein_09_09() {
    rubinstein([0.9, 0.9], 10.0 / 19.0);
}

#[test]
fn rubinstein_08_09() {
    rubinstein([0.8, 0.9], 5.0 / 14.0);
}

#[test]
fn rubinstein_095_09() {
    rubinstein([0.95, 0.9], 20.0 / 29.0);
}

/// Binmore, Rubinstein and Wolinsky 1986, RAND Journal of Economics 17(2): as the rounds get shorter the share goes to
/// `r2/(r1 + r2)`.
///
/// With rounds of length Δ, `δ_i = exp(−r_i Δ)`; the distance to the limit is at most `r2 Δ`, and the talks last until
/// `exp(−(r1 + r2) Δ T / 2)` is below 1e-6.
fn rubinstein_limit(rates: [f64; 2], limit: f64, cases: [(f64, u32); 2]) {
    for (length, rounds) in cases {
        let deltas = rates.map(|rate| libm::exp(-rate * length));
        let [one, two] = deltas.map(|delta| format!("discount = {delta:?}"));
        let found = share_of_one(&digits(5, &one_offer(rounds, ""), [&one, &two]));
        let product = deltas[0] * deltas[1];
        let allowed = slice(5) / (1.0 - product) + 1e-6;
        let exact = (1.0 - deltas[1]) / (1.0 - product);
        assert_within(found, exact, allowed, "rounds of some length");
        assert_within(found, limit, allowed + rates[1] * length, "short rounds");
    }
}

#[test]
fn rubinstein_limit_r005_01() {
    rubinstein_limit([0.05, 0.1], 2.0 / 3.0, [(1.0, 190), (0.25, 750)]);
}

#[test]
fn rubinstein_limit_r01_03() {
    rubinstein_limit([0.1, 0.3], 0.75, [(1.0, 70), (0.25, 280)]);
}

/// An outside option that can be taken at once matters only where it is worth more than what the talks give (deal me out).
///
/// Shaked and Sutton 1984, Econometrica 52(6); Muthoo 1999, Bargaining Theory with Applications, chapter 5. It is never
/// taken: what counts is that `two` takes nothing below it, so it is written as red lines over the smaller shares. As a
/// reservation value it would pay while the talks last, and give the two their split of what is left.
fn outside_option(delta: f64, tenths: usize, share: f64) {
    let discount = format!("discount = {delta:?}");
    // The digits of `two`'s share count down from 10 in those of `one`: it refuses all shares of `one` above d.ddd.
    let digit = 10 - tenths;
    let from = |first: usize| {
        let options: Vec<String> = (first..=10)
            .map(|option| format!("\"o{option}\""))
            .collect();
        format!("[{}]", options.join(", "))
    };
    let line = |place: usize| {
        let same = (0..place).map(|before| format!("digit-{before} = [\"o{digit}\"]"));
        let more = format!("digit-{place} = {}", from(digit + 1));
        let conditions: Vec<String> = same.chain([more]).collect();
        format!("{{ {} }}", conditions.join(", "))
    };
    let lines: Vec<String> = (0..4).map(line).collect();
    let never = format!("{discount}\nnever = [{}]", lines.join(", "));
    let found = share_of_one(&digits(4, &one_offer(300, ""), [&discount, &never]));
    let allowed = slice(4) / (1.0 - delta * delta) + 1e-6;
    assert_within(found, share, allowed, "share of the first proposer");
}

#[test]
fn outside_option_09_03() {
    outside_option(0.9, 3, 10.0 / 19.0);
}

#[test]
fn outside_option_08_05() {
    outside_option(0.8, 5, 0.5);
}

/// Talks that may break down instead of time that costs: the first proposer gets `b1 + (1 − b1 − b2)/(2 − p)`.
///
/// Binmore, Rubinstein and Wolinsky 1986; Muthoo 1999, chapter 4.
fn breakdown(probability: f64, fallbacks: [f64; 2], share: f64) {
    let [one, two] = fallbacks.map(|fallback| format!("reservation = {fallback:?}"));
    let file = one_offer(300, &format!("clock.breakdown = {probability:?}"));
    let found = share_of_one(&digits(5, &file, [&one, &two]));
    let stays = 1.0 - probability;
    let allowed = slice(5) / (1.0 - stays * stays) + 1e-6;
    assert_within(found, share, allowed, "share of the first proposer");
}

#[test]
fn breakdown_01_01_03() {
    breakdown(0.1, [0.1, 0.3], 0.415_789_473_684);
}

#[test]
fn breakdown_05_02_02() {
    breakdown(0.5, [0.2, 0.2], 0.6);
}

/// What parties live on while they talk is divided off first: r1 + (1 − r1 − r2) (1 − δ2)/(1 − δ1 δ2).
///
/// Muthoo 1999, chapter 6 (inside options).
#[test]
fn inside_options_09_08_01_03() {
    let lines = [
        "reservation = 0.1\ndiscount = 0.9",
        "reservation = 0.3\ndiscount = 0.8",
    ];
    let found = share_of_one(&digits(5, &one_offer(300, ""), lines));
    let expected = 0.1 + 0.6 * 0.2 / (1.0 - 0.9 * 0.8);
    let allowed = slice(5) / (1.0 - 0.9 * 0.8) + 1e-6;
    assert_within(found, expected, allowed, "share of the first proposer");
}

/// A known number of rounds, δ1 = 0.9, δ2 = 0.8: Ståhl 1972, Bargaining Theory.
fn stahl(rounds: u32, share: f64) {
    let lines = ["discount = 0.9", "discount = 0.8"];
    let found = share_of_one(&digits(5, &one_offer(rounds, ""), lines));
    // Offers are rounded once a round, and errors shrink by δ1 δ2 in two.
    let allowed = slice(5) / (1.0 - 0.9 * 0.8);
    assert_within(found, share, allowed, "share of the first proposer");
}

#[test]
fn stahl_t1() {
    stahl(1, 1.0);
}

#[test]
fn stahl_t3() {
    stahl(3, 0.92);
}

#[test]
fn stahl_t5() {
    stahl(5, 0.8624);
}

#[test]
fn stahl_t10() {
    stahl(10, 0.576_077_312);
}

/// Where both speak in a round, the first speaker's refusal costs no time, so the last moment is always its own: it gets
/// everything.
#[test]
fn whoever_refuses_for_free_gets_everything() {
    let lines = ["discount = 0.9", "discount = 0.9"];
    let file = head(50, "protocol.alternating-offers = {}");
    assert_near(
        share_of_one(&digits(3, &file, lines)),
        1.0,
        "share of the first speaker",
    );
}

/// Fearon 1995 as theory states it: the demand, what it gains over war, and how often it is refused.
///
/// The belief is a grid of 2,400 quantiles of c2, so the probability of refusal is exact up to 1/2,400.
#[test]
fn fearon_tioli_p05_c01_u0_04_as_theory_states_it() {
    let text = ultimatum("one", 2_400) + &pie(["0.4", "{ uniform = [0.1, 0.5] }"], "");
    let (scenario, game) = compile(&text);
    let central = Game::compile(&scenario.central()).expect("a small game");
    let told = forecast(&scenario, &game, &central, SEED).expect("a small game");
    let offer = told.offer.expect("some demand gains");
    assert_near(super::pie_share(&offer.deal), 0.65, "demand");
    assert_within(offer.refusal, 0.375, 1.0 / 2_400.0, "war");
    assert_within(offer.gain, (0.65 - 0.4) * 0.625, 0.25 / 2_400.0, "gain");
    // Knowing c2 = 0.2, state 1 takes all that state 2 would lose by war.
    let (_, deal, _) = told.equilibrium.agreement.expect("peace");
    assert_near(
        super::pie_share(&deal),
        0.7,
        "demand under complete information",
    );
}
