//! Where numbers come from: every number of a file, what the file says about its origin, and the numbers about which it
//! says nothing.

use std::ops::Range;

use crate::scenario::document::{Entry, Node, Value};
use crate::scenario::inline::shown;
use crate::scenario::keys::WHOLE_FILE;
use crate::scenario::kind::{Kind, is_note};
use crate::scenario::place::{At, Places, Span};

/// A number with neither a source nor an assumption, of its own or of a table around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsourced {
    /// Its path.
    pub path: String,
    /// Line and column from 1; none when an assignment has set it.
    pub position: Option<(usize, usize)>,
}

/// What the file says about the origin of a value or of all numbers in a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Path of the value or table; empty for the whole file.
    pub path: String,
    /// Whether it is a source or an assumption.
    pub kind: NoteKind,
    /// The author's words.
    pub text: String,
}

/// A number of the file, or a list of them, with what the file says about its origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    /// Its path.
    pub path: String,
    /// The value in the spelling of the format, without notes and outer braces.
    pub value: String,
    /// Its own notes, else those of the nearest table around it that has some; none when nobody says anything.
    pub notes: Vec<Note>,
    /// Whether it is a judgement that needs a source; a number of drafts or of votes is a rule.
    pub judged: bool,
}

/// Kinds of notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteKind {
    /// Somebody has published it.
    Source,
    /// The author of the scenario supposes it.
    Assumption,
}

/// How many judgements among the numbers of a file come from somewhere; a distribution is one number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SourceCounts {
    /// Those with a source, of their own or of the nearest table around them that has notes.
    pub sourced: usize,
    /// Those with an assumption and no source.
    pub assumed: usize,
}

/// What a file says about its numbers.
pub(crate) struct Collected {
    pub(crate) notes: Vec<Note>,
    pub(crate) numbers: Vec<Stated>,
    pub(crate) unsourced: Vec<Unsourced>,
    pub(crate) counts: SourceCounts,
    /// Numbers that are no judgements: they describe the file, an institution or the computer.
    pub(crate) rules: Vec<At>,
}

/// Notes, numbers and numbers without a note, each in file order.
pub(crate) fn collect(root: &Node, places: &Places, text: &str) -> Collected {
    let around = Around {
        notes: 0..0,
        judged: true,
    };
    let mut walk = Walk {
        places,
        notes: Vec::new(),
        numbers: Vec::new(),
        bare: Vec::new(),
        counts: SourceCounts::default(),
        rules: Vec::new(),
    };
    walk.value(root, &WHOLE_FILE, &around);
    let spans: Vec<Span> = walk.bare.iter().map(|at| places.value_span(*at)).collect();
    let unsourced = walk.bare.iter().zip(positions(text, &spans));
    let unsourced = unsourced.map(|(at, position)| Unsourced {
        path: places.path(*at),
        position,
    });
    Collected {
        notes: walk.notes,
        numbers: walk.numbers,
        unsourced: unsourced.collect(),
        counts: walk.counts,
        rules: walk.rules,
    }
}

/// What the tables around a value say.
struct Around {
    /// Which of the notes found so far belong to the nearest table that has some.
    notes: Range<usize>,
    /// Whether numbers here are judgements that need a source.
    judged: bool,
}

struct Walk<'p> {
    places: &'p Places,
    notes: Vec<Note>,
    numbers: Vec<Stated>,
    bare: Vec<At>,
    counts: SourceCounts,
    rules: Vec<At>,
}

