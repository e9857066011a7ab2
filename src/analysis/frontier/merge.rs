//! Merges the blocks of one region, from the first to the last.

use crate::analysis::frontier::fence::Fence;
use crate::analysis::frontier::ground::{Column, Ground, narrow};
use crate::analysis::frontier::maxima::Maxima;
use crate::analysis::frontier::question::{Question, Region};
use crate::analysis::frontier::stage::Stage;

/// Extended deals that one step may look at, for each point allowed: of a block that would bring more, some is thinned.
const EXTENDED_MAX: usize = 512;

/// Reusable memory of the merge.
#[derive(Clone, Debug, Default)]
pub(super) struct Merge {
    ground: Ground,
    fence: Fence,
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
}

impl Merge {
    /// Finds the deals of a region that no other deal of it matches or beats; returns by how much a deal that is missing
    /// may exceed one that was found, those behind [`Merge::hidden`] apart: 0 where nothing was thinned.
    pub(super) fn run(&mut self, question: &Question, region: &Region, maxima: &mut Maxima) -> f64 {
        let mut epsilon = 0.0;
        let blocks = question.layout.blocks();
        self.hidden.clear();
        self.trail.resize_with(blocks, Vec::new);
        let blocks_filled = self.ground.prepare(question, region, maxima);
        self.present
            .clear(self.ground.columns.len(), question.points_max);
        self.near
            .clear(question.objectives.len(), question.points_max);
        if !blocks_filled {
            return epsilon;
        }
        self.fence.prepare(question, &self.ground);
        let width = self.ground.columns.len();
        let start = &self.ground.least_before[..width];
        let meets = |(column, value): (&Column, &f64)| *value >= column.floor;
        if blocks > 0 || self.ground.columns.iter().zip(start).all(meets) {
            self.present.push(start.iter().copied(), (0, 0));
        }
        for block in 0..blocks {
            let reached = epsilon + self.thin_block(question, block, maxima);
            self.extend(question, block, reached, maxima);
            std::mem::swap(&mut self.present, &mut self.next);
            self.present.links().clone_into(&mut self.trail[block]);
            if block + 1 == blocks {
                // Adding up rounds, too.
                let beyond = reached + self.near.spacing() + self.ground.slack;
                let near = self.near.values().iter().map(|value| value + beyond);
                self.hidden.extend(near);
            }
            epsilon = reached + self.present.spacing();
        }
        if epsilon > 0.0 {
            epsilon += self.ground.slack;
        }
        epsilon
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

    /// Thins a block that would bring too many extended deals; returns by how much that may cost.
    fn thin_block(&mut self, question: &Question, block: usize, maxima: &mut Maxima) -> f64 {
        let extended_max = question.points_max.saturating_mul(EXTENDED_MAX);
        let rows_max = extended_max / self.present.len().max(1);
        let stage = &mut self.ground.blocks[block];
        if stage.len() <= rows_max {
            return 0.0;
        }
        let width = self.ground.columns.len();
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
        let width = self.ground.columns.len();
        let whole = block + 1 == question.layout.blocks();
        self.set_bounds(block, reached);
        let after = (block + 1) * width..(block + 2) * width;
        let least = &self.ground.least_before[after];
        let free = vec![f64::INFINITY; width];
        self.next.clear(width, question.points_max);
        let added = &self.ground.blocks[block];
        let allowance = reached + self.ground.slack;
        self.fence.enter(question, &self.ground, block);
        for place in 0..self.present.len() {
            let before = self.present.row(place);
            self.fence.extend(question, &self.ground, block, before);
            let combos = added.rows().zip(added.links()).enumerate();
            let combos = combos.filter(|(number, _)| self.fence.lets_pass(*number));
            for (_, (addition, &(_, combo))) in combos {
                let link = (narrow(place), combo);
                if self.next.offer(before, addition, &self.needs, link) || !whole || reached <= 0.0
                {
                    continue;
                }
                let misses = |((before, added), need): ((&f64, &f64), &f64)| {
                    before + added < need - allowance
                };
                let mut sums = before.iter().zip(addition).zip(&self.needs);
                if !sums.any(misses) {
                    let sums = before.iter().zip(addition).take(question.objectives.len());
                    let sums = sums.map(|(before, added)| before + added);
                    self.near.push(sums, (0, 0));
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
    fn set_bounds(&mut self, block: usize, reached: f64) {
        let whole = block + 1 == self.ground.blocks.len();
        let width = self.ground.columns.len();
        let after = (block + 1) * width;
        self.needs.clear();
        self.caps.clear();
        for (place, column) in self.ground.columns.iter().enumerate() {
            let most = self.ground.most_after[after + place];
            let least = self.ground.least_after[after + place];
            self.needs
                .push(if whole || column.floor == f64::NEG_INFINITY {
                    column.floor
                } else {
                    column.floor - most - reached - self.ground.slack
                });
            self.caps.push(if !column.only_floor {
                f64::INFINITY
            } else if whole {
                column.floor
            } else {
                column.floor - least + self.ground.slack
            });
        }
    }
}
