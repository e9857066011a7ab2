//! Many negotiations: runs in parallel, estimates, summaries.

mod agreed;
mod band;
mod convergence;
mod deals;
mod decisive;
mod estimate;
mod first_counts;
mod headline;
pub mod measure;
mod monte_carlo;
mod multiple;
mod paired;
mod paired_shares;
mod resamples;
mod sample;
mod settlement;
mod summary;
mod theory;

pub(crate) use agreed::pooled;
pub use agreed::{AgreedCombination, AgreedTerms, DealCounts, Issues, OptionShare};
pub use band::{Band, Banded, Change, Spread, Written};
pub use convergence::{Convergence, MoreDraws, Redone};
pub use deals::{
    Combination, CoreIssue, DEALS_MAX, DealSummary, DealTally, FrequentDeal, TypedDeals,
    UsualOption,
};
pub(crate) use deals::{core_issues, core_of, stakes};
pub use decisive::{Decisive, DecisiveNumber, Moved, SwitchingValue, Turning};
pub use estimate::{CONFIDENCE, Mean, Rate, Z95};
pub(crate) use estimate::{normal_bound, student_bound};
pub use headline::Headline;
pub use measure::Tally;
pub use monte_carlo::{
    BATCH_RUNS, Control, RunSettings, Unwatched, count_runs, count_runs_with, in_order, in_pieces,
    in_places, piece, play_runs, run_by_run, runs_done,
};
pub use multiple::{adjusted, excludes_zero, indistinct_groups, simultaneous};
pub use paired::PairedRates;
pub(crate) use paired_shares::AGREEMENTS_MIN;
pub use paired_shares::{PairedOptions, PairedShares};
pub use resamples::Resamples;
pub use sample::BandSample;
pub use settlement::{
    OF_RULES, RuleEstimates, RuleUtilities, Settled, SettlementTally, Settlements, settle,
};
pub use summary::{
    BodySummary, IssueSummary, LeverSummary, OptionSummary, PackageSummary, PartySummary, Summary,
    TypeSummary, simulate,
};
pub use theory::{
    Digest, FrontierMeans, OF_REALIZATIONS, PartyMeans, PlanEstimates, PlanVerdicts,
    RealizedTheory, TheoryTally, TypeZone, theory_of_centre, theory_of_runs,
};
