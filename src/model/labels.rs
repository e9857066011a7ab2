//! Other words for readers than those of a scenario.

use std::collections::BTreeMap;

/// What has a name for readers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Named {
    /// A package.
    Package,
    /// An issue.
    Issue,
    /// An option of the issue of this id.
    IssueOption(String),
    /// A party.
    Party,
    /// A plan.
    Plan,
    /// A lever.
    Lever,
    /// A factor of a sweep, or an uncertain number by its path.
    Factor,
    /// A named policy, or a level of a factor.
    Policy,
}

impl Named {
    /// What it is called in messages and label files.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Package => "package",
            Self::Issue => "issue",
            Self::IssueOption(_) => "option",
            Self::Party => "party",
            Self::Plan => "plan",
            Self::Lever => "lever",
            Self::Factor => "factor",
            Self::Policy => "policy",
        }
    }
}

/// The ids there are, by what they name, in the order in which they are met.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ids(BTreeMap<Named, Vec<String>>);

impl Ids {
    /// Adds an id; one that is there already is not added again.
    pub fn add(&mut self, kind: Named, id: &str) {
        let ids = self.0.entry(kind).or_default();
        if !ids.iter().any(|known| known == id) {
            ids.push(id.to_owned());
        }
    }

    /// All ids of a kind.
    pub fn of(&self, kind: &Named) -> &[String] {
        self.0.get(kind).map_or(&[], Vec::as_slice)
    }
}

/// Words in place of titles, by id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Labels {
    /// Title of the whole.
    pub title: Option<String>,
    words: BTreeMap<(Named, String), String>,
}

impl Labels {
    /// Gives something other words.
    pub fn set(&mut self, kind: Named, id: &str, words: &str) {
        self.words.insert((kind, id.to_owned()), words.to_owned());
    }

    /// The words for something, where they are not those of the scenario.
    pub fn get(&self, kind: Named, id: &str) -> Option<&str> {
        self.words.get(&(kind, id.to_owned())).map(String::as_str)
    }

    /// Puts the words for something, where there are any, in place of its title.
    pub fn put(&self, kind: Named, id: &str, title: &mut String) {
        if let Some(words) = self.get(kind, id) {
            words.clone_into(title);
        }
    }
}
