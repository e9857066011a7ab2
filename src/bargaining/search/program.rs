//! Small linear programs over deals: one combo for each block, the least cost, so much at least of each of some sums.
//!
//! Cost and sums add up over blocks, so for multipliers λ ≥ 0 the bound
//!
//! `Σ_b min_c (cost_b(c) − Σ_k λ_k a_kb(c)) + Σ_k λ_k need_k  ≤  cost of every deal that meets all needs`
//!
//! is a minimum block by block (Lagrangian relaxation; Geoffrion 1974, Mathematical Programming Study 2). The multipliers that make
//! it greatest are found one after the other by bisection on its slope. With them a depth-first search over blocks gives up
//! a branch when its own choices and the minima of the rest cost as much as the best deal found, or when some need is out
//! of reach. As the multipliers price what the needs take, few branches are left.

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

/// What is asked of a deal.
#[derive(Debug)]
pub(super) struct Program<'a> {
    needs: Vec<Need<'a>>,
    /// Combos of each block in the order in which they are tried.
    candidates: Vec<Vec<u32>>,
    multipliers: Vec<f64>,
    /// The greatest of each need that this block and all after it can add.
    most_left: Vec<Vec<f64>>,
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
            multipliers: vec![0.0; needs.len()],
            most_left: Vec::new(),
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
        let most = self.left(|combo| -need.of[combo as usize]);
        self.most_left
            .push(most.into_iter().map(|least| -least).collect());
        self.needs.push(need);
        self.multipliers.push(0.0);
        self.multipliers.truncate(self.needs.len());
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
        if !self.set_multipliers(cost) {
            return None;
        }
        let price = |combo: u32| self.price(cost, combo);
        let mut candidates = self.candidates.clone();
        for combos in &mut candidates {
            combos
                .sort_by(|&one, &other| price(one).total_cmp(&price(other)).then(one.cmp(&other)));
        }
        let mut search = Search::new(self, &candidates, cost, passes);
        search.choose(0, 0.0);
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
        search.choose(0, 0.0);
        search.found.map(|_| search.deal)
    }

    /// Cost of a combo less the prices of what it adds to the needs.
    fn price(&self, cost: &[f64], combo: u32) -> f64 {
        let priced = self.needs.iter().zip(&self.multipliers);
        priced.fold(cost[combo as usize], |price, (need, multiplier)| {
            price - multiplier * need.of[combo as usize]
        })
    }

    /// Makes the bound at the root great; false where a need is out of reach.
    fn set_multipliers(&mut self, cost: &[f64]) -> bool {
        let reachable = self.needs.iter().zip(&self.most_left);
        if reachable
            .clone()
            .any(|(need, most)| most[0] < need.at_least - SLACK)
        {
            return false;
        }
        self.multipliers.fill(0.0);
        let sweeps = if self.needs.len() > 1 { SWEEPS } else { 1 };
        for _ in 0..sweeps {
            for need in 0..self.needs.len() {
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
        true
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
    /// By block the least price of it and all blocks after it.
    price_left: Vec<f64>,
    /// What the needs are worth at their prices.
    priced_needs: f64,
    /// Sums of each need so far.
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
        Self {
            price_left: program.left(|combo| program.price(cost, combo)),
            priced_needs: priced.fold(0.0, |sum, (need, multiplier)| {
                sum + multiplier * need.at_least
            }),
            sums: vec![0.0; program.needs.len()],
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
        let sums = self.sums.iter().zip(&self.program.most_left);
        let mut needs = sums.zip(&self.program.needs);
        needs.any(|((sum, most), need)| sum + most[block] < need.at_least - SLACK)
    }

    /// Goes through the combos of a block after choices of this price.
    fn choose(&mut self, block: usize, price: f64) {
        if block == self.candidates.len() {
            let cost = self
                .deal
                .iter()
                .fold(0.0, |sum, &combo| sum + self.cost[combo as usize]);
            if cost < self.bar && (self.passes)(&self.deal) {
                self.found = Some(cost);
                self.bar = cost - SLACK;
            }
            return;
        }
        for place in 0..self.candidates[block].len() {
            let combo = self.candidates[block][place];
            let price = price + self.program.price(self.cost, combo);
            let bound = price + self.price_left[block + 1] + self.priced_needs;
            if bound - SLACK * (1.0 + self.priced_needs.abs()) >= self.bar {
                continue;
            }
            let needs = self.program.needs.iter();
            for (sum, need) in self.sums.iter_mut().zip(needs) {
                *sum += need.of[combo as usize];
            }
            self.deal.push(combo);
            if !self.is_short(block + 1) {
                self.choose(block + 1, price);
            }
            if self.is_over() {
                return;
            }
            self.deal.pop();
            let needs = self.program.needs.iter();
            for (sum, need) in self.sums.iter_mut().zip(needs) {
                *sum -= need.of[combo as usize];
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::bargaining::fixture::{deals, three_issues};
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
}
