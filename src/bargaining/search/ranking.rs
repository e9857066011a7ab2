//! A party's deals in the order of its margin, for those who make offers.
//!
//! A party whose utilities are the same in every run has its deals sorted once. Others get two sorted halves a run: the
//! blocks are split in two groups, and the least sum at or above a bound is found by walking one half up and the other
//! down (meet in the middle), which costs the square root of the number of deals.

use std::sync::OnceLock;

use crate::bargaining::search::halves::Halves;
use crate::bargaining::talks::Side;
use crate::game::{Blocks, CompiledProfile, Game, INDIFFERENCE, median_tables, total};

/// Most deals that are ever sorted or enumerated one by one.
const LISTED_DEALS_MAX: f64 = 1_000_000.0;

/// All deals of a party that cross none of its red lines, by rising margin total; of equals the lowest deal first.
#[derive(Debug, Default)]
pub(crate) struct Ranking {
    totals: Vec<f64>,
    deals: Vec<u32>,
    /// Places from the best deal down, made when somebody first goes down the ranking.
    falling: OnceLock<Vec<u32>>,
}

impl Ranking {
    /// Sorts the deals by the margins of their combos.
    pub(crate) fn build(&mut self, blocks: &Blocks, profile: &CompiledProfile, margin: &[f64]) {
        let mut deal: Vec<u32> = Vec::new();
        let mut pairs: Vec<(f64, u32)> = Vec::new();
        for number in 0..blocks.listed() {
            blocks.decode(number, &mut deal);
            if !profile.forbids(&deal) {
                pairs.push((total(margin, &deal), number));
            }
        }
        pairs.sort_unstable_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
        (self.totals, self.deals) = pairs.into_iter().unzip();
        self.falling.take();
    }

    /// Place of the first deal whose total is at least `need`; the number of deals when there is none.
    pub(crate) fn first_at_least(&self, need: f64) -> usize {
        self.totals.partition_point(|&total| total < need)
    }

    pub(crate) fn len(&self) -> usize {
        self.deals.len()
    }

    /// Margin total of the deal in a place.
    pub(crate) fn total(&self, place: usize) -> f64 {
        self.totals[place]
    }

    /// Number of the deal in a place.
    pub(crate) fn number(&self, place: usize) -> u32 {
        self.deals[place]
    }

    /// Writes the deal in a place.
    pub(crate) fn deal(&self, blocks: &Blocks, place: usize, deal: &mut Vec<u32>) {
        blocks.decode(self.deals[place], deal);
    }

    /// Places from the best deal down, of equals the lowest deal first.
    pub(crate) fn falling(&self) -> &[u32] {
        self.falling.get_or_init(|| {
            let mut places: Vec<u32> = (0..).take(self.len()).collect();
            let total = |place: u32| self.totals[place as usize];
            places
                .sort_by(|&one, &other| total(other).total_cmp(&total(one)).then(one.cmp(&other)));
            places
        })
    }
}

/// Sorted deals of the types whose tables no draw and no lever changes, made once.
///
/// Entries are found by slot: the number of a type when the types of all parties are counted through.
#[derive(Debug, Default)]
pub(crate) struct SortedTypes {
    rankings: Vec<Option<Ranking>>,
}

impl SortedTypes {
    /// Sorts what can be sorted once, of those who make offers in turn.
    pub(crate) fn of(game: &Game) -> Self {
        let mut sorted = Self::default();
        let listed = game.blocks.deal_count() <= LISTED_DEALS_MAX;
        if !game.takes_turns() || !listed || game.tables_move() {
            return sorted;
        }
        let speakers = game.speakers();
        for (party, compiled) in game.parties.iter().enumerate() {
            let speaks = speakers >> party & 1 == 1;
            let rankings = compiled.profiles.iter().enumerate().map(|(kind, profile)| {
                (speaks && profile.has_fixed_tables()).then(|| {
                    let mut ranking = Ranking::default();
                    let tables = median_tables(game, party, kind);
                    ranking.build(&game.blocks, profile, &tables.margin);
                    ranking
                })
            });
            sorted.rankings.extend(rankings);
        }
        sorted
    }

