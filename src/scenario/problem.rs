//! Problems with a scenario: place, fault, remedy; and all problems of a file together.

use std::collections::BTreeSet;
use std::fmt;

use crate::scenario::document::{At, Places, Span};
use crate::scenario::fault::Fault;

/// Beyond this many, problems are only counted.
const SHOWN_MAX: usize = 100;
/// Characters of a source line shown.
const LINE_WIDTH: usize = 120;

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The scenario cannot be used.
    Error,
    /// The scenario can be used, but says something without effect.
    Warning,
}

/// One problem: its place, what is wrong, and what would be right.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// The file, or the assignment as `--set path=value`.
    pub source: String,
    /// Line and column from 1; none for a file that could not be read and for assignments.
    pub position: Option<(usize, usize)>,
    /// The line at fault.
    excerpt: Option<Excerpt>,
    /// Path of the value or key, as in `party.union.reservation`; empty for the file as a whole.
    pub path: String,
    /// What is wrong.
    pub fault: Fault,
    /// How bad it is.
    pub severity: Severity,
}

/// A source line with the part at fault.
#[derive(Clone, Debug, PartialEq)]
struct Excerpt {
    line: String,
    /// Characters before the part.
    before: usize,
    /// Characters of the part, at least 1.
    length: usize,
}

/// Problems of one file, in the order of their places; errors or warnings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Problems {
    list: Vec<Problem>,
    /// Problems found but not kept.
    dropped: usize,
}

impl Problem {
    /// A problem with a file as a whole.
    pub fn with_file(name: &str, fault: Fault) -> Self {
        Self {
            source: name.to_owned(),
            position: None,
            excerpt: None,
            path: String::new(),
            fault,
            severity: Severity::Error,
        }
    }

    /// A problem at a byte of a text.
    pub(crate) fn at_byte(name: &str, text: &[u8], offset: usize, fault: Fault) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        let line_bytes = before
            .rsplit(|byte| *byte == b'\n')
            .next()
            .unwrap_or(before);
        let column = String::from_utf8_lossy(line_bytes).chars().count() + 1;
        Self {
            position: Some((line, column)),
            ..Self::with_file(name, fault)
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.source)?;
        if let Some((line, column)) = self.position {
            write!(formatter, ":{line}:{column}")?;
        }
        write!(formatter, ": ")?;
        if self.severity == Severity::Warning {
            write!(formatter, "warning: ")?;
        }
        if !self.path.is_empty() {
            write!(formatter, "`{}`: ", tidy(&self.path))?;
        }
        write!(formatter, "{}", tidy(&self.fault.to_string()))?;
        let number = self
            .position
            .map_or(String::new(), |(line, _)| line.to_string());
        let margin = " ".repeat(number.len());
        if let Some(excerpt) = &self.excerpt {
            let (line, carets) = excerpt.drawn();
            write!(
                formatter,
                "\n{margin} |\n{number} | {line}\n{margin} | {carets}"
            )?;
        }
        if let Some(remedy) = self.fault.remedy() {
            write!(formatter, "\n{margin} = {}", tidy(&remedy))?;
        }
        Ok(())
    }
}

impl Excerpt {
    fn of(text: &str, span: Span) -> ((usize, usize), Self) {
        let start = floor(text, span.start);
        let line_start = text
            .get(..start)
            .and_then(|before| before.rfind('\n'))
            .map_or(0, |at| at + 1);
        let rest = text.get(line_start..).unwrap_or_default();
        let line = rest.lines().next().unwrap_or_default();
        let before_text = text.get(line_start..start).unwrap_or_default();
        let before = before_text.chars().count();
        let end = floor(text, span.end.max(start));
        let part = text.get(start..end).unwrap_or_default();
        let length = part
            .lines()
            .next()
            .unwrap_or_default()
            .chars()
            .count()
            .max(1);
        let number = text
            .get(..line_start)
            .unwrap_or_default()
            .matches('\n')
            .count()
            + 1;
        let excerpt = Self {
            line: cut(line, before),
            before,
            length,
        };
        ((number, before + 1), excerpt.shifted())
    }

