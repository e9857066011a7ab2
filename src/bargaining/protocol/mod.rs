//! Who may speak when: one file a protocol.

mod alone;
mod alternating;
mod mediated;
mod ultimatum;

pub(crate) use alone::package_by_package;
pub(crate) use alternating::Alternating;
pub(crate) use mediated::{Mediated, RoundEnd, packages_in};
pub(crate) use ultimatum::{OfferBelief, answer};
