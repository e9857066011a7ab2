//! A few runs of a few cells, for somebody with a clock.

use std::ops::ControlFlow;

use crate::experiment::sweep::sweep_cells::SweepCells;
use crate::simulation::{Unwatched, in_order, play_runs};

/// Cells a pilot looks at, spread evenly over the sweep, since an agenda or a protocol can change how long a run takes.
const CELLS: u64 = 16;

/// Plays so many runs of each of up to sixteen cells and gives the number of runs played in all.
pub fn pilot(of: &SweepCells, seed: u64, runs: u64, threads: Option<usize>) -> u64 {
    let cells = of.cell_count().min(CELLS);
    let mut played = 0;
    in_order(
        threads,
        0..cells,
        |place| {
            let cell = of.cell(place * of.cell_count() / cells);
            let outcomes = play_runs(&cell.prepare(seed), 0..runs, &Unwatched)?;
            Some(outcomes.len() as u64)
        },
        |_, runs| {
            played += runs;
            ControlFlow::Continue(())
        },
    );
    played
}
