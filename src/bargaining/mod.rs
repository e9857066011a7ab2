//! How one negotiation unfolds.
//!
//! [`play()`] takes a [`Prepared`] game and a run number and returns an [`Outcome`]; nothing here fails, prints or draws from
//! anything but the streams of `game`.

mod chance;
mod cost;
mod event;
mod failure;
#[cfg(test)]
mod fixture;
mod mediator;
mod opening;
mod outcome;
mod play;
mod prepared;
mod protocol;
mod ratification;
mod search;
mod strategy;
mod talks;

pub use crate::analysis::zone::ZoneState;
pub use cost::{BYTES_MAX, Cost, LOOKS_A_SECOND, compile, threads_within_memory};
pub use event::{Action, Event, Reason, Recorder, Silent, Trace};
pub use opening::Opening;
pub use outcome::{BodyAnswers, End, Failure, Outcome, PackageVerdict};
pub use play::{Workspace, play, play_given};
pub use prepared::Prepared;
pub use strategy::custom::{Seat, Seating, Strategy};
pub use strategy::{Forecast, OneTimeOffer, equilibrium, forecast, left_out};
