//! Plays the blocks of a sweep in a fixed order: cell by cell within a look, batch by batch within a cell.

use std::ops::{ControlFlow, Range};

use crate::bargaining::{Outcome, Prepared, threads_within_memory};
use crate::experiment::cell::{Cell, batch_count, batch_runs};
use crate::experiment::sweep::record::{Block, Record};
use crate::experiment::sweep::sheet::Sheet;
use crate::experiment::sweep::sweep_cells::SweepCells;
use crate::scenario::Target;
use crate::simulation::{Control, Unwatched, in_order, in_places, play_runs};

/// Blocks for which cells are compiled together: enough to keep many threads at work, few enough to keep memory flat.
const BLOCKS_PER_GROUP: u64 = 32;

/// Cells a pilot looks at, spread evenly over the sweep, since an agenda or a protocol can change how long a run takes.
pub const PILOT_CELLS: usize = 16;

/// Lines of a block: from its cell, the cell's number, its first run and its outcomes.
pub type Rows<'a> = dyn Fn(&Cell, u64, u64, &[Outcome]) -> Vec<u8> + Sync + 'a;

/// How the caller takes part.
pub struct Hooks<'a> {
    /// Whether a block is played here; none: all are. Of a share nothing is counted, since differences need the baseline of
    /// all runs.
    pub share: Option<&'a (dyn Fn(u64) -> bool + Sync)>,
    /// Whether a block has been played before.
    pub is_stored: &'a (dyn Fn(u64) -> bool + Sync),
    /// Reads such a block; none ends the sweep.
    pub read: &'a mut dyn FnMut(u64) -> Option<Record>,
    /// What to keep of a block besides its record.
    pub rows: &'a Rows<'a>,
    /// Takes every block that was played here, in a fixed order; it may stop the sweep.
    pub keep: &'a mut dyn FnMut(&Block) -> ControlFlow<()>,
}

impl std::fmt::Debug for Hooks<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Hooks")
    }
}

/// What was played of a sweep.
#[derive(Clone, Debug, PartialEq)]
pub struct Played {
    /// The cells counted; without numbers when only a share was played.
    pub sheet: Sheet,
    /// Whether everything was played.
    pub is_complete: bool,
}

/// Plays a sweep, but for the blocks that are stored.
pub fn play_sweep(
    cells: &SweepCells,
    threads: Option<usize>,
    control: &dyn Control,
    hooks: &mut Hooks<'_>,
) -> Played {
    let mut player = Player {
        cells,
        threads,
        control,
        sheet: Sheet::empty(&cells.layout),
    };
    let mut active: Vec<u64> = (0..cells.cell_count()).collect();
    let (mut batches, mut is_complete) = (0..0, true);
    for &look in cells.layout.stop.looks() {
        batches = batches.end..batch_count(look);
        let per_cell = (batches.end - batches.start).max(1);
        let per_group = BLOCKS_PER_GROUP
            .div_ceil(per_cell)
            .min(cells.cost.games_at_a_time());
        let mut groups = active.chunks(index(per_group));
        is_complete = groups.all(|cells| player.play_group(cells, &batches, hooks));
        if !is_complete {
            break;
        }
        active = player.going_on(active);
    }
    Played {
        sheet: player.sheet,
        is_complete,
    }
}

/// What stays the same while a sweep is played, and what has been counted.
struct Player<'a> {
    cells: &'a SweepCells,
    threads: Option<usize>,
    control: &'a dyn Control,
    sheet: Sheet,
}

