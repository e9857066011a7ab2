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

mod search;
#[cfg(test)]
mod tests;

use crate::bargaining::search::program::search::Search;
use crate::game::Block;

/// What rounding may take from a sum in a bound; the exact test comes at the end.
const SLACK: f64 = 1e-9;
/// Rounds of one bisection for each multiplier.
const SWEEPS: usize = 3;
const BISECTIONS: usize = 14;
/// A multiplier beyond this shows that a need cannot be met.
const MULTIPLIER_MAX: f64 = 1e9;

/// A sum over the combos of a deal, with what it must reach.
#[derive(Clone, Copy, Debug)]
pub(super) struct Need<'a> {
    /// By combo.
    pub(super) of: &'a [f64],
    pub(super) at_least: f64,
}

/// A weighted sum of all needs, which every deal that meets them reaches.
#[derive(Debug)]
struct Cut {
    /// By combo.
    of: Vec<f64>,
    at_least: f64,
}

/// What is asked of a deal.
#[derive(Debug)]
pub(super) struct Program<'a> {
    needs: Vec<Need<'a>>,
    cuts: Vec<Cut>,
    /// Combos of each block in the order in which they are tried.
    candidates: Vec<Vec<u32>>,
    multipliers: Vec<f64>,
}

impl<'a> Program<'a> {
    /// Deals of combos that may be chosen, with what they must reach.
    pub(super) fn new(
        blocks: &[Block],
        may_be: impl Fn(usize, u32) -> bool,
        needs: Vec<Need<'a>>,
    ) -> Self {
        let blocks = blocks.iter().enumerate();
        let candidates = blocks.map(|(place, block)| {
            let combos = block.combos();
            combos.filter(|&combo| may_be(place, combo)).collect()
        });
        let candidates: Vec<Vec<u32>> = candidates.collect();
        let mut program = Self {
            multipliers: Vec::new(),
            cuts: Vec::new(),
            needs: Vec::new(),
            candidates,
        };
        for need in needs {
            program.add(need);
        }
        program
    }

    /// Asks for one thing more.
    pub(super) fn add(&mut self, need: Need<'a>) {
        self.needs.push(need);
        self.multipliers.push(0.0);
    }

    /// By block the least sum of a value over it and all blocks after it.
    fn left(&self, value: impl Fn(u32) -> f64) -> Vec<f64> {
        let mut left = vec![0.0; self.candidates.len() + 1];
        for (block, combos) in self.candidates.iter().enumerate().rev() {
            let values = combos.iter().map(|&combo| value(combo));
            left[block] = left[block + 1] + values.fold(f64::INFINITY, f64::min);
        }
        left
    }

    /// The deal of least cost that meets the needs and passes a last test, with that cost; of deals that cost the same one
    /// of them.
    pub(super) fn cheapest(
        &mut self,
        cost: &[f64],
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
        Search::new(self, &candidates, cost, passes).cheapest()
    }

    /// The lowest deal that costs at most so much, meets the needs and passes a last test; block by block the lowest combo.
    ///
    /// It takes the multipliers as they were set when the least cost was found.
    pub(super) fn lowest(
        &self,
        cost: &[f64],
        at_most: f64,
        passes: impl FnMut(&[u32]) -> bool,
    ) -> Option<Vec<u32>> {
        Search::new(self, &self.candidates, cost, passes).first(at_most)
    }

    /// Cost of a combo less the prices of what it adds to the needs.
    fn price(&self, cost: &[f64], combo: u32) -> f64 {
        let priced = self.needs.iter().zip(&self.multipliers);
        priced.fold(cost[combo as usize], |price, (need, multiplier)| {
            price - multiplier * need.of[combo as usize]
        })
    }

    /// What each need and then each weighted sum of needs adds up: by combo, with what it must reach.
    fn rows(&self) -> impl Iterator<Item = (&[f64], f64)> {
        let needs = self.needs.iter().map(|need| (need.of, need.at_least));
        let cuts = self.cuts.iter();
        needs.chain(cuts.map(|cut| (cut.of.as_slice(), cut.at_least)))
    }

    /// Whether no deal meets some need, or some weighted sum of needs.
    fn is_out_of_reach(&self) -> bool {
        self.rows().any(|(of, at_least)| {
            let least = self.left(|combo| -of[combo as usize]);
            -least[0] < at_least - SLACK
        })
    }

    /// For each need the weighted sum of all that is the hardest to reach.
    fn make_cuts(&mut self) {
        self.cuts.clear();
        if self.needs.len() < 2 {
            return;
        }
        for place in 0..self.needs.len() {
            let cost: Vec<f64> = self.needs[place].of.iter().map(|value| -value).collect();
            self.set_multipliers(&cost, Some(place));
            self.multipliers[place] = 1.0;
            let weighted = || self.needs.iter().zip(&self.multipliers);
            let greatest = self.multipliers.iter().copied().fold(0.0, f64::max);
            let of = (0..cost.len()).map(|combo| {
                weighted().fold(0.0, |sum, (need, weight)| {
                    sum + weight / greatest * need.of[combo]
                })
            });
            let of = of.collect();
            let at_least = weighted().fold(0.0, |sum, (need, weight)| {
                sum + weight / greatest * need.at_least
            });
            self.cuts.push(Cut { of, at_least });
        }
    }

    /// Makes the bound at the root great by the multipliers of all needs but one.
    fn set_multipliers(&mut self, cost: &[f64], but: Option<usize>) {
        self.multipliers.fill(0.0);
        let sweeps = if self.needs.len() > 1 { SWEEPS } else { 1 };
        for _ in 0..sweeps {
            for need in (0..self.needs.len()).filter(|&need| Some(need) != but) {
                self.multipliers[need] = 0.0;
                if self.shortfall(cost, need) <= 0.0 {
                    continue;
                }
                let (mut low, mut high) = (0.0, 1.0);
                loop {
                    self.multipliers[need] = high;
                    if self.shortfall(cost, need) <= 0.0 {
                        break;
                    }
                    (low, high) = (high, 2.0 * high);
                    if high > MULTIPLIER_MAX {
                        // Only together with other needs, or within rounding.
                        break;
                    }
                }
                for _ in 0..BISECTIONS {
                    let middle = 0.5 * (low + high);
                    self.multipliers[need] = middle;
                    if self.shortfall(cost, need) > 0.0 {
                        low = middle;
                    } else {
                        high = middle;
                    }
                }
            }
        }
    }

    /// What the deal of least price lacks of a need: the slope of the bound in its multiplier.
    fn shortfall(&self, cost: &[f64], need: usize) -> f64 {
        let of = self.needs[need].of;
        self.candidates
            .iter()
            .fold(self.needs[need].at_least, |short, combos| {
                let first = (f64::INFINITY, 0.0);
                let (_, adds) = combos.iter().fold(first, |best, &combo| {
                    let price = self.price(cost, combo);
                    if price < best.0 {
                        (price, of[combo as usize])
                    } else {
                        best
                    }
                });
                short - adds
            })
    }
}
