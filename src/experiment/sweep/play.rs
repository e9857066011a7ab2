//! Plays the blocks of a sweep in a fixed order: cell by cell within a look, batch by batch within a cell.

use std::ops::{ControlFlow, Range};

use crate::bargaining::{Outcome, Prepared};
use crate::experiment::cell::{Cell, batch_count, batch_runs, play_batch};
use crate::experiment::sweep::layout::Layout;
use crate::experiment::sweep::record::{Block, Record};
use crate::experiment::sweep::sheet::Sheet;
use crate::experiment::sweep::sweep_cells::SweepCells;
use crate::scenario::Target;
use crate::simulation::{Control, in_order};

/// Blocks for which cells are compiled together: enough to keep many threads at work, few enough to keep memory flat.
const BLOCKS_PER_GROUP: u64 = 32;

/// Which blocks of a sweep are played here.
#[derive(Clone, Copy)]
pub enum Part<'a> {
    /// All of them.
    Whole,
    /// Those for which this holds. Nothing is counted then, since differences need the baseline of all runs.
    Share(&'a (dyn Fn(u64) -> bool + Sync)),
}

impl Part<'_> {
    fn has(self, block: u64) -> bool {
        match self {
            Self::Whole => true,
            Self::Share(has) => has(block),
        }
    }
}

impl std::fmt::Debug for Part<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Whole => "Whole",
            Self::Share(_) => "Share",
        })
    }
}

/// Lines of a block: from its cell, the cell's number, its first run and its outcomes.
pub type Rows<'a> = dyn Fn(&Cell, u64, u64, &[Outcome]) -> Vec<u8> + Sync + 'a;

/// How the caller takes part.
pub struct Hooks<'a> {
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
    layout: &Layout,
    part: Part<'_>,
    threads: Option<usize>,
    control: &dyn Control,
    hooks: &mut Hooks<'_>,
) -> Played {
    let mut player = Player {
        cells,
        layout,
        part,
        threads,
        control,
        sheet: Sheet::empty(layout),
    };
    let mut active: Vec<u64> = (0..cells.cell_count()).collect();
    let mut batches = 0..0;
    for &look in layout.stop.looks() {
        batches = batches.end..batch_count(look);
        let is_complete = player.play_look(&active, &batches, hooks);
        if !is_complete {
            return Played {
                sheet: player.sheet,
                is_complete,
            };
        }
        active = player.going_on(&active);
        if active.is_empty() {
            break;
        }
    }
    Played {
        sheet: player.sheet,
        is_complete: true,
    }
}

/// What stays the same while a sweep is played, and what has been counted.
struct Player<'a> {
    cells: &'a SweepCells,
    layout: &'a Layout,
    part: Part<'a>,
    threads: Option<usize>,
    control: &'a dyn Control,
    sheet: Sheet,
}

impl Player<'_> {
    /// Plays these batches of these cells; whether all were played.
    fn play_look(&mut self, cells: &[u64], batches: &Range<u64>, hooks: &mut Hooks<'_>) -> bool {
        let per_cell = (batches.end - batches.start).max(1);
        let per_group = BLOCKS_PER_GROUP.div_ceil(per_cell);
        let group = usize::try_from(per_group).unwrap_or(usize::MAX);
        cells
            .chunks(group)
            .all(|cells| self.play_group(cells, batches, hooks))
    }

    /// Plays these batches of a few cells, which are compiled before and forgotten afterwards.
    fn play_group(&mut self, cells: &[u64], batches: &Range<u64>, hooks: &mut Hooks<'_>) -> bool {
        let mut blocks = Vec::new();
        let mut missing = Vec::new();
        for &cell in cells {
            let numbers = batches.clone().map(|batch| self.layout.block(cell, batch));
            let held: Vec<u64> = numbers.filter(|&it| self.part.has(it)).collect();
            if held.iter().any(|block| !(hooks.is_stored)(*block)) {
                missing.push(cell);
            }
            blocks.extend(held);
        }
        let games = self.in_parallel(missing.len(), |place| self.cells.cell(missing[place]));
        let seed = self.layout.seed;
        let prepared = self.in_parallel(games.len(), |place| games[place].prepare(seed));
        self.play_blocks(&blocks, &missing, &games, &prepared, hooks)
    }

    /// Makes so many things, each by its place.
    fn in_parallel<T: Send>(
        &self,
        count: usize,
        make: impl Fn(usize) -> T + Sync + Send,
    ) -> Vec<T> {
        let mut things = Vec::with_capacity(count);
        in_order(
            self.threads,
            0..count as u64,
            |place| Some(make(index(place))),
            |_, one| {
                things.push(one);
                ControlFlow::Continue(())
            },
        );
        things
    }

    fn play_blocks(
        &mut self,
        blocks: &[u64],
        cells: &[u64],
        games: &[Cell],
        prepared: &[Prepared<'_>],
        hooks: &mut Hooks<'_>,
    ) -> bool {
        let (layout, control) = (self.layout, self.control);
        let (runs, rows, is_stored) = (layout.stop.ceiling(), hooks.rows, hooks.is_stored);
        let task = |place: u64| {
            let number = blocks[index(place)];
            let (cell, batch) = layout.place(number);
            let range = batch_runs(batch, runs);
            if is_stored(number) {
                control.advanced(range.end - range.start);
                return Some(None);
            }
            let place = cells.binary_search(&cell).expect("its cell is compiled");
            let outcomes = play_batch(&prepared[place], batch, runs, control)?;
            let record = Record::of(&games[place].scenario, &outcomes);
            let rows = rows(&games[place], cell, range.start, &outcomes);
            Some(Some((record, rows)))
        };
        let mut taken = 0;
        let sheet = &mut self.sheet;
        let is_counted = matches!(self.part, Part::Whole);
        in_order(
            self.threads,
            0..blocks.len() as u64,
            task,
            |place, played| {
                let number = blocks[index(place)];
                let (cell, batch) = layout.place(number);
                let (record, flow) = if let Some((record, rows)) = played {
                    let block = Block {
                        number,
                        record: record.clone(),
                        rows,
                    };
                    (record, (hooks.keep)(&block))
                } else {
                    let Some(record) = (hooks.read)(number) else {
                        return ControlFlow::Break(());
                    };
                    (record, ControlFlow::Continue(()))
                };
                if is_counted {
                    sheet.add(cell, batch, &record);
                }
                taken += 1;
                flow
            },
        );
        taken == blocks.len()
    }

    /// The cells that go on after a look.
    fn going_on(&self, active: &[u64]) -> Vec<u64> {
        let stop = &self.layout.stop;
        let is_precise = |cell: u64| {
            let sheet = &self.sheet.cells[index(cell)];
            stop.is_precise(sheet.rate("agreement"), &sheet.difference())
        };
        let mut cells: Vec<u64> = active.to_vec();
        match stop.wish() {
            Some((_, Target::Difference)) => {
                cells.retain(|&cell| cell == 0 || !is_precise(cell));
                // The baseline goes on as long as any cell is compared with it.
                if cells == [0] {
                    cells.clear();
                }
            }
            _ => cells.retain(|&cell| !is_precise(cell)),
        }
        cells
    }
}

/// A place in a list that is held in memory.
fn index(place: u64) -> usize {
    usize::try_from(place).expect("what is held in memory can be counted")
}
