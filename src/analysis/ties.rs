//! When two sums are equal: one rule for frontiers, solutions and distances.
//!
//! The same utility can be reached by adding up different weights, and rounding then makes two numbers of one: .2 + .2 is
//! not .4 to the last bit everywhere. Numbers that differ by less than [`INDIFFERENCE`] are therefore equal. That alone is no order,
//! since a chain of such steps can lead from any number to any other; so values are sorted, and those
//! whose neighbours differ by less share a rank. Ranks are an order, and comparing them is exact.

use crate::game::INDIFFERENCE;

/// The rank of each value, 0 for the least: neighbours that differ by less than [`INDIFFERENCE`] share one.
///
/// −∞ is legal and equal to itself; there is no NaN.
pub fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_unstable_by(|&one, &other| values[one].total_cmp(&values[other]));
    let mut ranks = vec![0.0; values.len()];
    let mut rank = 0.0;
    for pair in order.windows(2) {
        let [before, here] = [pair[0], pair[1]].map(|place| values[place]);
        // Two infinities have no difference.
        if here > before && here - before >= INDIFFERENCE {
            rank += 1.0;
        }
        ranks[pair[1]] = rank;
    }
    ranks
}

/// A difference of utilities, 0 where it is rounding.
pub fn difference(value: f64) -> f64 {
    if value.abs() < INDIFFERENCE {
        0.0
    } else {
        value
    }
}

#[cfg(test)]
mod tests {
    use super::{difference, ranks};

    #[test]
    fn neighbours_within_rounding_share_a_rank() {
        let values = [0.4, 0.05 + 0.35, 0.3, f64::NEG_INFINITY, 0.1 + 0.2, 0.5];
        assert_eq!(ranks(&values), [2.0, 2.0, 1.0, 0.0, 1.0, 3.0]);
        // A chain of small steps is one rank: an order cannot tell where to cut it.
        let chain: Vec<f64> = (0..10).map(|step| f64::from(step) * 6e-13).collect();
        assert_eq!(ranks(&chain), [0.0; 10]);
        assert!(ranks(&[]).is_empty());
        assert_eq!([1e-13, -1e-13].map(difference), [0.0, 0.0]);
    }
}
