//! The ids a document declares.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{PartyId, Role};
use crate::scenario::document::Node;
use crate::scenario::key::Word;

/// All ids of a document by what they name, in file order; empty where an object has none.
#[derive(Debug, Default)]
pub(crate) struct Names {
    lists: BTreeMap<&'static str, Vec<String>>,
    /// What names cannot be looked up, since the list that declares it cannot be read.
    pub(super) illegible: Vec<&'static str>,
    /// Options of each issue.
    options: Vec<Vec<String>>,
    /// Types of each party.
    types: Vec<Vec<String>>,
    principals: Vec<PartyId>,
}

impl Names {
    /// The ids in a list of objects, by what they name; options and types of each issue and party.
    pub(crate) fn of_document(root: &Node) -> Self {
        let mut names = Self::default();
        for kind in [
            "package", "issue", "party", "plan", "driver", "stage", "lever",
        ] {
            let node = root.get(if kind == "lever" { "leverage" } else { kind });
            // Where issues or parties are left out, or a list is none, it is not the names that are wrong.
            let is_needed = ["issue", "party"].contains(&kind);
            let is_legible = node.map_or(!is_needed, |node| node.items().is_some());
            if is_legible {
                names.lists.insert(kind, ids(node));
            } else {
                names.illegible.push(kind);
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
        let id = item.get("id").unwrap_or(item);
        id.text().unwrap_or_default().to_owned()
    };
    items.iter().map(id).collect()
}

/// Whether each has an id of its own; where not, a name that is found nowhere may be the one that was meant.
pub(crate) fn are_sound(ids: &[String]) -> bool {
    let mut seen = BTreeSet::new();
    ids.iter().all(|id| !id.is_empty() && seen.insert(id))
}
