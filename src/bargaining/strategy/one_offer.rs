//! The only offer there is: the proposer's best deal by its expected gain over its belief (Romer and Rosenthal 1978;
//! Fearon 1995).

use crate::bargaining::strategy::offer_belief::weigh;
use crate::bargaining::strategy::rule::Concession;
use crate::bargaining::strategy::seat::Seat;

/// A rule without memory, in place of any concession rule where nothing follows the offer.
#[derive(Debug, Default)]
pub(crate) struct OneOffer;

impl Concession for OneOffer {
    /// Nothing follows, so there is nothing to hold out for.
    fn asks(&mut self, _seat: &mut Seat<'_>) -> f64 {
        0.0
    }

    /// The deal of greatest expected gain; its own best where each would be refused.
    fn offer(&mut self, seat: &mut Seat<'_>, offer: &mut Vec<u32>) {
        let view = seat.view;
        match weigh(view.side, &view.prepared.belief) {
            Some(best) => view.game.blocks.decode(best.index, offer),
            None => seat.best_deal(offer),
        }
    }
}
