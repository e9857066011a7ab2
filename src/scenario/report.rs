//! Problems as they are found, before their places are worked out.

use std::collections::BTreeSet;

use crate::scenario::fault::Fault;
use crate::scenario::place::{At, Places, Span};
use crate::scenario::problem::{Problem, Problems, Severity};
use crate::scenario::source::Source;

/// Beyond this many, faults are only counted; room for repeats, which are removed when places are known.
const KEPT_MAX: usize = 300;

/// The texts that spans point into.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sources<'a> {
    pub(crate) name: &'a str,
    pub(crate) text: &'a str,
    /// Where each assignment comes from.
    pub(crate) origins: &'a [Origin<'a>],
}

/// Where an assignment comes from.
#[derive(Clone, Debug)]
pub(crate) enum Origin<'a> {
    /// The command line, as `--set path=value`.
    CommandLine(String),
    /// A stretch of another file, and where the path is written in it.
    File {
        source: &'a Source,
        span: Span,
        path: Span,
    },
}

/// Problems as they are found, with places still unresolved.
#[derive(Debug, Default)]
pub(crate) struct Report {
    /// Where the values of the document stand.
    pub(crate) places: Places,
    found: Vec<Found>,
    dropped: usize,
    errors: usize,
    /// Values at fault, for which a legal stand-in is used.
    faulty: BTreeSet<At>,
    /// Keys that a table needs and lacks, or has misspelt.
    lacking: BTreeSet<(At, String)>,
    /// Values that change no move.
    idle: BTreeSet<At>,
}

#[derive(Debug)]
struct Found {
    place: Where,
    fault: Fault,
    severity: Severity,
}

#[derive(Debug, PartialEq)]
enum Where {
    /// A stretch of text, with the path that stands there.
    Span(Span, String),
    Key(At),
    Value(At),
    /// A key that a table should have.
    Child(At, String),
    Assignment(u32, String),
}

impl Report {
    /// A fault of a value.
    pub(crate) fn value(&mut self, at: At, fault: impl Into<Fault>) {
        self.faulty.insert(at);
        self.push(Where::Value(at), fault.into(), Severity::Error);
    }

    /// A fault of a key.
    pub(crate) fn key(&mut self, at: At, fault: impl Into<Fault>) {
        self.push(Where::Key(at), fault.into(), Severity::Error);
    }

    /// A fault of a key that a table lacks.
    pub(crate) fn child(&mut self, at: At, key: &str, fault: Fault) {
        self.lack(at, key);
        self.push(Where::Child(at, key.to_owned()), fault, Severity::Error);
    }

    /// A fault of a stretch of text; the path is empty where none stands there.
    pub(crate) fn span(&mut self, span: Span, path: &str, fault: Fault) {
        let place = Where::Span(span, path.to_owned());
        self.push(place, fault, Severity::Error);
    }

    /// A fault of an assignment, at the part of its path that is wrong.
    pub(crate) fn assignment(&mut self, origin: u32, path: String, fault: Fault) {
        self.push(Where::Assignment(origin, path), fault, Severity::Error);
    }

    /// Something without effect.
    pub(crate) fn warn(&mut self, at: At, fault: impl Into<Fault>) {
        self.push(Where::Key(at), fault.into(), Severity::Warning);
    }

    /// Notes that what stands at a place changes no move.
    pub(crate) fn note_idle(&mut self, at: At) {
        self.idle.insert(at);
    }

    /// Whether that has been noted of a place or of one that it lies in.
    pub(crate) fn is_idle(&self, at: At) -> bool {
        let mut above = self.places.upwards(at);
        above.any(|place| self.idle.contains(&place))
    }

    /// Whether anything found forbids using the scenario.
    pub(crate) fn has_errors(&self) -> bool {
        self.errors > 0
    }

    /// Notes that a legal stand-in is used for a value, the fault being reported elsewhere.
    pub(crate) fn mark(&mut self, at: At) {
        self.faulty.insert(at);
    }

