//! Plays the runs in which boxes are sought.

use std::ops::Range;

use crate::bargaining::{Prepared, Silent, Workspace, play, threads_within_memory};
use crate::experiment::Measure;
use crate::experiment::discovery::boxes::Column;
use crate::experiment::discovery::runs::{Numbers, Runs};
use crate::experiment::parameters::{choices, title};
use crate::game::{Drawn, Game, Realization};
use crate::model::Scenario;
use crate::simulation::{BATCH_RUNS, Control, RunSettings, in_pieces, runs_done};

/// Numbers that are kept at most; 8 bytes each.
const KEPT_MAX: u64 = 8_000_000;

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

/// Plays runs, to look at the numbers drawn for them: these are kept where they are few.
///
/// Fewer runs than asked for when it was cancelled.
pub fn observe<'a>(
    (scenario, game): (&Scenario, &'a Game),
    drawn: &'a Drawn,
    asked: &Observation<'_>,
    control: &dyn Control,
) -> Runs<'a> {
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
    });
    let values = count.saturating_mul(drawn.numbers.len() as u64);
    let mut kept = (values <= KEPT_MAX).then(|| vec![Vec::new(); drawn.numbers.len()]);
    let keeps = kept.is_some();
    let not = if asked.wanted { "" } else { "not " };
    let mut runs = Runs {
        title: scenario.title.clone(),
        of: format!("{not}{}", asked.measure.name()),
        when: asked.when.clone(),
        seed,
        columns: columns.collect(),
        interesting: Vec::new(),
        numbers: Numbers::Redrawn { game, drawn, seed },
        threads,
    };
    let batch = |batch: Range<u64>| {
        let (mut workspace, mut reader) = (Workspace::default(), Realization::default());
        runs_done(batch, control, |run| {
            let outcome = play(&prepared, run, &mut workspace, &mut Silent);
            let values = keeps.then(|| drawn.values(game, seed, run, &mut reader));
            (values, (asked.measure.of(&outcome) > 0.5) == asked.wanted)
        })
    };
    let threads = threads_within_memory(threads, [game]);
    in_pieces(threads, 0..count, BATCH_RUNS, batch, |played| {
        for (values, interesting) in played {
            let columns = kept.iter_mut().flatten();
            for (column, value) in columns.zip(values.into_iter().flatten()) {
                column.push(value);
            }
            runs.interesting.push(interesting);
        }
    });
    if let Some(columns) = kept {
        runs.numbers = Numbers::Kept(columns);
    }
    runs
}
