//! What a deal in one case may still be made of: the candidates of each block and their values.

use crate::analysis::zone::layout::Layout;
use crate::analysis::zone::terms::{SLACK, Terms};
use crate::game::Case;

/// Four columns side by side, so that sums over parties run in vector registers.
pub(super) type Quad = [f64; 4];

/// Candidates by block, each a row with one value per column.
///
/// The columns are the parties of a case, later followed by weighted sums of them. Spare columns are all zero.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    quads: usize,
    starts: Vec<u32>,
    combos: Vec<u32>,
    rows: Vec<Quad>,
    best: Vec<Quad>,
    totals: Vec<Quad>,
}

/// What a column without a party needs: less than the zeros it holds.
pub(super) const SPARE_NEED: f64 = -1.0;

impl Table {
    /// Collects what `case` allows: no red line of its parties crossed, no value of −∞ for any of them.
    pub(super) fn fill(&mut self, layout: &Layout, case: &Case, terms: &Terms, parties: &[u32]) {
        self.clear(parties.len());
        for block in 0..layout.blocks() {
            for combo in layout.block(block) {
                let usable = case.allowed[combo]
                    && terms.crossed[combo] & case.parties == 0
                    && parties
                        .iter()
                        .all(|&party| terms.value(layout, party, combo) > f64::NEG_INFINITY);
                if usable {
                    let value = |column: usize| match parties.get(column) {
                        Some(&party) => terms.value(layout, party, combo),
                        None => 0.0,
                    };
                    self.push(narrow(combo), value);
                }
            }
            self.end_block();
        }
    }

    /// Copies `source` and appends one column per list of weights in `weights`: the weighted sum of the old ones.
    pub(super) fn fill_weighted(&mut self, source: &Self, columns: usize, weights: &[Quad]) {
        let lists = weights.len() / source.quads;
        self.clear(columns + lists);
        for block in 0..source.blocks() {
            for candidate in source.block(block) {
                let row = source.row(candidate);
                let value = |column: usize| {
                    if column < columns {
                        row[column / 4][column % 4]
                    } else if column < columns + lists {
                        let first = (column - columns) * source.quads;
                        dot(&weights[first..first + source.quads], row)
                    } else {
                        0.0
                    }
                };
                self.push(source.combos[candidate], value);
            }
            self.end_block();
        }
    }

    fn clear(&mut self, columns: usize) {
        self.quads = columns.div_ceil(4);
        self.combos.clear();
        self.rows.clear();
        self.starts.clear();
        self.starts.push(0);
    }

    fn push(&mut self, combo: u32, value: impl Fn(usize) -> f64) {
        self.combos.push(combo);
        for quad in 0..self.quads {
            self.rows
                .push(std::array::from_fn(|lane| value(4 * quad + lane)));
        }
    }

    fn end_block(&mut self) {
        self.starts.push(narrow(self.combos.len()));
    }

    pub(super) fn quads(&self) -> usize {
        self.quads
    }

    pub(super) fn blocks(&self) -> usize {
        self.starts.len() - 1
    }

    /// The candidates of a block.
    pub(super) fn block(&self, block: usize) -> std::ops::Range<usize> {
        self.starts[block] as usize..self.starts[block + 1] as usize
    }

    /// The combo behind a candidate.
    pub(super) fn combo(&self, candidate: usize) -> u32 {
        self.combos[candidate]
    }

    pub(super) fn row(&self, candidate: usize) -> &[Quad] {
        &self.rows[candidate * self.quads..][..self.quads]
    }

    /// Sums by column if every block gave its worst, and its best.
    pub(super) fn extreme_totals(&mut self, floor: &mut Vec<Quad>, ceiling: &mut Vec<Quad>) {
        floor.clear();
        floor.resize(self.quads, [0.0; 4]);
        let mut worst = [f64::INFINITY; 4];
        for block in 0..self.blocks() {
            for (quad, sums) in floor.iter_mut().enumerate() {
                worst.fill(f64::INFINITY);
                for candidate in self.block(block) {
                    for (worst, &value) in worst.iter_mut().zip(&self.row(candidate)[quad]) {
                        *worst = worst.min(value);
                    }
                }
                for (sum, worst) in sums.iter_mut().zip(&worst) {
                    *sum += worst;
                }
            }
        }
        self.find_best();
        ceiling.clone_from(&self.totals);
    }

