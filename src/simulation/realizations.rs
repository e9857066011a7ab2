//! Realizations without talks: the positions in which runs open, judged in parallel and taken in run order.

use std::ops::ControlFlow;

use crate::analysis::position::Position;
use crate::bargaining::Opening;
use crate::game::Game;
use crate::simulation::monte_carlo::{Control, RunSettings, in_order};

/// Realizations of one task.
const BATCH: u64 = 32;

/// Judges the position in which each of the runs `0..settings.runs` opens, and hands over what was found in run order.
///
/// Ends early, without a gap, when it is cancelled.
pub(crate) fn each_realization<T: Send>(
    game: &Game,
    plans: &[Vec<u32>],
    settings: &RunSettings,
    control: &dyn Control,
    judge: impl Fn(Position) -> T + Sync + Send,
    mut take: impl FnMut(T),
) {
    let batch = |batch: u64| {
        let runs = batch * BATCH..settings.runs.min((batch + 1) * BATCH);
        let count = runs.end - runs.start;
        let mut opening = Opening::default();
        let mut judged = Vec::new();
        for run in runs {
            if control.is_cancelled() {
                return None;
            }
            judged.push(judge(opening.position(game, settings.seed, run, plans)));
        }
        control.advanced(count);
        Some(judged)
    };
    let batches = 0..settings.runs.div_ceil(BATCH);
    in_order(settings.threads, batches, batch, |_, judged| {
        judged.into_iter().for_each(&mut take);
        ControlFlow::Continue(())
    });
}
