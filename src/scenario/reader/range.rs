//! Ranges as a file gives them, before they have paths.

use crate::scenario::place::At;

/// A range as a file gives it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RangeRead {
    /// Where its number stands.
    pub(crate) at: At,
    /// The value of the number; of a distribution its mean.
    pub(crate) value: f64,
    pub(crate) ends: [f64; 2],
    pub(crate) is_whole: bool,
    pub(crate) is_drawn: bool,
}

/// Puts ranges into file order, each once: what several types of a party read is one number.
pub(super) fn in_order(mut read: Vec<RangeRead>) -> Vec<RangeRead> {
    read.sort_by_key(|range| range.at);
    read.dedup_by_key(|range| range.at);
    read
}
