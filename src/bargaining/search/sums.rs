//! All sums of a party's margins over some blocks, rising.

use crate::game::{Blocks, CompiledProfile, SURE_BREACH_PENALTY};

/// The sums over one group of blocks, of equals the lowest combination first.
#[derive(Debug, Default)]
pub(super) struct Sums {
    blocks: Vec<usize>,
    /// Each sum with the number of its combination.
    pub(super) list: Vec<(f64, u32)>,
    scratch: Vec<(f64, u32)>,
}

impl Sums {
    /// Adds up and sorts what the party does not refuse at any price; the caller has checked that there are fewer than 2³²
    /// combinations.
    pub(super) fn build(
        &mut self,
        blocks: &Blocks,
        group: impl IntoIterator<Item = usize>,
        profile: &CompiledProfile,
        margin: &[f64],
    ) {
        self.blocks.clear();
        self.blocks.extend(group);
        self.list.clear();
        self.list.push((0.0, 0));
        for &block in &self.blocks {
            let block = &blocks.list[block];
            self.scratch.clear();
            for combo in block
                .combos()
                .filter(|&combo| may_be(profile, margin, combo))
            {
                let (worth, offset) = (margin[combo as usize], combo - block.start);
                let sums = self.list.iter();
                self.scratch.extend(
                    sums.map(|&(sum, number)| (sum + worth, number * block.size() + offset)),
                );
            }
            std::mem::swap(&mut self.list, &mut self.scratch);
            // Each combo's sums are rising already, so that this merges as many lists as the block has combos.
            self.list
                .sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
        }
    }

    /// Writes the combination with a number into a deal.
    pub(super) fn write(&self, blocks: &Blocks, number: u32, deal: &mut [u32]) {
        let mut rest = number;
        for &place in self.blocks.iter().rev() {
            let block = &blocks.list[place];
            deal[place] = block.start + rest % block.size();
            rest /= block.size();
        }
    }
}

/// Whether a combo may be part of a deal that a party takes or offers.
pub(super) fn may_be(profile: &CompiledProfile, margin: &[f64], combo: u32) -> bool {
    // What is sure to be broken at a loss is worth so little that its sums would only lose digits.
    profile.allows(combo) && (!profile.floor || margin[combo as usize] > -0.5 * SURE_BREACH_PENALTY)
}
