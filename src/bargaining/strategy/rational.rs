//! A rational party: it plays its part of the subgame-perfect equilibrium, whatever the others play.

use crate::analysis::equilibrium::Plan;
use crate::bargaining::strategy::rule::{Delegate, Verdict};
use crate::bargaining::strategy::seat::{Seat, View};
use crate::model::PartyId;

/// A strategy without memory; what is foreseen is the same for all seats.
#[derive(Debug, Default)]
pub(crate) struct Rational;

impl Delegate for Rational {
    fn start(&mut self, _view: View<'_>) {}

    /// The equilibrium offer of this turn. Who makes none tables the deal it likes best, to which it does not consent.
    fn offer(&mut self, seat: &mut Seat<'_>, offer: &mut Vec<u32>) -> bool {
        let view = seat.view;
        let planned = seat
            .plan()
            .and_then(|plan| plan.offer(turn(plan, view.side.talks.round, view.side.party)));
        match planned {
            Some(number) => view.side.game.blocks.decode(number, offer),
            None => seat.best_deal(offer),
        }
        planned.is_some()
    }

    /// As the equilibrium has it; its target is the margin at which it is indifferent between the offer and refusing it.
    fn accepts(&mut self, seat: &mut Seat<'_>, offer: &[u32]) -> Verdict {
        let view = seat.view;
        let Some(plan) = seat.plan() else {
            return Verdict::default();
        };
        let turn = turn(plan, view.side.talks.round, view.side.party);
        let (author, accepting) = (view.standing.author, view.standing.accepting);
        // What its author does not consent to is no offer.
        let serious = accepting >> author & 1 == 1;
        let order = &plan.turns.order;
        let behind =
            |from: usize| (place_of(plan, view.side.party) + order.len() - from) % order.len();
        let after = order.len() - behind(place_of(plan, author));
        let places = (turn + after, behind(turn % order.len()));
        let (game, id) = (view.side.game, PartyId::at(view.side.party));
        let accepts = serious
            && plan.accepts(game, offer, id, accepting, turn, places)
            && view.side.accepts(offer);
        Verdict {
            accepts,
            target: plan.bar(game, view.side.party, turn, offer),
            noise: 0.0,
        }
    }
}

/// The turn of a party in a round; where a round is one offer, the turn of that offer.
fn turn(plan: &Plan, round: u32, party: usize) -> usize {
    plan.turns.at(round, place_of(plan, party))
}

/// Place of a party in the order in which they speak.
fn place_of(plan: &Plan, party: usize) -> usize {
    let mut order = plan.turns.order.iter();
    let place = order.position(|&speaker| speaker == party);
    place.expect("everybody with a say speaks")
}

#[cfg(test)]
mod tests {
    use crate::bargaining::Prepared;
    use crate::bargaining::fixture::{Table, pie};

    #[test]
    fn the_last_to_offer_leaves_the_other_nothing() {
        let rational = "strategy.concession.rational = {}";
        let protocol = "protocol.alternating-offers = { one-offer-per-round = true }";
        let game = pie(1, protocol, [rational, rational]);
        let prepared = Prepared::new(&game, 1);
        let mut table = Table::of(&prepared);
        assert_eq!(table.offer(0), [4]);
        assert_eq!(
            table.answer(1, &[4]),
            (0.0, true),
            "nothing is no worse than nothing"
        );
    }
}
