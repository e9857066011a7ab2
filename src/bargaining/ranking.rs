//! A party's deals in the order of its margin, for those who make offers.
//!
//! A party whose utilities are the same in every run has its deals sorted once. Others get two sorted halves a run: the
//! blocks are split in two groups, and the least sum at or above a bound is found by walking one half up and the other
//! down (meet in the middle), which costs the square root of the number of deals.

use crate::analysis::equilibrium::Plan;
use crate::bargaining::concession::Exchanges;
use crate::bargaining::foresight::known_plan;
use crate::bargaining::halves::Halves;
use crate::bargaining::protocol::Timetable;
use crate::bargaining::talks::{INDIFFERENCE, Talks};
use crate::game::{Blocks, ConcessionKind, Game};
use crate::model::Protocol;

/// Most deals that are ever sorted or enumerated one by one.
pub(crate) const SORTED_DEALS_MAX: f64 = 1_000_000.0;

/// All deals of a party that cross none of its red lines, by rising margin total; of equals the lowest deal first.
#[derive(Debug, Default)]
pub(crate) struct Sorted {
    totals: Vec<f64>,
    deals: Vec<u32>,
}

impl Sorted {
    pub(crate) fn build(&mut self, blocks: &Blocks, margin: &[f64], allowed: impl Fn(u32) -> bool) {
        self.totals.clear();
        self.deals.clear();
        let mut deal: Vec<u32> = Vec::new();
        let mut pairs: Vec<(f64, u32)> = Vec::new();
        for index in 0..count(blocks) {
            decode(blocks, index, &mut deal);
            if deal.iter().all(|&combo| allowed(combo)) {
                pairs.push((crate::game::total(margin, &deal), index));
            }
        }
        pairs.sort_unstable_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
        (self.totals, self.deals) = pairs.into_iter().unzip();
    }

    /// Place of the first deal whose total is at least `need`; the number of deals when there is none.
    pub(crate) fn first_at_least(&self, need: f64) -> usize {
        self.totals.partition_point(|&total| total < need)
    }

    pub(crate) fn len(&self) -> usize {
        self.deals.len()
    }

    /// Total of the deal in a place.
    pub(crate) fn total(&self, place: usize) -> f64 {
        self.totals[place]
    }

    /// Number of the deal in a place.
    pub(crate) fn number(&self, place: usize) -> u32 {
        self.deals[place]
    }

    /// The deal in a place.
    pub(crate) fn deal(&self, blocks: &Blocks, place: usize, deal: &mut Vec<u32>) {
        decode(blocks, self.deals[place], deal);
    }

    /// Places from the best deal down, of equals the lowest deal first.
    pub(crate) fn falling(&self) -> Vec<u32> {
        let mut places: Vec<u32> = (0..).take(self.len()).collect();
        let total = |place: u32| self.totals[place as usize];
        places.sort_by(|&one, &other| total(other).total_cmp(&total(one)).then(one.cmp(&other)));
        places
    }
}

/// Whether a rule goes down a ranking of all deals.
fn ranks(concession: ConcessionKind) -> bool {
    matches!(
        concession,
        ConcessionKind::Micro | ConcessionKind::Zeuthen | ConcessionKind::Bayesian { .. }
    )
}

/// Number of a deal, the last block varying fastest.
pub(crate) fn encode(blocks: &Blocks, deal: &[u32]) -> u32 {
    blocks
        .list
        .iter()
        .zip(deal)
        .fold(0, |number, (block, combo)| {
            number * (block.end - block.start) + (combo - block.start)
        })
}

/// Number of deals; the caller has checked that it is small.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "bounded by SORTED_DEALS_MAX"
)]
pub(crate) fn count(blocks: &Blocks) -> u32 {
    blocks
        .list
        .iter()
        .map(|block| f64::from(block.end - block.start))
        .product::<f64>()
        .min(SORTED_DEALS_MAX) as u32
}

/// The combos of the deal with this number, the last block varying fastest.
pub(crate) fn decode(blocks: &Blocks, index: u32, deal: &mut Vec<u32>) {
    blocks.decode(index, deal);
}

/// All deals of a party, sorted, and their places from the best down; no places where its strategy needs none.
#[derive(Debug, Default)]
struct Ranking {
    sorted: Sorted,
    falling: Vec<u32>,
}

/// Sorted deals of the types whose tables no draw and no lever changes, made once.
///
/// Entries are found by slot: the number of a type when the types of all parties are counted through.
#[derive(Debug, Default)]
pub(crate) struct OfferBook {
    rankings: Vec<Option<Ranking>>,
    /// What the same types ask and offer by round, where that is known beforehand.
    timetables: Vec<Option<Timetable>>,
    /// What is known of offers made by rank.
    exchanges: Exchanges,
    /// Slot of each party's first type.
    first_slots: Vec<usize>,
    /// Everybody's equilibrium strategy, where no draw changes it and somebody plays it.
    pub(crate) plan: Option<Plan>,
}

