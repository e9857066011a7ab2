//! Where numbers come from: what the file says about it, and the numbers about which it says nothing.

use crate::scenario::document::{At, Entry, Node, Places, Span, Value};
use crate::scenario::fields::{Choice, Kind, NOTES, Record, Settings, list};

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

/// Kinds of notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteKind {
    /// Somebody has published it.
    Source,
    /// The author of the scenario supposes it.
    Assumption,
}

/// Keys whose numbers describe the file or an institution, not a judgement that needs a source.
const UNCOUNTED: [&str; 8] = [
    "format",
    "value",
    "edits",
    "belief-draws",
    "reopen-after",
    "consent",
    "votes",
    "needed",
];

/// Notes in file order and numbers without one.
pub(crate) fn collect(root: &Node, places: &Places, text: &str) -> (Vec<Note>, Vec<Unsourced>) {
    let mut walk = Walk {
        places,
        notes: Vec::new(),
        bare: Vec::new(),
    };
    walk.record(root, &list::SCENARIO, false);
    let spans: Vec<Span> = walk.bare.iter().map(|at| places.value_span(*at)).collect();
    let unsourced = walk.bare.iter().zip(positions(text, &spans));
    let unsourced = unsourced.map(|(at, position)| Unsourced {
        path: places.path(*at),
        position,
    });
    (walk.notes, unsourced.collect())
}

struct Walk<'p> {
    places: &'p Places,
    notes: Vec<Note>,
    bare: Vec<At>,
}

impl Walk<'_> {
    fn value(&mut self, node: &Node, kind: &'static Kind, covered: bool) {
        match (kind, &node.value) {
            (Kind::Record(record), _) => self.record(node, record, covered),
            (Kind::Choice(choice), Value::Table(entries)) => {
                self.choice(node, entries, choice, covered);
            }
            (Kind::List(item), Value::List(items)) => {
                for node in items {
                    self.value(node, item, covered);
                }
            }
            (Kind::Map { value, .. }, Value::Table(entries)) => {
                let covered = self.notes_of(node, entries) || covered;
                for entry in entries.iter().filter(|entry| !is_note(entry)) {
                    self.value(&entry.node, value, covered);
                }
            }
            (Kind::Grid(_), Value::List(items)) => {
                for node in items {
                    self.value(node, kind, covered);
                }
            }
            (
                Kind::Whole(_)
                | Kind::Plain(_)
                | Kind::Uncertain(_)
                | Kind::UncertainOr(..)
                | Kind::Grid(_),
                _,
            ) => {
                self.number(node, covered);
            }
            _ => {}
        }
    }

    fn record(&mut self, node: &Node, record: &'static Record, covered: bool) {
        let Value::Table(entries) = &node.value else {
            return;
        };
        let covered = self.notes_of(node, entries) || covered;
        for entry in entries {
            if let Some(field) = record.field(&entry.key)
                && !UNCOUNTED.contains(&field.key)
            {
                self.value(&entry.node, &field.kind, covered);
            }
        }
    }

    fn choice(&mut self, node: &Node, entries: &[Entry], choice: &'static Choice, covered: bool) {
        let covered = self.notes_of(node, entries) || covered;
        for entry in entries {
            match choice.variant(&entry.key).map(|variant| &variant.settings) {
                Some(Settings::Record(record)) => self.record(&entry.node, record, covered),
                Some(Settings::Single(kind)) => self.value(&entry.node, kind, covered),
                None => {}
            }
        }
    }

    fn number(&mut self, node: &Node, covered: bool) {
        let noted = match &node.value {
            Value::Table(entries) => self.notes_of(node, entries),
            Value::Number { .. } => false,
            // A word such as `none` is no number.
            _ => true,
        };
        if !noted && !covered {
            self.bare.push(node.at);
        }
    }

    /// Keeps the notes of a table and tells whether it has any.
    fn notes_of(&mut self, node: &Node, entries: &[Entry]) -> bool {
        let before = self.notes.len();
        for entry in entries.iter().filter(|entry| is_note(entry)) {
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
        self.notes.len() > before
    }
}

fn is_note(entry: &Entry) -> bool {
    NOTES.contains(&entry.key.as_str())
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
mod tests {
    use super::positions;
    use crate::scenario::document::Span;

    #[test]
    fn positions_count_characters_in_lines() {
        let span = |start| Span {
            origin: 0,
            start,
            end: start,
        };
        let found = positions("é = 1\nb = 2", &[span(11), span(5), Span::whole(1)]);
        assert_eq!(found, [Some((2, 5)), Some((1, 5)), None]);
    }
}
