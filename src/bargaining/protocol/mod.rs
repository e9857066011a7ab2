//! Who may speak when: one file a protocol.

mod alone;
mod alternating;
mod between_rounds;
mod mediated;
mod micro;
mod quiet;
mod timetable;
mod together;
mod ultimatum;

pub(crate) use alone::package_by_package;
pub(crate) use alternating::Alternating;
pub(crate) use mediated::{Mediated, RoundEnd};
pub(crate) use timetable::Timetable;
pub(crate) use ultimatum::{OfferBelief, answer};
