//! The deal of least margin total that reaches a need.
//!
//! That is a subset-sum problem, so no search is both fast and exact at every size.
//!
//! *Up to a million deals* it is exact: the blocks are split in two groups, and the least sum at or above the need is found by
//! walking the sorted sums of one group up and those of the other down (meet in the middle), which costs the square root of
//! the number of deals.
//!
//! *Beyond*, the blocks that matter least make up the two groups, at most [`FINE_MAX`] sums each, and the others come
//! first, those that matter most before. A branch, a choice for the first blocks, is given up when the best of the rest
//! does not reach the need or the worst of the rest, which ends it, goes beyond the best deal found; what leaves the rest
//! nearest to the middle of its range is tried first. The search ends with a deal at most ε = 1e-6 of the party's range above
//! the need, which no other deal can undercut by more; or when all margins lie on a grid and nothing lies between the need and
//! the deal found; or when nothing is left to try. So what it finds is at most ε above the least. Where the sums of the weightiest
//! blocks leave gaps that the groups do not fill, it would go on for ever to prove that no other deal is less. So it ends
//! after [`TRIES_MAX`] looks at the groups or [`CHOICES_MAX`] choices before them, with the best found so far.

mod meet;

use crate::bargaining::search::answered::Answered;
use crate::bargaining::search::least::meet::{Bounds, Met, meet};
use crate::bargaining::search::sums::{Sums, may_be};
use crate::game::{Blocks, CompiledProfile, total};

/// Most deals among which the least is exact.
pub(crate) const EXACT_DEALS_MAX: f64 = 1_000_000.0;
/// Share of the party's range by which the least deal may be missed beyond.
const EPSILON: f64 = 1e-6;
/// Most sums of each of the two groups beyond.
pub(crate) const FINE_MAX: f64 = 4_096.0;
/// Most looks at the two groups, and most choices of the blocks before them.
const TRIES_MAX: u32 = 200;
const CHOICES_MAX: u32 = 4_000;
/// What the order of additions may change in a sum.
const ROUNDING: f64 = 1e-13;

/// What is kept of a party's deals between searches.
#[derive(Debug, Default)]
pub(crate) struct LeastDeals {
    first: Sums,
    second: Sums,
    /// Blocks that are chosen before, those of the greatest range first; none where the search is exact.
    coarse: Vec<Coarse>,
    /// Sums of the worst and of the best of each coarse block and all after it, and of the two groups.
    reach: Vec<(f64, f64)>,
    /// Distance between neighbouring sums, where all lie on a grid, and a sum on it.
    grid: Option<(f64, f64)>,
    is_exact: bool,
}

/// A block that is chosen before the groups.
#[derive(Debug)]
struct Coarse {
    block: usize,
    /// What its combos are worth, rising.
    combos: Vec<(f64, u32)>,
}

impl LeastDeals {
    /// Bytes that it takes at most.
    pub(crate) fn bytes_max(blocks: &Blocks) -> f64 {
        let sums = if blocks.deal_count() <= EXACT_DEALS_MAX {
            2.0 * blocks.larger_half()
        } else {
            // A group is at least one block, however large; the others come first, combo by combo.
            2.0 * FINE_MAX + blocks.combos() as f64
        };
        // Each list of sums has another to merge them into.
        2.0 * sums * size_of::<(f64, u32)>() as f64
    }

    /// Sorts what is needed of the deals that cross none of the party's red lines.
    pub(crate) fn build(&mut self, blocks: &Blocks, profile: &CompiledProfile, margin: &[f64]) {
        self.is_exact = blocks.deal_count() <= EXACT_DEALS_MAX;
        self.coarse.clear();
        self.reach.clear();
        self.grid = None;
        if self.is_exact {
            let split = blocks.balanced_split();
            self.first.build(blocks, 0..split, profile, margin);
            let rest = split..blocks.list.len();
            self.second.build(blocks, rest, profile, margin);
            return;
        }
        let mut ranked: Vec<Coarse> = (0..blocks.list.len())
            .map(|block| Coarse::of(blocks, block, profile, margin))
            .collect();
        ranked.sort_by(|one, other| other.range().total_cmp(&one.range()));
        let mut groups = [Vec::new(), Vec::new()];
        for group in &mut groups {
            let mut sums = 1.0;
            // The last of those left matters least.
            while let Some(last) = ranked.last() {
                sums *= last.combos.len() as f64;
                if sums > FINE_MAX && !group.is_empty() {
                    break;
                }
                group.push(last.block);
                ranked.pop();
            }
        }
        let [first, second] = groups;
        self.first.build(blocks, first, profile, margin);
        self.second.build(blocks, second, profile, margin);
        self.coarse = ranked;
        self.measure();
        self.grid = self.find_grid(blocks, profile, margin);
    }