    /// Moves the marks to where `cut` has put the part.
    fn shifted(mut self) -> Self {
        if self.before > LINE_WIDTH / 2 {
            self.before = LINE_WIDTH / 2 + 1;
        }
        let room = self.line.chars().count().saturating_sub(self.before).max(1);
        self.length = self.length.min(room);
        self
    }

    fn drawn(&self) -> (String, String) {
        let blanks = self.line.chars().take(self.before);
        // A tab stays a tab, so that the marks stand below their part at any tab width.
        let mut carets: String = blanks
            .map(|letter| if letter == '\t' { '\t' } else { ' ' })
            .collect();
        let missing = self.before.saturating_sub(carets.chars().count());
        carets.extend(std::iter::repeat_n(' ', missing));
        carets.extend(std::iter::repeat_n('^', self.length));
        (self.line.clone(), carets)
    }
}

/// A window of a line around its part at fault, without control characters.
fn cut(line: &str, before: usize) -> String {
    let skipped = if before > LINE_WIDTH / 2 {
        before - LINE_WIDTH / 2
    } else {
        0
    };
    let mut shown = String::new();
    if skipped > 0 {
        shown.push('…');
    }
    let mut letters = line.chars().skip(skipped);
    shown.extend(letters.by_ref().take(LINE_WIDTH).map(printable));
    if letters.next().is_some() {
        shown.push('…');
    }
    shown
}

/// The nearest character boundary at or before a byte.
fn floor(text: &str, byte: usize) -> usize {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}

fn printable(letter: char) -> char {
    if letter.is_control() && letter != '\t' {
        '\u{fffd}'
    } else {
        letter
    }
}

/// One line of bounded length, whatever the file says.
fn tidy(message: &str) -> String {
    let mut letters = message.chars();
    let mut shown: String = letters
        .by_ref()
        .take(600)
        .map(|letter| {
            if letter == '\n' {
                ' '
            } else {
                printable(letter)
            }
        })
        .collect();
    if letters.next().is_some() {
        shown.push('…');
    }
    shown
}

impl Problems {
    /// A single problem.
    pub fn one(problem: Problem) -> Self {
        Self {
            list: vec![problem],
            dropped: 0,
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many were found, those not kept included.
    pub fn len(&self) -> usize {
        self.list.len() + self.dropped
    }

    /// The problems kept, by place.
    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.list.iter()
    }
}

impl<'p> IntoIterator for &'p Problems {
    type Item = &'p Problem;
    type IntoIter = std::slice::Iter<'p, Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, problem) in self.list.iter().enumerate() {
            if position > 0 {
                write!(formatter, "\n\n")?;
            }
            write!(formatter, "{problem}")?;
        }
        if self.dropped > 0 {
            write!(formatter, "\n\nand {} more", self.dropped)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}

/// The texts that spans point into.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sources<'a> {
    pub(crate) name: &'a str,
    pub(crate) text: &'a str,
    /// Assignments as `--set path=value`.
    pub(crate) assignments: &'a [String],
}

/// Problems as they are found, with places still unresolved.
#[derive(Debug, Default)]
pub(crate) struct Report {
    found: Vec<Found>,
    dropped: usize,
    errors: usize,
    /// Values at fault, for which a legal stand-in is used.
    faulty: BTreeSet<At>,
}

#[derive(Debug)]
struct Found {
    place: Where,
    fault: Fault,
    severity: Severity,
}

#[derive(Debug, PartialEq)]
enum Where {
    Span(Span),
    Key(At),
    Value(At),
    /// A key that a table should have.
    Child(At, String),
    Assignment(u32, String),
}

impl Report {
    /// A fault of a value.
    pub(crate) fn value(&mut self, at: At, fault: Fault) {
        self.faulty.insert(at);
        self.push(Where::Value(at), fault, Severity::Error);
    }

