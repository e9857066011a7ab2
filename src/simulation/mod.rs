//! Many negotiations: runs in parallel, estimates, summaries.

mod estimate;
mod monte_carlo;
mod multiple;
mod paired;
mod strata;
mod summary;
mod tally;

pub use estimate::{Mean, Rate};
pub use monte_carlo::{
    BATCH_RUNS, Control, RunSettings, Unwatched, in_order, play_runs, simulate, summary_of, trace,
};
pub use multiple::{holm, not_told_apart, simultaneous};
pub use paired::PairedRates;
pub use strata::{Adjusted, StratifiedRates, Stratum, StratumCounts};
pub use summary::{
    IssueSummary, LeverSummary, OptionSummary, PackageSummary, PartySummary, Summary, TypeSummary,
};
