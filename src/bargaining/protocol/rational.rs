//! A rational party at the table: it plays its part of the subgame-perfect equilibrium, whatever the others play.

use crate::analysis::equilibrium::Plan;
use crate::bargaining::concession::best_offer;
use crate::bargaining::protocol::Alternating;
use crate::bargaining::ranking::OfferBook;
use crate::bargaining::talks::Talks;
use crate::game::{ConcessionKind, Game};
use crate::model::PartyId;

impl Alternating {
    /// Writes the equilibrium offer of this turn; says whether there is one.
    ///
    /// Who makes none tables the deal it likes best, to which it does not consent.
    pub(super) fn rational_offer(
        &self,
        talks: &Talks,
        game: &Game,
        party: usize,
        book: &OfferBook,
        offer: &mut Vec<u32>,
    ) -> bool {
        let planned = self
            .foresight
            .plan(book)
            .and_then(|plan| plan.offer(turn(plan, talks.round, party)));
        match planned {
            Some(number) => game.blocks.decode(number, offer),
            None => best_offer(talks, game, party, offer),
        }
        planned.is_some()
    }

    /// Whether a rational party accepts the standing offer; none for other parties.
    pub(super) fn rational_answer(
        &self,
        talks: &Talks,
        game: &Game,
        party: usize,
        book: &OfferBook,
    ) -> Option<bool> {
        if talks.profile(game, party).concession != ConcessionKind::Rational {
            return None;
        }
        // What its author does not consent to is no offer.
        let serious = self.accepting >> self.proposer & 1 == 1;
        let accepts = self.foresight.plan(book).is_some_and(|plan| {
            let order = &plan.turns.order;
            let behind = |from: usize| {
                let place = |who| order.iter().position(|&speaker| speaker == who);
                let own = place(party).expect("it speaks");
                (own + order.len() - from) % order.len()
            };
            let turn = turn(plan, talks.round, party);
            let author = order.iter().position(|&speaker| speaker == self.proposer);
            let after = order.len() - behind(author.expect("it spoke"));
            let places = (turn + after, behind(turn % order.len()));
            let id = PartyId::at(party);
            plan.accepts(game, self.standing(book), id, self.accepting, turn, places)
        });
        Some(serious && accepts)
    }

    /// Margin at which a rational party is indifferent between the standing offer and refusing it.
    pub(super) fn rational_bar(
        &self,
        talks: &Talks,
        game: &Game,
        party: usize,
        book: &OfferBook,
    ) -> f64 {
        self.foresight.plan(book).map_or(0.0, |plan| {
            plan.bar(
                game,
                party,
                turn(plan, talks.round, party),
                self.standing(book),
            )
        })
    }
}

/// The turn of a party in a round; where a round is one offer, the turn of that offer.
fn turn(plan: &Plan, round: u32, party: usize) -> usize {
    let order = &plan.turns.order;
    let place = order.iter().position(|&speaker| speaker == party);
    plan.turns.at(round, place.expect("it speaks"))
}
