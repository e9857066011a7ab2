//! What each kind of results asks, answers and rests on: a chapter for each command.
//!
//! A method names whom it goes back to as `Wilson 1927`; the page lists what is named so.
//!
//! A chapter's tables and sentences are those of the terminal and of the page alike.

mod band;
mod chapter;
mod compare;
mod convergence;
mod deals;
mod decisive;
mod discovery;
mod equilibrium;
mod rules;
mod run;
mod sensitivity;
mod sweep;
mod theory;
mod theory_rates;

pub(in crate::report) use chapter::{Chapter, Findings};
pub use compare::comparison;
pub use discovery::discovery;
pub use run::table;
pub use sensitivity::sensitivity;
pub use sweep::{cells, plan};
pub use theory::solution;
pub use theory_rates::realized;

use crate::report::content::Content;

impl Content {
    /// What is said about it.
    pub(in crate::report) fn findings(&self) -> &dyn Findings {
        match self {
            Self::Runs(found) => &**found,
            Self::Theory(found, _) => &**found,
            Self::Realizations(found) => &**found,
            Self::Comparison(found) => &**found,
            Self::Sensitivity(found) => &**found,
            Self::Discovery(found) => &**found,
            Self::Sweep(found) => &**found,
        }
    }
}
