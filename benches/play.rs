//! One negotiation, over and over: run after run, none taken twice within a pass.
//!
//! Every pass is checked against frozen counts or sums; a change that moves them says so in its commit.

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use zopa::bargaining::{Outcome, Prepared, Silent, Workspace, ZoneState, play};
use zopa::game::Game;
use zopa::scenario::{self, Assignment};

/// Runs of the flagship in one pass.
const FLAGSHIP_RUNS: u64 = 256;
/// Runs of alternating offers in one pass.
const OFFERS_RUNS: u64 = 1_000;
/// Runs of a party that keeps a belief in one pass.
const BELIEF_RUNS: u64 = 20;

/// 3,125 deals, 100 rounds, both sides boulware, nothing drawn: only playing takes time.
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
reservation = 0.25
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
reservation = 0.3
strategy.concession.time-dependent = { start = 1.0, exponent = 4.0 }
strategy.choose = "least"
[party.utility]
price = { weight = 0.3, scores = [1.0, 0.8, 0.5, 0.25, 0.0] }
delivery = { weight = 0.1, scores = [1.0, 0.65, 0.5, 0.15, 0.0] }
warranty = { weight = 0.27, scores = [0.0, 0.25, 0.6, 0.9, 1.0] }
service = { weight = 0.2, scores = [0.0, 0.35, 0.5, 0.9, 1.0] }
payment = { weight = 0.13, scores = [0.0, 0.2, 0.6, 0.9, 1.0] }
"#;

/// Counts of runs signed and of runs with a zone.
type Counts = (u32, u32);

fn flagship(assignments: &[&str]) -> Game {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/ukraine-2025.toml");
    let assignments: Vec<Assignment> = assignments
        .iter()
        .map(|text| text.parse().expect("benches write legal assignments"))
        .collect();
    let loaded = scenario::load(Path::new(path), &assignments)
        .unwrap_or_else(|problems| panic!("{problems}"));
    Game::compile(&loaded.scenario).expect("the flagship is within all limits")
}

fn counts(prepared: &Prepared<'_>, workspace: &mut Workspace) -> Counts {
    (0..FLAGSHIP_RUNS).fold((0, 0), |(signed, zones), run| {
        let outcome = play(prepared, black_box(run), workspace, &mut Silent);
        (
            signed + u32::from(outcome.signed.is_some()),
            zones + u32::from(outcome.zone == ZoneState::Open),
        )
    })
}

fn play_flagship(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("play_flagship");
    group
        .sample_size(10)
        .throughput(Throughput::Elements(FLAGSHIP_RUNS));
    let belief = [
        "protocol.shuttle.belief-draws=64",
        "protocol.shuttle.edits=2",
    ];
    let blind = [
        "protocol.shuttle.belief-draws=0",
        "protocol.shuttle.edits=2",
    ];
    let cases: [(&str, [&str; 2], Counts); 2] = [
        ("belief_of_64", belief, (39, 110)),
        ("no_belief", blind, (10, 110)),
    ];
    for (name, assignments, expected) in cases {
        let game = flagship(&assignments);
        let prepared = Prepared::new(&game, 1);
        let mut workspace = Workspace::default();
        group.bench_function(name, |bencher| {
            bencher.iter(|| assert_eq!(counts(&prepared, &mut workspace), expected));
        });
    }
    group.finish();
}

fn play_alternating_offers(criterion: &mut Criterion) {
    let loaded =
        scenario::parse("offers", OFFERS, &[]).unwrap_or_else(|problems| panic!("{problems}"));
    assert!((loaded.scenario.deal_count() - 3_125.0).abs() < 0.5);
    let game = Game::compile(&loaded.scenario).expect("a small game");
    let prepared = Prepared::new(&game, 1);
    let mut workspace = Workspace::default();
    let mut group = criterion.benchmark_group("play_alternating_offers");
    group.throughput(Throughput::Elements(OFFERS_RUNS));
    let pass = |workspace: &mut Workspace| {
        let mut rounds = 0;
        let mut utilities = [0.0; 2];
        for run in 0..OFFERS_RUNS {
            let outcome: Outcome = play(&prepared, black_box(run), workspace, &mut Silent);
            rounds += outcome.rounds_held;
            utilities[0] += outcome.utilities[0];
            utilities[1] += outcome.utilities[1];
        }
        (rounds, utilities)
    };
    group.bench_function("boulware", |bencher| {
        bencher.iter(|| {
            let (rounds, [seller, buyer]) = pass(&mut workspace);
            assert_eq!(rounds, 92_000);
            assert!((seller - 493.0).abs() < 1e-6, "{seller}");
            assert!((buyer - 539.0).abs() < 1e-6, "{buyer}");
        });
    });
    group.finish();
}

