//! Problems with a scenario: place, fault, remedy; and all problems of a file together.

use std::fmt;

use crate::scenario::excerpt::{Excerpt, printable};
use crate::scenario::fault::Fault;
use crate::scenario::place::Span;

/// Beyond this many, problems are only counted.
const SHOWN_MAX: usize = 100;

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
    /// Further lines on which the same is wrong.
    pub also: Vec<usize>,
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
            also: Vec::new(),
        }
    }

    /// Notes that the same is wrong on another line.
    pub(crate) fn is_on_line_too(&mut self, line: usize) {
        let first = self.position.map(|(line, _)| line);
        if first != Some(line) && !self.also.contains(&line) {
            self.also.push(line);
        }
    }

    /// A problem at a stretch of a text.
    pub(crate) fn located(name: &str, text: &str, span: Span, fault: Fault) -> Self {
        let (position, excerpt) = Excerpt::of(text, span);
        // A fault of the file as a whole has no line worth showing.
        let shown = span.end > span.start || span.start > 0;
        Self {
            position: Some(position),
            excerpt: shown.then_some(excerpt),
            ..Self::with_file(name, fault)
        }
    }

    /// A problem at a byte of what may not be a text.
    pub(crate) fn at_byte(name: &str, bytes: &[u8], offset: usize, fault: Fault) -> Self {
        let before = String::from_utf8_lossy(bytes.get(..offset).unwrap_or(bytes));
        let line = before.rsplit('\n').next().unwrap_or_default();
        Self {
            position: Some((before.matches('\n').count() + 1, line.chars().count() + 1)),
            ..Self::with_file(name, fault)
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", tidy(&self.source))?;
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
        if !self.also.is_empty() {
            let lines = lines(&self.also);
            write!(formatter, "\n{margin} = the same on {lines}")?;
        }
        Ok(())
    }
}

/// Numbers of lines in words, at most twelve.
fn lines(lines: &[usize]) -> String {
    let mut shown: Vec<String> = lines.iter().take(12).map(usize::to_string).collect();
    if lines.len() > shown.len() {
        shown.push(format!("{} more", lines.len() - shown.len()));
    }
    let last = shown.pop().unwrap_or_default();
    if shown.is_empty() {
        return format!("line {last}");
    }
    format!("lines {} and {last}", shown.join(", "))
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
    /// Problems by place; those beyond a sensible number are only counted.
    pub(crate) fn sorted(mut list: Vec<Problem>, dropped: usize) -> Self {
        let dropped = dropped + list.len().saturating_sub(SHOWN_MAX);
        list.truncate(SHOWN_MAX);
        Self { list, dropped }
    }

    /// Those of some kind apart from the others, with which those not kept stay.
    pub(crate) fn split(self, is_of_kind: impl Fn(&Problem) -> bool) -> (Self, Self) {
        let (kind, others) = self.list.into_iter().partition(is_of_kind);
        let of_kind = Self {
            list: kind,
            dropped: 0,
        };
        (
            of_kind,
            Self {
                list: others,
                ..self
            },
        )
    }

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
