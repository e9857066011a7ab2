//! Offers in turn, over and over: run after run, none taken twice within a pass.
//!
//! Every pass is checked against frozen sums; a change that moves them says so in its commit.

use std::fmt::Write;
use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use zopa::bargaining::{Prepared, Silent, Workspace, play};
use zopa::game::Game;
use zopa::scenario;

/// 3,125 deals, 100 rounds, both sides boulware, their reservation values drawn.
const OFFERS: &str = r#"
format = 1
title = "Alternating offers"
clock.rounds = 100
protocol.alternating-offers = {}

[[issue]]
id = "price"
options = [{ id = "a" }, { id = "b" }, { id = "c" }, { id = "d" }, { id = "e" }]
[[issue]]
id = "delivery"
options = [{ id = "a" }, { id = "b" }, { id = "c" }, { id = "d" }, { id = "e" }]
[[issue]]
id = "warranty"
options = [{ id = "a" }, { id = "b" }, { id = "c" }, { id = "d" }, { id = "e" }]
[[issue]]
id = "service"
options = [{ id = "a" }, { id = "b" }, { id = "c" }, { id = "d" }, { id = "e" }]
[[issue]]
id = "payment"
options = [{ id = "a" }, { id = "b" }, { id = "c" }, { id = "d" }, { id = "e" }]

[[party]]
id = "seller"
role = "principal"
reservation = { uniform = [0.15, 0.35] }
strategy.concession.time-dependent = { start = 1.0, exponent = 4.0 }
strategy.choose = "least"
[party.utility]
price = { weight = 0.35, scores = [0.0, 0.2, 0.45, 0.7, 1.0] }
delivery = { weight = 0.25, scores = [0.0, 0.3, 0.55, 0.8, 1.0] }
warranty = { weight = 0.18, scores = [1.0, 0.7, 0.5, 0.2, 0.0] }
service = { weight = 0.12, scores = [1.0, 0.85, 0.4, 0.15, 0.0] }
payment = { weight = 0.10, scores = [0.3, 0.6, 1.0, 0.5, 0.0] }

[[party]]
id = "buyer"
role = "principal"
reservation = { uniform = [0.2, 0.4] }
strategy.concession.time-dependent = { start = 1.0, exponent = 4.0 }
strategy.choose = "least"
[party.utility]
price = { weight = 0.3, scores = [1.0, 0.8, 0.5, 0.25, 0.0] }
delivery = { weight = 0.1, scores = [1.0, 0.65, 0.5, 0.15, 0.0] }
warranty = { weight = 0.27, scores = [0.0, 0.25, 0.6, 0.9, 1.0] }
service = { weight = 0.2, scores = [0.0, 0.35, 0.5, 0.9, 1.0] }
payment = { weight = 0.13, scores = [0.0, 0.2, 0.6, 0.9, 1.0] }
"#;

/// What the parties do in [`OFFERS`].
const CONCEDING: &str = "strategy.concession.time-dependent = { start = 1.0, exponent = 4.0 }";
const LEAST: &str = "strategy.choose = \"least\"\n";

/// The same game with every score, so many for each issue, drawn afresh for each run.
fn drawn(text: &str, options: usize) -> String {
    let lines = text.lines().map(|line| {
        let Some((issue, _)) = line.split_once(" = { weight") else {
            return format!("{line}\n");
        };
        let scores = vec!["{ uniform = [0.0, 1.0] }"; options].join(", ");
        format!("{issue} = {{ weight = {{ uniform = [0.1, 1.0] }}, scores = [{scores}] }}\n")
    });
    lines.collect()
}

/// The same game where the seller believes something about a buyer of whom much is drawn.
fn bayesian() -> String {
    let seller = format!("{CONCEDING}\n{LEAST}[party.utility]\nprice = {{ weight = 0.35");
    let learning = "strategy.concession = \"bayesian\"\n[party.utility]\nprice = { weight = 0.35";
    let drawn = "strategy.concession.time-dependent = { start = { uniform = [0.6, 1.0] }, exponent = { uniform = [0.5, 6.0] } }";
    assert_eq!(OFFERS.matches(&seller).count(), 1);
    OFFERS.replace(&seller, learning).replace(CONCEDING, drawn)
}

/// A lever on the buyer's reservation value.
const LEVER: &str = r#"
[[leverage]]
id = "push"
title = "Push"
actor = "seller"
effects = [{ party = "buyer", reservation = -0.05 }]
use.rounds = { from = 2 }
"#;

/// Two parties over so many issues, of so many options each; `lines` say how they play.
fn many(issues: usize, options: u32, lines: &str) -> String {
    let mut text = String::from(
        "format = 1\ntitle = \"Many\"\nclock.rounds = 100\nprotocol.alternating-offers = {}\n",
    );
    let options_of = (0..options).map(|option| format!("{{ id = \"o{option}\" }}"));
    let listed = options_of.collect::<Vec<_>>().join(", ");
    for issue in 0..issues {
        let _ = writeln!(text, "[[issue]]\nid = \"i{issue}\"\noptions = [{listed}]");
    }
    // Marsaglia's xorshift, so that the scores are the same for ever.
    let mut state: u32 = 2_463_534_242;
    let mut share = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        f64::from(state % 1_000) / 1_000.0
    };
    for party in ["a", "b"] {
        let _ = writeln!(
            text,
            "[[party]]\nid = \"{party}\"\nrole = \"principal\"\n\
             reservation = {{ uniform = [0.2, 0.4] }}\n{lines}\n[party.utility]"
        );
        for issue in 0..issues {
            let mut scores: Vec<f64> = (0..options).map(|_| share()).collect();
            scores.sort_by(f64::total_cmp);
            if party == "b" {
                scores.reverse();
            }
            let weight = 0.1 + share();
            let _ = writeln!(
                text,
                "i{issue} = {{ weight = {weight:.3}, scores = {scores:?} }}"
            );
        }
    }
    text
}

