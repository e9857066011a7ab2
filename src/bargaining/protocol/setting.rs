//! What every turn of alternating offers may look up.

use crate::bargaining::concession::{OpponentBank, Turn};
use crate::bargaining::ranking::OfferBook;
use crate::bargaining::talks::Talks;
use crate::game::Game;
use crate::model::PartyId;

/// Who speaks in turn, and what is known before the talks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Setting<'a> {
    /// Those who speak, in order.
    pub(crate) order: &'a [PartyId],
    /// Deals sorted once for all runs.
    pub(crate) book: &'a OfferBook,
    /// Prior draws, for who keeps a belief.
    pub(crate) bank: &'a OpponentBank,
}

impl<'a> Setting<'a> {
    /// The turn of a party.
    pub(super) fn turn(self, talks: &'a Talks, game: &'a Game, party: usize) -> Turn<'a> {
        Turn {
            talks,
            game,
            party,
            order: self.order,
            book: self.book,
            bank: self.bank,
        }
    }
}