    /// Drops candidates that fall short of a need even with every other block at its best.
    ///
    /// Returns false when no deal can meet the needs. Repeats while a pass removes something, a few times at most.
    pub(super) fn prune(&mut self, needs: &[Quad]) -> bool {
        const PASSES_MAX: u32 = 6;
        for _ in 0..PASSES_MAX {
            self.find_best();
            let mut room = std::mem::take(&mut self.totals);
            let mut reachable = true;
            for (room, need) in room.iter_mut().zip(needs) {
                for (room, need) in room.iter_mut().zip(need) {
                    *room -= need - SLACK;
                    reachable &= *room >= 0.0;
                }
            }
            let removed = reachable && self.retain_within(&room);
            self.totals = room;
            if !reachable || (0..self.blocks()).any(|block| self.block(block).is_empty()) {
                return false;
            }
            if !removed {
                break;
            }
        }
        true
    }

    /// Best value of each column in each block, and their sums.
    fn find_best(&mut self) {
        self.best.clear();
        self.totals.clear();
        self.totals.resize(self.quads, [0.0; 4]);
        for block in 0..self.blocks() {
            let first = self.best.len();
            self.best.resize(first + self.quads, [f64::NEG_INFINITY; 4]);
            let best = &mut self.best[first..];
            let range = self.starts[block] as usize..self.starts[block + 1] as usize;
            for row in self.rows[range.start * self.quads..range.end * self.quads]
                .chunks(self.quads.max(1))
            {
                for (best, row) in best.iter_mut().zip(row) {
                    for (best, &value) in best.iter_mut().zip(row) {
                        *best = if value > *best { value } else { *best };
                    }
                }
            }
            for (total, best) in self.totals.iter_mut().zip(best) {
                for (total, best) in total.iter_mut().zip(best) {
                    *total += *best;
                }
            }
        }
    }

    /// Keeps the candidates that lose no more than `room` against the best of their block, in any column.
    fn retain_within(&mut self, room: &[Quad]) -> bool {
        let quads = self.quads;
        let best = std::mem::take(&mut self.best);
        let removed = self.retain(|table, block, candidate| {
            let best = &best[block * quads..][..quads];
            let mut fits = true;
            for ((row, best), room) in table.row(candidate).iter().zip(best).zip(room) {
                for lane in 0..4 {
                    fits &= best[lane] - row[lane] <= room[lane];
                }
            }
            fits
        });
        self.best = best;
        removed
    }

    /// Drops candidates that another of their block matches or beats in each of the first `columns`.
    ///
    /// Safe to the last bit: rounded addition never falls when a summand rises. Of equal ones the first stays.
    pub(super) fn drop_dominated(&mut self, columns: usize) {
        // The comparison is quadratic in the size of a block.
        const BLOCK_SIZE_MAX: usize = 64;
        let at_least = |a: &[Quad], b: &[Quad]| {
            (0..columns).all(|column| a[column / 4][column % 4] >= b[column / 4][column % 4])
        };
        self.retain(|table, block, candidate| {
            let range = table.block(block);
            let row = table.row(candidate);
            range.len() > BLOCK_SIZE_MAX
                || !range.clone().any(|other| {
                    let rival = table.row(other);
                    at_least(rival, row) && (other < candidate || !at_least(row, rival))
                })
        });
    }

    /// Keeps the candidates for which `keep` holds; tells whether any was dropped.
    fn retain(&mut self, keep: impl Fn(&Self, usize, usize) -> bool) -> bool {
        let before = self.combos.len();
        self.marks_from(&keep);
        let mut kept = 0;
        let mut start = 0;
        for block in 0..self.blocks() {
            let end = self.starts[block + 1] as usize;
            for candidate in start..end {
                if self.combos[candidate] == DROPPED {
                    continue;
                }
                self.combos[kept] = self.combos[candidate];
                for quad in 0..self.quads {
                    self.rows[kept * self.quads + quad] = self.rows[candidate * self.quads + quad];
                }
                kept += 1;
            }
            start = end;
            self.starts[block + 1] = narrow(kept);
        }
        self.combos.truncate(kept);
        self.rows.truncate(kept * self.quads);
        kept < before
    }

    /// Marks what goes before anything moves, so that each test sees its whole block.
    fn marks_from(&mut self, keep: &impl Fn(&Self, usize, usize) -> bool) {
        for block in 0..self.blocks() {
            for candidate in self.block(block) {
                if !keep(self, block, candidate) {
                    self.combos[candidate] = DROPPED;
                }
            }
        }
    }
}

/// Stands in for the combo of a candidate about to be dropped.
const DROPPED: u32 = u32::MAX;

/// A count or place of combos, blocks or rounds; a layout has fewer than 2³² of each.
pub(super) fn narrow(place: usize) -> u32 {
    u32::try_from(place).expect("layouts number combos by u32")
}

/// Inner product of two rows of quads.
#[inline]
pub(super) fn dot(a: &[Quad], b: &[Quad]) -> f64 {
    a.iter()
        .zip(b)
        .map(|(a, b)| (a[0] * b[0] + a[1] * b[1]) + (a[2] * b[2] + a[3] * b[3]))
        .sum()
}
