//! Who may speak when: one file a protocol.

mod alone;
mod alternating;
mod between_rounds;
mod conceding;
mod mediated;
mod one_offer;
mod quiet;
mod rational;
mod setting;
mod timetable;
mod together;
mod ultimatum;

pub(crate) use alone::package_by_package;
pub(crate) use alternating::Alternating;
pub(crate) use mediated::{Mediated, RoundEnd};
pub(crate) use setting::Setting;
pub(crate) use timetable::Timetable;
pub use ultimatum::OneTimeOffer;

pub(crate) use ultimatum::{Minds, OfferBelief, answer, best_by_belief};
