//! How one negotiation unfolds.
//!
//! [`play()`] takes a [`Prepared`] game and a run number and returns an [`Outcome`]; nothing here fails, prints or draws from
//! anything but the streams of `game`.

mod chance;
mod event;
mod failure;
#[cfg(test)]
mod fixture;
mod forecast;
mod mediator;
mod opening;
mod outcome;
mod payoff;
mod play;
mod prepared;
mod protocol;
mod ratification;
mod search;
mod strategy;
mod talks;
mod zone_ahead;

pub use event::{Action, Event, Reason, Recorder, Silent, Trace};
pub use forecast::{Forecast, forecast};
pub use opening::Opening;
pub use outcome::{End, Failure, Outcome, PackageVerdict, ZoneState};
pub use play::{Workspace, play, play_given};
pub use prepared::Prepared;
pub use strategy::custom::{Seat, Strategies, Strategy};
pub use strategy::{OneTimeOffer, equilibrium, left_out};
pub use zone_ahead::zone_ahead;
