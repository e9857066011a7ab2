//! The parsed text as a tree in which every node knows its place and its path, before it means anything.
//!
//! Later stages keep only an [`At`]; line, column and path are worked out when a problem is shown.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::model::words::Shown;
use crate::scenario::fault::Fault;
use crate::scenario::kind::Record;
use crate::scenario::place::{At, Span};
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::report::{Report, Sources};
use crate::scenario::source::fault_of_size;
use crate::scenario::syntax::{self, Mended};
use crate::scenario::syntax_fault::SyntaxFault;

/// Tables and lists nested deeper than this are refused; the format needs about ten levels.
const DEPTH_MAX: usize = 40;

/// A value and its place.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) at: At,
    pub(crate) value: Value,
}

/// A value as written.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Text(String),
    /// `whole` when written without a point or exponent.
    Number {
        value: f64,
        whole: bool,
    },
    Truth(bool),
    Date(String),
    List(Vec<Node>),
    Table(Vec<Entry>),
}

/// A key with its value.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) key: String,
    pub(crate) node: Node,
}

impl Node {
    /// The value of a key, when this is a table that has it.
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        let Value::Table(entries) = &self.value else {
            return None;
        };
        entries
            .iter()
            .find(|entry| entry.key == key)
            .map(|entry| &entry.node)
    }

    /// The entries, when this is a table.
    pub(crate) fn entries(&self) -> Option<&[Entry]> {
        match &self.value {
            Value::Table(entries) => Some(entries),
            _ => None,
        }
    }

    /// The items, when this is a list.
    pub(crate) fn items(&self) -> Option<&[Node]> {
        match &self.value {
            Value::List(items) => Some(items),
            _ => None,
        }
    }

    /// What a path finds below: the value of a key, or an item of a list by its id, its text or its position.
    pub(crate) fn below(&self, segment: &str) -> Option<&Node> {
        let Some(items) = self.items() else {
            return self.get(segment);
        };
        let is_named = |item: &&Node| {
            let id = item.get("id").unwrap_or(item);
            id.text() == Some(segment)
        };
        let by_name = items.iter().find(is_named);
        by_name.or_else(|| items.get(segment.parse::<usize>().ok()?))
    }

    /// The text, when this is one.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The value in words, for messages.
    pub(crate) fn in_words(&self) -> String {
        match &self.value {
            Value::Text(text) => format!("the text `{text}`"),
            Value::Number { value, .. } => {
                format!("the number {}", Shown(*value))
            }
            Value::Truth(truth) => format!("{truth}"),
            Value::Date(date) => format!("the date {date}"),
            Value::List(_) => "a list".to_owned(),
            Value::Table(_) => "a table".to_owned(),
        }
    }
}

/// From a text to a document that can be walked, though headers may be wrong and keys written twice in it; `record` says
/// what the file may hold.
pub(crate) fn open(
    sources: Sources<'_>,
    record: &'static Record,
) -> Result<(Node, Report), Problems> {
    if let Some(fault) = fault_of_size(sources.text) {
        return Err(Problems::one(Problem::with_file(sources.name, fault)));
    }
    let mut report = Report::default();
    let root = parse(sources.text, record, &mut report);
    if report.is_broken() {
        return Err(report.resolve(sources));
    }
    if root.entries().is_some_and(<[Entry]>::is_empty) {
        return Err(Problems::one(Problem::with_file(
            sources.name,
            Fault::Empty,
        )));
    }
    Ok((root, report))
}

/// Parses a file. Every mistake is reported; the tree holds what could be read.
pub(crate) fn parse(text: &str, record: &'static Record, report: &mut Report) -> Node {
    let mended = syntax::mend(text, record);
    let (table, errors) = DeTable::parse_recoverable(&mended.text);
    let root = report
        .places
        .add(None, String::new(), Span::whole(0), Span::whole(0));
    let of_file = |range: Range<usize>| Span {
        origin: 0,
        start: range.start,
        end: range.end,
    };
    let (repeated, broken): (Vec<_>, Vec<_>) = errors
        .into_iter()
        .partition(|error| error.message().contains("duplicate key"));
    for (range, path, fault) in &mended.faults {
        report.span(of_file(range.clone()), path, fault.clone());
    }
    if let Some(error) = broken.first() {
        let mut mistakes = syntax::mistakes(text);
        if mistakes.is_empty() {
            let at = mended.original(error.span().map_or(0, |span| span.start));
            mistakes.push((at..at, SyntaxFault::Other(error.message().to_owned())));
        }
        for (range, mistake) in mistakes {
            report.span(of_file(range), "", mistake.into());
        }
    } else {
        let mut headers = Vec::new();
        for error in repeated {
            let span = error.span().unwrap_or(0..0);
            // What stands below a header that is written twice follows from that.
            let header = header_above(&mended.text, span.start);
            if headers.contains(&header) {
                continue;
            }
            if header
                .is_some_and(|header| mended.text[header..span.start].trim_matches('[').is_empty())
            {
                headers.push(header);
            }
            let found = mended.text.get(span.clone()).unwrap_or_default();
            let key = found.trim_matches(['[', ']', '"', ' ']).to_owned();
            let range = mended.original(span.start)..mended.original(span.end);
            report.span(of_file(range), "", Fault::DuplicateKey { key });
        }
    }
    let mut grower = Grower {
        report,
        origin: 0,
        mended: Some(&mended),
    };
    let value = Value::Table(grower.entries(table.get_ref(), root, 1));
    Node { at: root, value }
}