    /// A fault of a key.
    pub(crate) fn key(&mut self, at: At, fault: Fault) {
        self.push(Where::Key(at), fault, Severity::Error);
    }

    /// A fault of a key that a table lacks.
    pub(crate) fn child(&mut self, at: At, key: &str, fault: Fault) {
        self.push(Where::Child(at, key.to_owned()), fault, Severity::Error);
    }

    /// A fault of a stretch of text.
    pub(crate) fn span(&mut self, span: Span, fault: Fault) {
        self.push(Where::Span(span), fault, Severity::Error);
    }

    /// A fault of an assignment, at the part of its path that is wrong.
    pub(crate) fn assignment(&mut self, origin: u32, path: String, fault: Fault) {
        self.push(Where::Assignment(origin, path), fault, Severity::Error);
    }

    /// Something without effect.
    pub(crate) fn warn(&mut self, at: At, fault: Fault) {
        self.push(Where::Key(at), fault, Severity::Warning);
    }

    /// Whether anything found forbids using the scenario.
    pub(crate) fn has_errors(&self) -> bool {
        self.errors > 0
    }

    /// Notes that a legal stand-in is used for a value, the fault being reported elsewhere.
    pub(crate) fn mark(&mut self, at: At) {
        self.faulty.insert(at);
    }

    /// Whether a value is at fault.
    pub(crate) fn touches(&self, at: At) -> bool {
        self.faulty.contains(&at)
    }

    /// Whether a syntax error other than a repeated key has made the tree unreliable.
    pub(crate) fn is_broken(&self) -> bool {
        self.found
            .iter()
            .any(|found| matches!(found.fault, Fault::Syntax { .. }))
    }

    fn push(&mut self, place: Where, fault: Fault, severity: Severity) {
        self.errors += usize::from(severity == Severity::Error);
        // Room for repeats, which are removed when places are known.
        if self.found.len() < 10 * SHOWN_MAX {
            self.found.push(Found {
                place,
                fault,
                severity,
            });
        } else {
            self.dropped += 1;
        }
    }

    /// Finds line, column and path of everything found.
    pub(crate) fn resolve(self, places: &Places, sources: Sources<'_>) -> Problems {
        let mut list: Vec<((u32, usize), Problem)> = Vec::new();
        let mut dropped = self.dropped;
        for found in self.found {
            let (span, path) = found.place.resolve(places);
            let mut problem = sources.problem(span, path, found.fault);
            problem.severity = found.severity;
            if !list.iter().any(|(_, other)| *other == problem) {
                list.push(((span.origin, span.start), problem));
            }
        }
        list.sort_by_key(|(place, _)| *place);
        dropped += list.len().saturating_sub(SHOWN_MAX);
        list.truncate(SHOWN_MAX);
        Problems {
            list: list.into_iter().map(|(_, problem)| problem).collect(),
            dropped,
        }
    }
}

impl Where {
    fn resolve(self, places: &Places) -> (Span, String) {
        match self {
            Self::Span(span) => (span, String::new()),
            Self::Key(at) => (places.key_span(at), places.path(at)),
            Self::Value(at) => (places.value_span(at), places.path(at)),
            Self::Child(at, key) => {
                let parent = places.path(at);
                let dot = if parent.is_empty() { "" } else { "." };
                (places.value_span(at), format!("{parent}{dot}{key}"))
            }
            Self::Assignment(origin, path) => (Span::whole(origin), path),
        }
    }
}

impl Sources<'_> {
    fn problem(&self, span: Span, path: String, fault: Fault) -> Problem {
        let assignment = (span.origin as usize)
            .checked_sub(1)
            .and_then(|n| self.assignments.get(n));
        let mut problem = Problem::with_file(assignment.map_or(self.name, String::as_str), fault);
        if assignment.is_none() {
            let (position, excerpt) = Excerpt::of(self.text, span);
            problem.position = Some(position);
            // A fault of the file as a whole has no line worth showing.
            problem.excerpt = (span.end > span.start || span.start > 0).then_some(excerpt);
        }
        problem.path = path;
        problem
    }
}
