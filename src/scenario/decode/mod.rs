//! Fills [`ScenarioFile`](crate::scenario::file::ScenarioFile) from the document and reports every value of the wrong kind.
//!
//! A reader of a key asks the field list what belongs there. A bad number is reported and replaced by a legal one, so that
//! its absence is not reported as well.

mod choice;
mod number;
mod objects;
mod rules;

pub(crate) use choice::{Chosen, Given};
pub(crate) use number::SHAPES;
pub(crate) use objects::scenario;

use crate::scenario::document::{At, Entry, Node, Value};
use crate::scenario::fault::Fault;
use crate::scenario::fields::{Field, Kind, NOTES, Need, Record};
use crate::scenario::file::{Listed, Number, Plain, Spelled, Whole, Word};
use crate::scenario::report::Report;
use crate::scenario::words::near;

/// Reads values and reports what is wrong with them.
pub(crate) struct Decoder<'r> {
    pub(crate) report: &'r mut Report,
}

/// An entry of a table keyed by ids: the id, the value and its kind.
pub(crate) type Keyed<'n> = (Word, &'n Node, &'static Kind);

/// A table whose keys have been checked against its record.
#[derive(Clone, Copy)]
pub(crate) struct Fields<'n> {
    pub(crate) at: At,
    entries: &'n [Entry],
    record: &'static Record,
}

impl<'n> Fields<'n> {
    /// Whether a key is written, if misspelt, in which case it has been reported.
    pub(crate) fn says(&self, key: &str) -> bool {
        self.entries
            .iter()
            .any(|entry| entry.key == key || self.is_misspelt(&entry.key, key))
    }

    fn is_misspelt(&self, written: &str, key: &str) -> bool {
        let is_known = self.record.field(written).is_some() || NOTES.contains(&written);
        !is_known && near(written, &self.record.keys()).is_some_and(|meant| meant == key)
    }

    /// The keys as written.
    pub(crate) fn keys(&self) -> Vec<String> {
        self.entries.iter().map(|entry| entry.key.clone()).collect()
    }

    fn get(&self, key: &str) -> Option<(&'n Node, &'static Kind)> {
        let field = self.record.field(key);
        debug_assert!(field.is_some(), "the field list has no `{key}`");
        let entry = self.entries.iter().find(|entry| entry.key == key)?;
        Some((&entry.node, &field?.kind))
    }
}

