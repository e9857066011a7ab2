//! What a check finds: the place, the fault, and what the finding rests on.

use crate::model::check::{ModelFault, Path};
use crate::model::{IssueId, PartyId, Scenario};

/// A broken condition with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The place at fault.
    pub path: Path,
    /// Whether the key at that place is to be shown, or its value.
    pub part: Part,
    /// What is wrong.
    pub fault: ModelFault,
    /// Other places the finding rests on: where one of them is a stand-in for an unreadable value, it says nothing.
    pub rests_on: Vec<Path>,
}

/// Which part of a place is at fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The key, or the word that makes a choice.
    Key,
    /// The value.
    Value,
}

/// A scenario under judgement, and what has been found so far in the order of the rules.
pub(super) struct Check<'s> {
    pub(super) scenario: &'s Scenario,
    pub(super) findings: Vec<Finding>,
}

impl<'s> Check<'s> {
    pub(super) fn of(scenario: &'s Scenario) -> Self {
        Self {
            scenario,
            findings: Vec::new(),
        }
    }

    /// A fault of the key at a place.
    pub(super) fn key(&mut self, path: Path, fault: impl Into<ModelFault>) -> &mut Finding {
        self.push(path, Part::Key, fault.into())
    }

    /// A fault of the value at a place.
    pub(super) fn value(&mut self, path: Path, fault: impl Into<ModelFault>) -> &mut Finding {
        self.push(path, Part::Value, fault.into())
    }

    fn push(&mut self, path: Path, part: Part, fault: ModelFault) -> &mut Finding {
        let place = self.findings.len();
        self.findings.push(Finding {
            path,
            part,
            fault,
            rests_on: Vec::new(),
        });
        &mut self.findings[place]
    }

    pub(super) fn id_of(&self, party: PartyId) -> &'s str {
        &self.scenario.parties[party.index()].id
    }

    /// The place of a party.
    pub(super) fn place_of(&self, party: PartyId) -> Path {
        Path::of("party").item(party.index(), self.id_of(party))
    }

    pub(super) fn option_count(&self, issue: IssueId) -> usize {
        self.scenario.issues[issue.index()].options.len()
    }
}

impl Finding {
    /// Adds places that the finding rests on.
    pub(super) fn resting_on(&mut self, paths: impl IntoIterator<Item = Path>) {
        self.rests_on.extend(paths);
    }
}
