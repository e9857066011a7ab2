//! What result files hold: a type for each, written and read by serde.

mod comparison;
mod discovery;
mod equilibrium;
mod frontier;
mod paired_effect;
mod plan;
mod precision;
mod ranking;
mod sensitivity;
mod settlement;
mod solution;
mod summary;
mod theory_rates;
mod trace;

pub use comparison::{
    Comparison, LeverSplit, NamedId, PartyChanges, PolicyEffect, RuleComparison, RuleLeftOut,
    SplitPart, Transition,
};
pub use discovery::{BoxChoice, BoxCounts, BoxLimit, BoxSearch, FoundBox, SearchEnd};
pub use equilibrium::{EquilibriumOffer, EquilibriumPath, OneTimeOffer, RefusalChance};
pub use frontier::{FrontierPoints, Utilities};
pub use paired_effect::{AdjustedDifference, PairedEffect};
pub use plan::{BodyPosition, ObjectionReason, PlanObjection, PlanPosition};
pub use precision::{NeededRuns, PilotAnswer, VariantAnswer};
pub use ranking::{PolicyPair, PolicyRanking, RankExchange};
pub use sensitivity::{FactorIndices, Index, SobolIndices};
pub use solution::{
    CentralTheory, DealPoint, FrontierSize, PartyPosition, RuleDeal, Solution, WinSet, Zone,
};
pub use trace::{
    RunTrace, TraceAction, TraceAnswer, TraceEvent, TraceLever, TraceOutcome, TracePackage,
    TraceRefusal,
};
