//! Theory without chance.

pub mod counting;
pub mod equilibrium;
#[cfg(test)]
mod fixture;
pub mod frontier;
pub mod normal_form;
pub mod position;
pub mod settlement;
pub mod solutions;
pub mod terms;
pub mod ties;
pub mod zone;
