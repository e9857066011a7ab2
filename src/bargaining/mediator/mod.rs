//! What a mediator does between rounds: listen, learn, redraft.

mod belief;
mod channel;
mod redraft;
mod table;

pub(crate) use belief::{Belief, Prior};
pub(crate) use channel::{Answer, Report};
pub(crate) use redraft::{Drafter, Materials, take_over};
