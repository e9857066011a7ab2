//! All sums of a party's margins over some blocks, rising.

use crate::game::{Blocks, CompiledProfile, SURE_BREACH_PENALTY};

/// The sums over one group of blocks, of equals the lowest combination first.
#[derive(Debug, Default)]
pub(super) struct Sums {
    blocks: Vec<usize>,
    /// Combos that may be chosen, block after block, and where each block's begin and the last one's end.
    combos: Vec<u32>,
    starts: Vec<usize>,
    /// Each sum with the number of its combination.
    pub(super) list: Vec<(f64, u32)>,
    scratch: Vec<(f64, u32)>,
}

impl Sums {
    /// Adds up and sorts the combinations of what the party does not refuse at any price, of which there are fewer than 2³², as
    /// the caller has checked.
    pub(super) fn build(
        &mut self,
        blocks: &Blocks,
        group: impl IntoIterator<Item = usize>,
        profile: &CompiledProfile,
        margin: &[f64],
    ) {
        self.blocks.clear();
        self.blocks.extend(group);
        self.combos.clear();
        self.starts.clear();
        self.starts.push(0);
        self.list.clear();
        self.list.push((0.0, 0));
        for place in 0..self.blocks.len() {
            let block = &blocks.list[self.blocks[place]];
            let allowed = block.combos();
            let allowed = allowed.filter(|&combo| may_be(profile, margin, combo));
            let from = self.combos.len();
            self.combos.extend(allowed);
            self.starts.push(self.combos.len());
            let allowed = &self.combos[from..];
            let count = u32::try_from(allowed.len()).expect("at most 65,536 combos of a block");
            self.scratch.clear();
            for (offset, &combo) in (0..).zip(allowed) {
                let worth = margin[combo as usize];
                let sums = self.list.iter();
                self.scratch
                    .extend(sums.map(|&(sum, number)| (sum + worth, number * count + offset)));
            }
            let rising = self.list.len();
            std::mem::swap(&mut self.list, &mut self.scratch);
            self.merge(rising);
        }
    }

    /// Sorts a list made of lists of one length, each rising.
    fn merge(&mut self, mut rising: usize) {
        while rising < self.list.len() {
            self.scratch.clear();
            for pair in self.list.chunks(2 * rising) {
                let (one, other) = pair.split_at(rising.min(pair.len()));
                merge_two(one, other, &mut self.scratch);
            }
            std::mem::swap(&mut self.list, &mut self.scratch);
            rising *= 2;
        }
        // Rounding may make two sums of one combo equal whose numbers do not rise; what is nearly sorted is soon sorted.
        for place in 1..self.list.len() {
            let mut at = place;
            while at > 0 && comes_first(self.list[at], self.list[at - 1]) {
                self.list.swap(at, at - 1);
                at -= 1;
            }
        }
    }

    /// Writes the combination with a number into a deal.
    pub(super) fn write(&self, number: u32, deal: &mut [u32]) {
        let mut rest = number as usize;
        for (&block, ends) in self.blocks.iter().zip(self.starts.windows(2)).rev() {
            let combos = &self.combos[ends[0]..ends[1]];
            deal[block] = combos[rest % combos.len()];
            rest /= combos.len();
        }
    }
}

/// Whether a sum stands before another: the lesser one, of equals the lower number.
fn comes_first(one: (f64, u32), other: (f64, u32)) -> bool {
    one.0 < other.0 || (one.0 <= other.0 && one.1 < other.1)
}

/// Adds what two rising lists hold to a third, in order.
fn merge_two(mut one: &[(f64, u32)], mut other: &[(f64, u32)], merged: &mut Vec<(f64, u32)>) {
    while let (Some(&first), Some(&second)) = (one.first(), other.first()) {
        // Which one is next cannot be foreseen, so there is no branch on it.
        let second_is_next = comes_first(second, first);
        merged.push(if second_is_next { second } else { first });
        other = &other[usize::from(second_is_next)..];
        one = &one[usize::from(!second_is_next)..];
    }
    merged.extend_from_slice(one);
    merged.extend_from_slice(other);
}

/// Whether a combo may be part of a deal that a party takes or offers.
pub(super) fn may_be(profile: &CompiledProfile, margin: &[f64], combo: u32) -> bool {
    // What is sure to be broken at a loss is worth so little that its sums would only lose digits.
    profile.allows(combo) && (!profile.floor || margin[combo as usize] > -0.5 * SURE_BREACH_PENALTY)
}

#[cfg(test)]
mod tests {
    use crate::bargaining::search::sums::Sums;
    use crate::game::{Owner, Purpose, Stream};

    #[test]
    fn lists_are_merged_in_order_whatever_is_equal() {
        let mut stream = Stream::new(6, Purpose::Design, Owner::named("sums"), 0);
        for (lists, length, values) in [(1, 1, 2), (2, 3, 2), (5, 25, 3), (7, 13, 1_000_000)] {
            let mut sums = Sums::default();
            for list in 0..lists {
                let draw = |_| f64::from(stream.below(values));
                let mut rising: Vec<f64> = (0..length).map(draw).collect();
                rising.sort_by(f64::total_cmp);
                // Numbers fall where sums are equal, as rounding may have it.
                let numbered = rising.into_iter().zip((0..length).rev());
                let own = numbered.map(|(sum, number)| (sum, number * lists + list));
                sums.list.extend(own);
            }
            let mut expected = sums.list.clone();
            expected.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
            sums.merge(length as usize);
            assert_eq!(sums.list, expected);
        }
    }
}