impl Decoder<'_> {
    /// Reports a value of the wrong kind.
    pub(crate) fn wrong(&mut self, node: &Node, kind: &Kind) {
        let fault = Fault::WrongKind {
            expected: kind.in_words(),
            found: node.in_words(),
        };
        self.report.value(node.at, fault);
    }

    /// Checks the keys of a table.
    pub(crate) fn open<'n>(
        &mut self,
        node: &'n Node,
        record: &'static Record,
    ) -> Option<Fields<'n>> {
        let Value::Table(entries) = &node.value else {
            self.wrong(node, &Kind::Record(record));
            return None;
        };
        for entry in entries {
            if NOTES.contains(&entry.key.as_str()) {
                self.text(&entry.node, &Kind::Text);
            } else if record.field(&entry.key).is_none() {
                let fault = Fault::UnknownKey {
                    record: record.what,
                    key: entry.key.clone(),
                    known: record.keys(),
                };
                self.report.key(entry.node.at, fault);
            }
        }
        let fields = Fields {
            at: node.at,
            entries,
            record,
        };
        for field in record.fields() {
            if field.need == Need::Required && !fields.says(field.key) {
                self.missing(node.at, record.what, field);
            }
        }
        Some(fields)
    }

    /// Reports a key that is needed here.
    pub(crate) fn missing(&mut self, at: At, what: &str, field: &Field) {
        self.report.child(at, field.key, missing_key(what, field));
    }

    /// A text.
    pub(crate) fn text(&mut self, node: &Node, kind: &Kind) -> Option<Word> {
        let Some(text) = node.text() else {
            self.wrong(node, kind);
            return None;
        };
        let legal_words = match kind {
            Kind::Word(words) => Some(*words),
            _ => None,
        };
        if text.trim().is_empty() {
            self.report.value(node.at, Fault::EmptyText);
            return None;
        }
        if let Some(words) = legal_words
            && !words.contains(&text)
        {
            let fault = Fault::UnknownWord {
                found: text.to_owned(),
                known: words.iter().map(|word| (*word).to_owned()).collect(),
            };
            self.report.value(node.at, fault);
            return None;
        }
        Some(Spelled {
            value: text.to_owned(),
            at: node.at,
        })
    }

    /// The text of a key.
    pub(crate) fn word(&mut self, fields: &Fields<'_>, key: &str) -> Option<Word> {
        let (node, kind) = fields.get(key)?;
        self.text(node, kind)
    }

    /// `true` or `false`.
    pub(crate) fn truth(&mut self, fields: &Fields<'_>, key: &str) -> Option<Spelled<bool>> {
        let (node, kind) = fields.get(key)?;
        if let Value::Truth(value) = node.value {
            return Some(Spelled { value, at: node.at });
        }
        self.wrong(node, kind);
        None
    }

    /// The number of a key that may be drawn.
    pub(crate) fn number(&mut self, fields: &Fields<'_>, key: &str) -> Option<Number> {
        let (node, kind) = fields.get(key)?;
        Some(self.uncertain(node, kind))
    }

    /// The number of a key that may not be drawn.
    pub(crate) fn plain(&mut self, fields: &Fields<'_>, key: &str) -> Option<Plain> {
        let (node, kind) = fields.get(key)?;
        Some(self.fixed(node, kind))
    }

    /// The whole number of a key.
    pub(crate) fn whole(&mut self, fields: &Fields<'_>, key: &str) -> Option<Whole> {
        let (node, kind) = fields.get(key)?;
        self.integer(node, kind)
    }

    /// The items of a list, each with its kind.
    pub(crate) fn items<'n>(
        &mut self,
        fields: &Fields<'n>,
        key: &str,
    ) -> Listed<(&'n Node, &'static Kind)> {
        match fields.get(key) {
            Some((node, kind)) => self.list(node, kind),
            None => Listed {
                at: None,
                items: Vec::new(),
            },
        }
    }

    fn list<'n>(
        &mut self,
        node: &'n Node,
        kind: &'static Kind,
    ) -> Listed<(&'n Node, &'static Kind)> {
        let mut listed = Listed {
            at: Some(node.at),
            items: Vec::new(),
        };
        match (&node.value, kind) {
            (Value::List(items), Kind::List(item)) => {
                listed.items = items.iter().map(|node| (node, *item)).collect();
            }
            _ => self.wrong(node, kind),
        }
        listed
    }

    /// A list of names.
    pub(crate) fn names(&mut self, fields: &Fields<'_>, key: &str) -> Listed<Word> {
        let listed = self.items(fields, key);
        self.words(listed)
    }

    /// A list of names given to a variant.
    pub(crate) fn given_names(&mut self, node: &Node, kind: &'static Kind) -> Listed<Word> {
        let listed = self.list(node, kind);
        self.words(listed)
    }

    fn words(&mut self, listed: Listed<(&Node, &'static Kind)>) -> Listed<Word> {
        Listed {
            at: listed.at,
            items: listed
                .items
                .into_iter()
                .filter_map(|(node, kind)| self.text(node, kind))
                .collect(),
        }
    }

    /// The tables of a list, their keys checked.
    pub(crate) fn tables<'n, T>(
        &mut self,
        fields: &Fields<'n>,
        key: &str,
        read: impl Fn(&mut Self, Fields<'n>) -> T,
    ) -> Listed<T> {
        let listed = self.items(fields, key);
        let mut items = Vec::new();
        for (node, kind) in listed.items {
            if let Kind::Record(record) = kind
                && let Some(fields) = self.open(node, record)
            {
                items.push(read(self, fields));
            }
        }
        Listed {
            at: listed.at,
            items,
        }
    }

    /// The table of a key, its keys checked.
    pub(crate) fn table<'n>(&mut self, fields: &Fields<'n>, key: &str) -> Option<Fields<'n>> {
        let (node, Kind::Record(record)) = fields.get(key)? else {
            return None;
        };
        self.open(node, record)
    }

    /// The entries of a table keyed by ids: key, value and its kind.
    pub(crate) fn map<'n>(
        &mut self,
        node: &'n Node,
        kind: &'static Kind,
    ) -> Option<Vec<Keyed<'n>>> {
        let (Value::Table(entries), Kind::Map { value, notes, .. }) = (&node.value, kind) else {
            self.wrong(node, kind);
            return None;
        };
        let mut pairs = Vec::new();
        for entry in entries {
            if *notes && NOTES.contains(&entry.key.as_str()) {
                self.text(&entry.node, &Kind::Text);
                continue;
            }
            let word = Spelled {
                value: entry.key.clone(),
                at: entry.node.at,
            };
            pairs.push((word, &entry.node, *value));
        }
        Some(pairs)
    }

    /// The entries of the table of a key.
    pub(crate) fn map_at<'n>(
        &mut self,
        fields: &Fields<'n>,
        key: &str,
    ) -> Option<(At, Vec<Keyed<'n>>)> {
        let (node, kind) = fields.get(key)?;
        Some((node.at, self.map(node, kind)?))
    }
}

/// The fault of a key that is needed.
pub(crate) fn missing_key(what: &str, field: &Field) -> Fault {
    Fault::MissingKey {
        record: what.to_owned(),
        key: field.key.to_owned(),
        remedy: format!("add `{}`: {}", field.key, field.kind.in_words()),
    }
}
