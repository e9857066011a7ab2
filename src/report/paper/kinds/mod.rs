//! What each kind of result asks, answers and rests on: a chapter for each command.

mod compare;
mod discovery;
mod equilibrium;
mod run;
mod sensitivity;
mod settlement;
mod sweep;
mod theory;
mod theory_rates;

pub(super) use run::{bounds, headlines};

use crate::report::paper::names::Names;
use crate::report::paper::table::Table;
use crate::report::paper::{Content, Part};

/// What a part tells.
pub(super) struct Chapter {
    /// What it is about, as a heading.
    pub(super) heading: &'static str,
    /// What was asked, in a sentence or two.
    pub(super) question: String,
    /// The answer in sentences, with numbers.
    pub(super) answer: Vec<String>,
    /// The answer in tables, the headline first; those without rows say nothing.
    pub(super) tables: Vec<Table>,
    /// How it was computed.
    pub(super) method: String,
}

/// The chapter of a part.
pub(super) fn chapter(part: &Part) -> Chapter {
    let names = Names(part.given.as_ref().map(|given| &given.scenario));
    match &part.content {
        Content::Run(summary) => run::chapter(part, summary, names),
        Content::Solution(solution) => theory::chapter(part, solution, names),
        Content::RealizedTheory(rates) => theory_rates::chapter(part, rates, names),
        Content::Comparison(comparison) => compare::chapter(part, comparison, names),
        Content::Sensitivity(indices) => sensitivity::chapter(part, indices, names),
        Content::Discovery(boxes) => discovery::chapter(part, boxes, names),
        Content::Sweep(manifest, cells) => sweep::chapter(part, manifest, cells, names),
    }
}

/// By what a part was made: `zopa 0.1.0 (seed 1)`.
fn made_with(part: &Part) -> String {
    let from = &part.provenance;
    format!("zopa {} (seed {})", from.version, from.seed)
}
