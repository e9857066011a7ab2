//! The check of convergence: the same runs with more draws behind beliefs, and what is said where they differ.

use std::fs;

use serde_json::Value;
use zopa::experiment::Cell;
use zopa::scenario::{Assignment, Source};
use zopa::simulation::{
    Convergence, Headline, MoreDraws, PairedRates, RunSettings, Unwatched, play_runs, simultaneous,
};

use crate::tool::{WAGE, call, code, place_with};

const SEED: u64 = 11;

/// The scenario of a file that comes with the program, with values set.
fn cell(file: &str, sets: &[&str]) -> Cell {
    let text = fs::read_to_string(format!("scenarios/{file}")).expect("it comes with the program");
    let source = Source {
        name: file.to_owned(),
        text,
    };
    let sets: Vec<Assignment> = sets
        .iter()
        .map(|set| set.parse().expect("an assignment"))
        .collect();
    Cell::new(&source, &sets).expect("it can be played")
}

/// The headline of some runs, one after the other.
fn headlines(cell: &Cell, runs: u64) -> Vec<bool> {
    let headline = Headline::of(&cell.scenario);
    let outcomes = play_runs(&cell.prepare(SEED), 0..runs, &Unwatched).expect("nobody stops it");
    let read = outcomes.iter().flat_map(|outcome| headline.read(outcome));
    read.collect()
}

fn checked(cell: &Cell, before: &[bool], threads: usize) -> Convergence {
    let count = Headline::of(&cell.scenario).count();
    let settings = RunSettings {
        runs: (before.len() / count) as u64,
        seed: SEED,
        threads: Some(threads),
    };
    let finer = MoreDraws::of(&cell.scenario).expect("beliefs are made of draws");
    let headline = Headline::of(&cell.scenario);
    let found = finer.compare(&headline, before, &settings, &Unwatched);
    found.expect("nobody stops it")
}

#[test]
fn it_plays_the_same_runs_with_four_times_the_draws_on_any_threads() {
    for (file, set) in [
        ("ukraine-2025.toml", "protocol.shuttle.belief-draws"),
        ("river-compact.toml", "protocol.single-text.belief-draws"),
    ] {
        let cells = [16, 64].map(|draws| cell(file, &[&format!("{set}={draws}")]));
        let [few, many] = cells.each_ref().map(|cell| headlines(cell, 1_500));
        let found = checked(&cells[0], &few, 1);
        assert_eq!(found, checked(&cells[0], &few, 3));
        assert_eq!((found.times, found.runs), (4, 1_500));
        let packages = cells[0].scenario.packages.len();
        assert_eq!(found.results.len(), 3 + 2 * packages, "{file}");
        assert_eq!(found.results[0].measure, "agreement");
        for (place, result) in found.results.iter().enumerate() {
            let mut pairs = PairedRates::default();
            let at = |runs: &[bool]| {
                let runs = runs.iter().skip(place).step_by(found.results.len());
                runs.copied().collect::<Vec<bool>>()
            };
            for (many, few) in at(&many).into_iter().zip(at(&few)) {
                pairs.add(many, few);
            }
            assert_eq!(
                (result.played, result.more_draws),
                (pairs.second(), pairs.first())
            );
            let confidence = simultaneous(0.95, found.results.len());
            let interval = pairs.interval(confidence).map(f64::to_bits);
            assert_eq!(result.interval.map(f64::to_bits), interval, "{file}");
        }
    }
}

#[test]
fn there_are_no_more_draws_than_a_belief_may_have_and_none_without_a_belief() {
    let draws = "protocol.shuttle.belief-draws";
    for (file, sets, times) in [
        ("ukraine-2025.toml", vec![format!("{draws}=1024")], Some(4)),
        ("ukraine-2025.toml", vec![format!("{draws}=1300")], Some(3)),
        ("ukraine-2025.toml", vec![format!("{draws}=4096")], None),
        ("ukraine-2025.toml", vec![format!("{draws}=0")], None),
        ("first-steps.toml", Vec::new(), None),
        (
            "first-steps.toml",
            vec!["party.buyer.strategy.concession={bayesian={belief-draws=8}}".to_owned()],
            Some(4),
        ),
    ] {
        let sets: Vec<&str> = sets.iter().map(String::as_str).collect();
        let cell = cell(file, &sets);
        let found = MoreDraws::of(&cell.scenario).map(|_| checked(&cell, &[], 1).times);
        assert_eq!(found, times, "{file} {sets:?}");
    }
}

#[test]
fn a_tenth_of_the_runs_is_played_again_but_a_thousand_at_least() {
    for (runs, again) in [
        (1, 1),
        (999, 999),
        (1_001, 1_000),
        (10_000, 1_000),
        (25_000, 2_500),
    ] {
        assert_eq!(MoreDraws::usual_runs(runs), again);
    }
}

/// A mediator that forgets a little and so never renews its draws learns something else with two of them than with eight: over
/// these runs the difference is far beyond its error.
#[test]
fn what_has_not_converged_is_said_first_and_everywhere() {
    let text =
        fs::read_to_string("scenarios/ukraine-2025.toml").expect("it comes with the program");
    let place = place_with(&[("talks.toml", &text), ("wage.toml", WAGE)]);
    let run = "run talks.toml --runs 2000 --no-runs --rules 0 --set protocol.shuttle.belief-draws=2 \
               --set protocol.shuttle.forgetting=0.999";
    let output = call(&place, &format!("{run} --convergence 2000 --output out"));
    assert_eq!(code(&output), 0, "{output:?}");
    let said = String::from_utf8_lossy(&output.stdout);
    let place_of = |words: &str| {
        said.find(words)
            .unwrap_or_else(|| panic!("`{words}` in {said}"))
    };
    assert!(place_of("has not converged") < place_of("Agreement"));
    let read = |file: &str| {
        fs::read_to_string(place.path().join("out").join(file)).expect("it is written")
    };
    let summary: Value = serde_json::from_str(&read("summary.json")).expect("JSON");
    let found = &summary["convergence"];
    assert_eq!((&found["times"], &found["runs"]), (&4.into(), &2000.into()));
    let results = found["results"].as_array().expect("a list");
    assert_eq!(results[0]["measure"], "agreement");
    let number = |value: &Value| value.as_f64().expect("a number");
    let [low, high] = [0, 1].map(|end| number(&results[0]["interval"][end]));
    assert!(low > 0.0 || high < 0.0, "{low} {high}");
    let estimates = read("estimates.csv");
    for result in results {
        let name = |key: &str| result[key].as_str().expect("a name");
        let line = format!(",more-draws,,{},{},2000,", name("measure"), name("of"));
        let row = estimates.lines().find(|row| row.starts_with(&line));
        let cells: Vec<&str> = row.expect("it has a row").split(',').collect();
        let written: f64 = cells[13].parse().expect("a difference");
        let difference = number(&result["difference"]);
        assert!((written - difference).abs() < 1e-12, "{cells:?}");
    }
    let output = call(&place, "report out --output report");
    assert_eq!(code(&output), 0, "{output:?}");
    let page = fs::read_to_string(place.path().join("report/report.html")).expect("a report");
    assert!(page.contains("has not converged"));
    // Switched off, and where there is no belief, nothing is said.
    for command in [
        &*format!("{run} --convergence 0 --output off"),
        "run wage.toml --runs 100",
    ] {
        let output = call(&place, command);
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(
            code(&output) == 0 && !said.contains("draws behind"),
            "{said}"
        );
    }
}
