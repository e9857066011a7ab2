//! A run is a function of scenario, seed and number: not of threads, batches, or what was played before.

use std::ops::ControlFlow;

use zopa::bargaining::{Outcome, Prepared, Silent, Workspace, play, play_given};
use zopa::experiment::design::sobol::points;
use zopa::game::{Drawn, Game, Given, GivenSlots, Realization, Slot};
use zopa::model::Scenario;
use zopa::scenario;
use zopa::simulation::{RunSettings, Summary, Unwatched, simulate};

use crate::reference::random_scenario::{ALL, random_scenario};

const SEED: u64 = 11;
/// More than two batches, and not a whole number of them.
const RUNS: u64 = 2_500;

fn simulated(scenario: &Scenario, game: &Game, threads: usize) -> (Summary, Vec<Outcome>) {
    let settings = RunSettings {
        runs: RUNS,
        seed: SEED,
        threads: Some(threads),
    };
    let mut outcomes = Vec::new();
    let summary = simulate(
        scenario,
        game,
        &settings,
        &Unwatched,
        &mut |first, batch| {
            assert_eq!(first, outcomes.len() as u64, "batches come in run order");
            outcomes.extend_from_slice(batch);
            ControlFlow::Continue(())
        },
    );
    (summary, outcomes)
}

#[test]
fn one_two_and_eight_threads_give_the_same_bits() {
    for seed in [1, 5, 9, 12, 33, 47] {
        let scenario = random_scenario(seed, ALL);
        let game = Game::compile(&scenario).expect("small scenarios compile");
        let (summary, outcomes) = simulated(&scenario, &game, 1);
        assert_eq!(summary.runs, RUNS);
        for threads in [2, 8] {
            let (again, others) = simulated(&scenario, &game, threads);
            assert_eq!(summary, again, "scenario {seed} on {threads} threads");
            assert_eq!(outcomes, others, "scenario {seed} on {threads} threads");
        }
    }
}

#[test]
fn a_single_run_replays_alone() {
    // One workspace that has seen everything before, against a fresh one for each run.
    let mut used = Workspace::default();
    for seed in 0..200 {
        let scenario = random_scenario(seed, ALL);
        let game = Game::compile(&scenario).expect("small scenarios compile");
        let prepared = Prepared::new(&game, SEED);
        for run in [3, 0, 1_000_000_007, u64::MAX] {
            let outcome = play(&prepared, run, &mut used, &mut Silent);
            let alone = play(&prepared, run, &mut Workspace::default(), &mut Silent);
            assert_eq!(outcome, alone, "scenario {seed}, run {run}");
            let (told, _) = game.trace(run, SEED);
            assert_eq!(outcome, told, "scenario {seed}, run {run}, told");
        }
    }
}

/// Every kind of chance in a few lines.
const FROZEN: &str = r#"
format = 1
title = "Frozen"
[clock]
rounds = 8
breakdown = 0.02
[[package]]
id = "land"
title = "Land"
[[package]]
id = "money"
title = "Money"
[[issue]]
id = "border"
title = "Border"
package = "land"
options = [{ id = "a", title = "A" }, { id = "b", title = "B" }, { id = "c", title = "C" }]
[[issue]]
id = "fund"
title = "Fund"
package = "money"
options = [{ id = "none", title = "None" }, { id = "small", title = "Small" }, { id = "large", title = "Large" }]
[[driver]]
id = "front"
title = "Front"
process.random-walk = { drift = 0.0, sd = 0.02 }
[[party]]
id = "north"
role = "principal"
reservation = { triangular = [0.30, 0.40, 0.55] }
discount = 0.98
loads = { front = 1.0 }
weight-concentration = 30
[party.utility]
border = { weight = 0.6, scores = [1.0, 0.6, 0.0] }
fund = { weight = 0.4, scores = [0.0, 0.7, 1.0] }
[party.strategy]
acceptance.logit = { lambda = 30.0 }
[[party]]
id = "south"
role = "principal"
reservation = { uniform = [0.30, 0.55] }
discount = { uniform = [0.95, 0.99] }
loads = { front = -1.0 }
[party.utility]
border = { weight = 0.5, scores = [0.0, 0.5, 1.0] }
fund = { weight = 0.5, scores = [1.0, 0.6, 0.0] }
[party.strategy]
acceptance.logit = { lambda = 30.0 }
[[party]]
id = "envoy"
role = "mediator"
[[leverage]]
id = "loan"
title = "Loan"
actor = "envoy"
cost = 0.001
effects = [{ party = "south", reservation = { uniform = [-0.10, -0.02] } }]
use.after-refusals = { party = "south", count = 2 }
[protocol.shuttle]
mediator = "envoy"
visits = ["north", "south"]
belief-draws = 16
noise = 0.1
reading-error = 0.1
[agenda.parallel]
in-force = "together"
"#;

