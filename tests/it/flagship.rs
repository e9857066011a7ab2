//! What must hold of the flagship, `scenarios/ukraine-2025.toml`, whatever its frozen table says.
//!
//! Seeds are fixed, so a test gives the same answer each time. The false-alarm rate stated with a statistical test is the
//! chance that a correct change of how chance is drawn, which amounts to another seed, makes it fail.

use std::ops::ControlFlow;

use zopa::bargaining::{Outcome, Prepared, Silent, Workspace, play};
use zopa::game::Game;
use zopa::model::LeverId;
use zopa::report;
use zopa::scenario::{self, Assignment, Loaded};
use zopa::simulation::{RunSettings, Summary, Unwatched, simulate};

const TEXT: &str = include_str!("../../scenarios/ukraine-2025.toml");

/// The flagship with some values replaced.
fn flagship<S: AsRef<str>>(assignments: &[S]) -> Loaded {
    let assignments: Vec<Assignment> = assignments
        .iter()
        .map(|text| text.as_ref().parse().expect("a legal assignment"))
        .collect();
    scenario::parse("flagship", TEXT, &assignments).unwrap_or_else(|problems| panic!("{problems}"))
}

fn summary(loaded: &Loaded, runs: u64, threads: Option<usize>) -> Summary {
    let game = Game::compile(&loaded.scenario).expect("within all limits");
    let settings = RunSettings {
        runs,
        seed: 1,
        threads,
    };
    simulate(
        &loaded.scenario,
        &game,
        &settings,
        &Unwatched,
        &mut |_, _| ControlFlow::Continue(()),
    )
}

/// The outcomes of the first runs under seed 1.
fn outcomes(loaded: &Loaded, runs: u64) -> Vec<Outcome> {
    let game = Game::compile(&loaded.scenario).expect("within all limits");
    let prepared = Prepared::new(&game, 1);
    let mut workspace = Workspace::default();
    (0..runs)
        .map(|run| play(&prepared, run, &mut workspace, &mut Silent))
        .collect()
}

/// Mean of `one − other` over paired runs, and its standard error.
fn paired(one: &[Outcome], other: &[Outcome], of: impl Fn(&Outcome) -> bool) -> (f64, f64) {
    assert_eq!(one.len(), other.len());
    let runs = one.len() as f64;
    let differences = one
        .iter()
        .zip(other)
        .map(|(one, other)| f64::from(i8::from(of(one)) - i8::from(of(other))));
    let (sum, squares) = differences.fold((0.0, 0.0), |(sum, squares), difference| {
        (sum + difference, squares + difference * difference)
    });
    let mean = sum / runs;
    let variance = (squares - runs * mean * mean) / (runs - 1.0);
    (mean, (variance / runs).sqrt())
}

fn is_signed(outcome: &Outcome) -> bool {
    outcome.signed.is_some()
}

fn has_zone(outcome: &Outcome) -> bool {
    outcome.zone == zopa::bargaining::ZoneState::Open
}

const UNUSED: &str = r#"
[[driver]]
id = "weather"
start = { uniform = [0, 1] }
process.random-walk = { drift = 0.0, sd = 0.2 }

[[leverage]]
id = "unused"
actor = "us"
cost = { uniform = [0.1, 0.2] }
credibility = { uniform = [0.2, 0.9] }
effects = [
  { party = "russia", reservation = { uniform = [-0.3, -0.1] } },
  { party = "ukraine", weight = { issue = "recognition", shift = 0.1 } },
]
use.never = {}
"#;