    /// Sums of the worst and of the best of what is left after each choice.
    fn measure(&mut self) {
        let ends = |list: &[(f64, u32)]| match list {
            [first, .., last] => (first.0, last.0),
            [only] => (only.0, only.0),
            [] => (f64::INFINITY, f64::NEG_INFINITY),
        };
        let lists = self.coarse.iter().map(|coarse| coarse.combos.as_slice());
        let groups = [&self.first, &self.second].map(|sums| sums.list.as_slice());
        let lists: Vec<&[(f64, u32)]> = lists.chain(groups).collect();
        self.reach.resize(self.coarse.len() + 1, (0.0, 0.0));
        let (mut least, mut most) = (0.0, 0.0);
        for (place, list) in lists.iter().enumerate().rev() {
            let (low, high) = ends(list);
            (least, most) = (least + low, most + high);
            if let Some(reach) = self.reach.get_mut(place) {
                *reach = (least, most);
            }
        }
    }

    /// Writes the deal of least total at or above `need` into `deal` and returns the needs that have the same; none, and an
    /// undefined deal, when there is no such deal.
    pub(crate) fn find(
        &self,
        blocks: &Blocks,
        margin: &[f64],
        need: f64,
        deal: &mut Vec<u32>,
    ) -> Option<Answered> {
        self.find_passing(blocks, margin, need, deal, &mut |_| true)
    }

    /// The same among the deals that pass a test; beyond what is searched exactly among those that are looked at.
    pub(crate) fn find_passing(
        &self,
        blocks: &Blocks,
        margin: &[f64],
        need: f64,
        deal: &mut Vec<u32>,
        passes: &mut dyn FnMut(&[u32]) -> bool,
    ) -> Option<Answered> {
        deal.resize(blocks.list.len(), 0);
        if self.is_exact {
            let bounds = Bounds {
                need,
                enough: need,
                limit: f64::INFINITY,
            };
            let found = self.meet(bounds, deal, passes)?;
            self.write(found.numbers, deal);
            return Some(Answered {
                above: found.above,
                to: need,
            });
        }
        let mut search = Search {
            deals: self,
            need: need + ROUNDING,
            enough: self.enough(need),
            deal: std::mem::take(deal),
            passes,
            best: None,
            tries: 0,
            choices: 0,
        };
        search.choose(0, 0.0);
        let (_, best) = search.best?;
        *deal = best;
        // Sums of what is worth little beside a breach that costs a million may differ in more than the last digits.
        if total(margin, deal) < need {
            return None;
        }
        // What lies between is not known, so another need is another search.
        Some(Answered {
            above: need,
            to: need,
        })
    }

    /// Whether a search ends only when all deals that reach the need were looked at.
    pub(crate) fn are_all_looked_at(&self) -> bool {
        self.is_exact
    }

    fn write(&self, (first, second): (u32, u32), deal: &mut [u32]) {
        self.first.write(first, deal);
        self.second.write(second, deal);
    }

    /// The least sum of one of each group that reaches a need and whose deal, the rest of which is given, passes a test; any
    /// that is at most enough.
    fn meet(
        &self,
        bounds: Bounds,
        deal: &mut [u32],
        passes: &mut dyn FnMut(&[u32]) -> bool,
    ) -> Option<Met> {
        meet(&self.first.list, &self.second.list, bounds, |numbers| {
            self.write(numbers, deal);
            passes(deal)
        })
    }

    /// A sum that no deal reaching the need undercuts by more than ε.
    fn enough(&self, need: f64) -> f64 {
        let (least, most) = self.reach[0];
        let near = need + EPSILON * (most - least);
        let next = self.grid.map(|(step, origin)| {
            let steps = libm::ceil((need - origin) / step - 1e-6);
            origin + (steps + 0.5) * step
        });
        next.map_or(near, |next| near.max(next))
    }

