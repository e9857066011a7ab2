//! What a party asks and offers in each round, worked out once where neither chance nor anybody else can change it.
//!
//! So it is for a time-dependent party with fixed numbers whose reservation value stands still, if it neither reacts to
//! the others nor chooses the deal nearest to theirs.

use crate::bargaining::protocol::Alternating;
use crate::bargaining::ranking::OfferBook;
use crate::bargaining::talks::Talks;
use crate::game::{ConcessionKind, Game, median_numbers, median_tables, total};
use crate::model::Choose;

/// What one type of a party asks and offers.
#[derive(Debug)]
pub(crate) struct Timetable {
    /// Number of blocks: length of an offer.
    blocks: usize,
    /// What it takes at least in each round, before the noise of its acceptance.
    takes: Vec<f64>,
    /// Whether it would itself take what it offers in each round.
    consents: Vec<bool>,
    /// Combos of what it offers in each round, one offer after the other.
    offers: Vec<u32>,
    /// Margin total of each round's offer to the type in each slot; no totals where draws change them, and no slots when
    /// they would take too much memory.
    worth: Vec<Vec<f64>>,
}

/// Most margin totals that all timetables together hold.
const WORTH_MAX: usize = 4_000_000;

impl Timetable {
    /// The timetables of a game by slot; none where something may change them.
    pub(crate) fn all(game: &Game, book: &OfferBook) -> Vec<Option<Self>> {
        if !game.levers.is_empty() {
            return Vec::new();
        }
        let mut timetables = Vec::new();
        let mut margins = Vec::new();
        for (party, compiled) in game.parties.iter().enumerate() {
            for (kind, profile) in compiled.profiles.iter().enumerate() {
                let known = is_known(game, book, party, kind);
                timetables.push(known.then(|| Self::of(game, book, party, kind)));
                let fixed = profile.has_fixed_tables();
                margins.push(fixed.then(|| median_tables(game, party, kind).margin));
            }
        }
        let known = timetables.iter().flatten().count();
        if known * margins.len() * game.rounds as usize <= WORTH_MAX {
            for timetable in timetables.iter_mut().flatten() {
                timetable.weigh(&margins);
            }
        }
        timetables
    }

    /// Lets the party speak in every round.
    fn of(game: &Game, book: &OfferBook, party: usize, kind: usize) -> Self {
        let mut talks = Talks::default();
        // What nature draws for others does not matter here.
        talks.nature.draw(game, 0, 0);
        talks.start(game, 0, 0);
        talks.replace(game, party, median_numbers(game, party, kind));
        let mut alternating = Alternating::default();
        alternating.start_rankings(game);
        let mut timetable = Self {
            blocks: game.blocks.list.len(),
            takes: Vec::new(),
            consents: Vec::new(),
            offers: Vec::new(),
            worth: Vec::new(),
        };
        let mut offer = Vec::new();
        for round in 0..game.rounds {
            talks.round = round;
            // No deal has been put to it yet, so there is no noise in this.
            timetable.takes.push(talks.stance(game, party).takes);
            alternating.conceding_offer(&talks, game, party, book, &mut offer);
            let consents = talks.acceptable(game, party, &offer);
            timetable.consents.push(consents);
            timetable.offers.extend_from_slice(&offer);
        }
        timetable
    }

    /// Works out what each round's offer is worth to everybody whose margins are the same in every run.
    fn weigh(&mut self, margins: &[Option<Vec<f64>>]) {
        let worth = |margin: &Vec<f64>| {
            let offers = self.offers.chunks(self.blocks);
            offers.map(|offer| total(margin, offer)).collect()
        };
        let worth = margins.iter().map(|margin| margin.as_ref().map(worth));
        self.worth = worth.map(Option::unwrap_or_default).collect();
    }

    /// Margin totals of all rounds' offers to the type in a slot; empty where they are not known.
    pub(crate) fn worth(&self, slot: usize) -> &[f64] {
        self.worth.get(slot).map_or(&[], Vec::as_slice)
    }

    /// What it takes at least in each round, before the noise of its acceptance.
    pub(crate) fn takes(&self) -> &[f64] {
        &self.takes
    }

    /// Whether it would itself take what it offers in a round.
    pub(crate) fn consents(&self, round: u32) -> bool {
        self.consents[round as usize]
    }

    /// What it offers in a round.
    pub(crate) fn offer(&self, round: u32) -> &[u32] {
        let round = round as usize;
        &self.offers[round * self.blocks..(round + 1) * self.blocks]
    }
}

/// Whether nothing can change what a type of a party asks and offers.
fn is_known(game: &Game, book: &OfferBook, party: usize, kind: usize) -> bool {
    let profile = &game.parties[party].profiles[kind];
    let numbers = median_numbers(game, party, kind);
    book.has(party, kind)
        && !profile.core.drawn
        && !profile.rules.drawn
        && profile.load_drivers.is_empty()
        && profile.concession == ConcessionKind::TimeDependent
        && profile.choose != Choose::Nearest
        && profile.anticipate <= 0.0
        && numbers.react <= 0.0
}
