//! Realizations without talks: the positions in which runs open, judged in parallel and taken in run order.

use std::ops::Range;

use crate::analysis::position::Position;
use crate::bargaining::Opening;
use crate::game::Game;
use crate::simulation::monte_carlo::{Control, RunSettings, in_pieces, runs_done};

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
    let batch = |runs: Range<u64>| {
        let mut opening = Opening::default();
        let of_run = |run| judge(opening.position(game, settings.seed, run, plans));
        runs_done(runs, control, of_run)
    };
    in_pieces(settings.threads, 0..settings.runs, BATCH, batch, |judged| {
        judged.into_iter().for_each(&mut take);
    });
}
