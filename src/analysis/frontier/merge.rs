//! Merges the blocks of one region, from the first to the last.

use super::maxima::Maxima;
use super::stage::Stage;
use super::{Question, Region};

/// Rounding that bounds on partial deals allow for, relative to the greatest utility; whole deals are judged exactly.
const SLACK: f64 = 1e-9;

/// Extended deals that one step may look at, for each point allowed: of a block that would bring more, some is thinned.
const EXTENDED_MAX: usize = 1_024;

/// What one region gave.
#[derive(Clone, Copy, Debug)]
pub(super) struct Merged {
    /// Whether nothing was thinned.
    pub(super) complete: bool,
    /// By how much a deal that is missing may exceed one that was found, those behind [`Merge::hidden`] apart.
    pub(super) epsilon: f64,
}

/// A party whose utility matters while merging.
#[derive(Clone, Copy, Debug)]
struct Column {
    party: usize,
    /// −∞ where nothing binds.
    floor: f64,
    /// Whether it matters only until the floor is met.
    only_floor: bool,
}

/// Reusable memory of the merge.
#[derive(Clone, Debug, Default)]
pub(super) struct Merge {
    columns: Vec<Column>,
    /// Combos of each block that matter.
    blocks: Vec<Stage>,
    /// What the blocks from the k-th on give at least and at most, in row k.
    least_after: Vec<f64>,
    most_after: Vec<f64>,
    /// What constants and the blocks before the k-th give at least where that is finite, in row k.
    least_before: Vec<f64>,
    /// Partial deals over the blocks so far, and those over one block more.
    present: Stage,
    next: Stage,
    /// What each partial deal extends and by which combo, block by block.
    trail: Vec<Vec<(u32, u32)>>,
    /// Whole deals that miss a floor by no more than thinning may have cost.
    near: Stage,
    /// Rows of what the objectives may have, at most, of deals that thinning hid behind those of `near`.
    hidden: Vec<f64>,
    needs: Vec<f64>,
    caps: Vec<f64>,
    /// Rounding that bounds allow for.
    slack: f64,
}

impl Merge {
    /// Finds the deals of a region that no other deal of it matches or beats.
    pub(super) fn run(
        &mut self,
        question: &Question,
        region: &Region,
        maxima: &mut Maxima,
    ) -> Merged {
        let mut merged = Merged {
            complete: true,
            epsilon: 0.0,
        };
        let blocks = question.layout.blocks();
        self.hidden.clear();
        self.trail.resize_with(blocks, Vec::new);
        self.choose_columns(question, region);
        self.present.clear(self.columns.len(), question.points_max);
        self.near
            .clear(question.objectives.len(), question.points_max);
        if !self.fill_blocks(question, region, maxima) {
            return merged;
        }
        let width = self.columns.len();
        let start = &self.least_before[..width];
        let meets = |(column, value): (&Column, &f64)| *value >= column.floor;
        if blocks > 0 || self.columns.iter().zip(start).all(meets) {
            self.present.push(start.iter().copied(), (0, 0));
        }
        for block in 0..blocks {
            let reached = merged.epsilon + self.thin_block(question, block, maxima);
            self.extend(question, block, reached, maxima);
            std::mem::swap(&mut self.present, &mut self.next);
            self.trail[block].clear();
            self.trail[block].extend_from_slice(self.present.links());
            if block + 1 == blocks {
                // Adding up rounds, too.
                let beyond = reached + self.near.spacing() + self.slack;
                let near = self.near.values().iter().map(|value| value + beyond);
                self.hidden.extend(near);
            }
            merged.epsilon = reached + self.present.spacing();
        }
        if merged.epsilon > 0.0 {
            merged.complete = false;
            merged.epsilon += self.slack;
        }
        merged
    }

    /// Number of deals found.
    pub(super) fn found(&self) -> usize {
        self.present.len()
    }

    /// The combos of one of them.
    pub(super) fn deal(&self, place: usize) -> Vec<u32> {
        let mut place = place;
        let mut combos = vec![0; self.trail.len()];
        for (combo, links) in combos.iter_mut().zip(&self.trail).rev() {
            let (before, added) = links[place];
            *combo = added;
            place = before as usize;
        }
        combos
    }

