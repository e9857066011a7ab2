//! Assignments: `path=value`, applied to the document before it is decoded.

use std::fmt;

/// A value for a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// Dotted path, list items by id: `party.russia.reservation`.
    pub path: String,
    /// The value as TOML; text where it is none.
    pub value: String,
}

impl fmt::Display for Assignment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}={}", self.path, self.value)
    }
}
