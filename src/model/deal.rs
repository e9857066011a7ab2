//! Deals, plans, and the patterns that linkages, red lines and ratification rules look for in a deal.

use crate::model::{IssueId, OptionSet};

/// One option for every issue, as positions in the issues' option lists.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Deal(pub Vec<u16>);

impl Deal {
    /// The option this deal gives an issue.
    pub fn option(&self, issue: IssueId) -> usize {
        usize::from(self.0[issue.index()])
    }
}

/// A deal with a name and an author, written in the scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Name in files.
    pub id: String,
    /// Name for readers.
    pub title: String,
    /// Who wrote it, in words.
    pub author: Option<String>,
    /// The deal.
    pub deal: Deal,
}

/// A condition on a deal: each named issue takes one of the named options.
#[derive(Clone, Debug, PartialEq)]
pub struct Pattern {
    /// Issue and options, at most once per issue, in issue order; at least one.
    pub conditions: Vec<(IssueId, OptionSet)>,
}

impl Pattern {
    /// Whether a deal meets all conditions.
    pub fn matches(&self, deal: &Deal) -> bool {
        self.conditions
            .iter()
            .all(|(issue, options)| options.contains(deal.option(*issue)))
    }
}
