//! What every protocol can do, and where it is played: the talks, everybody's delegates, and whoever records what happens.

use std::fmt::Debug;

use crate::bargaining::prepared::Prepared;
use crate::bargaining::strategy::{Delegates, Heard, Said, Standing, View};
use crate::bargaining::talks::Talks;
use crate::bargaining::{Action, PackageVerdict, Reason, Recorder};
use crate::game::{Game, PartySet, members};
use crate::model::{PackageId, PartyId};

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
    pub(crate) fn vote(&mut self, asked: PartySet, deal: &[u32]) -> PartySet {
        let mut yes = 0;
        for party in members(asked) {
            let side = self.talks.side(self.prepared.game, party);
            let (accepts, margin) = (side.accepts(deal), side.margin(deal));
            yes |= PartySet::from(accepts) << party;
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

/// How a round ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RoundEnd {
    /// The whole deal on the [`Protocol::table`] has been signed.
    Signed,
    /// Nothing was signed.
    Open,
}

/// Who refused, and which package where packages are answered one by one.
pub(crate) type Refusal = (PartyId, Option<PackageId>);

/// What lies on the table.
#[derive(Debug, Default)]
pub(crate) struct OnTable {
    /// The text or offer, empty for none; after a signature the deal that was signed.
    pub(crate) text: Vec<u32>,
    /// Parties that consented to it or, with packages in force alone, to one of them, as bits; undefined without either.
    pub(crate) consenting: PartySet,
    /// With packages in force alone, parties with a vote on a package that took effect without their consent, as bits.
    pub(crate) outvoted: PartySet,
    /// Who withheld consent last since the last signature: refused what was put to it, or tabled what it would not sign.
    pub(crate) last_refusal: Option<Refusal>,
}

/// A protocol with its state in one run; reused for the next.
///
/// The methods with a body are for protocols that end early, close packages one by one or prepare a text between rounds.
pub(crate) trait Protocol: Debug + Send {
    /// Forgets the run before; called before the first round.
    fn start(&mut self, room: &Room<'_>);

    /// Holds the round that has just begun; may hold later ones at once in which nothing happens.
    fn round(&mut self, room: &mut Room<'_>) -> RoundEnd;

    /// What lies on the table.
    fn table(&self) -> &OnTable;

    /// Takes the talks up again after a refusal at home: what was signed no longer stands, and nobody has refused anything since.
    fn resume(&mut self, room: &mut Room<'_>);

    /// After a round without agreement that another follows.
    fn after_round(&mut self, _room: &mut Room<'_>) {}

    /// What became of a package without a whole agreement.
    fn package(&self, _package: usize) -> PackageVerdict {
        PackageVerdict::default()
    }

    /// What is in force over the status quo without a whole agreement, if anything is.
    fn in_force(&self) -> Option<&[u32]> {
        None
    }
}
