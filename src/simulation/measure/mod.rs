//! Measures: what runs yield, listed once, and what was counted of it.

mod counts;
mod line;
mod list;
mod named;
mod paired;
mod subjects;
mod tally;

pub use counts::{Count, Counts};
pub use line::{Item, Line, Of, Unit};
pub(crate) use line::{Reach, Read};
pub use list::OF_RUNS;
pub use named::{Measure, MeasureError};
pub use paired::{PairedCount, PairedCounts};
pub use subjects::Subjects;
pub use tally::{Profiles, Tally};
