//! A negotiation simulator: how often do talks reach agreement, on what terms, and why do they fail?
//!
//! A scenario says what is negotiated, by whom, under which rules, and how sure each number is. The library reads it, plays
//! the negotiation many times, each time on numbers drawn anew, and counts. The name is the field's: the zone of possible
//! agreement, the deals that everybody whose consent is needed prefers to no deal. The book in `docs/` defines the model,
//! one page a concept, and maps the code.
//!
//! # Example
//!
//! ```
//! use std::ops::ControlFlow;
//!
//! use zopa::game::Game;
//! use zopa::simulation::{RunSettings, Unwatched, simulate};
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
//! let loaded = zopa::scenario::parse("crane.toml", text, &[])?;
//! let game = Game::compile(&loaded.scenario)?;
//! let settings = RunSettings { runs: 200, seed: 1, threads: None };
//! let mut go_on = |_first_run: u64, _outcomes: &[_]| ControlFlow::Continue(());
//! let summary = simulate(&loaded.scenario, &game, &settings, &Unwatched, &mut go_on);
//!
//! let [low, high] = summary.agreement.interval();
//! println!("agreed in {:.0} % of runs, {low:.2} to {high:.2}", 100.0 * summary.agreement.value());
//! assert_eq!(summary.runs, 200);
//! assert!(low > 0.0 && high < 1.0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The path of the data
//!
//! | Stage | Type | Made by | Can fail |
//! | --- | --- | --- | --- |
//! | as meant | [`model::Scenario`] | [`scenario::parse`], [`scenario::load`] | yes, with all problems at once |
//! | as computed | [`game::Game`] | [`game::Game::compile`], once for each scenario | where limits are exceeded |
//! | as drawn | [`game::Realization`] | nature, once for each run | no |
//! | one run | [`bargaining::Outcome`] | [`bargaining::play`] | no |
//! | many runs | [`simulation::Summary`] | [`simulation::simulate`] | no |
//! | what lies behind | [`experiment::sensitivity::SobolIndices`], [`experiment::discovery::BoxSearch`] | [`experiment`] | no |
//! | many cells | [`experiment::sweep::Sheet`] | [`experiment::sweep::play_sweep`] | no |
//! | on paper | `String` | [`report`] | no |
//! | on disk | files | [`results`] | yes |
//!
//! # Who may know whom
//!
//! ```text
//! model → game → analysis → bargaining → simulation → experiment → results → report
//! model → scenario → experiment
//! ```
//!
//! Each module imports only what stands left of it on its line. [`analysis`] is theory without chance: the zone of possible
//! agreement, the Pareto frontier, the solutions on it, the place of each plan.
//!
//! # Invariants
//!
//! - A result is a function of scenario, seed and number of runs. Threads, time and machine never enter.
//! - After [`game::Game::compile`] nothing fails: a run ends in an [`bargaining::Outcome`], never in an error.
//! - [`model`] knows no file format; [`scenario`] owns that of scenarios, [`report`] and [`results`] those of results.
//! - Nothing here prints or reads the clock, the environment or a random device; only [`scenario::load`] and [`results`] open
//!   files.
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

pub mod analysis;
pub mod bargaining;
pub mod experiment;
pub mod game;
pub mod model;
pub mod report;
pub mod results;
pub mod scenario;
pub mod simulation;
