//! What theory says of central values, and of many realizations: the same numbers as those of runs, without the talks.

mod centre;
mod list;
mod rates;
mod tally;

pub use centre::theory_of_centre;
pub use list::{Digest, OF_REALIZATIONS};
pub use rates::{FrontierMeans, PartyMeans, PlanEstimates, PlanVerdicts, RealizedTheory, TypeZone};
pub use tally::{TheoryTally, theory_of_runs};
