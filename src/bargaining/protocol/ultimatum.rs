//! One take-it-or-leave-it offer (Romer and Rosenthal 1978; Fearon 1995).

use crate::bargaining::protocol::room::{OnTable, Protocol, Room, RoundEnd};
use crate::bargaining::strategy::Standing;
use crate::game::members;
use crate::model::PartyId;

/// Who proposes, and what came of it.
#[derive(Debug)]
pub(crate) struct Ultimatum {
    proposer: PartyId,
    /// The offer and those who have said yes.
    table: OnTable,
}

impl Ultimatum {
    pub(crate) fn new(proposer: PartyId) -> Self {
        Self {
            proposer,
            table: OnTable::default(),
        }
    }
}

impl Protocol for Ultimatum {
    fn start(&mut self, _room: &Room<'_>) {
        self.table.text.clear();
        self.table.last_refusal = None;
    }

    /// The offer is made and everybody whose consent it needs answers it.
    fn round(&mut self, room: &mut Room<'_>) -> RoundEnd {
        let proposer = self.proposer.index();
        let serious = room.offer(proposer, Standing::default(), &mut self.table.text);
        room.record_offer(proposer, &self.table.text);
        let game = room.game();
        let named = game.consent.deal_named(&self.table.text) & !(1 << proposer);
        self.table.consenting = 1 << proposer;
        let willing = serious && room.talks.side(game, proposer).accepts(&self.table.text);
        if !willing {
            self.table.last_refusal = Some((self.proposer, None));
        }
        for party in members(named) {
            let standing = Standing {
                deal: &self.table.text,
                author: proposer,
                accepting: if serious { self.table.consenting } else { 0 },
            };
            if room.answer(party, standing) {
                self.table.consenting |= 1 << party;
            } else {
                self.table.last_refusal = Some((PartyId::at(party), None));
            }
        }
        if willing
            && game
                .consent
                .deal_met(&game.blocks, &self.table.text, self.table.consenting)
        {
            RoundEnd::Signed
        } else {
            RoundEnd::Open
        }
    }

    fn table(&self) -> &OnTable {
        &self.table
    }

    fn resume(&mut self, _room: &mut Room<'_>) {
        self.table.text.clear();
        self.table.last_refusal = None;
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
