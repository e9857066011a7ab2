//! A party's deals in two sorted halves: the least sum at or above a bound by meeting in the middle.

use crate::bargaining::talks::allows;
use crate::game::{Blocks, CompiledProfile};

/// Two sorted halves of a party's deals.
#[derive(Debug, Default)]
pub(crate) struct Halves {
    /// Where the second group of blocks begins.
    split: usize,
    first: Vec<(f64, u32)>,
    second: Vec<(f64, u32)>,
}

impl Halves {
    /// Sorts both halves of the deals that cross none of the party's red lines.
    pub(crate) fn build(&mut self, blocks: &Blocks, profile: &CompiledProfile, margin: &[f64]) {
        let allowed = |combo: u32| allows(profile, combo);
        self.split = balanced_split(blocks);
        partial_sums(blocks, 0..self.split, margin, &allowed, &mut self.first);
        partial_sums(
            blocks,
            self.split..blocks.list.len(),
            margin,
            &allowed,
            &mut self.second,
        );
    }

    /// Writes the deal of least total at or above `need` into `deal`; of the greatest total when there is none.
    pub(crate) fn least_at_least(&self, blocks: &Blocks, need: f64, deal: &mut Vec<u32>) -> bool {
        let mut best: Option<(f64, u32, u32)> = None;
        let mut down = self.second.len();
        // Below this even the best of the second half does not suffice.
        let most = self.second.last().map_or(f64::NEG_INFINITY, |last| last.0);
        let from = self.first.partition_point(|entry| entry.0 + most < need);
        for &(sum, index) in &self.first[from..] {
            while down > 0 && sum + self.second[down - 1].0 >= need {
                down -= 1;
            }
            if let Some(&(rest, other)) = self.second.get(down) {
                let value = sum + rest;
                let better = best.is_none_or(|(least, one, two)| {
                    value < least || (value <= least && (index, other) < (one, two))
                });
                if better {
                    best = Some((value, index, other));
                }
            }
            if down == 0 {
                // From here on sums only rise.
                break;
            }
        }
        if let Some((_, index, other)) = best {
            self.write(blocks, index, other, deal);
        }
        best.is_some()
    }

    fn write(&self, blocks: &Blocks, first: u32, second: u32, deal: &mut Vec<u32>) {
        deal.clear();
        deal.resize(blocks.list.len(), 0);
        for (range, index) in [
            (0..self.split, first),
            (self.split..blocks.list.len(), second),
        ] {
            let mut rest = index;
            for block in range.rev() {
                let size = blocks.list[block].end - blocks.list[block].start;
                deal[block] = blocks.list[block].start + rest % size;
                rest /= size;
            }
        }
    }
}

/// Splits the blocks so that the larger group has as few combinations as it can.
fn balanced_split(blocks: &Blocks) -> usize {
    let sizes: Vec<f64> = blocks
        .list
        .iter()
        .map(|block| f64::from(block.end - block.start))
        .collect();
    let larger = |split: usize| {
        let first: f64 = sizes[..split].iter().product();
        let second: f64 = sizes[split..].iter().product();
        first.max(second)
    };
    (0..=sizes.len())
        .min_by(|&one, &other| larger(one).total_cmp(&larger(other)))
        .unwrap_or(0)
}

/// All sums over one group of blocks, rising; of equals the lowest combination first.
fn partial_sums(
    blocks: &Blocks,
    group: std::ops::Range<usize>,
    margin: &[f64],
    allowed: &impl Fn(u32) -> bool,
    sums: &mut Vec<(f64, u32)>,
) {
    sums.clear();
    sums.push((0.0, 0));
    let mut next = Vec::new();
    for block in &blocks.list[group] {
        let size = block.end - block.start;
        next.clear();
        for &(sum, index) in sums.iter() {
            for combo in (block.start..block.end).filter(|&combo| allowed(combo)) {
                next.push((
                    sum + margin[combo as usize],
                    index * size + (combo - block.start),
                ));
            }
        }
        std::mem::swap(sums, &mut next);
    }
    sums.sort_unstable_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
}

#[cfg(test)]
mod tests {
    use crate::bargaining::fixture::{deals, three_issues};
    use crate::bargaining::search::halves::Halves;
    use crate::bargaining::talks::allows;
    use crate::game::{median_tables, total};

    #[test]
    fn the_least_sum_at_or_above_a_bound_is_that_of_all_deals() {
        let game = three_issues(["never = [{ i0 = \"o1\" }]", ""], "");
        let profile = &game.parties[0].profiles[0];
        let margin = &median_tables(&game, 0, 0).margin;
        let mut halves = Halves::default();
        halves.build(&game.blocks, profile, margin);
        let allowed = deals(&game)
            .into_iter()
            .filter(|deal| deal.iter().all(|&combo| allows(profile, combo)));
        let mut sums: Vec<f64> = allowed.map(|deal| total(margin, &deal)).collect();
        sums.sort_by(f64::total_cmp);
        for need in [0.0, 0.3, 0.5, 0.71, 0.99] {
            let mut deal = Vec::new();
            let found = halves.least_at_least(&game.blocks, need, &mut deal);
            let least = sums.iter().find(|&&sum| sum >= need);
            assert_eq!(found, least.is_some(), "{need}");
            if let Some(least) = least {
                assert!((total(margin, &deal) - least).abs() < 1e-12, "{need}");
            }
        }
    }
}
