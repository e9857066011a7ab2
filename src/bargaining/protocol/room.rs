//! Where a protocol is played: the talks, everybody's delegates, and whoever records what happens.

use crate::bargaining::prepared::Prepared;
use crate::bargaining::strategy::{Delegates, Heard, Said, Standing, View};
use crate::bargaining::talks::Talks;
use crate::bargaining::{Action, Reason, Recorder};
use crate::game::{Game, members};
use crate::model::PartyId;

/// What a protocol works with in one run.
pub(crate) struct Room<'a> {
    /// What is known before the talks.
    pub(crate) prepared: &'a Prepared<'a>,
    pub(crate) talks: &'a mut Talks,
    pub(crate) delegates: &'a mut Delegates,
    pub(crate) recorder: &'a mut dyn Recorder,
}

impl<'a> Room<'a> {
    /// The game.
    pub(crate) fn game(&self) -> &'a Game {
        self.prepared.game
    }

    /// Records something that happens in the present round.
    pub(crate) fn record(&mut self, action: Action) {
        self.recorder.record(self.talks.round, action);
    }

    /// Records a deal that a party tables.
    pub(crate) fn record_offer(&mut self, party: usize, deal: &[u32]) {
        if self.recorder.listens() {
            let (party, deal) = (PartyId::at(party), self.game().blocks.deal_of(deal));
            self.record(Action::Offer { party, deal });
        }
    }

    /// Writes the deal a party tables; says whether it is an offer that others can accept.
    pub(crate) fn offer(
        &mut self,
        party: usize,
        standing: Standing<'_>,
        offer: &mut Vec<u32>,
    ) -> bool {
        let view = View::new(self.prepared, self.talks, party, standing);
        self.delegates.offer(view, offer)
    }

    /// Asks a party whether it takes the standing offer, and lets everybody hear the answer.
    pub(crate) fn answer(&mut self, party: usize, standing: Standing<'_>) -> bool {
        let view = View::new(self.prepared, self.talks, party, standing);
        let (verdict, _) = self.delegates.answer(view, standing.deal);
        let accepts = verdict.accepts;
        if accepts {
            self.talks.conduct.accept(party);
        } else {
            self.talks.conduct.refuse(party);
        }
        if self.recorder.listens() {
            let side = self.talks.side(self.game(), party);
            let refused = || side.obstacle(standing.deal).unwrap_or(Reason::BelowTarget);
            self.record(Action::Answer {
                party: PartyId::at(party),
                package: None,
                margin: side.margin(standing.deal),
                target: verdict.target,
                refused: (!accepts).then(refused),
            });
        }
        self.hear(party, standing.deal, Said::Answered { yes: accepts });
        accepts
    }

    /// Puts a deal to the vote of those who were not asked in turn; returns those who vote yes, as bits.
    pub(crate) fn vote(&mut self, asked: u32, deal: &[u32]) -> u32 {
        let mut yes = 0;
        for party in members(asked) {
            let side = self.talks.side(self.prepared.game, party);
            let (accepts, margin) = (side.accepts(deal), side.margin(deal));
            yes |= u32::from(accepts) << party;
            self.record(Action::Vote {
                party: PartyId::at(party),
                yes: accepts,
                margin,
            });
            self.hear(party, deal, Said::Voted { yes: accepts });
        }
        yes
    }

    /// Lets everybody hear that a party tables a deal.
    pub(crate) fn hear_offer(&mut self, party: usize, deal: &[u32]) {
        self.hear(party, deal, Said::Offered);
    }

    fn hear(&mut self, party: usize, deal: &[u32], said: Said) {
        let heard = Heard { party, deal, said };
        self.delegates.hear(self.prepared, self.talks, heard);
    }
}
