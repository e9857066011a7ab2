//! Which uncertain numbers of a scenario drive a result: variance-based sensitivity analysis.
//!
//! Sobol indices (Sobol 1993, 2001) over groups of the uniforms that nature's numbers are made of. The noise of the talks
//! (errors of acceptance, of the channel, of votes, the time of a breakdown) is a factor of its own.

mod design;
mod found;
mod indices;
mod points;
mod sampler;
mod settings;
mod shares;

use std::ops::ControlFlow;

pub use design::{Design, Mixture, Order};
pub use found::{FactorIndices, PairIndices, SETTLED, SobolIndices};
pub use indices::{Evaluations, Index, Indices, Orders, Pair, indices};
pub use sampler::SampledRow;
pub use settings::{RUNS_PER_SAMPLE, SAMPLES_MAX, SensitivitySettings, VALUES_MAX};

use points::Points;
use sampler::Sampler;

use crate::bargaining::Workspace;
use crate::experiment::Measure;
use crate::experiment::parameters::Group;
use crate::experiment::study::{RangesError, Study};
use crate::simulation::{Control, in_order, piece};

/// Runs of one task.
const TASK_RUNS: u64 = 1_024;

/// What becomes of each row's points, in order; breaking ends the analysis.
pub type Keep<'a> = dyn FnMut(&SampledRow) -> ControlFlow<()> + 'a;

/// Games that are read anew since numbers lie elsewhere in their ranges; none where all points share one.
pub fn games(study: &Study<'_>, groups: &[Group], settings: &SensitivitySettings) -> u64 {
    Points::of(study, groups, settings).games()
}

/// Judges the scenario at all points in the ranges of its numbers; `judged` hears of each.
///
/// # Errors
/// It is at fault at some point.
pub fn judge(
    study: &Study<'_>,
    groups: &[Group],
    settings: &SensitivitySettings,
    judged: &(dyn Fn() + Sync),
) -> Result<(), RangesError> {
    let points = Points::of(study, groups, settings);
    let games = (points.games(), settings.threads);
    study.judge_all(games, |game| points.judge(study, game), judged)
}

/// Plays the design and estimates the indices of each group, and of the noise.
///
/// Points A and B of a row differ in all numbers and in the noise; a mixed point differs from one of them in one group, or in
/// the noise, only. So the indices of all groups and of the noise share out the variance of the result. The points themselves
/// are worked out where somebody wants to keep them.
///
/// # Panics
/// The groups leave out a number with a range, or the scenario is at fault at a point in the ranges, which is [`judge`]d
/// beforehand.
pub fn sensitivity(
    study: &Study<'_>,
    groups: &[Group],
    measure: &Measure,
    settings: &SensitivitySettings,
    mut keep: Option<&mut Keep<'_>>,
    control: &dyn Control,
) -> SobolIndices {
    let sampler = Sampler::new(study, groups, measure, settings);
    let (together, reads) = (sampler.points.together(), keep.is_some());
    let mut evaluations = Evaluations::new(&sampler.points.design);
    let mut within = 0.0;
    let length = (TASK_RUNS / settings.row_runs(groups)).max(1);
    let (rows, length) = (
        0..u64::from(settings.samples),
        length.next_multiple_of(together),
    );
    let task = |number| {
        let (rows, mut workspace) = (piece(&rows, length, number), Workspace::default());
        let turns = 0..(rows.end - rows.start).div_ceil(together);
        let turns = turns.map(|turn| piece(&rows, together, turn));
        let played = turns.map(|rows| sampler.rows(rows, reads, &mut workspace, control));
        let played: Option<Vec<Vec<SampledRow>>> = played.collect();
        played.map(|rows| rows.into_iter().flatten())
    };
    let tasks = 0..rows.end.div_ceil(length);
    let threads = study.threads(settings.threads);
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
        (study, groups, measure),
        settings,
        &evaluations,
        within / evaluations.rows() as f64,
    )
}
