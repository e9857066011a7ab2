//! Assignments, applied to the document before it is decoded, so that one validator speaks for all.
//!
//! The list of known keys leads the way: it tells where a table, a list, a choice or a number stands, and which absent
//! keys may be created.

use toml::Spanned;
use toml::de::DeValue;

use crate::model::check::quote_segment;
use crate::scenario::assignment::{Assignment, segments};
use crate::scenario::document::{self, Entry, Node, Value};
use crate::scenario::fault::Fault;
use crate::scenario::keys::WHOLE_FILE;
use crate::scenario::kind::{Kind, is_note};
use crate::scenario::place::At;
use crate::scenario::reader::{CENTRE, RANGE, SHAPES, unknown_key};
use crate::scenario::report::Report;

/// A parameter of a distribution: whatever it is given, decoding will judge it.
static PARAMETER: Kind = Kind::Truth;
static PARAMETERS: Kind = Kind::List(&PARAMETER);

/// Applies assignments in order; later ones see what earlier ones have set.
pub(crate) fn apply(root: &mut Node, assignments: &[Assignment], report: &mut Report) {
    // Copied once: a document is large, and a sweep or a band makes many from one with many assignments each.
    let written = root.clone();
    let mut applied = Vec::new();
    for (position, assignment) in assignments.iter().enumerate() {
        // Assignments come from a command line or a sweep: far fewer than 2^32.
        let origin = u32::try_from(position + 1).unwrap_or(u32::MAX);
        let Some(segments) = segments(&assignment.path) else {
            report.assignment(origin, String::new(), Fault::BadAssignment);
            continue;
        };
        let step = (origin, segments, assignment.value.as_str());
        let Err((depth, fault)) = walk(root, &step, report) else {
            applied.push(step);
            continue;
        };
        let walked = step.1.iter().take(depth + 1);
        let walked: Vec<String> = walked.map(|segment| quote_segment(segment)).collect();
        report.assignment(origin, walked.join("."), fault);
        // A path that leads nowhere must not leave half of itself behind.
        root.clone_from(&written);
        for step in &applied {
            let again = walk(root, step, report);
            debug_assert!(again.is_ok(), "it was applied before");
        }
    }
}

/// Applies one assignment: the number of its origin, the segments of its path, its value.
fn walk(
    root: &mut Node,
    (origin, segments, value): &(u32, Vec<String>, &str),
    report: &mut Report,
) -> Result<(), Failed> {
    let mut editor = Editor {
        report,
        origin: *origin,
        segments,
        value,
    };
    editor.at(root, &WHOLE_FILE, 0)
}

/// The fault of the segment at some depth of a path.
type Failed = (usize, Fault);

/// Walks one path; `depth` counts the segments walked.
struct Editor<'a> {
    report: &'a mut Report,
    origin: u32,
    segments: &'a [String],
    value: &'a str,
}

impl<'a> Editor<'a> {
    /// Goes on from a value of this kind, or replaces it at the end of the path.
    fn at(&mut self, node: &mut Node, kind: &'static Kind, depth: usize) -> Result<(), Failed> {
        if depth == self.segments.len() {
            *node = self.grafted(node.at, kind);
            return Ok(());
        }
        let is_list = matches!(node.value, Value::List(_));
        match kind {
            Kind::Record(_) | Kind::Choice(_) => self.in_table(node, kind, depth),
            Kind::List(item) => self.in_list(node, item, depth),
            Kind::Map { notes: true, .. } if is_note(self.segment(depth)) => {
                self.below(node, &Kind::Text, depth)
            }
            Kind::Map { value, .. } => self.below(node, value, depth),
            Kind::Names(_) if is_list => self.in_list(node, &Kind::Text, depth),
            Kind::Grid(_) if is_list => self.in_list(node, kind, depth),
            _ if kind.numbers().is_some() => self.in_number(node, depth),
            _ => Err((depth, Fault::PathTooLong)),
        }
    }

    /// Goes on below a key of a record or below a variant, which drops the others.
    fn in_table(
        &mut self,
        node: &mut Node,
        kind: &'static Kind,
        depth: usize,
    ) -> Result<(), Failed> {
        let key = self.segment(depth);
        let below = match kind.field(key) {
            _ if is_note(key) => &Kind::Text,
            Some(field) => &field.kind,
            None => return Err((depth, kind.unknown(key))),
        };
        if matches!(kind, Kind::Choice(_)) {
            self.as_table_of_word(node);
            if !is_note(key) {
                keep_only(node, key);
            }
        }
        self.below(node, below, depth)
    }

