//! What result files hold: a type for each, written and read by serde.

mod equilibrium;
mod frontier;
mod settlement;
mod solution;
mod summary;
mod terms;
mod theory_rates;

pub use equilibrium::{EquilibriumOffer, EquilibriumPath, OneTimeOffer, RefusalChance};
pub use frontier::{FrontierPoints, Utilities};
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
