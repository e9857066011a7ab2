//! The runs in which boxes are sought.

use std::ops::Range;

use crate::bargaining::{Prepared, Silent, Workspace, play, threads_within_memory};
use crate::experiment::Measure;
use crate::experiment::discovery::boxes::Column;
use crate::experiment::parameters::{choices, title};
use crate::game::{Drawn, Game, Realization};
use crate::model::Scenario;
use crate::simulation::{BATCH_RUNS, Control, RunSettings, in_pieces, runs_done};

/// Which runs are of interest, and how many are played.
#[derive(Clone, Debug)]
pub struct Observation<'a> {
    /// What is asked of a run: yes or no.
    pub measure: &'a Measure,
    /// Whether the runs with a yes are of interest, or those with a no.
    pub wanted: bool,
    /// What the runs of interest have in common, in words after "When".
    pub when: String,
    /// How many runs are played, from which chance.
    pub settings: RunSettings,
}

/// Runs with the numbers that nature drew for them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Runs {
    /// Title of the scenario.
    pub title: String,
    /// What the runs of interest have in common, as asked: `agreement`, `not agreement`.
    pub of: String,
    /// The same in words after "When".
    pub when: String,
    /// Seed.
    pub seed: u64,
    /// Each number drawn.
    pub columns: Vec<Column>,
    /// Whether each run is of interest.
    pub interesting: Vec<bool>,
}

/// Plays runs and keeps the numbers drawn for them.
///
/// Fewer runs than asked for when it was cancelled.
pub fn observe(
    (scenario, game): (&Scenario, &Game),
    drawn: &Drawn,
    asked: &Observation<'_>,
    control: &dyn Control,
) -> Runs {
    let RunSettings {
        runs: count,
        seed,
        threads,
    } = asked.settings;
    let prepared = Prepared::new(game, seed);
    let columns = drawn.numbers.iter().map(|number| Column {
        path: number.path.clone(),
        title: title(scenario, &number.path),
        choices: choices(scenario, &number.path, &number.categories),
        values: Vec::new(),
    });
    let not = if asked.wanted { "" } else { "not " };
    let mut runs = Runs {
        title: scenario.title.clone(),
        of: format!("{not}{}", asked.measure.name()),
        when: asked.when.clone(),
        seed,
        columns: columns.collect(),
        interesting: Vec::new(),
    };
    let batch = |batch: Range<u64>| {
        let (mut workspace, mut reader) = (Workspace::default(), Realization::default());
        runs_done(batch, control, |run| {
            let outcome = play(&prepared, run, &mut workspace, &mut Silent);
            let values = drawn.values(game, seed, run, &mut reader);
            (values, (asked.measure.of(&outcome) > 0.5) == asked.wanted)
        })
    };
    let threads = threads_within_memory(threads, [game]);
    in_pieces(threads, 0..count, BATCH_RUNS, batch, |played| {
        for (values, interesting) in played {
            for (column, value) in runs.columns.iter_mut().zip(values) {
                column.values.push(value);
            }
            runs.interesting.push(interesting);
        }
    });
    runs
}
