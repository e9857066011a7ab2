//! Alternating offers: each in turn accepts the standing offer or makes another (Rubinstein 1982; stacked for more than two).

use crate::bargaining::concession::{
    Answer, Heard, Micro, OpponentBank, Planner, Said, Turn, best_offer,
};
use crate::bargaining::markup::{MarkUps, Question};
use crate::bargaining::protocol::mediated::RoundEnd;
use crate::bargaining::ranking::{OfferBook, Rankings};
use crate::bargaining::talks::Talks;
use crate::bargaining::{Action, Recorder};
use crate::game::{ConcessionKind, Game, mask};
use crate::model::{Choose, PartyId};

/// Who speaks in turn, and what is known before the talks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Setting<'a> {
    /// Those who speak, in order.
    pub(crate) order: &'a [PartyId],
    /// Deals sorted once for all runs.
    pub(crate) book: &'a OfferBook,
    /// Prior draws, for who keeps a belief.
    pub(crate) bank: &'a OpponentBank,
}

impl<'a> Setting<'a> {
    /// The turn of a party.
    fn turn(self, talks: &'a Talks, game: &'a Game, party: usize) -> Turn<'a> {
        Turn {
            talks,
            game,
            party,
            order: self.order,
            book: self.book,
            bank: self.bank,
        }
    }
}

/// The state of alternating offers beside that of the parties.
#[derive(Debug, Default)]
pub(crate) struct Alternating {
    /// The standing offer; empty for none.
    pub(crate) standing: Vec<u32>,
    proposer: usize,
    accepting: u32,
    micro: Micro,
    planner: Planner,
    rankings: Rankings,
    markups: MarkUps,
    offer: Vec<u32>,
    /// Who refused last.
    pub(crate) last_refusal: Option<usize>,
}

impl Alternating {
    /// Before the first offer.
    pub(crate) fn start(&mut self, talks: &Talks, game: &Game, bank: &OpponentBank) {
        self.standing.clear();
        self.micro.start(talks, game);
        self.planner.start(talks, game, bank);
        self.start_rankings(game);
        self.last_refusal = None;
    }

    /// Forgets how parties rank their deals.
    pub(crate) fn start_rankings(&mut self, game: &Game) {
        self.rankings.start(game);
    }

    /// One round: every party speaks once. Signed: the standing offer is the deal.
    pub(crate) fn round(
        &mut self,
        talks: &mut Talks,
        game: &Game,
        setting: Setting<'_>,
        recorder: &mut impl Recorder,
    ) -> RoundEnd {
        for speaker in setting.order {
            let party = speaker.index();
            if !self.standing.is_empty() && self.proposer != party {
                if game.consent.deal_named(&self.standing) >> party & 1 == 0 {
                    continue;
                }
                if self.answer(talks, game, party, setting, recorder) {
                    if self.completes(talks, game, setting, recorder) {
                        return RoundEnd::Signed;
                    }
                    continue;
                }
            }
            self.propose(talks, game, party, setting, recorder);
            if self.completes(talks, game, setting, recorder) {
                return RoundEnd::Signed;
            }
        }
        RoundEnd::Open
    }

    /// Whether a party takes the standing offer.
    fn answer(
        &mut self,
        talks: &mut Talks,
        game: &Game,
        party: usize,
        setting: Setting<'_>,
        recorder: &mut impl Recorder,
    ) -> bool {
        talks.put(game, party, &self.standing);
        let takes = self.holds_out_for(talks, game, party, setting);
        let margin = talks.margin(party, &self.standing);
        let accepted = talks.takes_at(game, party, &self.standing, margin, takes);
        let id = Talks::id(party);
        if accepted {
            self.accepting |= 1 << party;
            talks.parties[party].accepted = true;
            recorder.record(
                talks.round,
                Action::Accept {
                    party: id,
                    package: None,
                    margin,
                    target: takes,
                },
            );
        } else {
            talks.refuse(party);
            self.last_refusal = Some(party);
            if recorder.listens() {
                let reason = talks.reason(game, party, &self.standing, takes);
                recorder.record(
                    talks.round,
                    Action::Refuse {
                        party: id,
                        package: None,
                        margin,
                        target: takes,
                        reason,
                    },
                );
            }
        }
        let what = Said::Answered(Answer::of(accepted));
        let heard = Heard {
            party,
            deal: &self.standing,
            what,
        };
        self.planner.hear(talks, game, setting.bank, heard);
        accepted
    }

    /// Margin from which on a party takes the standing offer.
    fn holds_out_for(
        &mut self,
        talks: &Talks,
        game: &Game,
        party: usize,
        setting: Setting<'_>,
    ) -> f64 {
        let book = setting.book;
        let kind = talks.nature.parties[party].kind;
        if let Some(timetable) = book.timetable(party, kind) {
            return timetable.takes(talks.round) + talks.parties[party].shock;
        }
        let concession = talks.profile(game, party).concession;
        let asks = if concession == ConcessionKind::Micro {
            self.micro
                .asks(talks, game, party, book, &mut self.rankings)
        } else if concession.plans() {
            let turn = setting.turn(talks, game, party);
            self.planner.plan(turn, &mut self.rankings).asks
        } else {
            return talks.stance(game, party).takes;
        };
        talks.needs(game, party, asks, || talks.best_margin(game, party))
    }

