//! What one solution picks.

use crate::analysis::frontier::Point;

/// What a solution picks.
#[derive(Clone, Debug, PartialEq)]
pub struct Pick {
    /// Its deals: several where they are tied, none where no deal qualifies. The one of greatest sum of the objectives'
    /// gains stands first, of these that of the lowest combos.
    pub points: Vec<Point>,
    /// Whether it is proven that no deal is better by more than [`crate::game::INDIFFERENCE`].
    pub proven: bool,
}

impl Pick {
    /// No deal.
    pub fn none(proven: bool) -> Self {
        Self {
            points: Vec::new(),
            proven,
        }
    }
}
