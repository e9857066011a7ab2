//! Many negotiations: runs in parallel, estimates, summaries.

mod estimate;
mod monte_carlo;
mod pairs;
mod summary;
mod tally;

pub use estimate::{Confidence, Mean, Rate};
pub use monte_carlo::{
    BATCH_RUNS, Control, RunSettings, Unwatched, in_order, play_runs, simulate, summary_of, trace,
};
pub use pairs::Pairs;
pub use summary::{
    IssueSummary, LeverSummary, OptionSummary, PackageSummary, PartySummary, Summary, TypeSummary,
};
