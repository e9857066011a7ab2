//! Many negotiations: runs in parallel, estimates, summaries.

mod estimate;
mod monte_carlo;
mod settlement;
mod summary;
mod tally;
mod theory;

pub use estimate::{Mean, Rate};
pub use monte_carlo::{
    BATCH_RUNS, Control, RunSettings, Unwatched, in_order, play_runs, simulate, trace,
};
pub use settlement::{RuleRates, SettlementRates, settle};
pub use summary::{
    IssueSummary, LeverSummary, OptionSummary, PackageSummary, PartySummary, SettlementSummary,
    Summary, TypeSummary,
};
pub use theory::{
    PartyRates, PlanPartyRates, PlanRates, TheoryRates, theory_of_centre, theory_of_runs,
};
