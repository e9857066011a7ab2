//! Linear bounds that keep a search near its goal.
//!
//! Whoever looks for the best deal by some score, and knows a score within reach, can often prove that a better deal has
//! `Σ λ_p · u_p ≥ need` for some weights λ ≥ 0. A weighted sum adds up over blocks as utilities do, so a partial deal may go
//! as soon as it falls short of the need even with the best that each block to come can add. Weights see what bounds
//! party by party cannot: that no deal gives everybody its best at once.

/// A bound on a weighted sum of the objectives' utilities.
#[derive(Clone, Debug, PartialEq)]
pub struct Cut {
    /// Weight of each objective, at least 0.
    pub weights: Vec<f64>,
    /// What the weighted sum of a deal in question is at least.
    pub need: f64,
}

impl Cut {
    /// The weighted sum of a row of the objectives' utilities.
    pub(super) fn value(&self, row: &[f64]) -> f64 {
        let pairs = self.weights.iter().zip(row);
        let parts = pairs.filter(|(weight, _)| **weight > 0.0);
        parts.map(|(weight, value)| weight * value).sum()
    }
}
