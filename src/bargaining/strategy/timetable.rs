//! What a party asks and offers in each round, worked out once where neither chance nor anybody else can change it.
//!
//! So it is for a time-dependent party with fixed numbers whose reservation value stands still, if it neither reacts to
//! the others nor chooses the deal nearest to theirs.

use crate::bargaining::search::{Rankings, SortedTypes, best_deal};
use crate::bargaining::strategy::demand::{Needs, falling_target, needed_share};
use crate::bargaining::talks::Talks;
use crate::game::{
    AcceptanceKind, ConcessionKind, Game, INDIFFERENCE, median_numbers, median_tables, total,
};
use crate::model::{Choose, PartyId};

/// What one type of a party asks and offers.
#[derive(Debug)]
pub(crate) struct Timetable {
    /// Number of blocks: length of an offer.
    blocks: usize,
    /// What it takes at least in each round, before the noise of its acceptance.
    takes: Vec<f64>,
    /// Combos of what it offers in each round, one offer after the other.
    offers: Vec<u32>,
    /// Margin total of each round's offer to the type in each slot; no totals where draws change them, and no slots when
    /// they would take too much memory.
    worth: Vec<Vec<f64>>,
}

/// Most margin totals that all timetables together hold.
const WORTH_MAX: usize = 4_000_000;

/// The timetables of a game by slot: the number of a type when the types of all parties are counted through.
#[derive(Debug, Default)]
pub(crate) struct Timetables {
    list: Vec<Option<Timetable>>,
}

impl Timetables {
    /// The timetables of a game; none where something may change them.
    pub(crate) fn of(game: &Game, sorted: &SortedTypes) -> Self {
        if !game.levers.is_empty() {
            return Self::default();
        }
        let mut list = Vec::new();
        let mut margins = Vec::new();
        for (party, compiled) in game.parties.iter().enumerate() {
            for (kind, profile) in compiled.profiles.iter().enumerate() {
                let known = is_known(game, sorted, party, kind);
                list.push(known.then(|| Timetable::of(game, sorted, party, kind)));
                let fixed = profile.has_fixed_tables();
                margins.push(fixed.then(|| median_tables(game, party, kind).margin));
            }
        }
        let known = list.iter().flatten().count();
        if known * margins.len() * game.rounds as usize <= WORTH_MAX {
            for timetable in list.iter_mut().flatten() {
                timetable.weigh(&margins);
            }
        }
        Self { list }
    }

    /// What the type in a slot asks and offers by round, where that is known beforehand.
    pub(crate) fn get(&self, slot: usize) -> Option<&Timetable> {
        self.list.get(slot)?.as_ref()
    }

    /// Number of first rounds in which all who speak follow a timetable and refuse, less than all rounds.
    ///
    /// In such a round nothing happens but the offers: the party in seat j answers what the one in seat j − 1 has offered in
    /// the same round, the first to speak what the last one offered a round ago. With the worth w(t) of the offer of round
    /// t and the bar b(t) of the answer, both known beforehand, all refuse up to round T if w(t − lag) < b(t) for every t
    /// ≤ T and every pair of neighbours, which is the rule of [`Talks::takes`].
    pub(crate) fn quiet_rounds(
        &self,
        sorted: &SortedTypes,
        talks: &Talks,
        game: &Game,
        order: &[PartyId],
    ) -> u32 {
        let slot = |party: usize| sorted.slot(party, talks.nature.parties[party].kind);
        let mut rounds = game.rounds as usize - 1;
        for (seat, speaker) in order.iter().enumerate() {
            let party = speaker.index();
            let (before, lag) = match seat {
                0 => (order[order.len() - 1], 1),
                _ => (order[seat - 1], 0),
            };
            let own_slot = slot(party);
            let (Some(own), Some(other)) = (self.get(own_slot), self.get(slot(before.index())))
            else {
                return 0;
            };
            let worth = other.worth.get(own_slot).map_or(&[][..], Vec::as_slice);
            let noisy = matches!(
                talks.profile(game, party).acceptance,
                AcceptanceKind::Logit { .. }
            );
            if noisy || worth.is_empty() {
                return 0;
            }
            let floor = talks.side(game, party).floor();
            // Slices of one length: this loop is a tenth of the work of a run.
            let asked = rounds + 1 - lag;
            let answers = own.takes[lag..][..asked].iter().zip(&worth[..asked]);
            let mut answers = answers.map(|(takes, worth)| worth - floor >= takes - INDIFFERENCE);
            let refused = answers.position(|accepts| accepts).unwrap_or(asked);
            rounds = rounds.min(refused + lag);
        }
        u32::try_from(rounds).expect("fewer than all rounds")
    }
}

