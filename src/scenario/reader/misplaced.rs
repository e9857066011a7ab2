//! Keys that stand in a table other than theirs: found before anything is read, so that nothing follows from them.
//!
//! In TOML a key belongs to the header above it, so one that is added at the end of a party belongs to the party's last
//! table, `[party.utility]` or `[party.strategy]`.

use crate::scenario::document::{Entry, Node, Value};
use crate::scenario::fault::{Destination, Fault};
use crate::scenario::kind::{Kind, Record, is_note};
use crate::scenario::near::near;
use crate::scenario::place::At;
use crate::scenario::reader::Names;
use crate::scenario::report::Report;

/// Keys that this many tables have say nothing about where they belong.
const OWNERS_MAX: usize = 4;

/// Reports every key that its own table does not have, and another one has.
pub(crate) fn report_misplaced(
    root: &Node,
    record: &'static Record,
    names: &Names,
    text: &str,
    report: &mut Report,
) {
    let mut walk = Walk {
        root,
        record,
        names,
        text,
        report,
        around: Vec::new(),
    };
    walk.table(root, record);
}

struct Walk<'w> {
    root: &'w Node,
    record: &'static Record,
    names: &'w Names,
    text: &'w str,
    report: &'w mut Report,
    /// The tables around, from the whole file on.
    around: Vec<(&'static Record, At)>,
}

impl Walk<'_> {
    fn value(&mut self, node: &Node, kind: &'static Kind) {
        match (&node.value, kind) {
            (Value::Table(_), Kind::Record(record)) => self.table(node, record),
            (Value::Table(entries), Kind::Choice(_)) => {
                for entry in entries {
                    match kind.field(&entry.key) {
                        Some(field) => self.value(&entry.node, &field.kind),
                        None => self.judge(node, entry, None, "this choice"),
                    }
                }
            }
            (Value::Table(entries), Kind::Map { of, value, .. }) => {
                let (_, name) = self.report.places.parent_and_segment(node.at);
                let here = format!("`{name}`");
                let ids = self.names.of(of);
                for entry in entries {
                    if ids.contains(&entry.key) {
                        self.value(&entry.node, value);
                    } else if !ids.is_empty() {
                        self.judge(node, entry, None, &here);
                    }
                }
            }
            (Value::List(items), Kind::List(item)) => {
                for node in items {
                    self.value(node, item);
                }
            }
            _ => {}
        }
    }

    fn table(&mut self, node: &Node, record: &'static Record) {
        let Some(entries) = node.entries() else {
            return;
        };
        self.around.push((record, node.at));
        for entry in entries {
            match record.field(&entry.key) {
                Some(field) => self.value(&entry.node, &field.kind),
                None => self.judge(node, entry, Some(record), record.what),
            }
        }
        self.around.pop();
    }

    /// Reports an unknown key of a table, if another one has it.
    fn judge(&mut self, table: &Node, entry: &Entry, record: Option<&Record>, here: &str) {
        if is_note(&entry.key) {
            return;
        }
        let mut around = self.around.iter().rev();
        let outer = around.find(|(around, _)| around.field(&entry.key).is_some());
        let (owner, to) = if let Some(&(owner, at)) = outer {
            self.report.lack(at, &entry.key);
            (owner.what, self.out_of(table))
        } else {
            // Ids and names of variants may be any words.
            let is_misspelt = |record: &Record| near(&entry.key, &record.keys()).is_some();
            if record.is_none_or(is_misspelt) {
                return;
            }
            let Some(owner) = owner(self.record, &entry.key) else {
                return;
            };
            for at in owner.places(self.root) {
                self.report.lack(at, &entry.key);
            }
            let header = if self.header(&entry.node).is_some() {
                format!(
                    "[{}]",
                    [owner.path.as_slice(), &[owner.key]].concat().join(".")
                )
            } else {
                owner.header()
            };
            (owner.what, Destination::Below(header))
        };
        let fault = Fault::Misplaced {
            key: entry.key.clone(),
            owner,
            here: here.to_owned(),
            to,
        };
        self.report.key(entry.node.at, fault);
        self.report.mark(entry.node.at);
    }

    /// How a key leaves its table for one around it.
    fn out_of(&self, table: &Node) -> Destination {
        if let Some((header, line)) = self.header(table) {
            return Destination::Above(header, line);
        }
        Destination::Outside
    }

    /// The header of a table that has one, with its line.
    fn header(&self, table: &Node) -> Option<(String, usize)> {
        let span = self.report.places.value_span(table.at);
        let written = self.text.get(span.start..)?.lines().next()?;
        let end = written
            .rfind(']')
            .filter(|_| span.origin == 0 && written.starts_with('['))?;
        let line = self.text[..span.start].matches('\n').count() + 1;
        Some((written[..=end].to_owned(), line))
    }
}

/// A table of the format that has a key.
struct Owner {
    what: &'static str,
    key: &'static str,
    /// Keys that lead to it from the whole file.
    path: Vec<&'static str>,
    is_list: bool,
}

impl Owner {
    fn header(&self) -> String {
        let path = self.path.join(".");
        if self.is_list {
            format!("[[{path}]]")
        } else {
            format!("[{path}]")
        }
    }

    /// The tables of this kind that a file has.
    fn places(&self, root: &Node) -> Vec<At> {
        let mut nodes = vec![root];
        for key in &self.path {
            let below: Vec<&Node> = nodes.iter().filter_map(|node| node.get(key)).collect();
            nodes = below.into_iter().flat_map(items).collect();
        }
        nodes.into_iter().map(|node| node.at).collect()
    }
}

/// The items of a list, or the value itself.
fn items(node: &Node) -> Vec<&Node> {
    let items = node.items().map(|items| items.iter().collect());
    items.unwrap_or_else(|| vec![node])
}

/// The table nearest to the top of a file that has a key; none where too many have it.
fn owner(root: &'static Record, key: &str) -> Option<Owner> {
    let mut found: Vec<Owner> = Vec::new();
    let mut level: Vec<(&'static Record, Vec<&'static str>, bool)> =
        vec![(root, Vec::new(), false)];
    // The format is a few tables deep.
    for _ in 0..8 {
        let mut below = Vec::new();
        for (record, path, is_list) in level {
            if let Some(field) = record.field(key)
                && !path.is_empty()
                && found.iter().all(|other| other.what != record.what)
            {
                let (what, path) = (record.what, path.clone());
                found.push(Owner {
                    what,
                    key: field.key,
                    path,
                    is_list,
                });
            }
            for field in record.fields() {
                let path = [path.as_slice(), &[field.key]].concat();
                match field.kind {
                    Kind::Record(inner) => below.push((inner, path, false)),
                    Kind::List(Kind::Record(inner)) => below.push((*inner, path, true)),
                    Kind::Choice(choice) => {
                        for variant in choice.fields() {
                            let path = [path.as_slice(), &[variant.key]].concat();
                            below.push((variant.kind.settings(), path, false));
                        }
                    }
                    _ => {}
                }
            }
        }
        level = below;
    }
    let is_telling = found.len() <= OWNERS_MAX;
    found.into_iter().next().filter(|_| is_telling)
}
