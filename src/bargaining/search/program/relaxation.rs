//! What is asked of a deal, and the multipliers that bound what it costs.

use crate::game::Block;

/// What rounding may take from a sum in a bound; the exact test comes at the end.
pub(super) const SLACK: f64 = 1e-9;
/// Rounds of one bisection for each multiplier.
const SWEEPS: usize = 3;
const BISECTIONS: usize = 14;
/// A multiplier beyond this shows that a need cannot be met.
const MULTIPLIER_MAX: f64 = 1e9;

/// A sum over the combos of a deal, with what it must reach.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Need<'a> {
    /// By combo.
    pub(crate) of: &'a [f64],
    pub(crate) at_least: f64,
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
pub(crate) struct Program<'a> {
    needs: Vec<Need<'a>>,
    cuts: Vec<Cut>,
    /// Combos of each block that may be chosen.
    pub(super) candidates: Vec<Vec<u32>>,
    multipliers: Vec<f64>,
}

impl<'a> Program<'a> {
    /// Deals of combos that may be chosen, with what they must reach.
    pub(crate) fn new(
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
    pub(crate) fn add(&mut self, need: Need<'a>) {
        self.needs.push(need);
        self.multipliers.push(0.0);
    }

    /// By block the least sum of a value over it and all blocks after it.
    pub(super) fn left(&self, value: impl Fn(u32) -> f64) -> Vec<f64> {
        let mut left = vec![0.0; self.candidates.len() + 1];
        for (block, combos) in self.candidates.iter().enumerate().rev() {
            let values = combos.iter().map(|&combo| value(combo));
            left[block] = left[block + 1] + values.fold(f64::INFINITY, f64::min);
        }
        left
    }

    /// What the needs are worth at their prices.
    pub(super) fn priced_needs(&self) -> f64 {
        let priced = self.needs.iter().zip(&self.multipliers);
        priced.fold(0.0, |sum, (need, multiplier)| {
            sum + multiplier * need.at_least
        })
    }

    /// Cost of a combo less the prices of what it adds to the needs.
    pub(super) fn price(&self, cost: &[f64], combo: u32) -> f64 {
        let priced = self.needs.iter().zip(&self.multipliers);
        priced.fold(cost[combo as usize], |price, (need, multiplier)| {
            price - multiplier * need.of[combo as usize]
        })
    }

    /// What each need and then each weighted sum of needs adds up: by combo, with what it must reach.
    pub(super) fn rows(&self) -> impl Iterator<Item = (&[f64], f64)> {
        let needs = self.needs.iter().map(|need| (need.of, need.at_least));
        let cuts = self.cuts.iter();
        needs.chain(cuts.map(|cut| (cut.of.as_slice(), cut.at_least)))
    }

    /// Whether no deal meets some need, or some weighted sum of needs.
    pub(super) fn is_out_of_reach(&self) -> bool {
        self.rows().any(|(of, at_least)| {
            let least = self.left(|combo| -of[combo as usize]);
            -least[0] < at_least - SLACK
        })
    }

    /// For each need the weighted sum of all that is the hardest to reach.
    pub(super) fn make_cuts(&mut self) {
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
    pub(super) fn set_multipliers(&mut self, cost: &[f64], but: Option<usize>) {
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
