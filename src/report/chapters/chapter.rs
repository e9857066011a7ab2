//! What a chapter is, and what its text is made of.

use crate::report::names::Names;
use crate::report::table::{Cell, Table, paragraph};
use crate::results::Provenance;
use crate::simulation::Rate;

/// What results say, for readers.
#[derive(Debug)]
pub(in crate::report) struct Chapter {
    /// What it is about, as a heading.
    pub(in crate::report) heading: &'static str,
    /// What was asked, in a sentence or two.
    pub(in crate::report) question: String,
    /// The answer in sentences, with numbers.
    pub(in crate::report) answer: Vec<String>,
    /// The answer in tables, the headline first; those without rows say nothing.
    pub(in crate::report) tables: Vec<Table>,
}

impl Chapter {
    /// What a person reads after a command: how it was done, the answer in sentences, the tables.
    pub(super) fn page(&self, head: &str) -> String {
        page(head, &self.answer, &self.tables)
    }
}

/// The results of one command.
pub(in crate::report) trait Findings {
    /// What they say.
    fn chapter(&self, names: Names<'_>) -> Chapter;

    /// How they were computed, in sentences.
    fn method(&self, from: &Provenance) -> String;
}

/// By what results were made: `zopa 0.1.0 (seed 1, …)`.
pub(super) fn made_with(from: &Provenance) -> String {
    format!(
        "zopa {} (seed {}; random streams by ChaCha8, Bernstein 2008)",
        from.version, from.seed
    )
}

/// A page of the terminal.
pub(super) fn page(head: &str, answer: &[String], tables: &[Table]) -> String {
    let mut text = head.to_owned();
    for sentences in answer {
        text.push('\n');
        text.push_str(&paragraph(sentences));
    }
    for table in tables.iter().filter_map(Table::text) {
        text.push('\n');
        text.push_str(&table);
    }
    text
}

/// What the intervals of shares and the errors of means of many runs are.
pub(super) const INTERVALS: &str = "Shares carry 95 % Wilson score intervals (Wilson 1927) and means standard errors; both cover \
    simulation error only";

/// A row: a name, in how many runs it held, and its share of the runs with its interval.
pub(super) fn counted_rate(name: impl Into<Cell>, rate: Rate) -> Vec<Cell> {
    vec![name.into(), Cell::Count(rate.count), rate.into()]
}