#[test]
fn outcomes_of_a_small_scenario_stay_what_they_are() {
    let loaded = scenario::parse("frozen.toml", FROZEN, &[]);
    let loaded = loaded.unwrap_or_else(|problems| panic!("{problems}"));
    let game = Game::compile(&loaded.scenario).expect("it compiles");
    let prepared = Prepared::new(&game, 2026);
    let mut workspace = Workspace::default();
    let told: Vec<String> = (0..FROZEN_OUTCOMES.len() as u64)
        .map(|run| brief(&play(&prepared, run, &mut workspace, &mut Silent)))
        .collect();
    assert_eq!(told, FROZEN_OUTCOMES);
}

/// What became of a run, with the bits of the first party's payoff.
fn brief(outcome: &Outcome) -> String {
    let deal = outcome.deal.as_ref().map(|deal| deal.0.clone());
    format!(
        "{:?} after {}, {:?}, {:?}, loan {:?}, {:016x}",
        outcome.end,
        outcome.rounds_held,
        outcome.failure,
        deal,
        outcome.levers[0],
        outcome.payoffs[0].to_bits()
    )
}

/// A change here breaks the promise that results can be reproduced, and needs a new version.
const FROZEN_OUTCOMES: [&str; 6] = [
    "Breakdown after 6, Some(Breakdown), None, loan Some(2), 3fda53ebb5d719e6",
    "Agreement after 8, None, Some([0, 0]), loan Some(2), 3fe0177084c40e3d",
    "Agreement after 7, None, Some([0, 0]), loan Some(2), 3fe4b82c223316fd",
    "Breakdown after 8, Some(Breakdown), None, loan Some(2), 3fdadc988818589f",
    "Deadline after 8, Some(Deadline), None, loan Some(2), 3fd74caa24db216c",
    "Agreement after 7, None, Some([0, 0]), loan Some(2), 3fe2dc0b866cda15",
];

/// The slots of all numbers drawn, in the order of the list.
fn slots(drawn: &Drawn) -> Vec<Slot> {
    let numbers = drawn.numbers.iter();
    numbers.flat_map(|number| number.slots.clone()).collect()
}

/// The scenarios of the project and some random ones.
fn scenarios() -> Vec<(String, Scenario)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let entries = std::fs::read_dir(folder).expect("the folder is there");
    let paths = entries.map(|entry| entry.expect("it can be read").path());
    let mut files: Vec<_> = paths.filter(|path| path.is_file()).collect();
    files.sort();
    let loaded = files.iter().map(|path| {
        let loaded = scenario::load(path, &[]).expect("every scenario loads");
        (path.display().to_string(), loaded.scenario)
    });
    let random = (0..40).map(|seed| (format!("random {seed}"), random_scenario(seed, ALL)));
    loaded.chain(random).collect()
}