impl Timetable {
    /// Lets the party speak in every round.
    fn of(game: &Game, sorted: &SortedTypes, party: usize, kind: usize) -> Self {
        let mut talks = Talks::default();
        // What nature draws for others does not matter here.
        talks.nature.draw(game, 0, 0);
        talks.start(game, 0, 0);
        talks.replace(game, party, median_numbers(game, party, kind));
        let mut rankings = Rankings::default();
        rankings.start(game);
        let side = talks.side(game, party);
        let (profile, numbers, floor) = (side.profile(), side.numbers(), side.floor());
        let best = side.best_total() - floor;
        let mut timetable = Self {
            blocks: game.blocks.list.len(),
            takes: Vec::new(),
            offers: Vec::new(),
            worth: Vec::new(),
        };
        let mut offer = Vec::new();
        for round in 0..game.rounds {
            let time = (round, game.rounds);
            let asks = falling_target(profile, numbers, time, 0.0, best);
            // No deal has been put to it yet, so there is no noise in this.
            let takes = match profile.acceptance {
                AcceptanceKind::NextOffer | AcceptanceKind::Logit { .. } => asks,
                AcceptanceKind::Constant { .. } | AcceptanceKind::TimeDependent { .. } => {
                    needed_share(profile, Needs::of(numbers), round, game.rounds) * best
                }
            };
            timetable.takes.push(takes);
            let least = if profile.floor { asks.max(0.0) } else { asks };
            let need = least + floor;
            if !rankings.least(sorted, side, need, &mut offer) {
                best_deal(side, &mut offer);
            }
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

    /// What it offers in a round.
    pub(crate) fn offer(&self, round: u32) -> &[u32] {
        let round = round as usize;
        &self.offers[round * self.blocks..(round + 1) * self.blocks]
    }
}

/// Whether nothing can change what a type of a party asks and offers.
fn is_known(game: &Game, sorted: &SortedTypes, party: usize, kind: usize) -> bool {
    let profile = &game.parties[party].profiles[kind];
    let numbers = median_numbers(game, party, kind);
    sorted.get(party, kind).is_some()
        && !profile.core.drawn
        && !profile.rules.drawn
        && profile.load_drivers.is_empty()
        && matches!(profile.concession, ConcessionKind::TimeDependent { .. })
        && profile.choose != Choose::Nearest
        && profile.anticipate <= 0.0
        && numbers.react <= 0.0
}

#[cfg(test)]
mod tests {
    use crate::bargaining::fixture::{LINEAR, OFFERS, opened, pie};
    use crate::bargaining::search::SortedTypes;
    use crate::bargaining::strategy::timetable::Timetables;
    use crate::model::PartyId;

    #[test]
    fn what_is_known_beforehand_is_what_a_party_would_say() {
        let game = pie(9, OFFERS, [LINEAR, LINEAR]);
        let tables = Timetables::of(&game, &SortedTypes::of(&game));
        let timetable = tables.get(0).expect("nothing can change it");
        assert_eq!(timetable.takes[4], 0.5);
        assert_eq!(timetable.offer(4), [2]);
        assert_eq!(timetable.worth[1][4], 0.5, "worth half to the other, too");
    }

    #[test]
    fn quiet_rounds_end_before_the_first_acceptance() {
        // Both ask for 1 − (t + 1)/10: the second takes the first offer that leaves it that much.
        let game = pie(9, OFFERS, [LINEAR, LINEAR]);
        let sorted = SortedTypes::of(&game);
        let tables = Timetables::of(&game, &sorted);
        let order = [PartyId(0), PartyId(1)];
        assert_eq!(
            tables.quiet_rounds(&sorted, &opened(&game), &game, &order),
            4
        );
    }

    #[test]
    fn a_party_that_is_drawn_or_reacts_has_no_timetable() {
        for lines in [
            "strategy.concession.time-dependent = { start = { uniform = [0.5, 1.0] } }",
            "strategy.react = 0.5\nstrategy.concession.time-dependent = {}",
            "strategy.concession.hardliner = {}",
        ] {
            let game = pie(9, OFFERS, [lines, LINEAR]);
            let tables = Timetables::of(&game, &SortedTypes::of(&game));
            assert!(tables.get(0).is_none(), "{lines}");
            assert!(tables.get(1).is_some());
        }
    }
}
