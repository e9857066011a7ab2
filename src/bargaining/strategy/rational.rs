//! A rational party: it plays its part of the subgame-perfect equilibrium, whatever the others play.

use crate::bargaining::strategy::rule::{Delegate, Verdict};
use crate::bargaining::strategy::seat::Seat;
use crate::model::PartyId;

/// A strategy without memory; what is foreseen is the same for all seats.
#[derive(Debug, Default)]
pub(crate) struct Rational;

impl Delegate for Rational {
    /// The equilibrium offer of this turn. Who makes none tables the deal it likes best, to which it does not consent.
    fn offer(&mut self, seat: &mut Seat<'_>, offer: &mut Vec<u32>) -> bool {
        let view = seat.view;
        let (round, party) = (view.talks.round, view.party);
        let offered = seat
            .strategies()
            .and_then(|all| all.offer(all.turns.of_party(round, party)));
        match offered {
            Some(number) => view.game.blocks.decode(number, offer),
            None => seat.best_deal(offer),
        }
        offered.is_some()
    }

    /// As the equilibrium has it; its target is the margin at which it is indifferent between the offer and refusing it.
    fn accepts(&mut self, seat: &mut Seat<'_>, offer: &[u32]) -> Verdict {
        let view = seat.view;
        let Some(strategies) = seat.strategies() else {
            return Verdict::default();
        };
        let (turns, party) = (&strategies.turns, view.party);
        let turn = turns.of_party(view.talks.round, party);
        let (author, accepting) = (view.standing.author, view.standing.accepting);
        // What its author does not consent to is no offer.
        let serious = accepting >> author & 1 == 1;
        let count = turns.order.len();
        let behind = |from: usize| (turns.place(party) + count - from) % count;
        let after = count - behind(turns.place(author));
        let places = (turn + after, behind(turn % count));
        let game = view.game;
        let accepts = serious
            && strategies.accepts(game, offer, PartyId::at(party), accepting, turn, places)
            && view.accepts(offer);
        Verdict {
            accepts,
            target: strategies.bar(game, party, turn, offer),
            without_deal: 0.0,
        }
    }
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
