//! The ids a document declares, and what an id names.

use std::collections::BTreeMap;

use crate::model::check::ModelFault;
use crate::model::{PartyId, Role};
use crate::scenario::document::{At, Node};
use crate::scenario::fault::Fault;
use crate::scenario::key::{Named, Word};
use crate::scenario::kind::Kind;
use crate::scenario::near::near;
use crate::scenario::reader::Reader;

/// All ids of a document by what they name, in file order; empty where an object has none.
#[derive(Debug, Default)]
pub(crate) struct Names {
    lists: BTreeMap<&'static str, Vec<String>>,
    /// What names cannot be looked up, since the list that declares it cannot be read.
    illegible: Vec<&'static str>,
    /// Options of each issue.
    options: Vec<Vec<String>>,
    /// Types of each party.
    types: Vec<Vec<String>>,
    principals: Vec<PartyId>,
}

impl Names {
    /// The ids in a list of objects, by the key of the list; options and types of each issue and party.
    pub(crate) fn of_document(root: &Node) -> Self {
        let mut names = Self::default();
        for list in ["package", "issue", "party", "plan", "driver"] {
            let node = root.get(list);
            // Where issues or parties are left out, or a list is none, it is not the names that are wrong.
            let is_needed = ["issue", "party"].contains(&list);
            let is_legible = node.map_or(!is_needed, |node| node.items().is_some());
            if is_legible {
                names.lists.insert(list, ids(node));
            } else {
                names.illegible.push(list);
            }
        }
        let inner = |list: &str, key: &str| {
            let items = root.get(list).and_then(Node::items).unwrap_or_default();
            items.iter().map(|item| ids(item.get(key))).collect()
        };
        names.options = inner("issue", "options");
        names.types = inner("party", "type");
        let parties = root.get("party").and_then(Node::items).unwrap_or_default();
        let is_principal = |party: &Node| {
            let role = party.get("role").and_then(Node::text);
            role.and_then(Role::meant) == Some(Role::Principal)
        };
        let principals = (0..).zip(parties).filter(|(_, party)| is_principal(party));
        names.principals = principals.map(|(position, _)| PartyId(position)).collect();
        names
    }

    /// The ids of one kind.
    pub(crate) fn of(&self, kind: &str) -> &[String] {
        self.lists.get(kind).map_or(&[], Vec::as_slice)
    }

    /// The principals in file order.
    pub(crate) fn principals(&self) -> &[PartyId] {
        &self.principals
    }

    /// The options of an issue.
    pub(crate) fn options(&self, issue: usize) -> &[String] {
        self.options.get(issue).map_or(&[], Vec::as_slice)
    }

    /// The types of a party.
    pub(crate) fn types(&self, party: usize) -> &[String] {
        self.types.get(party).map_or(&[], Vec::as_slice)
    }
}

fn ids(list: Option<&Node>) -> Vec<String> {
    let items = list.and_then(Node::items).unwrap_or_default();
    let id = |item: &Node| {
        item.get("id")
            .and_then(Node::text)
            .unwrap_or_default()
            .to_owned()
    };
    items.iter().map(id).collect()
}

impl Reader {
    /// The position of an id that stands as a value.
    pub(crate) fn find(
        &self,
        kind: &'static str,
        ids: &[String],
        id: &str,
        at: At,
    ) -> Option<usize> {
        let found = position(ids, id);
        if found.is_none() {
            self.mark(at);
            if !self.names.illegible.contains(&kind) {
                self.fault(at, unknown(kind, ids, id));
            }
        }
        found
    }

    /// The position of an id that stands as a key.
    pub(crate) fn find_key(
        &self,
        kind: &'static str,
        ids: &[String],
        id: &str,
        at: At,
    ) -> Option<usize> {
        let found = position(ids, id);
        if found.is_none() && !self.names.illegible.contains(&kind) {
            self.key_fault(at, unknown(kind, ids, id));
        }
        found
    }

    /// What a key of a table keyed by ids names.
    pub(crate) fn key_of<T: Named>(&self, id: &str, at: At) -> Option<T> {
        self.find_key(T::KIND, self.names.of(T::KIND), id, at)
            .map(T::at)
    }

    /// The positions of a list of ids, each at most once.
    pub(crate) fn find_all(
        &self,
        kind: &'static str,
        ids: &[String],
        words: &[(&str, At)],
    ) -> Vec<usize> {
        let mut found = Vec::new();
        for &(id, at) in words {
            let Some(position) = self.find(kind, ids, id, at) else {
                continue;
            };
            if found.contains(&position) {
                let id = id.to_owned();
                self.fault(at, ModelFault::NamedTwice { kind, id });
            } else {
                found.push(position);
            }
        }
        found
    }

    /// What a list of ids names; where some name nothing, what a check finds about the list says nothing.
    pub(crate) fn names_in<T: Named>(&self, node: &Node, kind: &'static Kind) -> Vec<T> {
        let words = self.words(node, kind);
        let ids = self.names.of(T::KIND);
        if words.iter().any(|(id, _)| position(ids, id).is_none()) {
            self.mark(node.at);
        }
        let found = self.find_all(T::KIND, ids, &words);
        found.into_iter().map(T::at).collect()
    }

    /// The texts of a list with their places.
    pub(crate) fn words<'n>(&self, node: &'n Node, kind: &'static Kind) -> Vec<(&'n str, At)> {
        let items = self.items(node, kind);
        items.map_or_else(Vec::new, |(items, kind)| {
            let texts = items
                .iter()
                .map(|item| Some((self.text(item, kind)?, item.at)));
            texts.flatten().collect()
        })
    }
}

/// Those missing names that no unknown one can have meant.
pub(crate) fn not_misspelt(missing: Vec<String>, unknown: &[String]) -> Vec<String> {
    let meant = |name: &String| {
        let name = std::slice::from_ref(name);
        unknown.iter().any(|word| near(word, name).is_some())
    };
    missing.into_iter().filter(|name| !meant(name)).collect()
}

fn position(ids: &[String], id: &str) -> Option<usize> {
    ids.iter().position(|it| it == id)
}

fn unknown(kind: &'static str, ids: &[String], id: &str) -> Fault {
    let known = ids.iter().filter(|id| !id.is_empty());
    Fault::UnknownName {
        kind,
        id: id.to_owned(),
        known: known.cloned().collect(),
    }
}