/// The same game with concession offer by offer on both sides, and time enough for it.
fn micro() -> String {
    let conceding = "strategy.concession.time-dependent = { start = 1.0, exponent = 4.0 }";
    assert_eq!(OFFERS.matches(conceding).count(), 2);
    OFFERS
        .replace(conceding, "strategy.concession = \"micro\"")
        .replace("clock.rounds = 100", "clock.rounds = 1000")
}

/// The same game with every weight and score drawn afresh for each run.
fn drawn() -> String {
    let mut text = String::new();
    for line in OFFERS.lines() {
        if line.contains("scores") {
            let issue = line.split(' ').next().expect("an issue comes first");
            let score = "{ uniform = [0.0, 1.0] }";
            let scores = [score; 5].join(", ");
            let line = "{ weight = { uniform = [0.1, 1.0] }, scores = [";
            text.extend([issue, " = ", line, &scores, "] }\n"]);
        } else {
            text += line;
            text.push('\n');
        }
    }
    text
}

/// The same game where the seller believes something about a buyer of whom much is drawn.
fn bayesian() -> String {
    let conceding =
        "reservation = 0.25\nstrategy.concession.time-dependent = { start = 1.0, exponent = 4.0 }";
    let known =
        "reservation = 0.3\nstrategy.concession.time-dependent = { start = 1.0, exponent = 4.0 }";
    let drawn = "reservation = { uniform = [0.1, 0.4] }\n\
                 strategy.concession.time-dependent = { start = { uniform = [0.6, 1.0] }, exponent = { uniform = [0.5, 6.0] } }";
    let learning = "reservation = 0.25\nstrategy.concession = \"bayesian\"";
    let seller = "strategy.concession = \"bayesian\"\nstrategy.choose = \"least\"\n";
    let text = OFFERS.replace(conceding, learning).replace(known, drawn);
    assert!(text.contains(seller) && text.contains(drawn));
    text
}

/// What a pass of runs comes to: rounds held and each side's sum of utilities.
fn sums(prepared: &Prepared<'_>, runs: u64, workspace: &mut Workspace) -> (u32, [f64; 2]) {
    (0..runs).fold((0, [0.0; 2]), |(rounds, [seller, buyer]), run| {
        let outcome = play(prepared, black_box(run), workspace, &mut Silent);
        let [one, other] = [outcome.utilities[0], outcome.utilities[1]];
        (rounds + outcome.rounds_held, [seller + one, buyer + other])
    })
}

/// Strategies on 3,125 deals, each pass checked against frozen sums.
fn play_strategies(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("play_strategies");
    group.sample_size(10);
    let cases = [
        (
            "boulware_with_drawn_utilities",
            (drawn(), OFFERS_RUNS),
            (71_505, [695.596_474_497_667, 713.678_293_445_221]),
        ),
        ("micro", (micro(), OFFERS_RUNS), (957_000, [581.0, 635.0])),
        (
            "bayesian",
            (bayesian(), BELIEF_RUNS),
            (1_878, [16.614, 7.923]),
        ),
    ];
    for (name, (text, runs), (rounds, utilities)) in cases {
        group.throughput(Throughput::Elements(runs));
        let loaded =
            scenario::parse(name, &text, &[]).unwrap_or_else(|problems| panic!("{problems}"));
        let game = Game::compile(&loaded.scenario).expect("a small game");
        let prepared = Prepared::new(&game, 1);
        let mut workspace = Workspace::default();
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let found = sums(&prepared, runs, &mut workspace);
                assert_eq!(found.0, rounds, "{found:?}");
                for (found, expected) in found.1.into_iter().zip(utilities) {
                    assert!((found - expected).abs() < 1e-6, "{found}");
                }
            });
        });
    }
    group.finish();
}

criterion_group!(
    benches,
    play_flagship,
    play_alternating_offers,
    play_strategies
);
criterion_main!(benches);