    /// The sorted deals of the type in a slot, where no draw changes them.
    pub(crate) fn get(&self, slot: usize) -> Option<&Ranking> {
        self.rankings.get(slot)?.as_ref()
    }
}

/// The rankings of one run, for parties whose deals could not be sorted beforehand.
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

    /// The deals of a party, sorted.
    pub(crate) fn sorted<'a>(&'a mut self, types: &'a SortedTypes, side: Side<'_>) -> &'a Ranking {
        if let Some(ranking) = types.get(side.slot()) {
            return ranking;
        }
        let (own, version) = (&mut self.own[side.party], Some(side.talks.values.version));
        if own.sorted_version != version {
            let margin = &side.tables().margin;
            own.ranking.build(&side.game.blocks, side.profile(), margin);
            own.sorted_version = version;
        }
        &own.ranking
    }

    /// Writes the deal of least margin total at or above `need` among a party's acceptable ones; false when there is none.
    pub(crate) fn least(
        &mut self,
        types: &SortedTypes,
        side: Side<'_>,
        need: f64,
        deal: &mut Vec<u32>,
    ) -> bool {
        let profile = side.profile();
        let need = need - INDIFFERENCE;
        if profile.anticipate > 0.0 && profile.floor {
            let ranking = self.sorted(types, side);
            return (ranking.first_at_least(need)..ranking.len()).any(|place| {
                ranking.deal(&side.game.blocks, place, deal);
                side.anticipates(deal)
            });
        }
        if let Some(ranking) = types.get(side.slot()) {
            let place = ranking.first_at_least(need);
            if place < ranking.len() {
                ranking.deal(&side.game.blocks, place, deal);
            }
            return place < ranking.len();
        }
        let (own, version) = (&mut self.own[side.party], Some(side.talks.values.version));
        if own.halves_version != version {
            let margin = &side.tables().margin;
            own.halves.build(&side.game.blocks, profile, margin);
            own.halves_version = version;
        }
        own.halves.least_at_least(&side.game.blocks, need, deal)
    }
}

#[cfg(test)]
mod tests {
    use crate::bargaining::fixture::{deals, opened, three_issues};
    use crate::bargaining::search::ranking::{Ranking, Rankings, SortedTypes};
    use crate::game::median_tables;

    #[test]
    fn the_least_deal_is_the_same_whether_sorted_beforehand_or_in_the_run() {
        let game = three_issues(["", ""], "");
        let talks = opened(&game);
        let (known, unknown) = (SortedTypes::of(&game), SortedTypes::default());
        assert!(known.get(0).is_some());
        let mut rankings = Rankings::default();
        rankings.start(&game);
        for need in [0.1, 0.45, 0.8, 1.1] {
            let side = talks.side(&game, 1);
            let (mut one, mut other) = (Vec::new(), Vec::new());
            let found = rankings.least(&known, side, need, &mut one);
            assert_eq!(found, rankings.least(&unknown, side, need, &mut other));
            assert_eq!(one, other, "{need}");
        }
    }

    #[test]
    fn deals_are_numbered_and_sorted() {
        let game = three_issues(["", ""], "");
        for (number, deal) in (0..).zip(deals(&game)) {
            assert_eq!(game.blocks.encode(&deal), number);
        }
        assert_eq!(game.blocks.listed(), 27);
        let mut ranking = Ranking::default();
        let margin = &median_tables(&game, 0, 0).margin;
        ranking.build(&game.blocks, &game.parties[0].profiles[0], margin);
        assert_eq!(ranking.len(), 27);
        assert!((1..27).all(|place| ranking.total(place - 1) <= ranking.total(place)));
        let falling = ranking.falling();
        assert_eq!(falling[0], 26, "the best comes first");
        let place = ranking.first_at_least(0.5);
        assert!(ranking.total(place) >= 0.5 && ranking.total(place - 1) < 0.5);
    }

    #[test]
    fn deals_across_a_red_line_are_left_out() {
        let game = three_issues(["never = [{ i0 = \"o0\" }]", ""], "");
        let mut ranking = Ranking::default();
        let margin = &median_tables(&game, 0, 0).margin;
        ranking.build(&game.blocks, &game.parties[0].profiles[0], margin);
        assert_eq!(ranking.len(), 18);
    }
}