#[test]
fn with_every_listed_slot_given_nature_leaves_nothing_to_chance() {
    for (name, scenario) in scenarios() {
        let game = Game::compile(&scenario).expect("it compiles");
        let slots = slots(&Drawn::of(&scenario, &game));
        let chosen = GivenSlots::of(slots.iter().copied());
        for uniforms in points(slots.len(), 4, SEED) {
            let given = Given {
                slots: &chosen,
                uniforms: &uniforms,
            };
            let drawn = |seed, run| {
                let mut nature = Realization::default();
                nature.draw_given(&game, seed, run, &given);
                nature
            };
            assert!(drawn(1, 0) == drawn(2, 7), "{name}");
        }
    }
}

#[test]
fn every_listed_number_matters_to_what_nature_draws() {
    // Random scenarios draw numbers that cannot matter: the weight of an only issue, the course of a driver that stands still.
    let files = scenarios()
        .into_iter()
        .take_while(|line| !line.0.starts_with("random"));
    for (name, scenario) in files {
        let game = Game::compile(&scenario).expect("it compiles");
        let drawn = Drawn::of(&scenario, &game).independent();
        let slots = slots(&drawn);
        let chosen = GivenSlots::of(slots.iter().copied());
        let nature = |uniforms: &[f64]| {
            let mut nature = Realization::default();
            let given = Given {
                slots: &chosen,
                uniforms,
            };
            nature.draw_given(&game, SEED, 0, &given);
            nature
        };
        let samples = points(slots.len(), 64, SEED);
        let mut first = 0;
        for number in &drawn.numbers {
            let last = first + number.slots.len();
            let matters = samples.iter().any(|uniforms| {
                let mut changed = uniforms.clone();
                for uniform in &mut changed[first..last] {
                    *uniform = 1.0 - *uniform;
                }
                nature(uniforms) != nature(&changed)
            });
            // The probability of a type matters only where the draw falls between its old and its new bound.
            assert!(
                matters || number.path.ends_with(".probability"),
                "{name}: {}",
                number.path
            );
            first = last;
        }
    }
}

#[test]
fn nothing_given_changes_nothing() {
    for seed in 0..40 {
        let scenario = random_scenario(seed, ALL);
        let game = Game::compile(&scenario).expect("small scenarios compile");
        let prepared = Prepared::new(&game, SEED);
        let slots = GivenSlots::default();
        let given = Given {
            slots: &slots,
            uniforms: &[],
        };
        let mut workspace = Workspace::default();
        for run in 0..20 {
            let plain = play(&prepared, run, &mut workspace, &mut Silent);
            let other = play_given(&prepared, run, &given, &mut workspace, &mut Silent);
            assert_eq!(plain, other, "scenario {seed}, run {run}");
        }
    }
}

#[test]
fn numbers_as_drawn_are_those_that_the_run_is_played_with() {
    for (name, scenario) in scenarios() {
        let game = Game::compile(&scenario).expect("it compiles");
        let drawn = Drawn::of(&scenario, &game);
        let mut reader = Realization::default();
        let mut nature = Realization::default();
        for run in 0..20 {
            let values = drawn.values(&game, SEED, run, &mut reader);
            nature.draw(&game, SEED, run);
            for (number, value) in drawn.numbers.iter().zip(values) {
                let party = scenario
                    .parties
                    .iter()
                    .position(|party| number.path == format!("party.{}.reservation", party.id));
                if let Some(party) = party {
                    let reservation = nature.parties[party].reservation;
                    assert_eq!(value.to_bits(), reservation.to_bits(), "{name}");
                }
                let party = scenario
                    .parties
                    .iter()
                    .position(|party| number.path == format!("party.{}.type", party.id));
                if let Some(party) = party {
                    assert_eq!(
                        value.to_bits(),
                        (nature.parties[party].kind as f64).to_bits()
                    );
                }
                let categories = number.categories.len() as f64;
                assert!(number.categories.is_empty() || (0.0..categories).contains(&value));
            }
        }
    }
}