    /// Notes that a table lacks a key, which is reported elsewhere.
    pub(crate) fn lack(&mut self, at: At, key: &str) {
        self.lacking.insert((at, key.to_owned()));
    }

    /// Whether a table lacks a key that it needs.
    pub(crate) fn lacks(&self, at: At, key: &str) -> bool {
        !self.lacking.is_empty() && self.lacking.contains(&(at, key.to_owned()))
    }

    /// Whether a value is at fault.
    pub(crate) fn is_faulty(&self, at: At) -> bool {
        self.faulty.contains(&at)
    }

    /// Whether a syntax error other than a repeated key has made the tree unreliable.
    pub(crate) fn is_broken(&self) -> bool {
        self.found
            .iter()
            .any(|found| matches!(found.fault, Fault::Syntax(_)))
    }

    fn push(&mut self, place: Where, fault: Fault, severity: Severity) {
        // What is read twice, as by every type of a party, is reported once.
        let is_known = |found: &Found| {
            found.place == place && format!("{:?}", found.fault) == format!("{fault:?}")
        };
        if self.found.iter().any(is_known) {
            return;
        }
        self.errors += usize::from(severity == Severity::Error);
        if self.found.len() < KEPT_MAX {
            self.found.push(Found {
                place,
                fault,
                severity,
            });
        } else {
            self.dropped += 1;
        }
    }

    /// Puts another report before this one, so that of faults at one place those of the other come first.
    pub(crate) fn put_first(&mut self, other: Self) {
        self.errors += other.errors;
        self.dropped += other.dropped;
        self.found.splice(0..0, other.found);
    }

    /// Finds line, column and path of everything found.
    pub(crate) fn resolve(self, sources: Sources<'_>) -> Problems {
        let mut list: Vec<((u32, usize), Problem)> = Vec::new();
        for found in self.found {
            let is_of_path = matches!(found.place, Where::Assignment(..));
            let (span, path) = found.place.resolve(&self.places);
            let mut problem = sources.problem(span, path, found.fault, is_of_path);
            problem.severity = found.severity;
            if !list.iter().any(|(_, other)| *other == problem) {
                list.push(((span.origin, span.start), problem));
            }
        }
        list.sort_by_key(|(place, _)| *place);
        let list = list.into_iter().map(|(_, problem)| problem);
        Problems::sorted(once_each(list), self.dropped)
    }
}

/// What somebody does wrong throughout a file, as one problem that names the other lines.
fn once_each(list: impl Iterator<Item = Problem>) -> Vec<Problem> {
    let mut kept: Vec<Problem> = Vec::new();
    for problem in list {
        let habit = problem.fault.habit();
        let same = kept.iter_mut().find(|other| {
            habit.is_some() && other.source == problem.source && other.fault.habit() == habit
        });
        match (same, problem.position) {
            (Some(first), Some((line, _))) => first.is_on_line_too(line),
            _ => kept.push(problem),
        }
    }
    kept
}

impl Where {
    fn resolve(self, places: &Places) -> (Span, String) {
        match self {
            Self::Span(span, path) => (span, path),
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

impl<'a> Sources<'a> {
    /// A text to which nothing is assigned.
    pub(crate) fn of(source: &'a Source) -> Self {
        Self {
            name: &source.name,
            text: &source.text,
            origins: &[],
        }
    }

    /// A problem at a place; with an assignment as a whole, or with its path.
    fn problem(&self, span: Span, path: String, fault: Fault, is_of_path: bool) -> Problem {
        let origin = (span.origin as usize)
            .checked_sub(1)
            .and_then(|n| self.origins.get(n));
        let mut problem = match origin {
            Some(Origin::CommandLine(words)) => Problem::with_file(words, fault),
            Some(Origin::File { source, span, path }) => {
                let span = if is_of_path { path } else { span };
                Problem::located(&source.name, &source.text, *span, fault)
            }
            None => Problem::located(self.name, self.text, span, fault),
        };
        problem.path = path;
        problem
    }
}
