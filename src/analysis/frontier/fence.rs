//! The cuts of one region while its blocks are merged: which partial deals may still reach what every cut needs.

use crate::analysis::frontier::ground::Ground;
use crate::analysis::frontier::question::Question;

/// Rounding of weighted sums, relative to what bounds on partial deals allow for: well below a difference that counts.
const ROUNDING: f64 = 1e-4;

/// The cuts of one region while its blocks are merged.
#[derive(Clone, Debug, Default)]
pub(super) struct Fence {
    /// What the blocks from the k-th on add at most, cut by cut, in row k.
    most_after: Vec<f64>,
    /// What each combo of the present block adds, cut by cut.
    added: Vec<f64>,
    /// What a combo must add to the present partial deal, by cut.
    needs: Vec<f64>,
}

impl Fence {
    /// Works out what the blocks add at most.
    pub(super) fn prepare(&mut self, question: &Question, ground: &Ground) {
        let (cuts, count) = (question.cuts, ground.blocks.len());
        self.most_after.clear();
        self.most_after.resize((count + 1) * cuts.len(), 0.0);
        for (block, stage) in ground.blocks.iter().enumerate().rev() {
            for (place, cut) in cuts.iter().enumerate() {
                let values = stage.rows().map(|row| cut.value(row));
                let most = values.fold(f64::NEG_INFINITY, f64::max);
                let after = self.most_after[(block + 1) * cuts.len() + place];
                self.most_after[block * cuts.len() + place] = most + after;
            }
        }
    }

    /// Turns to a block, whose combos are final now.
    pub(super) fn enter(&mut self, question: &Question, ground: &Ground, block: usize) {
        self.added.clear();
        for row in ground.blocks[block].rows() {
            let values = question.cuts.iter().map(|cut| cut.value(row));
            self.added.extend(values);
        }
    }

    /// Turns to a partial deal that is to be extended by the combos of the block.
    pub(super) fn extend(
        &mut self,
        question: &Question,
        ground: &Ground,
        block: usize,
        row: &[f64],
    ) {
        self.needs.clear();
        let after = &self.most_after[(block + 1) * question.cuts.len()..];
        for (cut, most) in question.cuts.iter().zip(after) {
            let rounding = ROUNDING * ground.slack * cut.weights.iter().sum::<f64>();
            self.needs.push(cut.need - most - cut.value(row) - rounding);
        }
    }

    /// Whether the partial deal may be extended by this combo of the block.
    #[inline]
    pub(super) fn lets_pass(&self, combo: usize) -> bool {
        let added = &self.added[combo * self.needs.len()..][..self.needs.len()];
        added
            .iter()
            .zip(&self.needs)
            .all(|(added, need)| added >= need)
    }
}
