//! A party's deals in two sorted halves: the least sum at or above a bound by meeting in the middle.

use crate::game::{Block, Blocks, CompiledProfile};

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
        let split = blocks.balanced_split();
        self.split = split;
        partial_sums(&blocks.list[..split], profile, margin, &mut self.first);
        partial_sums(&blocks.list[split..], profile, margin, &mut self.second);
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
        blocks.decode_part(0..self.split, first, deal);
        blocks.decode_part(self.split..blocks.list.len(), second, deal);
    }
}

/// All sums over one group of blocks, rising; of equals the lowest combination first.
fn partial_sums(
    group: &[Block],
    profile: &CompiledProfile,
    margin: &[f64],
    sums: &mut Vec<(f64, u32)>,
) {
    sums.clear();
    sums.push((0.0, 0));
    let mut next = Vec::new();
    for block in group {
        next.clear();
        for &(sum, index) in sums.iter() {
            for combo in block.combos().filter(|&combo| profile.allows(combo)) {
                let number = index * block.size() + (combo - block.start);
                next.push((sum + margin[combo as usize], number));
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
            .filter(|deal| !profile.forbids(deal));
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
