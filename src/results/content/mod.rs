//! What result files hold: a type for each, written and read by serde.

mod comparison;
mod discovery;
mod equilibrium;
mod frontier;
mod plan;
mod sensitivity;
mod settlement;
mod solution;
mod summary;
mod theory_rates;
mod trace;

pub use discovery::{box_table, drawn_header, drawn_rows, peel_table};
pub use equilibrium::{EquilibriumOffer, EquilibriumPath, OneTimeOffer, RefusalChance};
pub use frontier::{FrontierPoints, Utilities};
pub use plan::{BodyPosition, ObjectionReason, PlanObjection, PlanPosition};
pub use sensitivity::index_table;
pub use solution::{
    CentralTheory, DealPoint, FrontierSize, PartyPosition, RuleDeal, Solution, WinSet, Zone,
};
pub(crate) use trace::run_trace;
