//! Small linear programs over deals: one combo for each block, the least cost, so much at least of each of some sums.
//!
//! Cost and sums add up over blocks, so for multipliers λ ≥ 0 the bound
//!
//! `Σ_b min_c (cost_b(c) − Σ_k λ_k a_kb(c)) + Σ_k λ_k need_k  ≤  cost of every deal that meets all needs`
//!
//! is a minimum block by block (Lagrangian relaxation; Geoffrion 1974, Mathematical Programming Study 2). The multipliers that make
//! it greatest are found one after the other by bisection on its slope. With them a depth-first search over blocks gives up
//! a branch when its own choices and the minima of the rest cost as much as the best deal found, or when some need is out
//! of reach. Needs that can be met each by itself may be out of reach together: so for each of them the multipliers of the
//! others are found that leave the weighted sum of all least to spare, and that sum must be reached as well.

mod relaxation;
mod search;

pub(super) use relaxation::{Need, Program};

use crate::bargaining::search::program::search::Search;

impl Program<'_> {
    /// The least cost of a deal that meets the needs and passes a last test; none where none costs less than `below`.
    pub(crate) fn cheapest_below(
        &mut self,
        cost: &[f64],
        below: f64,
        passes: impl FnMut(&[u32]) -> bool,
    ) -> Option<f64> {
        self.make_cuts();
        if self.is_out_of_reach() {
            return None;
        }
        self.set_multipliers(cost, None);
        let price = |combo: u32| self.price(cost, combo);
        let mut candidates = self.candidates.clone();
        for combos in &mut candidates {
            combos
                .sort_by(|&one, &other| price(one).total_cmp(&price(other)).then(one.cmp(&other)));
        }
        Search::new(self, &candidates, cost, passes).cheapest(below)
    }

    /// The lowest deal that costs at most so much, meets the needs and passes a last test; block by block the lowest combo.
    ///
    /// It takes the multipliers as they were set when the least cost was found.
    pub(crate) fn lowest(
        &self,
        cost: &[f64],
        at_most: f64,
        passes: impl FnMut(&[u32]) -> bool,
    ) -> Option<Vec<u32>> {
        Search::new(self, &self.candidates, cost, passes).first(at_most)
    }
}

#[cfg(test)]
mod tests;