impl OfferBook {
    /// Sorts what can be sorted once; nothing for protocols in which nobody searches for offers.
    pub(crate) fn of(game: &Game) -> Self {
        let mut book = Self {
            plan: known_plan(game),
            ..Self::default()
        };
        let mut slots = 0;
        for party in &game.parties {
            book.first_slots.push(slots);
            slots += party.profiles.len();
        }
        let Protocol::AlternatingOffers { order, .. } = &game.protocol else {
            return book;
        };
        let sizes = game
            .blocks
            .list
            .iter()
            .map(|block| f64::from(block.end - block.start));
        if sizes.product::<f64>() > SORTED_DEALS_MAX || game.tables_move() {
            return book;
        }
        for (party, compiled) in game.parties.iter().enumerate() {
            let speaks = order.iter().any(|speaker| speaker.index() == party);
            let rankings = compiled.profiles.iter().enumerate().map(|(kind, profile)| {
                (speaks && profile.has_fixed_tables()).then(|| Ranking::of(game, party, kind))
            });
            book.rankings.extend(rankings);
        }
        book.timetables = Timetable::all(game, &book);
        book.exchanges = Exchanges::of(game, order, &book);
        book
    }

    /// Number of a type of a party when the types of all parties are counted through.
    pub(crate) fn slot(&self, party: usize, kind: usize) -> usize {
        self.first_slots[party] + kind
    }

    /// What the type in a slot asks and offers by round, where that is known beforehand.
    #[inline]
    pub(crate) fn timetable(&self, slot: usize) -> Option<&Timetable> {
        self.timetables.get(slot)?.as_ref()
    }

    /// What is known of offers made by rank.
    pub(crate) fn exchanges(&self) -> &Exchanges {
        &self.exchanges
    }

    /// The sorted deals of a type of a party, and their places from the best down, where no draw changes them.
    pub(crate) fn ranked(&self, party: usize, kind: usize) -> Option<(&Sorted, &[u32])> {
        let ranking = self.get(party, kind)?;
        Some((&ranking.sorted, &ranking.falling))
    }

    /// Whether the deals of a type of a party have been sorted once for all runs.
    pub(crate) fn has(&self, party: usize, kind: usize) -> bool {
        self.get(party, kind).is_some()
    }

    fn get(&self, party: usize, kind: usize) -> Option<&Ranking> {
        self.rankings.get(self.slot(party, kind))?.as_ref()
    }
}

impl Ranking {
    /// Sorts the deals of a type whose tables nothing changes.
    fn of(game: &Game, party: usize, kind: usize) -> Self {
        let profile = &game.parties[party].profiles[kind];
        let tables = crate::game::median_tables(game, party, kind);
        let mut sorted = Sorted::default();
        let allowed = |combo: u32| !profile.floor || profile.lines_crossed[combo as usize] == 0;
        sorted.build(&game.blocks, &tables.margin, allowed);
        let falling = if ranks(profile.concession) {
            sorted.falling()
        } else {
            Vec::new()
        };
        Self { sorted, falling }
    }
}

/// The rankings of one run, for parties without an entry in the book.
#[derive(Debug, Default)]
pub(crate) struct Rankings {
    own: Vec<OwnRanking>,
}

#[derive(Debug, Default)]
struct OwnRanking {
    halves: Halves,
    ranking: Ranking,
    /// Version of the tables that each was built from; none at the start of a run.
    halves_version: Option<u32>,
    sorted_version: Option<u32>,
}

impl Rankings {
    /// Forgets the rankings of the run before.
    pub(crate) fn start(&mut self, game: &Game) {
        self.own
            .resize_with(game.parties.len(), OwnRanking::default);
        for own in &mut self.own {
            (own.halves_version, own.sorted_version) = (None, None);
        }
    }

    /// The deals of a party, sorted, and their places from the best down.
    pub(crate) fn sorted<'a>(
        &'a mut self,
        book: &'a OfferBook,
        talks: &Talks,
        game: &Game,
        party: usize,
    ) -> (&'a Sorted, &'a [u32]) {
        if let Some(ranking) = book.get(party, talks.nature.parties[party].kind) {
            return (&ranking.sorted, &ranking.falling);
        }
        let own = &mut self.own[party];
        if own.sorted_version != Some(talks.tables_version) {
            let profile = talks.profile(game, party);
            let allowed = |combo: u32| !profile.floor || profile.lines_crossed[combo as usize] == 0;
            own.ranking
                .sorted
                .build(&game.blocks, &talks.tables[party].margin, allowed);
            own.ranking.falling = own.ranking.sorted.falling();
            own.sorted_version = Some(talks.tables_version);
        }
        (&own.ranking.sorted, &own.ranking.falling)
    }

    /// Writes the deal of least margin total at or above `need` among a party's acceptable ones; false when there is none.
    pub(crate) fn least_at_least(
        &mut self,
        book: &OfferBook,
        talks: &Talks,
        game: &Game,
        party: usize,
        need: f64,
        deal: &mut Vec<u32>,
    ) -> bool {
        let profile = talks.profile(game, party);
        let need = need - INDIFFERENCE;
        if profile.anticipate > 0.0 && profile.floor {
            let (sorted, _) = self.sorted(book, talks, game, party);
            return (sorted.first_at_least(need)..sorted.len()).any(|place| {
                sorted.deal(&game.blocks, place, deal);
                talks.anticipated(game, party, deal)
            });
        }
        if let Some(Ranking { sorted, .. }) = book.get(party, talks.nature.parties[party].kind) {
            let place = sorted.first_at_least(need);
            if place < sorted.len() {
                sorted.deal(&game.blocks, place, deal);
            }
            return place < sorted.len();
        }
        let own = &mut self.own[party];
        if own.halves_version != Some(talks.tables_version) {
            let allowed = |combo: u32| !profile.floor || profile.lines_crossed[combo as usize] == 0;
            own.halves
                .build(&game.blocks, &talks.tables[party].margin, allowed);
            own.halves_version = Some(talks.tables_version);
        }
        own.halves.least_at_least(&game.blocks, need, deal)
    }
}
