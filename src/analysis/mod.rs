//! Theory without chance.

pub mod counting;
pub mod zone;
