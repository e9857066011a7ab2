//! Many negotiations: runs in parallel, estimates, summaries.

mod estimate;
pub mod measure;
mod monte_carlo;
mod multiple;
mod paired;
mod realizations;
mod settlement;
mod strata;
mod summary;
mod tally;
mod theory;

pub use estimate::{Mean, Rate, Z95};
pub use monte_carlo::{
    BATCH_RUNS, Control, RunSettings, Unwatched, count_runs, in_order, play_runs, trace,
};
pub use multiple::{holm, indistinct_groups, simultaneous};
pub use paired::PairedRates;
pub use settlement::{OF_RULES, RuleRates, Settled, SettlementRates, SettlementTally, settle};
pub use strata::{Adjusted, StratifiedRates, Stratum, StratumCounts};
pub use summary::{
    IssueSummary, LeverSummary, OptionSummary, PackageSummary, PartySummary, SettlementSummary,
    Summary, TypeSummary, simulate,
};
pub use tally::Tally;
pub use theory::{
    Digest, OF_REALIZATIONS, PartyRates, PlanPartyRates, PlanRates, TheoryRates, TheoryTally,
    theory_of_centre, theory_of_runs,
};
