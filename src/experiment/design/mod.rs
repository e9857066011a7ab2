//! Points of the unit cube at which an experiment looks.

pub mod latin_hypercube;
pub mod sobol;
