//! What can be wrong with a number.

use thiserror::Error;

use crate::scenario::words::{Bounds, Shown, listed, plural};

/// A broken condition of a number.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum NumberFault {
    /// A number beyond its legal range.
    #[error("{what} {}, got {}", Bounds(*.low, *.high), Shown(*.value))]
    OutOfRange {
        /// What the number is.
        what: String,
        /// Least legal value.
        low: f64,
        /// Greatest legal value.
        high: f64,
        /// The value as written.
        value: f64,
    },
    /// NaN or infinite.
    #[error("a number must be finite, got {}", Shown(*.0))]
    NotFinite(f64),
    /// A number too large to compute with.
    #[error("numbers beyond {} are not allowed, got {}", Shown(*.limit), Shown(*.value))]
    TooLarge {
        /// Greatest legal size.
        limit: f64,
        /// The value as written.
        value: f64,
    },
    /// A number table without `value` or a distribution.
    #[error("this number has no value")]
    NoValue,
    /// A number table with several of them.
    #[error("a number is given in one way, got {}", listed(.found))]
    SeveralValues {
        /// The keys as written.
        found: Vec<String>,
    },
    /// A distribution where the number may not be drawn.
    #[error("this number cannot be drawn, got the distribution `{0}`")]
    NotDrawn(String),
    /// A distribution with the wrong number of parameters.
    #[error("`{shape}` takes {}, got {found} {}", expected.join(", "), plural(*.found, "number"))]
    ParameterCount {
        /// The distribution.
        shape: &'static str,
        /// Names of its parameters.
        expected: &'static [&'static str],
        /// Number of parameters as written.
        found: usize,
    },
    /// The least value exceeds the greatest.
    #[error("the least value {} exceeds the greatest {}", Shown(*.low), Shown(*.high))]
    Unordered {
        /// Least value as written.
        low: f64,
        /// Greatest value as written.
        high: f64,
    },
    /// The mode lies outside the bounds.
    #[error("the most likely value {} does not lie between {} and {}", Shown(*.mode), Shown(*.low), Shown(*.high))]
    ModeOutside {
        /// Least value.
        low: f64,
        /// Most likely value as written.
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

impl NumberFault {
    /// What would be right, where the message does not say.
    pub(crate) fn remedy(&self) -> Option<&'static str> {
        match self {
            Self::NoValue => Some(
                "write a number, or one of `value`, `uniform`, `normal`, `triangular`, `pert`, `beta`",
            ),
            Self::SeveralValues { .. } => Some("keep one of them"),
            Self::NotDrawn(_) => Some("write a number, or `{ value = … }`"),
            _ => None,
        }
    }
}
