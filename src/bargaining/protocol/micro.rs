//! Offer-by-offer concession: one deal of the ranking for each new offer of the others (MiCRO, de Jonge 2022).

use std::collections::HashSet;

use crate::bargaining::protocol::alternating::{Alternating, best_offer};
use crate::bargaining::ranking::OfferBook;
use crate::bargaining::talks::{INDIFFERENCE, Talks};
use crate::game::Game;

/// What a party of offer-by-offer concession has sent and received (MiCRO, de Jonge 2022).
#[derive(Debug, Default)]
pub(super) struct MicroState {
    /// Distinct deals received from anybody.
    pub(super) received: HashSet<Vec<u32>>,
    /// Distinct deals sent, in order.
    sent: Vec<Vec<u32>>,
    /// The same, for a quick look.
    sent_set: HashSet<Vec<u32>>,
    /// Place in its ranking before which nothing is left to send, while the tables have this version.
    place: usize,
    version: Option<u32>,
}

impl MicroState {
    pub(super) fn forget(&mut self) {
        self.received.clear();
        self.sent.clear();
        self.sent_set.clear();
        (self.place, self.version) = (0, None);
    }

    /// Whether others have sent as many new deals.
    fn is_ready(&self) -> bool {
        self.sent.len() <= self.received.len()
    }
}

impl Alternating {
    /// Place among a party's sorted deals of the best acceptable one it has not sent yet.
    fn micro_next(
        &mut self,
        talks: &Talks,
        game: &Game,
        party: usize,
        book: &OfferBook,
    ) -> Option<usize> {
        let (sorted, falling) = self.rankings.sorted(book, talks, game, party);
        let state = &mut self.micro[party];
        if state.version != Some(talks.tables_version) {
            (state.place, state.version) = (0, Some(talks.tables_version));
        }
        let floor = talks.profile(game, party).floor;
        let mut deal = Vec::new();
        while let Some(&place) = falling.get(state.place) {
            sorted.deal(&game.blocks, place as usize, &mut deal);
            let ratifiable = !floor || talks.anticipated(game, party, &deal);
            if ratifiable && !state.sent_set.contains(&deal) {
                break;
            }
            state.place += 1;
        }
        let next = falling.get(state.place).map(|&place| place as usize);
        next.filter(|&place| sorted.total(place) >= talks.floor(party) - INDIFFERENCE)
    }

    /// Margin from which a party of offer-by-offer concession takes an offer: that of the deal it would send, or has sent.
    pub(super) fn micro_takes(
        &mut self,
        talks: &Talks,
        game: &Game,
        party: usize,
        book: &OfferBook,
    ) -> f64 {
        let bar = if self.micro[party].is_ready() {
            self.micro_next(talks, game, party, book).map(|place| {
                let (sorted, _) = self.rankings.sorted(book, talks, game, party);
                sorted.total(place) - talks.floor(party)
            })
        } else {
            let last = self.micro[party].sent.last();
            last.map(|deal| talks.margin(party, deal))
        };
        // A ranking used up, or a deal worse than none, leaves the reservation value as the bar.
        bar.unwrap_or(0.0).max(0.0)
    }

    /// The next deal of the ranking when others have sent as many new ones; else an earlier own offer at random.
    pub(super) fn micro_offer(
        &mut self,
        talks: &mut Talks,
        game: &Game,
        party: usize,
        book: &OfferBook,
        offer: &mut Vec<u32>,
    ) {
        let next = if self.micro[party].is_ready() {
            self.micro_next(talks, game, party, book)
        } else {
            None
        };
        if let Some(place) = next {
            let (sorted, _) = self.rankings.sorted(book, talks, game, party);
            sorted.deal(&game.blocks, place, offer);
        } else if self.micro[party].sent.is_empty() {
            best_offer(talks, game, party, offer);
        } else {
            let sent = &self.micro[party].sent;
            let count = u32::try_from(sent.len()).expect("at most a million deals");
            offer.clone_from(&sent[talks.moves(game, party).below(count) as usize]);
        }
        let state = &mut self.micro[party];
        if state.sent_set.insert(offer.clone()) {
            state.sent.push(offer.clone());
        }
    }
}
