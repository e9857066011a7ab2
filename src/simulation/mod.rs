//! Many negotiations: runs in parallel, estimates, summaries.

mod estimate;
mod monte_carlo;
mod multiple;
mod paired;
mod settlement;
mod strata;
mod summary;
mod tally;
mod theory;

pub use estimate::{Mean, Rate};
pub use monte_carlo::{
    BATCH_RUNS, Control, RunSettings, Unwatched, in_order, play_runs, simulate, summary_of, trace,
};
pub use multiple::{holm, not_told_apart, simultaneous};
pub use paired::PairedRates;
pub use settlement::{RuleRates, SettlementRates, settle};
pub use strata::{Adjusted, StratifiedRates, Stratum, StratumCounts};
pub use summary::{
    IssueSummary, LeverSummary, OptionSummary, PackageSummary, PartySummary, SettlementSummary,
    Summary, TypeSummary,
};
pub use theory::{
    PartyRates, PlanPartyRates, PlanRates, TheoryRates, theory_of_centre, theory_of_runs,
};
