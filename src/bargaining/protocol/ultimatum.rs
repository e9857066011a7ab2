//! One take-it-or-leave-it offer (Romer and Rosenthal 1978; Fearon 1995).

use crate::bargaining::protocol::interface::{Protocol, Refusal, RoundEnd};
use crate::bargaining::protocol::room::Room;
use crate::bargaining::strategy::Standing;
use crate::game::Game;
use crate::model::PartyId;

/// The offer and who refused it.
#[derive(Debug)]
pub(crate) struct Ultimatum {
    proposer: PartyId,
    offer: Vec<u32>,
    /// Those who have said yes, as bits.
    accepting: u32,
    last_refusal: Option<usize>,
}

impl Ultimatum {
    pub(crate) fn new(proposer: PartyId) -> Self {
        Self {
            proposer,
            offer: Vec::new(),
            accepting: 0,
            last_refusal: None,
        }
    }
}

impl Protocol for Ultimatum {
    fn start(&mut self, _room: &Room<'_>) {
        self.offer.clear();
        self.last_refusal = None;
    }

    /// Whatever becomes of the offer, no other follows.
    fn rounds(&self, game: &Game) -> u32 {
        game.rounds.min(1)
    }

    /// The offer is made and everybody whose consent it needs answers it.
    fn round(&mut self, room: &mut Room<'_>) -> RoundEnd {
        let proposer = self.proposer.index();
        let serious = room.offer(proposer, Standing::default(), &mut self.offer);
        room.record_offer(proposer, &self.offer);
        let game = room.game();
        let named = game.consent.deal_named(&self.offer) & !(1 << proposer);
        self.accepting = 1 << proposer;
        for party in (0..game.parties.len()).filter(|party| named >> party & 1 == 1) {
            let standing = Standing {
                deal: &self.offer,
                author: proposer,
                accepting: if serious { self.accepting } else { 0 },
            };
            if room.answer(party, standing) {
                self.accepting |= 1 << party;
            } else {
                self.last_refusal = Some(party);
            }
        }
        let willing = serious && room.talks.side(game, proposer).accepts(&self.offer);
        if willing
            && game
                .consent
                .deal_met(&game.blocks, &self.offer, self.accepting)
        {
            RoundEnd::Signed
        } else {
            RoundEnd::Open
        }
    }

    fn text(&self) -> &[u32] {
        &self.offer
    }

    fn consenting(&self) -> u32 {
        self.accepting
    }

    fn resume(&mut self, _room: &mut Room<'_>) {
        self.offer.clear();
    }

    fn last_refusal(&self) -> Option<Refusal> {
        self.last_refusal.map(|party| (party, None))
    }
}

#[cfg(test)]
mod tests {
    use crate::bargaining::fixture::pie_above;
    use crate::bargaining::{End, Prepared, Silent, Workspace, play};

    #[test]
    fn there_is_one_offer_and_one_answer() {
        let protocol = "protocol.ultimatum = { proposer = \"p0\" }";
        for (reservation, end, refused) in
            [(0.25, End::Agreement, None), (1.0, End::Deadline, Some(1))]
        {
            let line = "strategy.acceptance.constant = { share = 0.0 }";
            let game = pie_above(5, protocol, ["", line], [0.25, reservation]);
            let prepared = Prepared::new(&game, 1);
            let outcome = play(&prepared, 0, &mut Workspace::default(), &mut Silent);
            assert_eq!((outcome.end, outcome.rounds_held), (end, 1));
            let refusal = outcome.last_refusal.map(|(party, _)| party.index());
            assert_eq!(refusal, refused);
            let both = if end == End::Agreement { 0b11 } else { 0 };
            assert_eq!(outcome.consenting, both);
            if end == End::Agreement {
                assert_eq!(
                    outcome.utilities,
                    [0.75, 0.25],
                    "the other gets what no deal is worth"
                );
            }
        }
    }
}
