//! What a party asks and offers in each round, worked out once where neither chance nor anybody else can change it.
//!
//! So it is for a time-dependent party with fixed numbers whose reservation value stands still, if it neither reacts to
//! the others nor chooses the deal nearest to theirs. So it is also for two who concede offer by offer, as long as both
//! refuse: then both send a new deal in each round, so both are ready to concede throughout, and each sends rank k of its
//! deals in round k and holds out for that. What deals are worth must be the same in every run; the reservation value
//! of one who concedes offer by offer need not be.

use crate::bargaining::search::{Ranking, Rankings, SortedTypes, best_deal};
use crate::bargaining::strategy::demand::{Needs, falling_target, own_share};
use crate::bargaining::talks::Talks;
use crate::game::{
    AcceptanceKind, CompiledProfile, ConcessionKind, Game, INDIFFERENCE, median_numbers,
    median_tables, total,
};
use crate::model::{Choose, PartyId};

/// What one type of a party asks and offers.
#[derive(Debug, Default)]
pub(crate) struct Timetable {
    /// Number of blocks: length of an offer.
    blocks: usize,
    /// Whether it goes down its deals rank by rank, and so ends with those that are acceptable.
    by_rank: bool,
    /// What it takes at least in each round, before the noise of its acceptance; by rank the margin total of the deal it
    /// would send.
    takes: Vec<f64>,
    /// Combos of what it offers in each round, one offer after the other.
    offers: Vec<u32>,
    /// Margin total of each round's offer to the type in each slot, minus infinity where the offer crosses a red line; no
    /// totals where draws change them, and no slots when they would take too much memory.
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
        let mut listeners = Vec::new();
        for (party, compiled) in game.parties.iter().enumerate() {
            for (kind, profile) in compiled.profiles.iter().enumerate() {
                list.push(Timetable::of(game, sorted, party, kind));
                let margin = || median_tables(game, party, kind).margin;
                listeners.push((profile, profile.has_fixed_tables().then(margin)));
            }
        }
        let known = list.iter().flatten().count();
        if known * listeners.len() * game.rounds as usize <= WORTH_MAX {
            for timetable in list.iter_mut().flatten() {
                timetable.weigh(&listeners);
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
    /// ≤ T and every pair of neighbours, which is the rule of [`Side::takes`].
    pub(crate) fn quiet_rounds(&self, talks: &Talks, game: &Game, order: &[PartyId]) -> u32 {
        let slot = |party: usize| talks.side(game, party).slot();
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
            // By rank, only two of a kind keep step.
            let in_step = own.by_rank == other.by_rank && (!own.by_rank || order.len() == 2);
            if noisy || worth.is_empty() || !in_step {
                return 0;
            }
            let floor = talks.side(game, party).floor();
            rounds = own.refused(worth, floor, lag, rounds);
        }
        u32::try_from(rounds).expect("fewer than all rounds")
    }
}

impl Timetable {
    /// What a type of a party asks and offers, where nothing can change that.
    fn of(game: &Game, sorted: &SortedTypes, party: usize, kind: usize) -> Option<Self> {
        let profile = &game.parties[party].profiles[kind];
        let ranking = sorted.get(game.slot(party, kind))?;
        if profile.anticipate > 0.0 {
            None
        } else if profile.concession == ConcessionKind::Micro {
            let next_offer = profile.acceptance == AcceptanceKind::NextOffer;
            next_offer.then(|| Self::by_rank(game, ranking))
        } else {
            let known = is_known(profile) && median_numbers(game, party, kind).react <= 0.0;
            known.then(|| Self::by_time(game, sorted, party, kind))
        }
    }

    /// Lets a party that concedes with time speak in every round.
    fn by_time(game: &Game, sorted: &SortedTypes, party: usize, kind: usize) -> Self {
        let mut talks = Talks::default();
        // What nature draws for others does not matter here.
        talks.draw(game, 0, 0);
        talks.replace(game, party, median_numbers(game, party, kind));
        let mut rankings = Rankings::default();
        rankings.start(game);
        let side = talks.side(game, party);
        let (profile, numbers, floor) = (side.profile(), side.numbers(), side.floor());
        let best = side.best_total() - floor;
        let mut timetable = Self {
            blocks: game.blocks.list.len(),
            ..Self::default()
        };
        let mut offer = Vec::new();
        for round in 0..game.rounds {
            let time = (round, game.rounds);
            let asks = falling_target(profile, numbers, time, 0.0, best);
            // No deal has been put to it yet, so there is no noise in this.
            let share = own_share(profile, Needs::of(numbers), round, game.rounds);
            timetable
                .takes
                .push(share.map_or(asks, |share| share * best));
            let least = profile.least_margin(asks);
            if !rankings.least(sorted, side, least + floor, &mut offer) {
                best_deal(side, &mut offer);
            }
            timetable.offers.extend_from_slice(&offer);
        }
        timetable
    }

