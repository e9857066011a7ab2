//! Who may speak when, and what closes the deal: one type a protocol.
//!
//! This is the only place that lists the protocols: a file for each, and a line in [`protocol`]. Whoever plays one knows no
//! more of it than [`Protocol`].

mod mediated;
mod offers;
mod room;
mod ultimatum;

pub(crate) use mediated::package_by_package;
pub(crate) use room::{Protocol, Room, RoundEnd};

use crate::bargaining::protocol::mediated::Mediated;
use crate::bargaining::protocol::offers::Offers;
use crate::bargaining::protocol::ultimatum::Ultimatum;
use crate::model;

/// The protocol that a scenario's data describe.
pub(crate) fn protocol(data: &model::Protocol) -> Box<dyn Protocol> {
    match data {
        model::Protocol::AlternatingOffers {
            order,
            one_offer_per_round,
        } => Box::new(Offers::new(order.clone(), *one_offer_per_round)),
        model::Protocol::Ultimatum { proposer, .. } => Box::new(Ultimatum::new(*proposer)),
        model::Protocol::Shuttle(mediation) | model::Protocol::SingleText(mediation) => {
            Box::new(Mediated::new(mediation.clone()))
        }
    }
}
