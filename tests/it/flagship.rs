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

/// The assumptions under which the zone was first worked out, in a program of its own: one round, no lever, no front.
fn simplified() -> Vec<String> {
    let loaded = flagship::<&str>(&[]);
    let levers = loaded.scenario.levers.iter();
    let mut assignments: Vec<String> = levers
        .map(|lever| format!("leverage.{}.use=never", lever.id))
        .collect();
    assert!(!assignments.is_empty());
    assignments.extend(
        [
            "party.ukraine.loads.front=0",
            "party.russia.loads.front=0",
            "clock.rounds=1",
            "protocol.shuttle.belief-draws=0",
        ]
        .map(str::to_owned),
    );
    assignments
}

#[test]
fn the_zone_is_open_about_as_often_as_a_first_program_found() {
    // .297 and .375 are what that program found under simpler distributions, so the tolerance allows for more than the
    // sampling error, whose standard error is .005. Over 24 seeds the rates are .319 and .408 on average: false alarms
    // are 1 in 10,000 for the first and 1 in 15 for the second, which lies near its bound.
    let mut assignments = simplified();
    let commitment = summary(&flagship(&assignments), 10_000, None).zone.value();
    assert!((commitment - 0.297).abs() <= 0.04, "{commitment}");

    assignments.push("party.ukraine.breach.loss=0".to_owned());
    assignments.push("party.russia.breach.loss=0".to_owned());
    let additive = summary(&flagship(&assignments), 10_000, None).zone.value();
    assert!((additive - 0.375).abs() <= 0.04, "{additive}");
    assert!(additive > commitment);
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
    for party in [("ukraine", "flexible"), ("russia", "bluff")] {
        let (party, soft) = party;
        let assignments = [
            blind.to_owned(),
            format!("party.{party}.type.hard.probability=0"),
            format!("party.{party}.type.{soft}.probability=1"),
        ];
        let other = outcomes(&flagship(&assignments), 2_000);
        let (gain, error) = paired(&other, &plain, has_zone);
        assert!(gain > 4.0 * error, "{party}: {gain} ± {error}");
    }
}
