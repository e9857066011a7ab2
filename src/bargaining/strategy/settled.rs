//! What a party that picks its offers has settled on for its turn.

use crate::bargaining::strategy::seat::Seat;

/// What it would offer now and what margin it holds out for; settled once a round.
#[derive(Debug, Default)]
pub(crate) struct Settled {
    round: Option<u32>,
    /// What it would offer.
    pub(crate) offer: Vec<u32>,
    /// Margin it holds out for.
    pub(crate) asks: f64,
}

impl Settled {
    /// Forgets the run before.
    pub(crate) fn start(&mut self) {
        self.round = None;
    }

    /// Whether this round has yet to be settled; it counts as settled from now on.
    pub(crate) fn is_due(&mut self, round: u32) -> bool {
        self.round.replace(round) != Some(round)
    }

    /// For a party that finds nothing acceptable: its best deal, and nothing less.
    pub(crate) fn hold_out(&mut self, seat: &mut Seat<'_>) {
        seat.best_deal(&mut self.offer);
        self.asks = seat.best_margin();
    }
}
