//! What theory says of central values, and of many realizations: the same numbers as those of runs, without the talks.

mod judge;
mod list;
mod rates;

pub use judge::{TheoryTally, theory_of_centre, theory_of_runs};
pub use list::{Digest, OF_REALIZATIONS};
pub use rates::{FrontierMeans, PartyMeans, PlanEstimates, PlanVerdicts, RealizedTheory, TypeZone};
