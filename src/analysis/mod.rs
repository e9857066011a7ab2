//! Theory without chance: what a realization allows before anybody speaks.

pub mod frontier;
pub mod solutions;
pub mod zone;
