//! Offers that follow a target: the deal of least margin that meets it, or the one nearest to the other's last offer.

use crate::bargaining::concession::best_offer;
use crate::bargaining::markup::Question;
use crate::bargaining::protocol::Alternating;
use crate::bargaining::ranking::OfferBook;
use crate::bargaining::talks::Talks;
use crate::game::Game;
use crate::model::Choose;

impl Alternating {
    /// The acceptable deal of least margin that still meets the target; the best one when none does.
    pub(crate) fn conceding_offer(
        &mut self,
        talks: &Talks,
        game: &Game,
        party: usize,
        book: &OfferBook,
        offer: &mut Vec<u32>,
    ) {
        let stance = talks.stance(game, party);
        let profile = talks.profile(game, party);
        let asks = if profile.floor {
            stance.asks.max(0.0)
        } else {
            stance.asks
        };
        if profile.choose == Choose::Nearest
            && self.nearest_offer(talks, game, party, book, asks, offer)
        {
            return;
        }
        if !self
            .rankings
            .least_at_least(book, talks, game, party, asks + talks.floor(party), offer)
        {
            best_offer(talks, game, party, offer);
        }
    }

    /// The deal nearest to the other's last offer that meets the target; false before there is one.
    fn nearest_offer(
        &mut self,
        talks: &Talks,
        game: &Game,
        party: usize,
        book: &OfferBook,
        asks: f64,
        offer: &mut Vec<u32>,
    ) -> bool {
        if self.proposer == party {
            return false;
        }
        let (text, markups) = self.standing_and_markups(book);
        if text.is_empty() {
            return false;
        }
        let question = Question {
            text,
            locked: 0,
            takes: asks,
        };
        markups.find(talks, game, party, question, offer)
    }
}
