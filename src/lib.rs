//! A negotiation simulator: how often do talks reach agreement, on what terms, and why do they fail?
//!
//! A scenario says what is negotiated, by whom, under which rules, and how certain each number is. The library reads it, plays
//! the negotiation many times, each time on numbers drawn anew, and counts. The name is the field's: the zone of possible
//! agreement, the deals that everybody whose consent is needed prefers to no deal. The book in `docs/` defines the model,
//! one page per concept, and maps the code.
//!
//! # Example
//!
//! ```
//! use zopa::{Game, Scenario};
//!
//! let text = r#"
//!     format = 1
//!     title = "A used crane"
//!     assumption = "made up"
//!     clock.rounds = 10
//!     protocol.alternating-offers.order = ["buyer", "seller"]
//!
//!     [[issue]]
//!     id = "price"
//!     options = [{ id = "80k" }, { id = "90k" }, { id = "100k" }]
//!
//!     [[issue]]
//!     id = "delivery"
//!     options = [{ id = "now" }, { id = "spring" }]
//!
//!     [[party]]
//!     id = "buyer"
//!     role = "principal"
//!     reservation = { uniform = [0.3, 0.7] }
//!     [party.utility]
//!     price = { weight = 0.7, scores = [1.0, 0.5, 0.0] }
//!     delivery = { weight = 0.3, scores = [0.0, 1.0] }
//!
//!     [[party]]
//!     id = "seller"
//!     role = "principal"
//!     reservation = { uniform = [0.3, 0.7] }
//!     [party.utility]
//!     price = { weight = 0.6, scores = [0.0, 0.5, 1.0] }
//!     delivery = { weight = 0.4, scores = [1.0, 0.0] }
//! "#;
//!
//! let scenario = Scenario::parse("crane.toml", text, &[])?;
//! let game = Game::compile(&scenario)?;
//! let estimates = game.simulate(&scenario, 200, 1);
//!
//! let agreement = estimates.row("agreement", "").expect("every run table has it");
//! let (low, high) = (agreement.low.unwrap_or(0.0), agreement.high.unwrap_or(1.0));
//! println!("agreed in {:.0} % of runs, {low:.2} to {high:.2}", 100.0 * agreement.value.unwrap_or(0.0));
//! assert_eq!(agreement.runs, 200);
//! assert!(low > 0.0 && high < 1.0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Public API
//!
//! | Question | Call | Answer |
//! | --- | --- | --- |
//! | what does the file say? | [`Scenario::load`], [`Scenario::parse`]; changed in memory: [`Scenario::set`], [`Scenario::check`] | [`Scenario`], or [`Problems`], all at once |
//! | what is played? | [`Game::compile`] | [`Game`], or [`CompileError`] where limits are exceeded |
//! | what happens in one run? | [`Game::play`], [`Game::trace`] | [`Outcome`], [`Trace`] |
//! | how often, over many runs? | [`Game::simulate`] | [`Estimates`] |
//! | what if a party played otherwise? | a [`Strategy`] on a [`Seat`], given to a party by [`Seating::seat`]: [`Game::simulate_with`], [`Game::trace_with`] | [`Estimates`], [`Trace`] |
//! | what does theory say? | [`solve`] | [`Solution`] |
//! | which lever changes what? | [`compare()`] | [`Comparison`] |
//! | what if? | [`sweep()`] | [`Estimates`] |
//! | what drives the result? | [`sensitivity()`], [`discover`] | [`SobolIndices`], [`BoxSearch`] |
//!
//! These are what the crate promises. Its other modules are public only for the crate's own tests and command line: they are
//! hidden here and may change at any time.
//!
//! # Which module may depend on which
//!
//! ```text
//! model → game → analysis → bargaining → simulation → experiment → results → report
//! model → scenario → experiment
//! analysis, scenario → import
//! ```
//!
//! Each module imports only what stands left of it on its line. `analysis` is theory without chance: the zone of possible
//! agreement, its Pareto frontier, the solutions within it, the place of each plan.
//!
//! # Invariants
//!
//! - A result is a function of scenario, seed and number of runs. Threads, time and machine never enter.
//! - After [`Game::compile`] nothing fails: a run ends in an [`Outcome`], never in an error.
//! - `model` knows no file format; `scenario` owns that of scenarios, `results` those of results.
//! - Nothing here prints or reads the clock, the environment or a random device; only `scenario` and `results` open files.
//! - Every uncertain number comes from one uniform draw of a stream of its own, so that a run can be replayed alone and a
//!   changed number moves no other.
#![cfg_attr(not(test), warn(clippy::unwrap_used))]
#![cfg_attr(
    test,
    allow(
        clippy::float_cmp,
        reason = "tests choose numbers whose results are exact"
    )
)]

#[doc(hidden)]
pub mod analysis;
#[doc(hidden)]
pub mod bargaining;
#[doc(hidden)]
pub mod experiment;
mod face;
#[doc(hidden)]
pub mod game;
#[doc(hidden)]
pub mod import;
#[doc(hidden)]
pub mod model;
#[doc(hidden)]
pub mod report;
#[doc(hidden)]
pub mod results;
#[doc(hidden)]
pub mod scenario;
#[doc(hidden)]
pub mod simulation;

pub use crate::bargaining::{Outcome, Seat, Seating, Strategy, Trace};
pub use crate::experiment::compare::Comparison;
pub use crate::experiment::discovery::BoxSearch;
pub use crate::experiment::sensitivity::SobolIndices;
pub use crate::face::{Unanswered, band, compare, discover, sensitivity, solve, sweep};
pub use crate::game::{CompileError, Game};
pub use crate::model::{Deal, Distribution, PartyId, Scenario};
#[cfg(feature = "cli")]
pub use crate::report::Table;
#[cfg(feature = "figures")]
pub use crate::report::chart::Chart;
pub use crate::results::{Estimate, Estimates, Solution};
pub use crate::scenario::{Assignment, Problems, SetError};
pub use crate::simulation::Band;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