    fn propose(
        &mut self,
        talks: &mut Talks,
        game: &Game,
        party: usize,
        setting: Setting<'_>,
        recorder: &mut impl Recorder,
    ) {
        let (kind, book) = (talks.nature.parties[party].kind, setting.book);
        if let Some(timetable) = book.timetable(party, kind) {
            let (offer, consents) = timetable.offer(talks.round);
            self.put_forward(talks, game, party, offer, recorder);
            self.planner
                .hear(talks, game, setting.bank, Heard::offer(party, offer));
            self.accepting = u32::from(consents) << party;
            return;
        }
        let mut offer = std::mem::take(&mut self.offer);
        let concession = talks.profile(game, party).concession;
        match concession {
            ConcessionKind::Micro => {
                let rankings = &mut self.rankings;
                self.micro
                    .offer(talks, game, party, book, rankings, &mut offer);
            }
            ConcessionKind::Hardliner => best_offer(talks, game, party, &mut offer),
            ConcessionKind::TimeDependent | ConcessionKind::TitForTat { .. } => {
                self.conceding_offer(talks, game, party, book, &mut offer);
            }
            ConcessionKind::Zeuthen | ConcessionKind::Random | ConcessionKind::Bayesian { .. } => {
                if concession == ConcessionKind::Random {
                    talks.draw_for_round(game, party);
                }
                let turn = setting.turn(talks, game, party);
                offer.clone_from(&self.planner.plan(turn, &mut self.rankings).offer);
            }
        }
        self.put_forward(talks, game, party, &offer, recorder);
        self.planner
            .hear(talks, game, setting.bank, Heard::offer(party, &offer));
        self.offer = offer;
        // Whoever tables the best of a bad lot does not thereby consent to it.
        self.accepting = u32::from(talks.acceptable(game, party, &self.standing)) << party;
    }

    /// Makes an offer the standing one and tells everybody.
    fn put_forward(
        &mut self,
        talks: &mut Talks,
        game: &Game,
        party: usize,
        offer: &[u32],
        recorder: &mut impl Recorder,
    ) {
        talks.moved |= talks.table(game, party, offer);
        self.micro.receive(game, party, offer);
        self.standing.clear();
        self.standing.extend_from_slice(offer);
        self.proposer = party;
        if recorder.listens() {
            let deal = game.blocks.deal_of(&self.standing);
            recorder.record(
                talks.round,
                Action::Offer {
                    party: Talks::id(party),
                    deal,
                },
            );
        }
    }

    /// The acceptable deal of least margin that still meets the target; the best one when none does.
    pub(crate) fn conceding_offer(
        &mut self,
        talks: &Talks,
        game: &Game,
        party: usize,
        book: &OfferBook,
        offer: &mut Vec<u32>,
    ) {
        let stance = talks.stance(game, party);
        let profile = talks.profile(game, party);
        let asks = if profile.floor {
            stance.asks.max(0.0)
        } else {
            stance.asks
        };
        if profile.choose == Choose::Nearest && self.nearest_offer(talks, game, party, asks, offer)
        {
            return;
        }
        if !self
            .rankings
            .least_at_least(book, talks, game, party, asks + talks.floor(party), offer)
        {
            best_offer(talks, game, party, offer);
        }
    }

    /// The deal nearest to the other's last offer that meets the target; false before there is one.
    fn nearest_offer(
        &mut self,
        talks: &Talks,
        game: &Game,
        party: usize,
        asks: f64,
        offer: &mut Vec<u32>,
    ) -> bool {
        if self.standing.is_empty() || self.proposer == party {
            return false;
        }
        let question = Question {
            text: &self.standing,
            locked: 0,
            takes: asks,
        };
        self.markups.find(talks, game, party, question, offer)
    }

    /// Whether all whose consent the standing offer needs have accepted; those who do not speak are asked last.
    fn completes(
        &mut self,
        talks: &mut Talks,
        game: &Game,
        setting: Setting<'_>,
        recorder: &mut impl Recorder,
    ) -> bool {
        let silent = !mask(setting.order);
        if !game
            .consent
            .deal_met(&game.blocks, &self.standing, self.accepting | silent)
        {
            return false;
        }
        let asked = game.consent.deal_named(&self.standing) & silent;
        let mut yes = self.accepting;
        for party in (0..game.parties.len()).filter(|party| asked >> party & 1 == 1) {
            let accepts = talks.acceptable(game, party, &self.standing);
            let margin = talks.margin(party, &self.standing);
            recorder.record(
                talks.round,
                Action::Vote {
                    party: Talks::id(party),
                    yes: accepts,
                    margin,
                },
            );
            yes |= u32::from(accepts) << party;
            let what = Said::Voted(Answer::of(accepts));
            let heard = Heard {
                party,
                deal: &self.standing,
                what,
            };
            self.planner.hear(talks, game, setting.bank, heard);
        }
        let signed = game.consent.deal_met(&game.blocks, &self.standing, yes);
        if !signed {
            for party in (0..game.parties.len()).filter(|party| (asked & !yes) >> party & 1 == 1) {
                talks.refuse(party);
                self.last_refusal = Some(party);
            }
            self.standing.clear();
        }
        signed
    }

    /// Takes the talks up again after a refusal at home: the deal that failed no longer stands.
    pub(crate) fn resume(&mut self) {
        self.standing.clear();
    }
}
