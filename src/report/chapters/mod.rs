//! What each kind of results asks, answers and rests on: a chapter for each command.
//!
//! A method names whom it goes back to as `Wilson 1927`; the page lists what is named so.
//!
//! A chapter's tables and sentences are those of the terminal and of the page alike.

mod chapter;
mod compare;
mod deals;
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

use crate::results::{Results, ResultsError};

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
    ///
    /// # Errors
    /// When a file of the results cannot be read as what it should be.
    pub fn of(results: &Results) -> Result<Option<Self>, ResultsError> {
        for read in KINDS {
            if let Some(found) = read(results)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }
}
