//! What a mediator does between rounds: listen, learn, redraft.

mod belief;
mod between_rounds;
mod channel;
mod heard;
mod judge;
mod lanes;
mod prior;
mod redraft;
mod renewal;
mod seat;
mod supposed;
mod table;
mod verdicts;
mod weighing;

pub(crate) use between_rounds::Mediator;
pub(crate) use channel::Answer;
pub(crate) use prior::{MEDIATOR_BANK_FACTOR, Prior};
pub(crate) use seat::reports_weighed_max;
pub(crate) use supposed::belief_bytes_max;

#[cfg(test)]
mod tests;
