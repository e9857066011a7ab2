//! What can be wrong with how a number is written.

use thiserror::Error;

use crate::model::check::words::{Shown, listed, plural};

/// A broken condition of a number as written.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum SpellingFault {
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
}

impl SpellingFault {
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
