//! Least and greatest utility: of some combos, and of all deals.

use crate::analysis::zone::Layout;

/// Least and greatest utility over all deals of a party with these utilities of the combos.
///
/// # Panics
/// When the utilities do not fit the layout, or a block is empty.
pub fn extremes(layout: &Layout, utilities: &[f64]) -> (f64, f64) {
    (0..layout.blocks()).fold((0.0, 0.0), |(least, greatest), block| {
        let values = &utilities[layout.block(block)];
        assert!(!values.is_empty(), "every block has a combo");
        let (low, high) = range(values);
        (least + low, greatest + high)
    })
}

/// Least and greatest of some numbers.
pub(super) fn range(values: &[f64]) -> (f64, f64) {
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let greatest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    (least, greatest)
}