impl Walk<'_> {
    fn value(&mut self, node: &Node, kind: &'static Kind, around: &Around) {
        match (kind, &node.value) {
            (Kind::Record(_) | Kind::Choice(_), Value::Table(entries)) => {
                self.table(node, entries, kind, around);
            }
            (Kind::List(item) | Kind::Map { value: item, .. }, _)
                if is_number(item) && is_plain(node) =>
            {
                self.plain(node, around);
            }
            (Kind::Grid(_), _) if is_plain(node) => self.plain(node, around),
            (Kind::List(item), Value::List(items)) => {
                for node in items {
                    self.value(node, item, around);
                }
            }
            (Kind::Map { value, .. }, Value::Table(entries)) => {
                let around = self.inside(node, entries, around);
                for entry in entries.iter().filter(|entry| !is_note(&entry.key)) {
                    self.value(&entry.node, value, &around);
                }
            }
            (Kind::Grid(_), Value::List(items)) => {
                for node in items {
                    self.value(node, kind, around);
                }
            }
            (kind, _) if is_number(kind) => self.number(node, around),
            _ => {}
        }
    }

    fn table(&mut self, node: &Node, entries: &[Entry], kind: &'static Kind, around: &Around) {
        let around = self.inside(node, entries, around);
        for entry in entries {
            if entry.key == "format" {
                self.rules.push(entry.node.at);
            } else if let Some(field) = kind.field(&entry.key) {
                let around = Around {
                    notes: around.notes.clone(),
                    judged: around.judged && field.is_judged,
                };
                self.value(&entry.node, &field.kind, &around);
            }
        }
    }

    /// A list or table of mere numbers: one entry, though each of them may lack a source.
    fn plain(&mut self, node: &Node, around: &Around) {
        self.state(node, around);
        self.leaves(node, around);
    }

    fn leaves(&mut self, node: &Node, around: &Around) {
        match &node.value {
            Value::List(items) => items.iter().for_each(|item| self.leaves(item, around)),
            Value::Table(entries) => {
                let values = entries.iter().map(|entry| &entry.node);
                values.for_each(|value| self.leaves(value, around));
            }
            _ => self.count(node, around),
        }
    }

    /// Counts one number by where it comes from.
    fn count(&mut self, node: &Node, around: &Around) {
        let notes = &self.notes[around.notes.clone()];
        if !around.judged {
            self.rules.push(node.at);
        } else if notes.is_empty() {
            self.bare.push(node.at);
        } else if notes.iter().any(|note| note.kind == NoteKind::Source) {
            self.counts.sourced += 1;
        } else {
            self.counts.assumed += 1;
        }
    }

    fn number(&mut self, node: &Node, around: &Around) {
        let around = match &node.value {
            Value::Table(entries) => &self.inside(node, entries, around),
            Value::Number { .. } => around,
            // A word such as `none` is no number.
            _ => return,
        };
        self.state(node, around);
        self.count(node, around);
    }

    fn state(&mut self, node: &Node, around: &Around) {
        self.numbers.push(Stated {
            path: self.places.path(node.at),
            value: bare(node),
            notes: self.notes[around.notes.clone()].to_vec(),
            judged: around.judged,
        });
    }

    /// Keeps the notes of a table; they speak for what is in it, else those around it do.
    fn inside(&mut self, node: &Node, entries: &[Entry], around: &Around) -> Around {
        let before = self.notes.len();
        for entry in entries.iter().filter(|entry| is_note(&entry.key)) {
            if let Some(text) = entry.node.text() {
                self.notes.push(Note {
                    path: self.places.path(node.at),
                    kind: if entry.key == "source" {
                        NoteKind::Source
                    } else {
                        NoteKind::Assumption
                    },
                    text: text.to_owned(),
                });
            }
        }
        let own = before..self.notes.len();
        Around {
            notes: if own.is_empty() {
                around.notes.clone()
            } else {
                own
            },
            judged: around.judged,
        }
    }
}

fn is_number(kind: &Kind) -> bool {
    kind.numbers().is_some() && !matches!(kind, Kind::Grid(_))
}

/// Whether a list or table, however nested, holds numbers and nothing else.
fn is_plain(node: &Node) -> bool {
    match &node.value {
        Value::List(items) => {
            let nested = |item: &Node| matches!(item.value, Value::Number { .. }) || is_plain(item);
            !items.is_empty() && items.iter().all(nested)
        }
        Value::Table(entries) => {
            let number = |entry: &Entry| matches!(entry.node.value, Value::Number { .. });
            !entries.is_empty() && entries.iter().all(number)
        }
        _ => false,
    }
}

/// A value for readers, without its notes and the braces round a number or a distribution.
fn bare(node: &Node) -> String {
    let Value::Table(entries) = &node.value else {
        return shown(node);
    };
    let entries = entries.iter().filter(|entry| !is_note(&entry.key));
    let pair = |entry: &Entry| match entry.key.as_str() {
        "value" => shown(&entry.node),
        key => format!("{key} = {}", shown(&entry.node)),
    };
    entries.map(pair).collect::<Vec<_>>().join(", ")
}

/// Line and column of spans, in one pass over the text however many there are.
fn positions(text: &str, spans: &[Span]) -> Vec<Option<(usize, usize)>> {
    let mut order: Vec<(usize, &Span)> = spans.iter().enumerate().collect();
    order.sort_by_key(|(_, span)| span.start);
    let mut found = vec![None; spans.len()];
    let mut letters = text.char_indices().peekable();
    let (mut line, mut column) = (1, 1);
    for (position, span) in order {
        while let Some((_, letter)) = letters.next_if(|(byte, _)| *byte < span.start) {
            if letter == '\n' {
                line += 1;
                column = 1;
            } else {
                column += 1;
            }
        }
        if span.origin == 0
            && let Some(found) = found.get_mut(position)
        {
            *found = Some((line, column));
        }
    }
    found
}

#[cfg(test)]
mod tests;
