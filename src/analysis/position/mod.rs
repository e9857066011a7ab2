//! What theory says of one position, without chance: the zone, the frontier, the solutions, each plan's place.
//!
//! A [`Position`] is a game with numbers in it: what every deal is worth to everybody, and what no deal is. Positions are
//! made where negotiations begin ([`crate::bargaining::Opening`] in the layer above); here they are only judged.

mod frontier;
mod plan;
mod regions;
mod theorist;
mod view;
mod zone;

pub use frontier::{CONCEPTS, Solved};
pub use plan::{BodyVerdict, Objection, PartyVerdict, PlanPlace};
pub use theorist::{Theorist, Theory, objectives};
pub use view::{Counting, PartyFigures, Position, Proposal, Request, Stance};
pub use zone::{Obstacle, ZoneSize};
