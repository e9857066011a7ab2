//! Tables whose keys have been checked, alone or laid over another.

use std::cell::OnceCell;
use std::cell::RefCell;

use crate::model::Deal;
use crate::scenario::document;
use crate::scenario::document::Node;
use crate::scenario::fault::Fault;
use crate::scenario::key::{Key, Many, Map, Sub};
use crate::scenario::kind::{EMPTY, Field, Kind, Need, Record, is_note};
use crate::scenario::meant::shape_elsewhere;
use crate::scenario::place::{At, Span};
use crate::scenario::reader::Names;
use crate::scenario::reader::guess::{right, unknown};
use crate::scenario::reader::range::{RangeRead, in_order};
use crate::scenario::report::Report;

/// What reading a document needs: the ids it declares, and where faults go.
pub(crate) struct Reader {
    pub(crate) report: RefCell<Report>,
    pub(crate) names: Names,
    /// The ranges read so far; those of keys that all types of a party read, once for each type.
    pub(super) ranges: RefCell<Vec<RangeRead>>,
    /// The deals of the plans, once they are read.
    pub(crate) deals: OnceCell<Vec<Deal>>,
    /// Keys that have been asked for, as record and key.
    #[cfg(test)]
    pub(crate) asked: RefCell<std::collections::BTreeSet<(&'static str, &'static str)>>,
}

/// A table of the document with its keys checked, or one that stands in for it and says nothing.
#[derive(Clone)]
pub(crate) struct Table<'n> {
    pub(crate) reader: &'n Reader,
    pub(crate) at: At,
    entries: &'n [document::Entry],
    record: &'static Record,
    /// What holds where this table says nothing.
    base: Option<Box<Table<'n>>>,
    /// Stands in for a table that is left out or unreadable, so that nothing can be missing in it.
    is_stand_in: bool,
    /// The value of a variant that is given one, and no table.
    pub(super) single: Option<(&'n Node, &'static Kind)>,
}

/// An entry of a table keyed by ids or paths: the key with its place, and the value with its kind.
#[derive(Clone, Copy)]
pub(crate) struct Entry<'n> {
    pub(crate) key: &'n str,
    pub(crate) node: &'n Node,
    pub(crate) kind: &'static Kind,
}

impl Reader {
    pub(crate) fn new(names: Names, report: Report) -> Self {
        Self {
            report: RefCell::new(report),
            names,
            ranges: RefCell::default(),
            deals: OnceCell::new(),
            #[cfg(test)]
            asked: RefCell::default(),
        }
    }

    /// What has been found, and the ranges of numbers in file order.
    pub(crate) fn into_parts(self) -> (Report, Vec<RangeRead>) {
        let ranges = in_order(self.ranges.into_inner());
        (self.report.into_inner(), ranges)
    }

    /// Where a value stands.
    pub(crate) fn span(&self, at: At) -> Span {
        self.report.borrow().places.value_span(at)
    }

    /// Where a key stands.
    pub(crate) fn key_span(&self, at: At) -> Span {
        self.report.borrow().places.key_span(at)
    }

    /// Reports a fault of a value.
    pub(crate) fn fault(&self, at: At, fault: impl Into<Fault>) {
        self.report.borrow_mut().value(at, fault);
    }

    /// Reports a fault of a key.
    pub(crate) fn key_fault(&self, at: At, fault: impl Into<Fault>) {
        self.report.borrow_mut().key(at, fault);
    }

    /// Notes that a stand-in is used for a value.
    pub(crate) fn mark(&self, at: At) {
        self.report.borrow_mut().mark(at);
    }

    /// Whether a value is at fault.
    pub(crate) fn is_faulty(&self, at: At) -> bool {
        self.report.borrow().is_faulty(at)
    }

    /// Reports a value of the wrong kind.
    pub(crate) fn wrong(&self, node: &Node, kind: &Kind) {
        let named = node.text().filter(|words| shape_elsewhere(words));
        let fault = match named.filter(|_| kind.numbers().is_some()) {
            Some(words) => Fault::NoDistribution(words.to_owned()),
            None => Fault::WrongKind {
                expected: kind.in_words(),
                found: node.in_words(),
                right: right(node, kind),
            },
        };
        self.fault(node.at, fault);
    }

