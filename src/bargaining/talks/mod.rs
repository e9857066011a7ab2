//! The state of one negotiation that everybody shares: what each deal is worth now, what no deal is worth, the levers.
//!
//! One value of [`Talks`] is reused for all runs of a batch; the round loop allocates nothing. What a protocol or a
//! strategy remembers is its own.

mod body_shift;
mod conduct;
mod history;
mod home;
mod judgement;
mod lever_state;
mod levers;
mod state;
mod values;

pub(crate) use judgement::{Side, stage_is_held};
pub(crate) use state::{Passing, Talks};
pub(crate) use values::block_range;