impl Player<'_> {
    /// Plays these batches of a few cells, which are compiled before and forgotten afterwards; whether all were played.
    fn play_group(&mut self, cells: &[u64], batches: &Range<u64>, hooks: &mut Hooks<'_>) -> bool {
        let layout = &self.cells.layout;
        let mut blocks = Vec::new();
        let mut missing = Vec::new();
        for &cell in cells {
            let numbers = batches.clone().map(|batch| layout.block(cell, batch));
            let is_ours = |number: &u64| hooks.share.is_none_or(|has| has(*number));
            let held: Vec<u64> = numbers.filter(is_ours).collect();
            if held.iter().any(|block| !(hooks.is_stored)(*block)) {
                missing.push(cell);
            }
            blocks.extend(held);
        }
        let compile = |place: usize| self.cells.cell(missing[place]);
        let games = in_places(self.threads, missing.len(), compile);
        let prepare = |place: usize| games[place].prepare(layout.seed);
        let prepared = in_places(self.threads, games.len(), prepare);
        self.play_blocks(&blocks, &missing, &games, &prepared, hooks)
    }

    fn play_blocks(
        &mut self,
        blocks: &[u64],
        cells: &[u64],
        games: &[Cell],
        prepared: &[Prepared<'_>],
        hooks: &mut Hooks<'_>,
    ) -> bool {
        let (layout, control) = (&self.cells.layout, self.control);
        let (runs, rows, is_stored) = (layout.stop.ceiling(), hooks.rows, hooks.is_stored);
        let subjects = layout.subjects();
        let task = |place: u64| {
            let number = blocks[index(place)];
            let (cell, batch) = layout.place(number);
            let range = batch_runs(batch, runs);
            let first = range.start;
            if is_stored(number) {
                control.advanced(range.end - first);
                return Some(None);
            }
            let place = cells.binary_search(&cell).expect("its cell is compiled");
            let outcomes = play_runs(&prepared[place], range, control)?;
            Some(Some(Block {
                number,
                record: Record::of(&subjects, &outcomes, layout.deals_of(batch)),
                rows: rows(&games[place], cell, first, &outcomes),
            }))
        };
        let mut taken = 0;
        let sheet = &mut self.sheet;
        let tasks = 0..blocks.len() as u64;
        let threads = threads_within_memory(self.threads, games.iter().map(|cell| &cell.game));
        in_order(threads, tasks, task, |place, played| {
            let number = blocks[index(place)];
            let (cell, batch) = layout.place(number);
            let (record, flow) = if let Some(block) = played {
                let flow = (hooks.keep)(&block);
                (block.record, flow)
            } else {
                let Some(record) = (hooks.read)(number) else {
                    return ControlFlow::Break(());
                };
                (record, ControlFlow::Continue(()))
            };
            if hooks.share.is_none() {
                sheet.add(cell, batch, &record);
            }
            taken += 1;
            flow
        });
        taken == blocks.len()
    }

    /// The cells that go on after a look.
    fn going_on(&self, mut cells: Vec<u64>) -> Vec<u64> {
        let (stop, confidence) = (
            &self.cells.layout.stop,
            self.cells.layout.confidence_of_differences(),
        );
        let is_precise = |cell: u64| {
            let sheet = &self.sheet.cells[index(cell)];
            stop.is_precise(sheet.rate("agreement"), (&sheet.difference(), confidence))
        };
        let is_paired = matches!(stop.wish(), Some((_, Target::Difference)));
        cells.retain(|&cell| is_paired && cell == 0 || !is_precise(cell));
        // The baseline goes on as long as any cell is compared with it.
        if is_paired && cells == [0] {
            cells.clear();
        }
        cells
    }
}

/// Plays so many runs of each of some cells and gives the number of runs played in all.
pub fn pilot(of: &SweepCells, runs: u64, threads: Option<usize>) -> u64 {
    let cells =
        usize::try_from(of.cell_count()).map_or(PILOT_CELLS, |cells| cells.min(PILOT_CELLS));
    let played = in_places(threads, cells, |place| {
        let cell = of.cell(place as u64 * of.cell_count() / cells as u64);
        let outcomes = play_runs(&cell.prepare(of.layout.seed), 0..runs, &Unwatched);
        outcomes.map_or(0, |outcomes| outcomes.len() as u64)
    });
    played.into_iter().sum()
}

/// A place in a list that is held in memory.
fn index(place: u64) -> usize {
    usize::try_from(place).expect("what is held in memory can be counted")
}
