//! Questions to settle and the ordered ways to settle them.

use crate::model::{ConsentRule, PackageId};

/// A question to settle.
#[derive(Clone, Debug, PartialEq)]
pub struct Issue {
    /// Name in files.
    pub id: String,
    /// Name for readers.
    pub title: String,
    /// The package it belongs to.
    pub package: PackageId,
    /// The ways to settle it, in order; at least one, at most 64.
    pub options: Vec<IssueOption>,
    /// Whose consent its options need, where they do not say themselves.
    pub consent: Option<ConsentRule>,
}

/// One way to settle an issue.
#[derive(Clone, Debug, PartialEq)]
pub struct IssueOption {
    /// Name in files.
    pub id: String,
    /// Name for readers.
    pub title: String,
    /// Place on a scale the author chose (soldiers, kilometres, euros); its position from 0 where left out.
    pub value: Option<f64>,
    /// Whose consent this option needs.
    pub consent: Option<ConsentRule>,
}

/// A set of options of one issue, as bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OptionSet(pub u64);

impl OptionSet {
    /// The set of these positions, each below 64.
    pub fn of(options: impl IntoIterator<Item = usize>) -> Self {
        Self(options.into_iter().fold(0, |set, option| set | 1 << option))
    }

    /// Whether the option at this position belongs to the set.
    pub fn contains(self, option: usize) -> bool {
        self.0 >> option & 1 == 1
    }
}
