//! Offers that follow a target: the deal of least margin that meets it, or the one nearest to the other's last offer.

use crate::bargaining::search::Question;
use crate::bargaining::strategy::seat::Seat;
use crate::model::Choose;

/// Writes the acceptable deal that a party chooses among those that meet its target; its best one when none does.
pub(crate) fn offer_at_target(seat: &mut Seat<'_>, asks: f64, offer: &mut Vec<u32>) {
    let view = seat.view;
    let profile = view.side.profile();
    let asks = if profile.floor { asks.max(0.0) } else { asks };
    let standing = view.standing;
    if profile.choose == Choose::Nearest
        && !standing.deal.is_empty()
        && standing.author != view.side.party
    {
        let question = Question {
            text: standing.deal,
            locked: 0,
            takes: asks,
        };
        if seat.nearest_deal(question, offer) {
            return;
        }
    }
    if !seat.least_deal(asks, offer) {
        seat.best_deal(offer);
    }
}
