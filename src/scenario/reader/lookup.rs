//! What an id names.

use crate::model::check::ModelFault;
use crate::model::{Id, IssueId};
use crate::scenario::document::Node;
use crate::scenario::fault::Fault;
use crate::scenario::key::Key;
use crate::scenario::kind::Kind;
use crate::scenario::near::near;
use crate::scenario::place::At;
use crate::scenario::reader::{Reader, Table, are_sound};

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
        }
        if let Some(fault) = self.unknown(kind, ids, id) {
            self.fault(at, fault);
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
        if let Some(fault) = self.unknown(kind, ids, id) {
            self.key_fault(at, fault);
        }
        position(ids, id)
    }

    /// The fault of an id that names nothing; none where the list that should declare it cannot be read, or not all of it.
    fn unknown(&self, kind: &'static str, ids: &[String], id: &str) -> Option<Fault> {
        let is_known = ids.iter().any(|known| known == id);
        if is_known || self.names.illegible.contains(&kind) || !are_sound(ids) {
            return None;
        }
        // That an issue has no options is a fault by itself.
        if kind == "option" && ids.is_empty() {
            return None;
        }
        let known = ids.iter().filter(|id| !id.is_empty());
        Some(Fault::UnknownName {
            kind,
            id: id.to_owned(),
            known: known.cloned().collect(),
        })
    }

    /// What a key of a table keyed by ids names.
    pub(crate) fn key_of<T: Id>(&self, id: &str, at: At) -> Option<T> {
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
    pub(crate) fn names_in<T: Id>(&self, node: &Node, kind: &'static Kind) -> Vec<T> {
        let words = self.words(node, kind);
        let ids = self.names.of(T::KIND);
        let written = node.items().map_or(words.len(), <[Node]>::len);
        let is_known = |(id, _): &(&str, At)| position(ids, id).is_some();
        if words.len() < written || !words.iter().all(is_known) {
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
    ids.iter().position(|known| known == id)
}

impl Table<'_> {
    /// What the id of a key names; none where it is left out or names nothing.
    pub(crate) fn name<T: Id>(&self, key: &'static Key<T>) -> Option<T> {
        let node = self.node(key)?;
        let text = self.reader.text(node, &key.kind)?;
        let ids = self.reader.names.of(T::KIND);
        self.reader.find(T::KIND, ids, text, node.at).map(T::at)
    }

    /// The option of an issue that a key names; none where it names nothing.
    pub(crate) fn option(&self, key: &'static Key<String>, issue: IssueId) -> Option<usize> {
        let node = self.node(key)?;
        let text = self.reader.text(node, &key.kind)?;
        let options = self.reader.names.options(issue.index());
        self.reader.find("option", options, text, node.at)
    }

    /// What the ids of a list name, each at most once; none where the list is left out.
    pub(crate) fn names<T: Id>(&self, key: &'static Key<Vec<T>>) -> Option<Vec<T>> {
        let node = self.node(key)?;
        Some(self.reader.names_in(node, &key.kind))
    }

    /// What the ids of a list that a variant is given name.
    pub(crate) fn given_names<T: Id>(&self) -> Vec<T> {
        self.single
            .map_or_else(Vec::new, |(node, kind)| self.reader.names_in(node, kind))
    }
}