    /// Rows of what the objectives may have, at most, of deals hidden behind others that miss a floor.
    pub(super) fn hidden(&self) -> &[f64] {
        &self.hidden
    }

    /// The objectives in their order, then everybody else who has a floor that not every deal clears.
    fn choose_columns(&mut self, question: &Question, region: &Region) {
        let mut magnitude: f64 = 1.0;
        let mut others = Vec::new();
        for (party, &floor) in region.floors.iter().enumerate() {
            let is_objective = question.objectives.iter().any(|&it| it as usize == party);
            if !is_objective && floor == f64::NEG_INFINITY {
                continue;
            }
            let (least, size) = least_and_size(question, region, party);
            magnitude = magnitude.max(size);
            if !is_objective {
                others.push((party, floor, least));
            }
        }
        self.slack = SLACK * magnitude;
        self.columns.clear();
        let objectives = question.objectives.iter().map(|&party| Column {
            party: party as usize,
            floor: region.floors[party as usize],
            only_floor: false,
        });
        self.columns.extend(objectives);
        let binding = others
            .iter()
            .filter(|(_, floor, least)| *least < floor + self.slack);
        self.columns
            .extend(binding.map(|&(party, floor, _)| Column {
                party,
                floor,
                only_floor: true,
            }));
    }

    /// Lists the combos of each block that matter; tells whether every block has some.
    fn fill_blocks(&mut self, question: &Question, region: &Region, maxima: &mut Maxima) -> bool {
        let count = question.layout.blocks();
        let width = self.columns.len();
        self.blocks.resize_with(count, Stage::default);
        for block in 0..count {
            let stage = &mut self.blocks[block];
            stage.clear(width, usize::MAX);
            for combo in question.layout.block(block) {
                if region.allowed[combo] {
                    let values = self.columns.iter();
                    let values = values.map(|column| value(question, column.party, combo));
                    stage.push(values, (0, narrow(combo)));
                }
            }
        }
        if self.blocks.iter().any(|stage| stage.len() == 0) {
            return false;
        }
        self.bound(question);
        if !self.drop_hopeless(count, width) {
            return false;
        }
        let free = vec![f64::INFINITY; width];
        for stage in &mut self.blocks {
            stage.compress(&[], &free, maxima);
        }
        self.bound(question);
        true
    }

    /// Drops the combos that cannot meet a floor even if all other blocks give their best.
    fn drop_hopeless(&mut self, count: usize, width: usize) -> bool {
        if self.columns.iter().all(|it| it.floor == f64::NEG_INFINITY) {
            return true;
        }
        for block in 0..count {
            let most = |block: usize| &self.most_after[block * width..][..width];
            self.needs.clear();
            for (column, it) in self.columns.iter().enumerate() {
                let best_here = self.blocks[block].greatest(column);
                let best = most(0)[column] + self.least_before[column];
                self.needs.push(if it.floor == f64::NEG_INFINITY {
                    f64::NEG_INFINITY
                } else if best == f64::NEG_INFINITY {
                    f64::INFINITY
                } else {
                    it.floor - (best - best_here) - self.slack
                });
            }
            self.blocks[block].retain_reaching(&self.needs);
        }
        self.blocks.iter().all(|stage| stage.len() > 0)
    }

    /// Works out what the blocks give at least and at most.
    fn bound(&mut self, question: &Question) {
        let count = self.blocks.len();
        let width = self.columns.len();
        let rows = (count + 1) * width;
        for bounds in [
            &mut self.least_after,
            &mut self.most_after,
            &mut self.least_before,
        ] {
            bounds.clear();
            bounds.resize(rows, 0.0);
        }
        for column in 0..width {
            for block in (0..count).rev() {
                let (here, after) = (block * width + column, (block + 1) * width + column);
                self.least_after[here] = self.least_after[after] + self.blocks[block].least(column);
                self.most_after[here] =
                    self.most_after[after] + self.blocks[block].greatest(column);
            }
            self.least_before[column] = question.constants[self.columns[column].party];
            for block in 0..count {
                let (here, after) = (block * width + column, (block + 1) * width + column);
                self.least_before[after] =
                    self.least_before[here] + self.blocks[block].least_finite(column);
            }
        }
    }