    /// Turns `agenda = "parallel"` into a table with that key.
    fn as_table_of_word(&mut self, node: &mut Node) {
        if let Value::Text(word) = &node.value {
            let entry = self.entry(node.at, &word.clone(), Value::Table(Vec::new()));
            node.value = Value::Table(vec![entry]);
        }
    }

    fn in_list(
        &mut self,
        node: &mut Node,
        item: &'static Kind,
        depth: usize,
    ) -> Result<(), Failed> {
        let segment = self.segment(depth);
        let items = match &mut node.value {
            Value::List(items) => items.as_mut_slice(),
            _ => &mut [],
        };
        let ids: Vec<Option<&str>> = items
            .iter()
            .map(|item| item.get("id").and_then(Node::text))
            .collect();
        let by_id = ids.iter().position(|id| *id == Some(segment));
        let position = by_id.or_else(|| segment.parse::<usize>().ok());
        let fault = match item {
            Kind::Record(record) if record.field("id").is_some() => Fault::UnknownName {
                kind: record
                    .what
                    .split_once(' ')
                    .map_or(record.what, |words| words.1),
                id: segment.to_owned(),
                known: ids
                    .into_iter()
                    .flatten()
                    .take(100)
                    .map(str::to_owned)
                    .collect(),
            },
            _ => Fault::NoSuchEntry { found: items.len() },
        };
        match position.and_then(|position| items.get_mut(position)) {
            Some(node) => self.at(node, item, depth + 1),
            None => Err((depth, fault)),
        }
    }

    /// `reservation.value`, `reservation.uniform.0`, `reservation.centre`: a bare number becomes a table.
    fn in_number(&mut self, node: &mut Node, depth: usize) -> Result<(), Failed> {
        let key = self.segment(depth);
        let is_shape = SHAPES.iter().any(|shape| shape.0 == key);
        if !is_shape && !is_note(key) && key != RANGE && key != CENTRE {
            return Err((depth, unknown_key(key)));
        }
        if let Value::Number { .. } = node.value {
            let entry = self.entry(node.at, "value", node.value.clone());
            node.value = Value::Table(vec![entry]);
        }
        if is_shape {
            keep_only(node, key);
        }
        let kind = match key {
            "value" | CENTRE => &PARAMETER,
            _ if is_shape || key == RANGE => &PARAMETERS,
            _ => &Kind::Text,
        };
        self.below(node, kind, depth)
    }

    /// Goes on below the key of this segment, which is created where it is absent.
    fn below(&mut self, node: &mut Node, kind: &'static Kind, depth: usize) -> Result<(), Failed> {
        let key = self.segment(depth);
        let mut entries = match std::mem::replace(&mut node.value, Value::Table(Vec::new())) {
            Value::Table(entries) => entries,
            _ => Vec::new(),
        };
        if entries.iter().all(|entry| entry.key != key) {
            entries.push(self.entry(node.at, key, Value::Table(Vec::new())));
        }
        let mut named = entries.iter_mut().filter(|entry| entry.key == key);
        let walked = named
            .next()
            .map_or(Ok(()), |entry| self.at(&mut entry.node, kind, depth + 1));
        node.value = Value::Table(entries);
        walked
    }

    /// The value of the assignment in the place of a node.
    fn grafted(&mut self, at: At, kind: &Kind) -> Node {
        let text = || DeValue::String(self.value.into());
        let parsed = match DeValue::parse(self.value) {
            Ok(parsed) => parsed,
            Err(_) => Spanned::new(0..self.value.len(), text()),
        };
        // `--set plan.a.title=28` means the text.
        let wants_text = matches!(
            kind,
            Kind::Text | Kind::Id | Kind::Name(_) | Kind::Names(_) | Kind::Word(_)
        );
        let is_scalar = !matches!(
            parsed.get_ref(),
            DeValue::Array(_) | DeValue::Table(_) | DeValue::String(_)
        );
        let parsed = if wants_text && is_scalar {
            Spanned::new(parsed.span(), text())
        } else {
            parsed
        };
        document::graft(&parsed, at, self.origin, self.report)
    }

    /// A new entry of a table.
    fn entry(&mut self, table: At, key: &str, value: Value) -> Entry {
        let at = self.report.places.add_assigned(table, key, self.origin);
        let node = Node { at, value };
        let key = key.to_owned();
        Entry { key, node }
    }

    fn segment(&self, depth: usize) -> &'a str {
        self.segments.get(depth).map_or("", String::as_str)
    }
}

/// Drops all keys of a table but this one and the notes.
fn keep_only(node: &mut Node, key: &str) {
    if let Value::Table(entries) = &mut node.value {
        entries.retain(|entry| entry.key == key || is_note(&entry.key));
    }
}
