//! What can be wrong with a number.

use thiserror::Error;

use crate::model::check::words::{Bounds, Shown};

/// A broken condition of a number.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum NumberFault {
    /// A number beyond its legal range.
    #[error("{what} {}, got {}", Bounds(*.low, *.high), Shown(*.value))]
    OutOfRange {
        /// What the number is.
        what: &'static str,
        /// Least legal value.
        low: f64,
        /// Greatest legal value.
        high: f64,
        /// The value.
        value: f64,
    },
    /// NaN or infinite.
    #[error("a number must be finite, got {}", Shown(*.0))]
    NotFinite(f64),
    /// The least value exceeds the greatest.
    #[error("the least value {} exceeds the greatest {}", Shown(*.low), Shown(*.high))]
    Unordered {
        /// Least value.
        low: f64,
        /// Greatest value.
        high: f64,
    },
    /// The mode lies outside the bounds.
    #[error("the most likely value {} does not lie between {} and {}", Shown(*.mode), Shown(*.low), Shown(*.high))]
    ModeOutside {
        /// Least value.
        low: f64,
        /// Most likely value.
        mode: f64,
        /// Greatest value.
        high: f64,
    },
    /// A negative standard deviation.
    #[error("a standard deviation is not negative, got {}", Shown(*.0))]
    NegativeDeviation(f64),
    /// A beta shape that is not positive.
    #[error("a shape of a beta distribution is greater than 0, got {}", Shown(*.0))]
    BadShape(f64),
}
