//! What each kind of result asks, answers and rests on: a chapter for each command.
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
pub use discovery::{discovery, when};
pub use run::table;
pub use sensitivity::sensitivity;
pub use sweep::{cells, plan};
pub use theory::solution;
pub use theory_rates::realized;

use crate::experiment::compare::Comparison;
use crate::experiment::discovery::BoxSearch;
use crate::experiment::sensitivity::SobolIndices;
use crate::report::names::Names;
use crate::report::table::{Table, paragraph};
use crate::results::{Estimates, Provenance, Solution, SweepManifest};
use crate::simulation::{RealizedTheory, Summary};

/// What came out, by the command that made it.
#[derive(Debug)]
pub enum Content {
    /// Estimates over many runs.
    Run(Box<Summary>),
    /// Theory at central values.
    Solution(Box<Solution>),
    /// Theory over many realizations.
    RealizedTheory(Box<RealizedTheory>),
    /// What each lever changes.
    Comparison(Box<Comparison>),
    /// Which numbers drive a result.
    Sensitivity(Box<SobolIndices>),
    /// Under which numbers a result comes about.
    Discovery(Box<BoxSearch>),
    /// What changes with the settings of a sweep, by its estimates.
    Sweep(Box<SweepManifest>, Estimates),
}

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
    /// How it was computed.
    pub(in crate::report) method: String,
}

/// The chapter of some results.
pub(in crate::report) fn chapter(
    content: &Content,
    from: &Provenance,
    names: Names<'_>,
) -> Chapter {
    match content {
        Content::Run(summary) => run::chapter(from, summary, names),
        Content::Solution(solution) => theory::chapter(from, solution, names),
        Content::RealizedTheory(rates) => theory_rates::chapter(from, rates, names),
        Content::Comparison(comparison) => compare::chapter(from, comparison, names),
        Content::Sensitivity(indices) => sensitivity::chapter(from, indices, names),
        Content::Discovery(boxes) => discovery::chapter(from, boxes, names),
        Content::Sweep(manifest, estimates) => {
            sweep::chapter(from, &manifest.layout, estimates, names)
        }
    }
}

/// By what results were made: `zopa 0.1.0 (seed 1)`.
fn made_with(from: &Provenance) -> String {
    format!("zopa {} (seed {})", from.version, from.seed)
}

/// What a person reads after a command: how it was done, the answer in sentences, the tables.
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
