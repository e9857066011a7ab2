//! Offers in turn, over and over: run after run, none taken twice within a pass.
//!
//! Every pass is checked against frozen sums; a change that moves them says so in its commit.

#[path = "texts/deals.rs"]
mod deals;
mod harness;
#[path = "texts/many.rs"]
mod many;

use std::fmt::Write;
use std::hint::black_box;

use zopa::bargaining::{Prepared, Silent, Workspace, play};
use zopa::game::Game;
use zopa::scenario;

use crate::deals::{OFFERS, drawn};
use crate::harness::{Row, measure};
use crate::many::{CONCEDING, many};

/// What the parties look for in [`OFFERS`].
const LEAST: &str = "strategy.choose = \"least\"\n";

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

/// A treaty of ten issues that a senate, which wants much what `a` wants, must approve.
fn treaty() -> String {
    let mut text = many([10, 4, 2], 100, CONCEDING).replace(
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
    let large = drawn(&many([5, 10, 2], 100, concede_by_deals), 10);
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
            many([8, 5, 2], 100, CONCEDING),
            200,
            (15_972, [136.648_673_475, 134.099_063_874]),
        ),
        (
            "issues_16",
            many([16, 5, 2], 100, CONCEDING),
            200,
            (15_606, [136.813_459_207, 129.060_402_309]),
        ),
        (
            "issues_30",
            many([30, 5, 2], 100, CONCEDING),
            200,
            (16_349, [122.930_859_075, 125.454_218_881]),
        ),
        (
            "issues_64_of_2",
            many([64, 2, 2], 100, CONCEDING),
            200,
            (14_522, [122.094_861_008, 121.160_292_015]),
        ),
        (
            "issues_16_least",
            many([16, 5, 2], 100, &least),
            200,
            (16_792, [122.548_260_812, 117.379_340_35]),
        ),
        (
            "issues_30_least",
            many([30, 5, 2], 100, &least),
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

fn main() {
    let rows = cases().into_iter().map(|(name, text, runs, expected)| {
        Row::new("play_offers", name, runs, move |take| {
            let loaded =
                scenario::parse(name, &text, &[]).unwrap_or_else(|problems| panic!("{problems}"));
            let game = Game::compile(&loaded.scenario).expect("no limit is met");
            let prepared = Prepared::new(&game, 1);
            let mut workspace = Workspace::default();
            take(&mut || {
                let found = sums(&prepared, runs, &mut workspace);
                let pairs = found.1.into_iter().zip(expected.1);
                let mut close = pairs.map(|(found, expected)| (found - expected).abs() < 1e-6);
                let alike = found.0 == expected.0 && close.all(|close| close);
                assert!(alike, "{name}: {found:?}");
            });
        })
    });
    measure(&rows.collect::<Vec<_>>());
}