    /// The greatest distance of which all differences between margins of a block are multiples, where it is well above rounding.
    fn find_grid(
        &self,
        blocks: &Blocks,
        profile: &CompiledProfile,
        margin: &[f64],
    ) -> Option<(f64, f64)> {
        let mut step = 0.0;
        for block in &blocks.list {
            let combos = block.combos();
            let mut worths = combos
                .filter(|&combo| may_be(profile, margin, combo))
                .map(|combo| margin[combo as usize]);
            let first = worths.next()?;
            for worth in worths {
                step = common_step(step, (worth - first).abs())?;
            }
        }
        (step > 0.0).then(|| (step, self.reach[0].0))
    }
}

impl Coarse {
    fn of(blocks: &Blocks, block: usize, profile: &CompiledProfile, margin: &[f64]) -> Self {
        let combos = blocks.list[block].combos();
        let allowed = combos.filter(|&combo| may_be(profile, margin, combo));
        let mut combos: Vec<(f64, u32)> = allowed
            .map(|combo| (margin[combo as usize], combo))
            .collect();
        combos.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
        Self { block, combos }
    }

    fn range(&self) -> f64 {
        match self.combos.as_slice() {
            [first, .., last] => last.0 - first.0,
            _ => 0.0,
        }
    }
}

/// Greatest common divisor of two lengths by Euclid's algorithm; none where it is lost in rounding.
fn common_step(one: f64, other: f64) -> Option<f64> {
    let (mut greater, mut lesser) = if one > other {
        (one, other)
    } else {
        (other, one)
    };
    while lesser > 1e-10 {
        let rest = greater - lesser * libm::round(greater / lesser);
        (greater, lesser) = (lesser, rest.abs());
    }
    (greater > 1e-6 || greater <= 1e-10).then_some(greater)
}

/// Depth-first search through the coarse blocks.
struct Search<'a> {
    deals: &'a LeastDeals,
    need: f64,
    enough: f64,
    deal: Vec<u32>,
    passes: &'a mut dyn FnMut(&[u32]) -> bool,
    /// The best sum found, with its deal.
    best: Option<(f64, Vec<u32>)>,
    tries: u32,
    choices: u32,
}

impl Search<'_> {
    fn is_over(&self) -> bool {
        self.tries >= TRIES_MAX
            || self.choices >= CHOICES_MAX
            || self.best.as_ref().is_some_and(|best| best.0 <= self.enough)
    }

    /// Chooses the next coarse block, what leaves the rest nearest to the middle of its range first.
    fn choose(&mut self, depth: usize, sum: f64) {
        let (least, most) = self.deals.reach[depth];
        let bar = self.best.as_ref().map_or(f64::INFINITY, |best| best.0);
        if sum + most < self.need || sum + least >= bar || self.is_over() {
            return;
        }
        self.choices += 1;
        let deals = self.deals;
        let Some(coarse) = deals.coarse.get(depth) else {
            self.look(sum);
            return;
        };
        let (low, high) = self.deals.reach[depth + 1];
        let wish = self.need - sum - 0.5 * (low + high);
        let combos = &coarse.combos;
        let mut up = combos.partition_point(|&(worth, _)| worth < wish);
        let mut down = up;
        while !self.is_over() && (down > 0 || up < combos.len()) {
            let below = down.checked_sub(1).map(|place| wish - combos[place].0);
            let above = combos.get(up).map(|combo| combo.0 - wish);
            let goes_up = match (below, above) {
                (Some(below), Some(above)) => above <= below,
                (None, _) => true,
                (_, None) => false,
            };
            let place = if goes_up { up } else { down - 1 };
            if goes_up {
                up += 1;
            } else {
                down -= 1;
            }
            let (worth, combo) = combos[place];
            self.deal[coarse.block] = combo;
            self.choose(depth + 1, sum + worth);
        }
    }

    /// Looks for the least sum of the two groups that reaches what is left of the need.
    fn look(&mut self, sum: f64) {
        self.tries += 1;
        let bounds = Bounds {
            need: self.need - sum,
            enough: self.enough - sum,
            limit: self.enough - sum,
        };
        let deals = self.deals;
        let met = deals.meet(bounds, &mut self.deal, self.passes);
        let bar = self.best.as_ref().map_or(f64::INFINITY, |best| best.0);
        if let Some(met) = met.filter(|met| sum + met.sum < bar) {
            deals.write(met.numbers, &mut self.deal);
            self.best = Some((sum + met.sum, self.deal.clone()));
        }
    }
}

#[cfg(test)]
mod tests;
