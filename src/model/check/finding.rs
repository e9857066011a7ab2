//! What a check finds: the place, the fault, and what the finding rests on.

use crate::model::check::{ModelFault, Path};

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

/// All that a check has found, in the order of the rules.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Findings(Vec<Finding>);

impl Findings {
    /// A fault of the key at a place.
    pub(super) fn key(&mut self, path: Path, fault: impl Into<ModelFault>) -> &mut Finding {
        self.push(path, Part::Key, fault.into())
    }

    /// A fault of the value at a place.
    pub(super) fn value(&mut self, path: Path, fault: impl Into<ModelFault>) -> &mut Finding {
        self.push(path, Part::Value, fault.into())
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn push(&mut self, path: Path, part: Part, fault: ModelFault) -> &mut Finding {
        let place = self.0.len();
        self.0.push(Finding {
            path,
            part,
            fault,
            rests_on: Vec::new(),
        });
        &mut self.0[place]
    }
}

impl Finding {
    /// Adds places that the finding rests on.
    pub(super) fn resting_on(&mut self, paths: impl IntoIterator<Item = Path>) {
        self.rests_on.extend(paths);
    }
}

impl IntoIterator for Findings {
    type Item = Finding;
    type IntoIter = std::vec::IntoIter<Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