    /// Goes down a ranking, a deal a round.
    fn by_rank(game: &Game, ranking: &Ranking) -> Self {
        let mut timetable = Self {
            blocks: game.blocks.list.len(),
            by_rank: true,
            ..Self::default()
        };
        let mut offer = Vec::new();
        for &place in ranking.falling().iter().take(game.rounds as usize) {
            timetable.takes.push(ranking.total(place as usize));
            ranking.deal(&game.blocks, place as usize, &mut offer);
            timetable.offers.extend_from_slice(&offer);
        }
        timetable
    }

    /// Works out what each round's offer is worth to everybody whose margins are the same in every run.
    fn weigh(&mut self, listeners: &[(&CompiledProfile, Option<Vec<f64>>)]) {
        let worth = |(profile, margin): &(&CompiledProfile, Option<Vec<f64>>)| {
            let Some(margin) = margin else {
                return Vec::new();
            };
            let worth = |offer: &[u32]| {
                if profile.forbids(offer) {
                    f64::NEG_INFINITY
                } else {
                    total(margin, offer)
                }
            };
            self.offers.chunks(self.blocks).map(worth).collect()
        };
        self.worth = listeners.iter().map(worth).collect();
    }

    /// Number of first rounds, at most `rounds`, in which it speaks as it says here and refuses what it hears, which is
    /// worth so much to it; what it hears in a round was said `lag` rounds ago.
    fn refused(&self, worth: &[f64], floor: f64, lag: usize, rounds: usize) -> usize {
        if !self.by_rank {
            let takes = |takes: f64, worth: f64| worth - floor >= takes - INDIFFERENCE;
            return first_taken(&self.takes, worth, lag, rounds, takes);
        }
        let acceptable = |&total: &f64| total >= floor - INDIFFERENCE;
        let rounds = rounds.min(self.takes.partition_point(acceptable));
        let takes = |own: f64, worth: f64| worth - floor >= (own - floor).max(0.0) - INDIFFERENCE;
        first_taken(&self.takes, worth, lag, rounds, takes)
    }

    /// What it offers in a round.
    pub(crate) fn offer(&self, round: u32) -> &[u32] {
        let round = round as usize;
        &self.offers[round * self.blocks..(round + 1) * self.blocks]
    }
}

/// First round in which a party takes what it hears, said `lag` rounds ago; `rounds` where there is none before that.
fn first_taken(
    own: &[f64],
    worth: &[f64],
    lag: usize,
    rounds: usize,
    takes: impl Fn(f64, f64) -> bool,
) -> usize {
    // Slices of one length: this loop is a tenth of the work of a run.
    let asked = rounds.saturating_sub(lag).min(worth.len());
    let mut answers = own[lag.min(own.len())..][..asked]
        .iter()
        .zip(&worth[..asked]);
    let first = answers.position(|(&own, &worth)| takes(own, worth));
    first.map_or(rounds, |place| place + lag)
}

/// Whether a type concedes with time, and nothing but the numbers it has one of may change what it asks and offers.
fn is_known(profile: &CompiledProfile) -> bool {
    !profile.core.drawn
        && !profile.rules.drawn
        && profile.load_drivers.is_empty()
        && matches!(profile.concession, ConcessionKind::TimeDependent { .. })
        && profile.choose != Choose::Nearest
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
        let tables = Timetables::of(&game, &SortedTypes::of(&game));
        let order = [PartyId(0), PartyId(1)];
        assert_eq!(tables.quiet_rounds(&opened(&game), &game, &order), 4);
    }

    #[test]
    fn a_party_that_is_drawn_or_reacts_has_no_timetable() {
        for lines in [
            "strategy.concession.time-dependent = { start = { uniform = [0.5, 1.0] } }\n\
             strategy.choose = \"least\"",
            "strategy.react = 0.5\nstrategy.choose = \"least\"",
            "strategy.choose = \"nearest\"",
            "strategy.concession.hardliner = {}",
        ] {
            let game = pie(9, OFFERS, [lines, LINEAR]);
            let tables = Timetables::of(&game, &SortedTypes::of(&game));
            assert!(tables.get(0).is_none(), "{lines}");
            assert!(tables.get(1).is_some());
        }
    }

    #[test]
    fn two_who_keep_step_meet_in_the_middle() {
        let micro = "strategy.concession.micro = {}";
        let order = [PartyId(0), PartyId(1)];
        // Ranks 0 and 1 leave the other less than the half that each would send as rank 2.
        for (other, rounds) in [(micro, 2), ("", 0), (LINEAR, 0)] {
            let game = pie(9, OFFERS, [micro, other]);
            let tables = Timetables::of(&game, &SortedTypes::of(&game));
            let quiet = tables.quiet_rounds(&opened(&game), &game, &order);
            assert_eq!(quiet, rounds, "{other}");
        }
    }
}
