//! The first rounds in which two parties send each other new deals by rank and refuse them all.
//!
//! Both send a new deal in each of these rounds, so both are ready throughout: each sends rank k in round k and holds out
//! for the rank it would send next. What the one's ranks are worth to the other is the same in every run where no draw
//! enters either's utilities, so it is looked up by rank.

use crate::bargaining::search::{Ranking, SortedTypes, deal_count};
use crate::bargaining::talks::{Talks, allows};
use crate::game::{
    AcceptanceKind, CompiledProfile, ConcessionKind, Game, INDIFFERENCE, median_tables, total,
};
use crate::model::PartyId;

/// Most numbers that all tables of offers by rank together hold.
const WORTH_MAX: usize = 4_000_000;

/// What the offers of one type by rank are worth to a type of the other party, where two concede offer by offer.
#[derive(Debug, Default)]
pub(crate) struct QuietExchange {
    /// By slot of author and listener: margin total by rank, minus infinity where the offer crosses a red line.
    worth: Vec<Vec<Vec<f64>>>,
}

impl QuietExchange {
    /// The tables of a game in which two parties speak and nothing drawn enters what they offer; empty for others.
    pub(crate) fn of(game: &Game, sorted: &SortedTypes) -> Self {
        let [one, other] = *game.protocol.offers_in_turn() else {
            return Self::default();
        };
        let types = |party: PartyId| {
            let count = game.parties[party.index()].profiles.len();
            (0..count).map(move |kind| (party.index(), kind))
        };
        let speakers: Vec<(usize, usize)> = types(one).chain(types(other)).collect();
        let fits = speakers.iter().all(|&(party, kind)| {
            let profile = &game.parties[party].profiles[kind];
            sorted.get(party, kind).is_some() && passes_by_rank(profile)
        });
        let deals = deal_count(&game.blocks) as usize;
        if !fits || deals * speakers.len() * speakers.len() > WORTH_MAX {
            return Self::default();
        }
        let slots: usize = game.parties.iter().map(|party| party.profiles.len()).sum();
        let mut worth = vec![vec![Vec::new(); slots]; slots];
        for &(author, kind) in &speakers {
            let ranking = sorted.get(author, kind).expect("it has been sorted");
            for &(listener, heard_as) in speakers.iter().filter(|listener| listener.0 != author) {
                worth[sorted.slot(author, kind)][sorted.slot(listener, heard_as)] =
                    worth_by_rank(game, ranking, listener, heard_as);
            }
        }
        Self { worth }
    }

    /// Number of first rounds in which both refuse and each sends its next deal, less than all rounds.
    pub(crate) fn rounds(
        &self,
        sorted: &SortedTypes,
        talks: &Talks,
        game: &Game,
        order: &[PartyId],
    ) -> u32 {
        let [one, other] = *order else {
            return 0;
        };
        let parties = [one.index(), other.index()];
        let kinds = parties.map(|party| talks.nature.parties[party].kind);
        let slots = [0, 1].map(|seat| sorted.slot(parties[seat], kinds[seat]));
        let worth = [0, 1].map(|author: usize| -> &[f64] {
            let tables = self.worth.get(slots[author]);
            tables.map_or(&[], |tables| &tables[slots[1 - author]])
        });
        let (Some(first), Some(second)) = (
            sorted.get(parties[0], kinds[0]),
            sorted.get(parties[1], kinds[1]),
        ) else {
            return 0;
        };
        if worth.iter().any(|worth| worth.is_empty()) {
            return 0;
        }
        let rankings = [first, second];
        let floors = parties.map(|party| talks.side(game, party).floor());
        // Margin of the deal of a rank to its author; none where it is not acceptable.
        let own = |seat: usize, rank: usize| {
            let place = rankings[seat].falling().get(rank);
            let total = place.map(|&place| rankings[seat].total(place as usize));
            let acceptable = total.filter(|&total| total >= floors[seat] - INDIFFERENCE);
            acceptable.map(|total| total - floors[seat])
        };
        // Whether the party in a seat takes what the other sent as a rank, holding out for so much.
        let takes = |seat: usize, rank: usize, bar: f64| {
            worth[1 - seat][rank] - floors[seat] >= bar.max(0.0) - INDIFFERENCE
        };
        let is_quiet = |rank: usize| {
            own(0, rank).is_some_and(|bar| rank == 0 || !takes(0, rank - 1, bar))
                && own(1, rank).is_some_and(|bar| !takes(1, rank, bar))
        };
        let rounds = (0..game.rounds as usize - 1)
            .take_while(|&rank| is_quiet(rank))
            .count();
        u32::try_from(rounds).expect("fewer than all rounds")
    }
}

/// What each deal of a ranking, from the best down, is worth to a type of another party.
fn worth_by_rank(game: &Game, ranking: &Ranking, listener: usize, kind: usize) -> Vec<f64> {
    let profile = &game.parties[listener].profiles[kind];
    let margin = median_tables(game, listener, kind).margin;
    let mut deal = Vec::new();
    let falling = ranking.falling().iter();
    let worth = falling.map(|&place| {
        ranking.deal(&game.blocks, place as usize, &mut deal);
        if deal.iter().all(|&combo| allows(profile, combo)) {
            total(&margin, &deal)
        } else {
            f64::NEG_INFINITY
        }
    });
    worth.collect()
}

/// Whether a type concedes offer by offer and takes what it would send next, with nobody at home to look to.
fn passes_by_rank(profile: &CompiledProfile) -> bool {
    profile.concession == ConcessionKind::Micro
        && profile.acceptance == AcceptanceKind::NextOffer
        && profile.anticipate <= 0.0
}

#[cfg(test)]
mod tests {
    use crate::bargaining::fixture::{OFFERS, opened, pie};
    use crate::bargaining::search::SortedTypes;
    use crate::bargaining::strategy::quiet_exchange::QuietExchange;
    use crate::model::PartyId;

    #[test]
    fn two_who_keep_step_meet_in_the_middle() {
        let micro = "strategy.concession.micro = {}";
        let game = pie(9, OFFERS, [micro, micro]);
        let sorted = SortedTypes::of(&game);
        let exchange = QuietExchange::of(&game, &sorted);
        let order = [PartyId(0), PartyId(1)];
        // Ranks 0 and 1 leave the other less than the half that each would send as rank 2.
        assert_eq!(exchange.rounds(&sorted, &opened(&game), &game, &order), 2);
    }

    #[test]
    fn others_have_no_such_tables() {
        let game = pie(9, OFFERS, ["strategy.concession.micro = {}", ""]);
        let sorted = SortedTypes::of(&game);
        let exchange = QuietExchange::of(&game, &sorted);
        let order = [PartyId(0), PartyId(1)];
        assert_eq!(exchange.rounds(&sorted, &opened(&game), &game, &order), 0);
    }
}
