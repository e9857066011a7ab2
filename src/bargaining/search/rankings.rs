//! Everybody's deals as they are searched by those who make offers.
//!
//! A party whose utilities are the same in every run has its deals sorted once or, where they are too many, what is needed to
//! search them. Others get what is asked for once a run.

use crate::bargaining::search::answered::Answered;
use crate::bargaining::search::descent::Descent;
use crate::bargaining::search::least::{EXACT_DEALS_MAX, LeastDeals};
use crate::bargaining::search::ranking::Ranking;
use crate::bargaining::search::ratifiable::any_at_home;
use crate::bargaining::talks::Side;
use crate::game::{CompiledProfile, ConcessionKind, Game, INDIFFERENCE, median_tables};

/// The best of so many deals are found one after the other; beyond that share all are sorted.
const SORTED_FROM: usize = 8;

/// Sorted deals of the types whose tables no draw and no lever changes, made once.
///
/// Entries are found by slot: the number of a type when the types of all parties are counted through.
#[derive(Debug, Default)]
pub(crate) struct SortedTypes {
    rankings: Vec<Option<Ranking>>,
    /// What takes the place of a ranking where there are too many deals for one.
    searchable: Vec<Option<LeastDeals>>,
}

impl SortedTypes {
    /// Whether the deals of a type are the same in all runs.
    fn are_known(game: &Game, profile: &CompiledProfile) -> bool {
        !game.tables_move() && profile.has_fixed_tables()
    }

    /// Whether the deals of a speaking type are sorted once for all runs.
    pub(crate) fn are_sorted(game: &Game, profile: &CompiledProfile) -> bool {
        Self::are_known(game, profile) && game.blocks.deal_count() <= EXACT_DEALS_MAX
    }

    /// Bytes that the deals of a speaking type take once for all runs.
    pub(crate) fn bytes_max(game: &Game, profile: &CompiledProfile) -> f64 {
        let deals = game.blocks.deal_count();
        match Self::are_known(game, profile) {
            true if deals <= EXACT_DEALS_MAX => Ranking::bytes_of(deals),
            true => LeastDeals::bytes_max(&game.blocks),
            false => 0.0,
        }
    }

    /// Sorts what can be sorted once, of those who make offers in turn.
    pub(crate) fn of(game: &Game) -> Self {
        let mut sorted = Self::default();
        let listed = game.blocks.deal_count() <= EXACT_DEALS_MAX;
        if !game.takes_turns() {
            return sorted;
        }
        let speakers = game.speakers;
        for (party, compiled) in game.parties.iter().enumerate() {
            let speaks = speakers >> party & 1 == 1;
            for (kind, profile) in compiled.profiles.iter().enumerate() {
                let known = speaks && Self::are_known(game, profile);
                let margin = || median_tables(game, party, kind).margin;
                sorted.rankings.push((known && listed).then(|| {
                    let mut ranking = Ranking::default();
                    ranking.build(&game.blocks, profile, &margin());
                    ranking
                }));
                sorted.searchable.push((known && !listed).then(|| {
                    let mut deals = LeastDeals::default();
                    deals.build(&game.blocks, profile, &margin());
                    deals
                }));
            }
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
    deals: Built<LeastDeals>,
    descent: Built<Descent>,
    ranking: Built<Ranking>,
}

/// What is built from a party's margins when it is first asked for.
#[derive(Debug, Default)]
struct Built<T> {
    value: T,
    /// Version of the tables it was built from; none at the start of a run.
    version: Option<u32>,
}

impl<T> Built<T> {
    /// The value, built anew where the tables have changed since.
    fn of(&mut self, side: Side<'_>, build: impl FnOnce(&mut T)) -> &mut T {
        let version = Some(side.talks.values.version);
        if self.version != version {
            build(&mut self.value);
            self.version = version;
        }
        &mut self.value
    }
}

impl Rankings {
    /// Bytes, at most, of what a party of a type has built in a run.
    pub(crate) fn bytes_max(game: &Game, profile: &CompiledProfile) -> f64 {
        let deals = game.blocks.deal_count();
        if SortedTypes::are_known(game, profile) {
            return 0.0;
        }
        match profile.concession {
            ConcessionKind::Rational => 0.0,
            ConcessionKind::Bayesian { .. } | ConcessionKind::Random => Ranking::bytes_of(deals),
            ConcessionKind::Micro | ConcessionKind::Zeuthen => {
                let descent = Descent::bytes_max(deals, deals / SORTED_FROM as f64);
                Ranking::bytes_of(deals) + descent
            }
            _ => LeastDeals::bytes_max(&game.blocks),
        }
    }

    /// Forgets the rankings of the run before.
    pub(crate) fn start(&mut self, game: &Game) {
        self.own
            .resize_with(game.parties.len(), OwnRanking::default);
        for own in &mut self.own {
            own.deals.version = None;
            own.descent.version = None;
            own.ranking.version = None;
        }
    }

    /// Margin total and number of a party's deal in a place from the best down, of equals the lowest first; none where it has
    /// fewer that cross no red line it minds.
    pub(crate) fn nth_best(
        &mut self,
        types: &SortedTypes,
        side: Side<'_>,
        place: usize,
    ) -> Option<(f64, u32)> {
        let blocks = &side.game.blocks;
        let few = place < blocks.listed() as usize / SORTED_FROM;
        if types.get(side.slot()).is_some() || !few {
            let ranking = self.sorted(types, side);
            let place = *ranking.falling().get(place)? as usize;
            return Some((ranking.total(place), ranking.number(place)));
        }
        let margin = &side.tables().margin;
        let descent = self.own[side.party].descent.of(side, |descent| {
            descent.start(blocks, side.profile(), margin);
        });
        descent.get(blocks, margin, place)
    }

    /// The deals of a party, sorted.
    pub(crate) fn sorted<'a>(&'a mut self, types: &'a SortedTypes, side: Side<'_>) -> &'a Ranking {
        if let Some(ranking) = types.get(side.slot()) {
            return ranking;
        }
        self.own[side.party].ranking.of(side, |ranking| {
            let margin = &side.tables().margin;
            ranking.build(&side.game.blocks, side.profile(), margin);
        })
    }

