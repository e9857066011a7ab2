//! Issues that linkages, red lines and breach tables tie together: in blocks, each to be looked at as one.

use std::collections::BTreeMap;

use crate::model::{IssueId, Pattern, Profile, Scenario};

/// Most combinations that the options of one block may have.
pub const BLOCK_COMBOS_MAX: usize = 65_536;

impl Pattern {
    /// The issues it names.
    pub(crate) fn issues(&self) -> Vec<IssueId> {
        let conditions = self.conditions.iter();
        conditions.map(|condition| condition.0).collect()
    }
}

impl Profile {
    /// The groups of issues that it ties together.
    fn ties(&self) -> Vec<Vec<IssueId>> {
        let linkages = self.linkages.iter().map(|linkage| linkage.pattern.issues());
        let red_lines = self.red_lines.iter().map(Pattern::issues);
        let breach = self.breach.iter().map(|breach| breach.issues.clone());
        linkages.chain(red_lines).chain(breach).collect()
    }
}

impl Scenario {
    /// The blocks that the ties of all parties make.
    pub(crate) fn blocks(&self) -> Vec<Vec<IssueId>> {
        let kinds = self.parties.iter().flat_map(|party| &party.types);
        self.blocks_of(kinds.flat_map(|kind| kind.profile.ties()))
    }

    /// The blocks that these ties make; every issue is in one, blocks in the order of their first issue.
    pub(crate) fn blocks_of(
        &self,
        ties: impl IntoIterator<Item = Vec<IssueId>>,
    ) -> Vec<Vec<IssueId>> {
        // Each issue carries the number of the first issue it is tied to.
        let mut first: Vec<usize> = (0..self.issues.len()).collect();
        for tie in ties {
            let joined: Vec<usize> = tie.iter().map(|issue| first[issue.index()]).collect();
            let Some(least) = joined.iter().min().copied() else {
                continue;
            };
            for own in &mut first {
                if joined.contains(own) {
                    *own = least;
                }
            }
        }
        let mut blocks: BTreeMap<usize, Vec<IssueId>> = BTreeMap::new();
        for (issue, first) in first.into_iter().enumerate() {
            blocks.entry(first).or_default().push(IssueId::at(issue));
        }
        blocks.into_values().collect()
    }

    /// Number of combinations of the options of some issues.
    pub(crate) fn combinations(&self, issues: &[IssueId]) -> f64 {
        let counts = issues
            .iter()
            .map(|issue| self.issues[issue.index()].options.len());
        counts.map(|count| count as f64).product()
    }
}
