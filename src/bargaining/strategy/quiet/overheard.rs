//! What the deals of one type are worth to another, in the order of the first one's ranking.

use crate::bargaining::search::{Ranking, SortedTypes};
use crate::bargaining::strategy::quiet::demand::may_go_by_the_clock;
use crate::game::{Game, median_tables, members};
use crate::model::Choose;

/// Most worths that are kept in all.
const WORTHS_MAX: usize = 4_000_000;

/// What a type's deals are worth to another, by place in the ranking of the one who offers them.
#[derive(Debug, Default)]
pub(super) struct Worth {
    /// Margin total of the deal in each place, minus infinity where it crosses a red line.
    pub(super) at: Vec<f64>,
    /// The greatest of this place and all above it.
    pub(super) most: Vec<f64>,
}

/// The worths of all pairs of types whose tables no draw and no lever changes, made once.
#[derive(Debug, Default)]
pub(crate) struct Overheard {
    types: usize,
    /// By slot of who offers, then by slot of who hears it.
    list: Vec<Option<Worth>>,
}

impl Overheard {
    /// Bytes that it takes at most.
    pub(crate) fn bytes_max(game: &Game) -> f64 {
        let speakers = members(game.speakers).filter(|&party| may_go_by_the_clock(game, party));
        let profiles = speakers.flat_map(|party| &game.parties[party].profiles);
        let profiles = profiles.filter(|profile| SortedTypes::are_sorted(game, profile));
        let (types, authors) = profiles.fold((0, 0), |(types, authors), profile| {
            (
                types + 1,
                authors + usize::from(profile.choose == Choose::Least),
            )
        });
        let pairs = types * authors;
        let worths = 2.0 * pairs as f64 * game.blocks.deal_count();
        worths.min(WORTHS_MAX as f64) * size_of::<f64>() as f64
    }

    /// Works out what can be known beforehand of those who make offers in turn and choose the deal of least margin.
    pub(crate) fn of(game: &Game, sorted: &SortedTypes) -> Self {
        let types: usize = game.parties.iter().map(|party| party.profiles.len()).sum();
        let speakers = || members(game.speakers).filter(|&party| may_go_by_the_clock(game, party));
        let slots = || {
            speakers().flat_map(|party| {
                let kinds = game.parties[party].profiles.iter().enumerate();
                kinds.map(move |(kind, profile)| (party, kind, profile))
            })
        };
        let mut overheard = Self::default();
        if !game.takes_turns() || speakers().count() < 2 {
            return overheard;
        }
        let mut left = WORTHS_MAX;
        overheard.types = types;
        overheard.list.resize_with(types * types, || None);
        for (hearer, kind, profile) in slots() {
            let slot = game.slot(hearer, kind);
            if sorted.get(slot).is_none() {
                continue;
            }
            let margin = median_tables(game, hearer, kind).margin;
            for (author, other, offering) in slots() {
                let from = game.slot(author, other);
                let Some(ranking) = sorted
                    .get(from)
                    .filter(|_| offering.choose == Choose::Least)
                else {
                    continue;
                };
                if author != hearer && 2 * ranking.len() <= left {
                    left -= 2 * ranking.len();
                    let worth = |deal: &[u32]| profile.worth(&margin, deal);
                    overheard.list[from * types + slot] = Some(Worth::of(game, ranking, worth));
                }
            }
        }
        overheard
    }

    /// What the deals of the type in one slot are worth to the type in another, where that is known.
    pub(super) fn get(&self, author: usize, hearer: usize) -> Option<&Worth> {
        self.list.get(author * self.types + hearer)?.as_ref()
    }
}

impl Worth {
    fn of(game: &Game, ranking: &Ranking, worth: impl Fn(&[u32]) -> f64) -> Self {
        let mut deal = Vec::new();
        let at = (0..ranking.len()).map(|place| {
            ranking.deal(&game.blocks, place, &mut deal);
            worth(&deal)
        });
        let at: Vec<f64> = at.collect();
        let mut most = at.clone();
        for place in (1..most.len()).rev() {
            most[place - 1] = most[place - 1].max(most[place]);
        }
        Self { at, most }
    }
}
