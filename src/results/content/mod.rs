//! What result files hold: a type for each, written and read by serde.

mod comparison;
mod discovery;
mod equilibrium;
mod frontier;
mod precision;
mod sensitivity;
mod settlement;
mod solution;
mod summary;
mod terms;
mod theory_rates;

pub use comparison::{
    AdjustedDifference, Comparison, LeverSplit, PairedEffect, PartyChanges, PolicyEffect,
    PolicyPair, PolicyRanking, RankExchange, RuleComparison, RuleLeftOut, SplitPart, Transition,
};
pub use discovery::{BoxChoice, BoxCounts, BoxLimit, BoxSearch, FoundBox, SearchEnd};
pub use equilibrium::{EquilibriumOffer, EquilibriumPath, OneTimeOffer, RefusalChance};
pub use frontier::{FrontierPoints, Utilities};
pub use precision::{NeededRuns, PilotAnswer, VariantAnswer};
pub use sensitivity::{FactorIndices, Index, SobolIndices};
pub use settlement::{RuleEstimates, RuleUtilities, Settlements};
pub use solution::{
    BodyPosition, CentralTheory, DealPoint, FrontierSize, ObjectionReason, PartyPosition,
    PlanObjection, PlanPosition, RuleDeal, Solution, WinSet, Zone,
};
pub use summary::SummaryFile;
pub use terms::{DealCount, Terms};
pub use theory_rates::{
    FrontierMeans, PartyMeans, PlanEstimates, PlanVerdicts, RealizedTheory, TypeZone,
};
