//! How one negotiation unfolds.

mod event;
mod outcome;

pub use event::{Action, Event, Reason, Recorder, Silent, Trace};
pub use outcome::{End, Failure, Outcome, PackageVerdict, ZoneState};
