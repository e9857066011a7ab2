//! What each kind of results asks, answers and rests on: a chapter for each command.
//!
//! A method names whom it goes back to as `Wilson 1927`; the page lists what is named so.
//!
//! A chapter's tables and sentences are those of the terminal and of the page alike.

mod compare;
mod discovery;
mod equilibrium;
mod rules;
mod run;
mod sensitivity;
mod sweep;
mod theory;
mod theory_rates;

pub use compare::comparison;
pub use discovery::discovery;
pub use run::table;
pub use sensitivity::sensitivity;
pub use sweep::{cells, plan};
pub use theory::solution;
pub use theory_rates::realized;

use std::fmt::Debug;

use crate::experiment::sweep::Layout;
use crate::report::names::Names;
use crate::report::table::{Table, paragraph};
use crate::results::{Provenance, Results, ResultsError};

/// What results say, for readers.
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
    fn page(&self, head: &str) -> String {
        page(head, &self.answer, &self.tables)
    }
}

/// The results of one command.
pub(in crate::report) trait Findings: Debug {
    /// What they say.
    fn chapter(&self, names: Names<'_>) -> Chapter;

    /// How they were computed, in sentences.
    fn method(&self, from: &Provenance) -> String;

    /// What is counted: runs of the talks, or positions before the first move.
    fn unit(&self) -> &'static str {
        "Runs"
    }

    /// The cells, of a sweep.
    fn layout(&self) -> Option<&Layout> {
        None
    }
}

/// What came out of a command.
#[derive(Debug)]
pub struct Content(pub(in crate::report) Box<dyn Findings>);

/// Reads the results of one command, where a folder holds them.
type Read = fn(&Results) -> Result<Option<Content>, ResultsError>;

/// Every kind of results.
const KINDS: [Read; 7] = [
    |it| content(it.summary()),
    |it| content(it.solution()),
    |it| content(it.realized_theory()),
    |it| content(it.comparison()),
    |it| content(it.sensitivity()),
    |it| content(it.discovery()),
    |it| content(sweep::SweepResults::read(it)),
];

fn content<T: Findings + 'static>(
    found: Result<Option<T>, ResultsError>,
) -> Result<Option<Content>, ResultsError> {
    Ok(found?.map(|found| Content(Box::new(found))))
}

impl Content {
    /// What a folder holds; nothing where no command has written results into it.
    pub fn of(results: &Results) -> Result<Option<Self>, ResultsError> {
        for read in KINDS {
            if let Some(found) = read(results)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }
}

/// By what results were made: `zopa 0.1.0 (seed 1, …)`.
fn made_with(from: &Provenance) -> String {
    format!(
        "zopa {} (seed {}; random streams by ChaCha8, Bernstein 2008)",
        from.version, from.seed
    )
}

/// A page of the terminal.
fn page(head: &str, answer: &[String], tables: &[Table]) -> String {
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
