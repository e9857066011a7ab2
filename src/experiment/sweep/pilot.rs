//! A few runs of a few cells, for somebody with a clock.

use crate::experiment::sweep::sweep_cells::SweepCells;
use crate::simulation::{Unwatched, in_places, play_runs};

/// Cells a pilot looks at, spread evenly over the sweep, since an agenda or a protocol can change how long a run takes.
const CELLS: usize = 16;

/// Plays so many runs of each of up to sixteen cells and gives the number of runs played in all.
pub fn pilot(of: &SweepCells, seed: u64, runs: u64, threads: Option<usize>) -> u64 {
    let cells = usize::try_from(of.cell_count()).map_or(CELLS, |cells| cells.min(CELLS));
    let played = in_places(threads, cells, |place| {
        let cell = of.cell(place as u64 * of.cell_count() / cells as u64);
        let outcomes = play_runs(&cell.prepare(seed), 0..runs, &Unwatched);
        outcomes.map_or(0, |outcomes| outcomes.len() as u64)
    });
    played.into_iter().sum()
}