/// A treaty of ten issues that a senate, which wants much what `a` wants, must approve.
fn treaty() -> String {
    let mut text = many(10, 4, CONCEDING).replace(
        "[[party]]\nid = \"a\"\n",
        "[[party]]\nid = \"a\"\nanticipate = 0.4\n",
    );
    text += "[[stage]]\nid = \"senate\"\nparty = \"a\"\napproval.logit = { lambda = 20 }\n\
             reservation = { normal = [0.45, 0.05] }\n[stage.utility]\n";
    for issue in 0..10 {
        let weight = 1 + issue % 4;
        let _ = writeln!(
            text,
            "i{issue} = {{ weight = {weight}, scores = [0.0, 0.33, 0.67, 1.0] }}"
        );
    }
    text
}

/// What a pass of runs comes to: rounds held and each side's sum of utilities.
type Sums = (u32, [f64; 2]);

fn sums(prepared: &Prepared<'_>, runs: u64, workspace: &mut Workspace) -> Sums {
    (0..runs).fold((0, [0.0; 2]), |(rounds, [first, second]), run| {
        let outcome = play(prepared, black_box(run), workspace, &mut Silent);
        let [one, other] = [outcome.utilities[0], outcome.utilities[1]];
        (rounds + outcome.rounds_held, [first + one, second + other])
    })
}

/// One case: its name, its scenario, the runs of a pass and what they come to.
type Case = (&'static str, String, u64, Sums);

fn cases() -> Vec<Case> {
    let nearest = OFFERS.replace(LEAST, "");
    let micro = OFFERS
        .replace(CONCEDING, "strategy.concession = \"micro\"")
        .replace(LEAST, "");
    let fixed = OFFERS
        .replace("{ uniform = [0.15, 0.35] }", "0.25")
        .replace("{ uniform = [0.2, 0.4] }", "0.3");
    let least = format!("{CONCEDING}\n{LEAST}");
    let concede_by_deals = "strategy.concession = \"micro\"";
    let large = drawn(&many(5, 10, concede_by_deals), 10);
    vec![
        ("fixed", fixed, 1_000, (92_000, [493.0, 539.0])),
        (
            "reservation_drawn",
            OFFERS.to_owned(),
            1_000,
            (90_538, [527.747_5, 593.782]),
        ),
        (
            "reservation_drawn_nearest",
            nearest,
            1_000,
            (88_628, [588.05, 627.402]),
        ),
        (
            "utilities_drawn",
            drawn(OFFERS, 5),
            1_000,
            (71_318, [697.805_002_498, 712.342_895_486]),
        ),
        (
            "lever",
            format!("{OFFERS}{LEVER}"),
            1_000,
            (89_873, [540.650_5, 581.008]),
        ),
        (
            "micro_utilities_drawn",
            drawn(&micro, 5),
            200,
            (14_530, [106.873_764_804, 113.289_204_005]),
        ),
        (
            "micro_100000_deals",
            large,
            100,
            (9_869, [32.038_244_654, 32.135_064_979]),
        ),
        (
            "issues_8",
            many(8, 5, CONCEDING),
            200,
            (15_972, [136.648_673_475, 134.099_063_874]),
        ),
        (
            "issues_16",
            many(16, 5, CONCEDING),
            200,
            (15_606, [136.813_459_207, 129.060_402_309]),
        ),
        (
            "issues_30",
            many(30, 5, CONCEDING),
            200,
            (16_349, [122.930_859_075, 125.454_218_881]),
        ),
        (
            "issues_64_of_2",
            many(64, 2, CONCEDING),
            200,
            (14_522, [122.094_861_008, 121.160_292_015]),
        ),
        (
            "issues_16_least",
            many(16, 5, &least),
            200,
            (16_792, [122.548_260_812, 117.379_340_35]),
        ),
        (
            "issues_30_least",
            many(30, 5, &least),
            200,
            (17_607, [106.089_042_151, 110.475_656_867]),
        ),
        ("bayesian", bayesian(), 20, (1_875, [16.01, 8.778])),
        (
            "anticipation",
            treaty(),
            100,
            (8_447, [62.236_697_135, 53.729_866_448]),
        ),
    ]
}

fn play_offers(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("play_offers");
    for (name, text, runs, expected) in cases() {
        group.throughput(Throughput::Elements(runs));
        let loaded =
            scenario::parse(name, &text, &[]).unwrap_or_else(|problems| panic!("{problems}"));
        let game = Game::compile(&loaded.scenario).expect("no limit is met");
        let prepared = Prepared::new(&game, 1);
        let mut workspace = Workspace::default();
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let found = sums(&prepared, runs, &mut workspace);
                let pairs = found.1.into_iter().zip(expected.1);
                let mut close = pairs.map(|(found, expected)| (found - expected).abs() < 1e-6);
                let alike = found.0 == expected.0 && close.all(|close| close);
                assert!(alike, "{name}: {found:?}");
            });
        });
    }
    group.finish();
}

criterion_group!(benches, play_offers);
criterion_main!(benches);
