//! How one negotiation unfolds.
//!
//! [`play`] takes a [`Prepared`] game and a run number and returns an [`Outcome`]; nothing here fails, prints or draws from
//! anything but the streams of `game`.

mod agenda;
mod anticipation;
mod concession;
mod consent;
mod event;
mod failure;
mod fair_share;
mod foresight;
mod halves;
mod leverage;
mod markup;
mod mediator;
mod opening;
mod outcome;
mod payoff;
mod play;
mod prepared;
mod protocol;
mod range;
mod ranking;
mod ratification;
mod strategy;
mod talks;
mod zone_ahead;

pub use event::{Action, Event, Reason, Recorder, Silent, Trace};
pub use foresight::{Forecast, equilibrium, forecast, left_out};
pub use opening::Opening;
pub use outcome::{End, Failure, Outcome, PackageVerdict, ZoneState};
pub use play::{Workspace, play, play_given};
pub use prepared::Prepared;
pub use protocol::OneTimeOffer;
pub use zone_ahead::zone_ahead;
