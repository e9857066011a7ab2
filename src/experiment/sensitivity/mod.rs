//! Which uncertain numbers of a scenario drive a result: variance-based sensitivity analysis.
//!
//! Sobol indices (Sobol 1993, 2001) over groups of the uniforms that nature's numbers are made of. The noise of the talks
//! (errors of acceptance, of the channel, of votes, the time of a breakdown) is a factor of its own.

mod design;
mod found;
mod indices;
mod sampler;
mod settings;

use std::ops::{ControlFlow, Range};

pub use design::{Design, Mixture, Order};
pub use found::{FactorIndices, PairIndices, SETTLED, SobolIndices};
pub use indices::{Evaluations, Index, Indices, Orders, Pair, indices};
pub use sampler::SampledRow;
pub use settings::{RUNS_PER_SAMPLE, SAMPLES_MAX, SensitivitySettings, VALUES_MAX};

use sampler::Sampler;

use crate::bargaining::{Workspace, threads_within_memory};
use crate::experiment::Measure;
use crate::experiment::parameters::Group;
use crate::game::{Drawn, Game};
use crate::model::Scenario;
use crate::simulation::{Control, in_order, piece, run_by_run};

/// Runs of one task.
const TASK_RUNS: u64 = 1_024;

/// What becomes of each row's points, in order; breaking ends the analysis.
pub type Keep<'a> = dyn FnMut(&SampledRow) -> ControlFlow<()> + 'a;

/// Plays the design and estimates the indices of each group, and of the noise.
///
/// Points A and B of a row differ in all numbers and in the noise; a mixed point differs from one of them in one group, or in
/// the noise, only. So the indices of all groups and of the noise share out the variance of the result. The points themselves
/// are worked out where somebody wants to keep them.
pub fn sensitivity(
    (scenario, game): (&Scenario, &Game),
    drawn: &Drawn,
    groups: &[Group],
    measure: &Measure,
    settings: &SensitivitySettings,
    mut keep: Option<&mut Keep<'_>>,
    control: &dyn Control,
) -> SobolIndices {
    let sampler = Sampler::new(game, drawn, groups, measure, settings);
    let (row_runs, reads) = (settings.row_runs(groups.len()), keep.is_some());
    let play = |rows: Range<u64>| {
        let mut workspace = Workspace::default();
        run_by_run(rows, control, |row| {
            let found = sampler.row(row, reads, &mut workspace);
            control.advanced(row_runs);
            found
        })
    };
    let mut evaluations = Evaluations::new(&sampler.design);
    let mut within = 0.0;
    let (rows, length) = (
        0..u64::from(settings.samples),
        (TASK_RUNS / row_runs).max(1),
    );
    let tasks = 0..rows.end.div_ceil(length);
    let task = |number| play(piece(&rows, length, number));
    let threads = threads_within_memory(settings.threads, [game]);
    in_order(threads, tasks, task, |_, done| {
        for row in done {
            evaluations.push(&row.results);
            within += row.within;
            if let Some(keep) = &mut keep {
                keep(&row)?;
            }
        }
        ControlFlow::Continue(())
    });
    SobolIndices::of(
        (scenario, groups, measure),
        settings,
        &evaluations,
        within / evaluations.rows() as f64,
    )
}
