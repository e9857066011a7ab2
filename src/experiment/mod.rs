//! Many cells: one scenario with some parameters set anew in each, all on the same chance.

mod band;
mod cell;
pub mod compare;
mod crossing;
mod decisive;
pub mod design;
pub mod discovery;
pub mod parameters;
pub mod precision;
pub mod sensitivity;
mod study;
pub mod sweep;
mod titled;

pub use crate::simulation::measure::{Measure, MeasureError};
pub use band::{BAND_RUNS_MAX, BAND_RUNS_MIN, BandPoints, BandSettings, Explored};
pub use cell::{Cell, CellError, batch_count, batch_runs};
pub use study::{InRanges, RANGE_ENDING, RangesError, Study};
pub use titled::Titled;
