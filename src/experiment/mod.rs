//! Many cells: designs over parameters, and what can be learned from runs that differ in them.

pub mod design;
pub mod discovery;
mod measure;
pub mod parameters;
pub mod precision;
pub mod sensitivity;

pub use measure::{Measure, UnknownMeasure};