    /// Thins a block that would bring too many extended deals; returns by how much that may cost.
    fn thin_block(&mut self, question: &Question, block: usize, maxima: &mut Maxima) -> f64 {
        let extended_max = question.points_max.saturating_mul(EXTENDED_MAX);
        let rows_max = extended_max / self.present.len().max(1);
        let stage = &mut self.blocks[block];
        if stage.len() <= rows_max {
            return 0.0;
        }
        let width = self.columns.len();
        let least: Vec<f64> = (0..width)
            .map(|column| stage.least_finite(column))
            .collect();
        let free = vec![f64::INFINITY; width];
        stage.limit(rows_max);
        stage.compress(&least, &free, maxima);
        stage.spacing()
    }

    /// Extends the present partial deals by the combos of a block.
    ///
    /// `reached`: by how much thinning may have worsened a partial deal so far; bounds must let it pass nevertheless.
    fn extend(&mut self, question: &Question, block: usize, reached: f64, maxima: &mut Maxima) {
        let width = self.columns.len();
        let last = block + 1 == question.layout.blocks();
        self.set_bounds(block, reached, last);
        let after = (block + 1) * width..(block + 2) * width;
        let least = &self.least_before[after];
        let free = vec![f64::INFINITY; width];
        self.next.clear(width, question.points_max);
        let added = &self.blocks[block];
        for place in 0..self.present.len() {
            let before = self.present.row(place);
            for (addition, &(_, combo)) in added.rows().zip(added.links()) {
                let link = (narrow(place), combo);
                if self.next.offer(before, addition, &self.needs, link) || !last || reached <= 0.0 {
                    continue;
                }
                let sums = || {
                    before
                        .iter()
                        .zip(addition)
                        .map(|(before, added)| before + added)
                };
                let allowance = reached + self.slack;
                if sums()
                    .zip(&self.needs)
                    .all(|(sum, need)| sum >= need - allowance)
                {
                    self.near
                        .push(sums().take(question.objectives.len()), (0, 0));
                }
            }
            if self.next.is_full() {
                self.next.compress(least, &self.caps, maxima);
            }
            if self.near.is_full() {
                self.near.compress(least, &free, maxima);
            }
        }
        self.next.compress(least, &self.caps, maxima);
        self.near.compress(least, &free, maxima);
    }

    /// What partial deals over one block more must reach, and from where on more of a column does not matter.
    fn set_bounds(&mut self, block: usize, reached: f64, last: bool) {
        let width = self.columns.len();
        let after = (block + 1) * width;
        self.needs.clear();
        self.caps.clear();
        for (place, column) in self.columns.iter().enumerate() {
            let most = self.most_after[after + place];
            let least = self.least_after[after + place];
            self.needs
                .push(if last || column.floor == f64::NEG_INFINITY {
                    column.floor
                } else {
                    column.floor - most - reached - self.slack
                });
            self.caps.push(if !column.only_floor {
                f64::INFINITY
            } else if last {
                column.floor
            } else {
                column.floor - least + self.slack
            });
        }
    }
}

fn value(question: &Question, party: usize, combo: usize) -> f64 {
    question.utilities[party * question.layout.combos() + combo]
}

/// What a party has at least of the region's deals, and how large its sums may grow.
fn least_and_size(question: &Question, region: &Region, party: usize) -> (f64, f64) {
    let constant = question.constants[party];
    let start = (constant, constant.abs());
    (0..question.layout.blocks()).fold(start, |(least, size), block| {
        let combos = question
            .layout
            .block(block)
            .filter(|&it| region.allowed[it]);
        let values = combos.map(|combo| value(question, party, combo));
        let (low, high) = values.fold((f64::INFINITY, 0.0), |(low, high): (f64, f64), value| {
            let size = if value.is_finite() { value.abs() } else { 0.0 };
            (low.min(value), high.max(size))
        });
        (least + low, size + high)
    })
}

fn narrow(index: usize) -> u32 {
    u32::try_from(index).expect("combos and partial deals are numbered in 32 bits")
}
