//! All integration tests in one binary, one module for each kind of promise; `docs/architecture.md` has the list.
//!
//! What needs the command line or figures is left out where the library is built without them.

mod alternating_offers;
mod axioms;
mod bad_scenarios;
mod bad_sweeps;
#[cfg(feature = "cli")]
mod bounded;
mod channels;
mod circles;
mod closed_form;
#[cfg(feature = "cli")]
mod command_line;
#[cfg(feature = "cli")]
mod comparison;
#[cfg(feature = "cli")]
mod convergence;
mod coverage;
#[cfg(all(feature = "cli", feature = "figures"))]
mod damage;
mod deadlines;
mod deals;
#[cfg(feature = "cli")]
mod decisive;
#[cfg(feature = "cli")]
mod docs;
mod equilibrium;
mod face;
mod flagship;
#[cfg(all(feature = "cli", feature = "pdf"))]
mod foreign_text;
mod grids;
mod idle;
#[cfg(all(feature = "cli", target_os = "linux"))]
mod job_files;
#[cfg(all(feature = "cli", unix))]
mod lasting;
mod layering;
mod mistakes;
mod numbers;
#[cfg(all(feature = "cli", feature = "figures", target_os = "linux"))]
mod outvoted;
mod owner;
#[cfg(all(feature = "cli", feature = "pdf"))]
mod plot;
mod properties;
#[cfg(feature = "cli")]
mod quotas;
#[cfg(feature = "cli")]
mod ranged_factors;
mod ranges;
mod reference;
#[cfg(feature = "cli")]
mod report_command;
mod reproducibility;
#[cfg(all(feature = "cli", feature = "figures"))]
mod result_folder;
#[cfg(all(feature = "cli", feature = "figures"))]
mod result_keys;
mod scenario_files;
#[cfg(feature = "cli")]
mod scenarios;
mod settlement;
#[cfg(all(feature = "cli", feature = "figures"))]
mod significance;
mod solution_concepts;
mod strategies;
#[cfg(feature = "cli")]
mod sweep_command;
#[cfg(feature = "cli")]
mod sweeps;
#[cfg(feature = "cli")]
mod terms;
mod theory;
mod time_at_the_table;
#[cfg(feature = "cli")]
mod tool;
mod votes;