    /// Writes the deal of least margin total at or above `need` among a party's acceptable ones; false when there is none.
    pub(crate) fn least(
        &mut self,
        types: &SortedTypes,
        side: Side<'_>,
        need: f64,
        deal: &mut Vec<u32>,
    ) -> bool {
        let need = need - INDIFFERENCE;
        let profile = side.profile();
        if profile.anticipate <= 0.0 || !profile.floor {
            return self.least_total(types, side, need, deal).is_some();
        }
        if let Some(ranking) = types.get(side.slot()) {
            return (ranking.first_at_least(need)..ranking.len()).any(|place| {
                ranking.deal(&side.game.blocks, place, deal);
                side.anticipates(deal)
            });
        }
        let (blocks, margin) = (&side.game.blocks, &side.tables().margin);
        let passes = &mut |deal: &[u32]| side.anticipates(deal);
        let deals = self.deals(types, side);
        let found = deals.find_passing(blocks, margin, need, deal, passes);
        // Where none of those looked at passes, some other may.
        found.is_some() || !deals.are_all_looked_at() && any_at_home(side, need, deal)
    }

    /// Writes the deal of least margin total at or above `need` among those that cross no red line a party minds, whatever bodies
    /// at home would say, and returns the needs that have the same; none when there is no such deal.
    pub(crate) fn least_total(
        &mut self,
        types: &SortedTypes,
        side: Side<'_>,
        need: f64,
        deal: &mut Vec<u32>,
    ) -> Option<Answered> {
        if let Some(ranking) = types.get(side.slot()) {
            let place = ranking.first_at_least(need);
            if place == ranking.len() {
                return None;
            }
            ranking.deal(&side.game.blocks, place, deal);
            let below = place.checked_sub(1);
            return Some(Answered {
                above: below.map_or(f64::NEG_INFINITY, |below| ranking.total(below)),
                to: need,
            });
        }
        let (blocks, margin) = (&side.game.blocks, &side.tables().margin);
        self.deals(types, side).find(blocks, margin, need, deal)
    }

    /// The deals of a party as they are searched for the least.
    fn deals<'a>(&'a mut self, types: &'a SortedTypes, side: Side<'_>) -> &'a LeastDeals {
        let searchable = types.searchable.get(side.slot());
        if let Some(deals) = searchable.and_then(Option::as_ref) {
            return deals;
        }
        self.own[side.party].deals.of(side, |deals| {
            let margin = &side.tables().margin;
            deals.build(&side.game.blocks, side.profile(), margin);
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::bargaining::fixture::{opened, three_issues};
    use crate::bargaining::search::rankings::{Rankings, SortedTypes};

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
            assert!(!found || one == other, "{need}: {one:?} {other:?}");
        }
    }
}
