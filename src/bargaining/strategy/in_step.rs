//! What two who concede offer by offer say in each round, worked out once where no draw changes what deals are worth to them.
//!
//! As long as both refuse, both send a new deal in each round. So both are ready to concede throughout, and each sends rank k
//! of its deals in round k and holds out for that. Their reservation values need not be known.

use crate::bargaining::search::{Ranking, SortedTypes};
use crate::bargaining::talks::Talks;
use crate::game::{
    AcceptanceKind, CompiledProfile, ConcessionKind, Game, INDIFFERENCE, median_tables, members,
};
use crate::model::PartyId;

/// What one type sends while it keeps step.
#[derive(Debug, Default)]
struct Sent {
    /// Margin total to itself of the deal of each round.
    own: Vec<f64>,
    /// The same to the type in each slot, minus infinity where the deal crosses a red line; none where it is not known.
    worth: Vec<Vec<f64>>,
}

/// Most margin totals that are held in all.
const WORTH_MAX: usize = 4_000_000;

/// What the types of a game send by slot: the number of a type when the types of all parties are counted through.
#[derive(Debug, Default)]
pub(crate) struct InStep {
    list: Vec<Option<Sent>>,
}

impl InStep {
    /// Bytes that it takes at most.
    pub(crate) fn bytes_max(game: &Game) -> f64 {
        let speakers = members(game.speakers);
        let profiles = speakers.flat_map(|party| &game.parties[party].profiles);
        let types = profiles.filter(|profile| keeps_step(profile)).count();
        let totals = (types * types) as f64 * f64::from(game.rounds);
        totals.min(WORTH_MAX as f64) * size_of::<f64>() as f64
    }

    /// What is known beforehand; nothing where levers may change it.
    pub(crate) fn of(game: &Game, sorted: &SortedTypes) -> Self {
        let speakers = members(game.speakers);
        let mut slots = speakers.flat_map(|party| {
            let kinds = game.parties[party].profiles.iter().enumerate();
            kinds.map(move |(kind, profile)| (party, kind, profile))
        });
        let known: Vec<_> = slots
            .by_ref()
            .filter_map(|(party, kind, profile)| {
                let slot = game.slot(party, kind);
                let ranking = sorted.get(slot).filter(|_| keeps_step(profile))?;
                Some((
                    slot,
                    ranking,
                    profile,
                    median_tables(game, party, kind).margin,
                ))
            })
            .collect();
        let totals = known.len() * known.len() * game.rounds as usize;
        if !game.levers.is_empty() || totals > WORTH_MAX {
            return Self::default();
        }
        let types: usize = game.parties.iter().map(|party| party.profiles.len()).sum();
        let mut list: Vec<Option<Sent>> = Vec::new();
        list.resize_with(types, || None);
        for &(slot, ranking, ..) in &known {
            let mut sent = Sent::of(game, ranking);
            sent.worth.resize(types, Vec::new());
            for (hearer, _, profile, margin) in &known {
                sent.worth[*hearer] = worths(game, ranking, profile, margin);
            }
            list[slot] = Some(sent);
        }
        Self { list }
    }

    /// Number of first rounds in which two speakers keep step and refuse, less than all rounds.
    ///
    /// In such a round nothing happens but the offers: the second answers what the first has offered in the same round, the
    /// first what the second offered a round ago. With the worth w(t) of the offer of round t and the bar b(t) of the answer,
    /// both known beforehand, both refuse up to round T if w(t − lag) < b(t) for every t ≤ T, which is the rule of
    /// [`crate::bargaining::talks::Side::takes`].
    pub(crate) fn quiet_rounds(&self, talks: &Talks, game: &Game, order: &[PartyId]) -> u32 {
        let &[first, second] = order else {
            return 0;
        };
        let mut rounds = talks.nature.rounds(game) as usize - 1;
        for (party, before, lag) in [(first, second, 1), (second, first, 0)] {
            let [own, other] = [party, before].map(|party| talks.side(game, party.index()));
            let sent = |slot: usize| self.list.get(slot)?.as_ref();
            let (Some(sent), Some(heard)) = (sent(own.slot()), sent(other.slot())) else {
                return 0;
            };
            rounds = sent.refused(&heard.worth[own.slot()], own.floor(), lag, rounds);
        }
        u32::try_from(rounds).expect("fewer than all rounds")
    }
}

impl Sent {
    /// Goes down a ranking, a deal a round.
    fn of(game: &Game, ranking: &Ranking) -> Self {
        let places = ranking.falling().iter().take(game.rounds as usize);
        Self {
            own: places.map(|&place| ranking.total(place as usize)).collect(),
            worth: Vec::new(),
        }
    }

    /// Number of first rounds, at most `rounds`, in which it sends an acceptable deal and refuses what it hears, which is
    /// worth so much to it; what it hears in a round was said `lag` rounds ago.
    fn refused(&self, worth: &[f64], floor: f64, lag: usize, rounds: usize) -> usize {
        let acceptable = |&total: &f64| total >= floor - INDIFFERENCE;
        let rounds = rounds.min(self.own.partition_point(acceptable));
        let takes = |own: f64, worth: f64| worth - floor >= (own - floor).max(0.0) - INDIFFERENCE;
        // Slices of one length: this loop is a tenth of the work of a run.
        let asked = rounds.saturating_sub(lag).min(worth.len());
        let mut answers = self.own[lag.min(self.own.len())..][..asked]
            .iter()
            .zip(&worth[..asked]);
        let first = answers.position(|(&own, &worth)| takes(own, worth));
        first.map_or(rounds, |place| place + lag)
    }
}

/// Whether a type goes down its deals rank by rank as long as the others do, and takes what it would send.
fn keeps_step(profile: &CompiledProfile) -> bool {
    profile.concession == ConcessionKind::Micro
        && profile.acceptance == AcceptanceKind::NextOffer
        && profile.anticipate <= 0.0
}

/// What each round's deal is worth to somebody.
fn worths(game: &Game, ranking: &Ranking, profile: &CompiledProfile, margin: &[f64]) -> Vec<f64> {
    let mut deal = Vec::new();
    let places = ranking.falling().iter().take(game.rounds as usize);
    let worths = places.map(|&place| {
        ranking.deal(&game.blocks, place as usize, &mut deal);
        profile.worth(margin, &deal)
    });
    worths.collect()
}

#[cfg(test)]
mod tests {
    use crate::bargaining::fixture::{LINEAR, OFFERS, opened, pie};
    use crate::bargaining::search::SortedTypes;
    use crate::bargaining::strategy::in_step::InStep;
    use crate::model::PartyId;

    #[test]
    fn two_who_keep_step_meet_in_the_middle() {
        let micro = "strategy.concession.micro = {}";
        let order = [PartyId(0), PartyId(1)];
        // Ranks 0 and 1 leave the other less than the half that each would send as rank 2.
        for (other, rounds) in [(micro, 2), ("", 0), (LINEAR, 0)] {
            let game = pie(9, OFFERS, [micro, other]);
            let in_step = InStep::of(&game, &SortedTypes::of(&game));
            let quiet = in_step.quiet_rounds(&opened(&game), &game, &order);
            assert_eq!(quiet, rounds, "{other}");
        }
    }
}
