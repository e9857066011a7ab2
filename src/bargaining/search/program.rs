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
        let mut search = Search::new(self, &candidates, cost, passes);
        search.choose(0, (0.0, 0.0));
        search.found
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
        let mut search = Search::new(self, &self.candidates, cost, passes);
        search.bar = at_most + SLACK;
        search.is_first_wanted = true;
        search.choose(0, (0.0, 0.0));
        search.found.map(|_| search.deal)
    }

    /// Cost of a combo less the prices of what it adds to the needs.
    fn price(&self, cost: &[f64], combo: u32) -> f64 {
        let priced = self.needs.iter().zip(&self.multipliers);
        priced.fold(cost[combo as usize], |price, (need, multiplier)| {
            price - multiplier * need.of[combo as usize]
        })
    }

    /// Whether no deal meets some need, or some weighted sum of needs.
    fn is_out_of_reach(&self) -> bool {
        let needs = self.needs.iter().map(|need| (need.of, need.at_least));
        let cuts = self
            .cuts
            .iter()
            .map(|cut| (cut.of.as_slice(), cut.at_least));
        needs.chain(cuts).any(|(of, at_least)| {
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

/// Depth-first search over blocks.
struct Search<'a, F> {
    program: &'a Program<'a>,
    candidates: &'a [Vec<u32>],
    cost: &'a [f64],
    passes: F,
    /// By block the least price, and the least cost, of it and all blocks after it.
    price_left: Vec<f64>,
    cost_left: Vec<f64>,
    /// What the needs are worth at their prices.
    priced_needs: f64,
    /// What each need and then each cut adds up: by combo, with what it must reach.
    rows: Vec<(&'a [f64], f64)>,
    /// By row the greatest sum of each block and all after it.
    most_left: Vec<Vec<f64>>,
    /// Sums of each row so far.
    sums: Vec<f64>,
    deal: Vec<u32>,
    /// A deal must cost less than this.
    bar: f64,
    is_first_wanted: bool,
    found: Option<f64>,
}

impl<'a, F: FnMut(&[u32]) -> bool> Search<'a, F> {
    fn new(
        program: &'a Program<'a>,
        candidates: &'a [Vec<u32>],
        cost: &'a [f64],
        passes: F,
    ) -> Self {
        let priced = program.needs.iter().zip(&program.multipliers);
        let needs = program.needs.iter().map(|need| (need.of, need.at_least));
        let cuts = program
            .cuts
            .iter()
            .map(|cut| (cut.of.as_slice(), cut.at_least));
        let rows: Vec<(&[f64], f64)> = needs.chain(cuts).collect();
        let most_left = rows.iter().map(|(of, _)| {
            let least = program.left(|combo| -of[combo as usize]);
            least.into_iter().map(|least| -least).collect()
        });
        Self {
            most_left: most_left.collect(),
            sums: vec![0.0; rows.len()],
            rows,
            price_left: program.left(|combo| program.price(cost, combo)),
            cost_left: program.left(|combo| cost[combo as usize]),
            priced_needs: priced.fold(0.0, |sum, (need, multiplier)| {
                sum + multiplier * need.at_least
            }),
            deal: Vec::with_capacity(candidates.len()),
            bar: f64::INFINITY,
            is_first_wanted: false,
            found: None,
            program,
            candidates,
            cost,
            passes,
        }
    }

    fn is_over(&self) -> bool {
        self.is_first_wanted && self.found.is_some()
    }

    /// Whether some need is out of reach with the blocks from this one on.
    fn is_short(&self, block: usize) -> bool {
        let sums = self.sums.iter().zip(&self.most_left);
        let mut rows = sums.zip(&self.rows);
        rows.any(|((sum, most), row)| sum + most[block] < row.1 - SLACK)
    }

    /// Goes through the combos of a block after choices of this price and cost.
    fn choose(&mut self, block: usize, (price, cost): (f64, f64)) {
        if block == self.candidates.len() {
            let cost = self
                .deal
                .iter()
                .fold(0.0, |sum, &combo| sum + self.cost[combo as usize]);
            if cost < self.bar && (self.passes)(&self.deal) {
                self.found = Some(cost);
                self.bar = cost - 2.0 * SLACK;
            }
            return;
        }
        for place in 0..self.candidates[block].len() {
            let combo = self.candidates[block][place];
            let price = price + self.program.price(self.cost, combo);
            let cost = cost + self.cost[combo as usize];
            let bound = price + self.price_left[block + 1] + self.priced_needs;
            let is_dear = bound - SLACK * (1.0 + self.priced_needs.abs()) >= self.bar
                || cost + self.cost_left[block + 1] - SLACK >= self.bar;
            if is_dear {
                continue;
            }
            for (sum, row) in self.sums.iter_mut().zip(&self.rows) {
                *sum += row.0[combo as usize];
            }
            self.deal.push(combo);
            if !self.is_short(block + 1) {
                self.choose(block + 1, (price, cost));
            }
            if self.is_over() {
                return;
            }
            self.deal.pop();
            for (sum, row) in self.sums.iter_mut().zip(&self.rows) {
                *sum -= row.0[combo as usize];
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::bargaining::fixture::{OFFERS, Sketch, deals, game, three_issues};
    use crate::bargaining::search::program::{Need, Program};
    use crate::game::{Owner, Purpose, Stream, total};

    #[test]
    fn the_cheapest_and_the_lowest_are_those_of_all_deals() {
        let game = three_issues(["", ""], "");
        let all = deals(&game);
        let mut stream = Stream::new(8, Purpose::Design, Owner::named("program"), 0);
        let (mut met, mut missed) = (0, 0);
        for case in 0..400 {
            // On a coarse grid many deals cost the same.
            let steps = if case % 2 == 0 { 4 } else { 1_000_000 };
            let mut column = || -> Vec<f64> {
                let combos = 0..game.blocks.combos();
                combos
                    .map(|_| f64::from(stream.below(steps)) / f64::from(steps))
                    .collect()
            };
            let (cost, one, other) = (column(), column(), column());
            let needs = [(&one, 1.2), (&other, 1.4)];
            let banned = stream.below(9);
            let meets = |deal: &[u32]| {
                let enough = |&(of, least): &(&Vec<f64>, f64)| total(of, deal) >= least;
                needs.iter().all(enough) && !deal.contains(&banned)
            };
            let fitting: Vec<&Vec<u32>> = all.iter().filter(|deal| meets(deal)).collect();
            let least = fitting
                .iter()
                .map(|deal| total(&cost, deal))
                .reduce(f64::min);
            let wanted = needs.iter().map(|&(of, at_least)| Need { of, at_least });
            let may_be = |_, combo| combo != banned;
            let mut program = Program::new(&game.blocks.list, may_be, wanted.collect());
            let found = program.cheapest(&cost, meets);
            assert_eq!(found.is_some(), least.is_some(), "case {case}");
            let Some((found, least)) = found.zip(least) else {
                missed += 1;
                continue;
            };
            met += 1;
            assert!((found - least).abs() < 1e-9, "case {case}: {found} {least}");
            let lowest = fitting
                .iter()
                .find(|deal| total(&cost, deal) <= least + 1e-9);
            assert_eq!(
                program.lowest(&cost, found, meets).as_ref(),
                lowest.copied()
            );
        }
        assert!(met > 100 && missed > 20, "{met} {missed}");
    }

    #[test]
    fn needs_that_cannot_be_met_together_are_found_out_at_once() {
        // Of forty yes and no questions one side wants yes and the other no, each six tenths of them.
        let scores = || (0..40).map(|_| vec![0.0, 1.0]).collect::<Vec<_>>();
        let sketch = || Sketch {
            lines: "",
            reservation: 0.1,
            scores: scores(),
        };
        let game = game(5, OFFERS, &[sketch(), sketch()], "");
        let one: Vec<f64> = (0..80).map(|combo| f64::from(combo % 2) / 40.0).collect();
        let other: Vec<f64> = one.iter().map(|value| 1.0 / 40.0 - value).collect();
        for (share, is_met) in [(0.6, false), (0.52, false), (0.5, true)] {
            let need = |of| Need {
                of,
                at_least: share,
            };
            let needs = vec![need(one.as_slice()), need(other.as_slice())];
            let mut program = Program::new(&game.blocks.list, |_, _| true, needs);
            let found = program.cheapest(&vec![0.0; 80], |_| true);
            assert_eq!(found.is_some(), is_met, "{share}");
        }
    }
}
