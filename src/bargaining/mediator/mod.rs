//! What a mediator does between rounds: listen, learn, redraft.

mod belief;
mod between_rounds;
mod channel;
mod judge;
mod prior;
mod redraft;
mod table;

pub(crate) use between_rounds::Mediator;
pub(crate) use channel::Answer;
pub(crate) use prior::Prior;
