//! The one place that lists the protocols.

use crate::bargaining::protocol::interface::Protocol;
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