    /// A text that says something.
    pub(crate) fn text<'n>(&self, node: &'n Node, kind: &Kind) -> Option<&'n str> {
        let Some(text) = node.text() else {
            self.wrong(node, kind);
            return None;
        };
        if text.trim().is_empty() {
            self.fault(node.at, Fault::EmptyText);
            return None;
        }
        Some(text)
    }

    /// The entries with known keys, of which one is to be chosen; none where there are only unknown ones.
    pub(crate) fn known<'n, T>(
        &self,
        entries: &'n [document::Entry],
        find: impl Fn(&str) -> Option<T>,
        unknown: impl Fn(&str) -> Fault,
    ) -> Option<Vec<(T, &'n Node)>> {
        let mut known = Vec::new();
        let mut is_misspelt = false;
        for entry in entries {
            if is_note(&entry.key) {
                self.text(&entry.node, &Kind::Text);
            } else if let Some(found) = find(&entry.key) {
                known.push((found, &entry.node));
            } else {
                is_misspelt = true;
                if !self.is_faulty(entry.node.at) {
                    self.key_fault(entry.node.at, unknown(&entry.key));
                }
            }
        }
        (!known.is_empty() || !is_misspelt).then_some(known)
    }

    /// Checks the keys of a table; where it is none, one that says nothing.
    pub(crate) fn open<'n>(&'n self, node: &'n Node, record: &'static Record) -> Table<'n> {
        let Some(entries) = node.entries() else {
            self.wrong(node, &Kind::Record(record));
            return self.stand_in(node.at, record);
        };
        let table = Table {
            entries,
            is_stand_in: false,
            ..self.stand_in(node.at, record)
        };
        for entry in entries {
            if record.has_notes && is_note(&entry.key) {
                self.text(&entry.node, &Kind::Text);
            } else if record.field(&entry.key).is_none() && !self.is_faulty(entry.node.at) {
                let (fault, meant) = unknown(entry, entries, record);
                if let Some(meant) = meant {
                    self.report.borrow_mut().lack(node.at, &meant);
                }
                self.key_fault(entry.node.at, fault);
            }
        }
        for field in record.fields() {
            if field.need == Need::Required {
                table.require(field, record.what);
            }
        }
        table
    }

    /// A table that says nothing, in the place of one that should.
    pub(crate) fn stand_in<'n>(&'n self, at: At, record: &'static Record) -> Table<'n> {
        Table {
            reader: self,
            at,
            entries: &[],
            record,
            base: None,
            is_stand_in: true,
            single: None,
        }
    }

    /// What stands for the settings of a variant that is given a value.
    pub(crate) fn giving<'n>(&'n self, node: &'n Node, kind: &'static Kind) -> Table<'n> {
        Table {
            single: Some((node, kind)),
            ..self.stand_in(node.at, &EMPTY)
        }
    }

    /// The entries of a table keyed by ids or paths.
    pub(crate) fn map<'n>(&self, node: &'n Node, kind: &'static Kind) -> Option<Vec<Entry<'n>>> {
        let (Some(entries), Kind::Map { value, notes, .. }) = (node.entries(), kind) else {
            self.wrong(node, kind);
            return None;
        };
        let mut found = Vec::new();
        for entry in entries {
            // A key of another table has been reported as that.
            if self.is_faulty(entry.node.at) {
                continue;
            }
            if *notes && is_note(&entry.key) {
                self.text(&entry.node, &Kind::Text);
                continue;
            }
            found.push(Entry {
                key: &entry.key,
                node: &entry.node,
                kind: value,
            });
        }
        Some(found)
    }

    /// Whether a list of tables holds nothing but texts, which is reported once for all of them.
    fn is_list_of_texts(&self, node: &Node, kind: &Kind) -> bool {
        let items = node.items().unwrap_or_default();
        let is_one = !items.is_empty() && items.iter().all(|item| item.text().is_some());
        if is_one && !self.is_faulty(node.at) {
            let fault = Fault::WrongKind {
                expected: kind.in_words(),
                found: "a list of texts".to_owned(),
                right: right(node, kind),
            };
            self.fault(node.at, fault);
        }
        is_one
    }

    /// The items of a list with their kind.
    pub(crate) fn items<'n>(
        &self,
        node: &'n Node,
        kind: &'static Kind,
    ) -> Option<(&'n [Node], &'static Kind)> {
        if let (Some(items), Kind::List(item)) = (node.items(), kind) {
            return Some((items, item));
        }
        self.wrong(node, kind);
        None
    }
}

impl<'n> Table<'n> {
    /// This table where it says something, else that one.
    pub(crate) fn over(&self, base: &Table<'n>) -> Self {
        Self {
            base: Some(Box::new(base.clone())),
            ..self.clone()
        }
    }

