//! Linear bounds that keep a search near its goal.
//!
//! Whoever looks for the best deal by some score, and knows a score within reach, can often prove that a better deal has
//! `Σ λ_p · u_p ≥ need` for some weights λ ≥ 0. A weighted sum adds up over blocks as utilities do, so a partial deal may go
//! as soon as it falls short of the need even with the best that each block to come can add. Weights see what bounds
//! party by party cannot: that no deal gives everybody its best at once.

use super::Question;
use super::ground::Ground;

/// Rounding of weighted sums, relative to what bounds on partial deals allow for: well below a difference that counts.
const ROUNDING: f64 = 1e-4;

/// A bound on a weighted sum of the objectives' utilities.
#[derive(Clone, Debug, PartialEq)]
pub struct Cut {
    /// Weight of each objective, at least 0.
    pub weights: Vec<f64>,
    /// What the weighted sum of a deal in question is at least.
    pub need: f64,
}

impl Cut {
    fn value(&self, row: &[f64]) -> f64 {
        let pairs = self.weights.iter().zip(row);
        let parts = pairs.filter(|(weight, _)| **weight > 0.0);
        parts.map(|(weight, value)| weight * value).sum()
    }
}

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
