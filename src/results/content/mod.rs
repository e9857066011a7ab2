//! What result files hold: a type for each, written and read by serde; a trace, which is only printed, is built as JSON.

mod checks;
mod deal_points;
mod equilibrium;
mod explored;
mod frontier;
mod plan;
mod solution;
mod trace;

pub use deal_points::{DealPoint, DealPoints};
pub use equilibrium::{EquilibriumOffer, EquilibriumPath, OneTimeOffer, RefusalChance};
pub use explored::{PointTable, box_table, drawn_header, drawn_rows, index_table, peel_table};
pub use frontier::{FrontierPoints, Utilities};
pub use plan::{BodyPosition, ObjectionReason, PlanObjection, PlanPosition};
pub use solution::{AcceptanceSet, FrontierSize, PartyPosition, RuleDeal, Solution};
pub(crate) use trace::run_trace;