    /// The table of a key, here or else in the base; one that says nothing where it is left out.
    pub(crate) fn table(&self, key: &'static Key<Sub>) -> Table<'n> {
        let record = record_of(key);
        match self.node(key) {
            Some(node) => self.reader.open(node, record),
            None => self.reader.stand_in(self.at, record),
        }
    }

    /// The table of a key, laid over that of the base; one that says nothing where it is left out.
    pub(crate) fn merged(&self, key: &'static Key<Sub>) -> Table<'n> {
        let own = match self.own(key) {
            Some(node) => self.reader.open(node, record_of(key)),
            None => self.reader.stand_in(self.at, record_of(key)),
        };
        match &self.base {
            Some(base) => own.over(&base.merged(key)),
            None => own,
        }
    }

    /// The tables of a list, one for each entry.
    pub(crate) fn tables(&self, key: &'static Key<Many>) -> Vec<Table<'n>> {
        if let Some(node) = self.node(key)
            && self.reader.is_list_of_texts(node, &key.kind)
        {
            return Vec::new();
        }
        let items = self.items(key).into_iter();
        items
            .filter_map(|(node, kind)| match kind {
                Kind::Record(record) => Some(self.reader.open(node, record)),
                _ => None,
            })
            .collect()
    }

    /// The entries of a list with their kind.
    pub(crate) fn items(&self, key: &'static Key<Many>) -> Vec<(&'n Node, &'static Kind)> {
        let node = self.node(key);
        let items = node.and_then(|node| self.reader.items(node, &key.kind));
        items.map_or_else(Vec::new, |(items, kind)| {
            items.iter().map(|item| (item, kind)).collect()
        })
    }

    /// The entries of a table keyed by ids or paths.
    pub(crate) fn map(&self, key: &'static Key<Map>) -> Option<Vec<Entry<'n>>> {
        let node = self.node(key)?;
        self.reader.map(node, &key.kind)
    }

    /// The value of a key as written, here or in the base.
    pub(crate) fn node(&self, field: &'static Field) -> Option<&'n Node> {
        let own = self.own(field);
        own.or_else(|| self.base.as_ref().and_then(|base| base.node(field)))
    }

    /// Whether a key is written, here or in the base, if misspelt, in which case it has been reported.
    pub(crate) fn has(&self, field: &'static Field) -> bool {
        let is_misspelt = || self.reader.report.borrow().lacks(self.at, field.key);
        self.own(field).is_some()
            || is_misspelt()
            || self.base.as_ref().is_some_and(|base| base.has(field))
    }

    /// Whether a key is written here.
    pub(crate) fn is_written(&self, key: &str) -> bool {
        self.entries.iter().any(|entry| entry.key == key)
    }

    /// Reports a key that is needed here and not written.
    pub(crate) fn require(&self, field: &'static Field, what: &str) {
        if !self.is_stand_in && !self.has(field) {
            let mut report = self.reader.report.borrow_mut();
            report.child(self.at, field.key, missing_key(what, field));
        }
    }

    /// Reports a key that is left out and needed here for a reason of its own.
    pub(crate) fn lacks(&self, field: &'static Field, fault: impl Into<Fault>) {
        let mut report = self.reader.report.borrow_mut();
        report.child(self.at, field.key, fault.into());
    }

    /// Reports a fault of the value of a key.
    pub(crate) fn fault(&self, field: &'static Field, fault: impl Into<Fault>) {
        if let Some(node) = self.node(field) {
            self.reader.fault(node.at, fault);
        }
    }

    /// Notes that the value of a key is incomplete.
    pub(crate) fn mark(&self, field: &'static Field) {
        if let Some(node) = self.node(field) {
            self.reader.mark(node.at);
        }
    }

    fn own(&self, field: &'static Field) -> Option<&'n Node> {
        assert!(
            self.record.field(field.key).is_some(),
            "{} has no key `{}`",
            self.record.what,
            field.key
        );
        #[cfg(test)]
        self.reader
            .asked
            .borrow_mut()
            .insert((self.record.what, field.key));
        let entry = self.entries.iter().find(|entry| entry.key == field.key);
        entry.map(|entry| &entry.node)
    }
}

fn record_of(key: &'static Key<Sub>) -> &'static Record {
    match key.kind {
        Kind::Record(record) => record,
        _ => &EMPTY,
    }
}

/// The fault of a key that is needed.
fn missing_key(what: &str, field: &Field) -> Fault {
    Fault::MissingKey {
        record: what.to_owned(),
        key: field.key.to_owned(),
        remedy: format!("add `{}`: {}", field.key, field.kind.in_words()),
    }
}
