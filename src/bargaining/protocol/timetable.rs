//! What a party asks and offers in each round, worked out once where neither chance nor anybody else can change it.
//!
//! So it is for a time-dependent party with fixed numbers whose reservation value stands still, if it neither reacts to
//! the others nor chooses the deal nearest to theirs.

use crate::bargaining::protocol::Alternating;
use crate::bargaining::ranking::OfferBook;
use crate::bargaining::talks::Talks;
use crate::game::{ConcessionKind, Game, median_numbers};
use crate::model::Choose;

/// What one type of a party asks and offers.
#[derive(Debug)]
pub(crate) struct Timetable {
    /// Number of blocks: length of an offer.
    blocks: usize,
    /// What it asks for in each round, before the noise of its acceptance.
    asks: Vec<f64>,
    /// Combos of what it offers in each round, one offer after the other.
    offers: Vec<u32>,
    /// Whether it would itself take that offer.
    consents: Vec<bool>,
}

impl Timetable {
    /// The timetables of a game, party by party and type by type; none where something may change them.
    pub(crate) fn all(game: &Game, book: &OfferBook) -> Vec<Vec<Option<Self>>> {
        if !game.levers.is_empty() {
            return Vec::new();
        }
        let parties = game.parties.iter().enumerate().map(|(party, compiled)| {
            let kinds = 0..compiled.profiles.len();
            kinds
                .map(|kind| {
                    is_known(game, book, party, kind).then(|| Self::of(game, book, party, kind))
                })
                .collect()
        });
        parties.collect()
    }

    /// Lets the party speak in every round.
    fn of(game: &Game, book: &OfferBook, party: usize, kind: usize) -> Self {
        let mut talks = Talks::default();
        // What nature draws for others does not matter here.
        talks.nature.draw(game, 0, 0);
        talks.start(game, 0, 0);
        talks.replace(game, party, median_numbers(game, party, kind));
        let mut alternating = Alternating::default();
        alternating.start(&talks, game);
        let mut timetable = Self {
            blocks: game.blocks.list.len(),
            asks: Vec::new(),
            offers: Vec::new(),
            consents: Vec::new(),
        };
        let mut offer = Vec::new();
        for round in 0..game.rounds {
            talks.round = round;
            timetable.asks.push(talks.stance(game, party).asks);
            alternating.conceding_offer(&talks, game, party, book, &mut offer);
            timetable.offers.extend_from_slice(&offer);
            timetable
                .consents
                .push(talks.acceptable(game, party, &offer));
        }
        timetable
    }

    /// What it asks for in a round, before the noise of its acceptance.
    pub(crate) fn asks(&self, round: u32) -> f64 {
        self.asks[round as usize]
    }

    /// What it offers in a round, and whether it would itself take that.
    pub(crate) fn offer(&self, round: u32) -> (&[u32], bool) {
        let round = round as usize;
        let offer = &self.offers[round * self.blocks..(round + 1) * self.blocks];
        (offer, self.consents[round])
    }
}

/// Whether nothing can change what a type of a party asks and offers.
fn is_known(game: &Game, book: &OfferBook, party: usize, kind: usize) -> bool {
    let profile = &game.parties[party].profiles[kind];
    let numbers = median_numbers(game, party, kind);
    book.has(party, kind)
        && !profile.core.drawn
        && profile.load_drivers.is_empty()
        && profile.concession == ConcessionKind::TimeDependent
        && profile.choose != Choose::Nearest
        && profile.anticipate <= 0.0
        && numbers.react <= 0.0
}