/// Where the line of the last header above or at a place begins.
fn header_above(text: &str, place: usize) -> Option<usize> {
    let end = text[place..]
        .find('\n')
        .map_or(text.len(), |end| place + end);
    let above = &text[..end];
    let below = above.rfind("\n[").map(|line| line + 1);
    below.or_else(|| above.starts_with('[').then_some(0))
}

/// The keys at the top of a file, whatever else is wrong with it.
pub(crate) fn keys_at_top(text: &str) -> Vec<String> {
    let (table, _) = DeTable::parse_recoverable(text);
    let keys = table.get_ref().iter();
    keys.map(|(key, _)| key.get_ref().to_string()).collect()
}

/// Turns a parsed value into nodes in the place of `at`; every span is the assignment's.
pub(crate) fn graft(
    value: &Spanned<DeValue<'_>>,
    at: At,
    origin: u32,
    report: &mut Report,
) -> Node {
    let (parent, segment) = report.places.parent_and_segment(at);
    let mut grower = Grower {
        report,
        origin,
        mended: None,
    };
    grower.node(value, parent, segment, Span::whole(origin), 1)
}

struct Grower<'a> {
    report: &'a mut Report,
    origin: u32,
    /// The file with its headers as they were meant; none of an assignment.
    mended: Option<&'a Mended>,
}

impl Grower<'_> {
    fn span(&self, span: Range<usize>) -> Span {
        let original = |at| self.mended.map_or(at, |mended| mended.original(at));
        Span {
            origin: self.origin,
            start: original(span.start),
            end: original(span.end),
        }
    }

    fn entries(&mut self, table: &DeTable<'_>, parent: At, depth: usize) -> Vec<Entry> {
        let mut pairs: Vec<_> = table.iter().collect();
        // The parser sorts by key; readers think in file order.
        pairs.sort_by_key(|(key, _)| key.span().start);
        pairs
            .into_iter()
            .map(|(key, value)| {
                let name = key.get_ref().to_string();
                let key = self.span(key.span());
                let node = self.node(value, parent, name.clone(), key, depth);
                Entry { key: name, node }
            })
            .collect()
    }

    fn node(
        &mut self,
        value: &Spanned<DeValue<'_>>,
        parent: At,
        segment: String,
        key: Span,
        depth: usize,
    ) -> Node {
        let span = self.span(value.span());
        let at = self.report.places.add(Some(parent), segment, key, span);
        if depth > DEPTH_MAX {
            self.report.value(at, Fault::TooDeep { limit: DEPTH_MAX });
            return Node {
                at,
                value: Value::Table(Vec::new()),
            };
        }
        let value = match value.get_ref() {
            DeValue::String(text) => Value::Text(text.to_string()),
            DeValue::Integer(integer) => Value::Number {
                value: whole(integer.as_str(), integer.radix()),
                whole: true,
            },
            DeValue::Float(float) => Value::Number {
                // Adding zero turns −0 into 0.
                value: float.as_str().parse().unwrap_or(f64::NAN) + 0.0,
                whole: false,
            },
            DeValue::Boolean(truth) => Value::Truth(*truth),
            DeValue::Datetime(date) => Value::Date(date.to_string()),
            DeValue::Array(items) => Value::List(
                items
                    .iter()
                    .enumerate()
                    .map(|(position, item)| self.item(item, at, position, depth + 1))
                    .collect(),
            ),
            DeValue::Table(table) => Value::Table(self.entries(table, at, depth + 1)),
        };
        Node { at, value }
    }

    fn item(
        &mut self,
        item: &Spanned<DeValue<'_>>,
        parent: At,
        position: usize,
        depth: usize,
    ) -> Node {
        let span = self.span(item.span());
        let node = self.node(item, parent, position.to_string(), span, depth);
        if let Some(id) = node.get("id").and_then(Node::text) {
            self.report.places.rename(node.at, id);
        }
        node
    }
}

/// A whole number of any size.
fn whole(digits: &str, radix: u32) -> f64 {
    match i128::from_str_radix(digits, radix) {
        Ok(whole) => whole as f64,
        Err(_) if radix == 10 => digits.parse().unwrap_or(f64::INFINITY),
        Err(_) => f64::INFINITY,
    }
}
