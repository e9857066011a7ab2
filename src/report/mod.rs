//! Results for readers: tables, sentences, pages, CSV and figures.
//!
//! Nothing here computes a result, opens a file or prints; every function returns a value or a text.

#[cfg(feature = "cli")]
pub mod chapters;
#[cfg(feature = "figures")]
pub mod chart;
#[cfg(any(feature = "cli", feature = "figures"))]
mod content;
#[cfg(feature = "figures")]
pub mod figure;
pub mod json;
#[cfg(any(feature = "cli", feature = "figures"))]
mod labels;
#[cfg(feature = "cli")]
mod names;
#[cfg(feature = "cli")]
pub mod paper;
#[cfg(feature = "cli")]
mod precision;
mod story;
#[cfg(any(feature = "cli", feature = "figures"))]
mod swept;
#[cfg(feature = "cli")]
mod table;
mod words;

#[cfg(test)]
pub(crate) mod fixture;

#[cfg(feature = "cli")]
pub use chapters::table;
#[cfg(any(feature = "cli", feature = "figures"))]
pub use content::Content;
#[cfg(feature = "cli")]
pub use precision::precision;
pub use story::story;
#[cfg(feature = "cli")]
pub use table::{Cell, Column, Row, Table};
pub use words::when;

use crate::bargaining::{Event, Outcome, Trace};
use crate::model::Scenario;

/// One run with all that happened in it.
#[derive(Clone, Copy, Debug)]
pub struct TracedRun<'a> {
    /// The scenario played.
    pub scenario: &'a Scenario,
    /// Seed.
    pub seed: u64,
    /// Which run under this seed, from 0.
    pub run: u64,
    /// How it ended.
    pub outcome: &'a Outcome,
    /// What happened on the way.
    pub trace: &'a Trace,
}

impl TracedRun<'_> {
    /// The events by round: a stage of ratification is recorded at signature, with the later round in which it decides.
    fn events(&self) -> Vec<Event> {
        let mut events = self.trace.events.clone();
        events.sort_by_key(|event| event.round);
        events
    }
}
