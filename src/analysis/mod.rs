//! Theory without chance: what a realization allows before anybody speaks.

pub mod equilibrium;
pub mod zone;
