//! What can be wrong with a number, and what would be right.

use thiserror::Error;

use crate::model::words::{Bounds, Shown};
use crate::model::{NUMBER_MAX, Range, SHAPE_MAX, SHAPE_MIN};

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
    /// A number too large to compute with.
    #[error("numbers beyond {} are not allowed, got {}", Shown(NUMBER_MAX), Shown(*.0))]
    TooLarge(f64),
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
    /// A beta shape that cannot be computed with.
    #[error("a shape of a beta distribution lies between {} and {}, got {}", Shown(SHAPE_MIN), Shown(SHAPE_MAX), Shown(*.0))]
    BadShape(f64),
}

impl NumberFault {
    /// What would be right, where a share or a factor seems to be written as a percentage.
    pub fn remedy(&self) -> Option<String> {
        match *self {
            Self::OutOfRange {
                what,
                low,
                high,
                value,
            } if low.abs() <= 0.0 && (high - 1.0).abs() <= 0.0 && is_percentage(what, value) => {
                let share = (value * 1e10).round() / 1e12;
                Some(if what == Range::FACTOR.what {
                    let factor = (1e10 - share * 1e10).round() / 1e10;
                    format!(
                        "for a loss of {} % a round write `{}`",
                        Shown(value),
                        Shown(factor)
                    )
                } else {
                    format!("for {} % write `{}`", Shown(value), Shown(share))
                })
            }
            Self::Unordered { .. } => Some("write the least value first".to_owned()),
            Self::ModeOutside { .. } => Some(
                "write the least, the most likely and the greatest value, in this order".to_owned(),
            ),
            _ => None,
        }
    }
}

/// Whether a number beyond 1 was meant in percent; a rate of interest is a small one.
fn is_percentage(what: &str, value: f64) -> bool {
    let least = if what == Range::FACTOR.what { 1.5 } else { 5.0 };
    (least..=100.0).contains(&value)
}