#[test]
fn what_nobody_uses_changes_no_run() {
    let first = TEXT.find("[[driver]]").expect("the flagship has a driver");
    let before = format!("{}{UNUSED}\n{}", &TEXT[..first], &TEXT[first..]);
    let after = format!("{TEXT}{UNUSED}");
    let plain = outcomes(&flagship::<&str>(&[]), 400);
    for text in [before, after] {
        let loaded =
            scenario::parse("flagship", &text, &[]).unwrap_or_else(|problems| panic!("{problems}"));
        let added = loaded.scenario.levers.iter();
        let added: Vec<usize> = (0..)
            .zip(added)
            .filter(|(_, lever)| lever.id == "unused")
            .map(|(index, _)| LeverId::at(index).index())
            .collect();
        let [added] = added[..] else {
            panic!("one lever is added");
        };
        for (run, mut outcome) in outcomes(&loaded, 400).into_iter().enumerate() {
            assert_eq!(outcome.levers.remove(added), None);
            assert!(outcome.lever_costs.remove(added).abs() <= 0.0);
            // Written out, numbers differ whenever their bits do.
            let (now, then) = (format!("{outcome:?}"), format!("{:?}", plain[run]));
            assert_eq!(now, then, "run {run}");
        }
    }
}

#[test]
fn results_do_not_depend_on_threads() {
    let loaded = flagship::<&str>(&[]);
    // Three batches, the last one not full.
    let bytes = |threads| report::json::summary(&summary(&loaded, 2_500, Some(threads)));
    let one = bytes(1);
    assert_eq!(one, bytes(2));
    assert_eq!(one, bytes(8));
}

#[test]
fn talks_find_some_of_the_zone_under_every_agenda_and_not_all_of_it() {
    // Standard error of the ratio over some 1,200 runs with a zone: .014.
    for agenda in ["single-undertaking", "parallel", "sequential"] {
        let summary = summary(&flagship(&[format!("agenda={agenda}")]), 3_000, None);
        let found = summary.signed.count as f64 / summary.zone.count as f64;
        assert!((0.25..=0.9).contains(&found), "{agenda}: {found}");
    }
}

#[test]
fn a_mediator_without_belief_or_pen_gets_fewer_signatures() {
    // Paired differences over common chance, required to lie four standard errors off zero: false alarms below 1 in
    // 10,000 if the true difference is as large as twice that, and if there is none, no pass but 1 in 30,000.
    let plain = outcomes(&flagship::<&str>(&[]), 2_000);
    for handicap in [
        "protocol.shuttle.belief-draws=0",
        "protocol.shuttle.roles.formulating=false",
    ] {
        let other = outcomes(&flagship(&[handicap]), 2_000);
        let (loss, error) = paired(&plain, &other, is_signed);
        assert!(loss > 4.0 * error, "{handicap}: {loss} ± {error}");
    }
}

#[test]
fn a_true_channel_does_no_harm() {
    // False alarms: 1 in 40 if noise makes no difference at all, fewer if it does harm.
    let plain = outcomes(&flagship::<&str>(&[]), 2_000);
    let true_channel = outcomes(&flagship(&["protocol.shuttle.noise=0"]), 2_000);
    let (gain, error) = paired(&true_channel, &plain, is_signed);
    assert!(gain >= -2.0 * error, "{gain} ± {error}");
}

#[test]
fn without_red_lines_there_is_more_often_a_zone() {
    // As above: at least four standard errors. Drafting does not matter here, so the mediator need not learn.
    let blind = "protocol.shuttle.belief-draws=0";
    let plain = outcomes(&flagship(&[blind]), 2_000);
    let soft = [
        ("ukraine", "flexible", &["hard"][..]),
        ("russia", "bluff", &["hard", "hard-strip"]),
    ];
    for (party, soft, hard) in soft {
        let mut assignments = vec![
            blind.to_owned(),
            format!("party.{party}.type.{soft}.probability=1"),
        ];
        let never = |id| format!("party.{party}.type.{id}.probability=0");
        assignments.extend(hard.iter().map(never));
        let other = outcomes(&flagship(&assignments), 2_000);
        let (gain, error) = paired(&other, &plain, has_zone);
        assert!(gain > 4.0 * error, "{party}: {gain} ± {error}");
    }
}
