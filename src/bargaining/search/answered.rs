//! For which needs a search would find the same deal.

use crate::game::INDIFFERENCE;

/// Margin totals to be reached that have the same answer: all above the one and up to the other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Answered {
    pub(super) above: f64,
    pub(super) to: f64,
}

impl Answered {
    /// Whether a need is among them, beyond what rounding may have moved.
    pub(crate) fn contain(self, need: f64) -> bool {
        need > self.above + INDIFFERENCE && need <= self.to
    }
}
