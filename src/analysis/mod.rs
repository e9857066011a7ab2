//! Theory without chance.

pub mod counting;
pub mod equilibrium;
pub mod frontier;
#[cfg(test)]
mod numbers;
pub mod position;
pub mod settlement;
pub mod solutions;
pub mod terms;
pub mod zone;
