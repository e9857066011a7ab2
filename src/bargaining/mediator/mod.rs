//! What a mediator does between rounds: listen, learn, redraft.

mod belief;
mod between_rounds;
mod channel;
mod evidence;
mod judge;
mod lanes;
mod particle;
mod party_belief;
mod prior;
mod redraft;
mod renewal;
mod table;
mod texts;
mod verdicts;
mod weighing;

pub(crate) use between_rounds::Mediator;
pub(crate) use channel::Answer;
pub(crate) use evidence::evidence_bytes_max;
pub(crate) use particle::particle_bytes_max;
pub(crate) use party_belief::reports_weighed_max;
pub(crate) use prior::{MEDIATOR_BANK_FACTOR, Prior};
pub(crate) use redraft::SEVERAL;

#[cfg(test)]
mod tests;
