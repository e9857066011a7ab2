//! What a mediator does between rounds: listen, learn, redraft.

mod belief;
mod blind;
mod channel;
mod prior;
mod redraft;
mod table;

pub(crate) use belief::{Belief, Heard};
pub(crate) use blind::mutate;
pub(crate) use channel::{Answer, Given, Report};
pub(crate) use prior::Prior;
pub(crate) use redraft::{Drafter, Materials, take_over};
