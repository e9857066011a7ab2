//! Alternating offers: each in turn accepts the standing offer or makes another (Rubinstein 1982; stacked for more than two).

use crate::bargaining::concession::{
    Answer, Heard, Micro, OpponentBank, Planner, Said, best_offer,
};
use crate::bargaining::foresight::Foresight;
use crate::bargaining::markup::MarkUps;
use crate::bargaining::protocol::mediated::RoundEnd;
use crate::bargaining::protocol::setting::Setting;
use crate::bargaining::ranking::{OfferBook, Rankings};
use crate::bargaining::talks::Talks;
use crate::bargaining::{Action, Recorder};
use crate::game::{ConcessionKind, Game, mask};

/// Where the standing offer is written down, so that offers known beforehand need not be copied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Standing {
    /// Nothing stands.
    #[default]
    None,
    /// In [`Alternating::written`].
    Written,
    /// In the timetable of this slot under this round.
    Known { slot: usize, round: u32 },
}

/// The state of alternating offers beside that of the parties.
#[derive(Debug, Default)]
pub(crate) struct Alternating {
    pub(super) standing: Standing,
    /// The standing offer, when it comes from no timetable.
    pub(super) written: Vec<u32>,
    pub(super) proposer: usize,
    pub(super) accepting: u32,
    pub(super) micro: Micro,
    planner: Planner,
    /// Slot of each party's type in the book.
    pub(super) slots: Vec<usize>,
    pub(super) rankings: Rankings,
    markups: MarkUps,
    offer: Vec<u32>,
    /// What rational parties foresee.
    pub(crate) foresight: Foresight,
    /// Who refused last.
    pub(crate) last_refusal: Option<usize>,
}

impl Alternating {
    /// Before the first offer.
    pub(crate) fn start(
        &mut self,
        talks: &Talks,
        game: &Game,
        book: &OfferBook,
        bank: &OpponentBank,
    ) {
        self.foresight.start(talks, game, book);
        let parties = game.parties.len();
        let slot = |party: usize| book.slot(party, talks.nature.parties[party].kind);
        self.slots.clear();
        self.slots.extend((0..parties).map(slot));
        self.standing = Standing::None;
        self.micro.start(talks, game);
        self.planner.start(talks, game, bank);
        self.start_rankings(game);
        self.last_refusal = None;
    }

    /// Forgets how parties rank their deals.
    pub(crate) fn start_rankings(&mut self, game: &Game) {
        self.rankings.start(game);
    }

    /// One round: every party speaks once, or one makes an offer. Signed: the standing offer is the deal.
    pub(crate) fn round(
        &mut self,
        talks: &mut Talks,
        game: &Game,
        setting: Setting<'_>,
        recorder: &mut impl Recorder,
    ) -> RoundEnd {
        if game.one_offer_per_round() {
            return self.one_offer_round(talks, game, setting, recorder);
        }
        for speaker in setting.order {
            let party = speaker.index();
            if self.standing != Standing::None && self.proposer != party {
                if !self.needs(game, party, setting.book) {
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

    /// The standing offer; empty for none.
    pub(crate) fn standing<'a>(&'a self, book: &'a OfferBook) -> &'a [u32] {
        deal_at(self.standing, &self.written, book)
    }

    /// The same, and the memory of a search for something near it.
    pub(super) fn standing_and_markups<'a>(
        &'a mut self,
        book: &'a OfferBook,
    ) -> (&'a [u32], &'a mut MarkUps) {
        let deal = deal_at(self.standing, &self.written, book);
        (deal, &mut self.markups)
    }

    /// Whether the standing offer needs a party's consent.
    pub(super) fn needs(&self, game: &Game, party: usize, book: &OfferBook) -> bool {
        let consent = &game.consent;
        let named = consent.unanimous();
        named.unwrap_or_else(|| consent.deal_named(self.standing(book))) >> party & 1 == 1
    }

    /// Margin of the standing offer to a party: looked up where both sides are known beforehand, else summed.
    fn standing_margin(&self, talks: &Talks, party: usize, book: &OfferBook) -> f64 {
        let worth = match self.standing {
            Standing::Known { slot, round } => {
                let timetable = book.timetable(slot);
                let worth = timetable.map_or(&[][..], |it| it.worth(self.slots[party]));
                worth.get(round as usize)
            }
            Standing::None | Standing::Written => None,
        };
        match worth {
            Some(total) => total - talks.floor(party),
            None => talks.margin(party, self.standing(book)),
        }
    }

    /// Whether a party takes the standing offer.
    pub(super) fn answer(
        &mut self,
        talks: &mut Talks,
        game: &Game,
        party: usize,
        setting: Setting<'_>,
        recorder: &mut impl Recorder,
    ) -> bool {
        let book = setting.book;
        talks.put(game, party, || self.standing(book));
        let takes = self.holds_out_for(talks, game, party, setting);
        let margin = self.standing_margin(talks, party, book);
        let accepted = self.rational_answer(talks, game, party, book).map_or_else(
            || talks.takes_at(game, party, || self.standing(book), margin, takes),
            |accepts| accepts && talks.acceptable_at(game, party, self.standing(book), margin),
        );
        let id = Talks::id(party);
        if accepted {
            self.accepting |= 1 << party;
            talks.parties[party].accepted = true;
            talks.back(party, self.standing(book));
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
                let reason = talks.reason(game, party, self.standing(book), takes);
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
        if self.planner.listens() {
            let heard = Heard {
                party,
                deal: deal_at(self.standing, &self.written, book),
                what: Said::Answered(Answer::of(accepted)),
            };
            self.planner.hear(talks, game, setting.bank, heard);
        }
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
        if let Some(timetable) = book.timetable(self.slots[party]) {
            return timetable.takes()[talks.round as usize] + talks.parties[party].shock;
        }
        let concession = talks.profile(game, party).concession;
        let asks = if concession == ConcessionKind::Micro {
            self.micro
                .asks(talks, game, party, book, &mut self.rankings)
        } else if concession.plans() {
            let turn = setting.turn(talks, game, party);
            self.planner.plan(turn, &mut self.rankings).asks
        } else if concession == ConcessionKind::Rational {
            return self.rational_bar(talks, game, party, book);
        } else {
            return talks.stance(game, party).takes;
        };
        talks.needs(game, party, asks, || talks.best_margin(game, party))
    }

    pub(super) fn propose(
        &mut self,
        talks: &mut Talks,
        game: &Game,
        party: usize,
        setting: Setting<'_>,
        recorder: &mut impl Recorder,
    ) {
        let (slot, book) = (self.slots[party], setting.book);
        if let Some(timetable) = book.timetable(slot) {
            let round = talks.round;
            let offer = timetable.offer(round);
            self.announce(talks, game, party, offer, setting.bank, recorder);
            self.standing = Standing::Known { slot, round };
            self.accepting = u32::from(timetable.consents(round)) << party;
            return;
        }
        let mut offer = std::mem::take(&mut self.offer);
        let mut stands = true;
        let concession = talks.profile(game, party).concession;
        match concession {
            ConcessionKind::Micro => {
                let rankings = &mut self.rankings;
                self.micro
                    .offer(talks, game, party, book, rankings, &mut offer);
            }
            ConcessionKind::Hardliner => best_offer(talks, game, party, &mut offer),
            ConcessionKind::Rational => {
                stands = self.rational_offer(talks, game, party, book, &mut offer);
            }
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
        self.announce(talks, game, party, &offer, setting.bank, recorder);
        // Whoever tables the best of a bad lot does not thereby consent to it.
        self.accepting = u32::from(talks.acceptable(game, party, &offer)) << party;
        self.standing = if stands {
            Standing::Written
        } else {
            Standing::None
        };
        self.offer = std::mem::replace(&mut self.written, offer);
    }

    /// Tells everybody of an offer that is about to stand.
    fn announce(
        &mut self,
        talks: &mut Talks,
        game: &Game,
        party: usize,
        offer: &[u32],
        bank: &OpponentBank,
        recorder: &mut impl Recorder,
    ) {
        talks.moved |= talks.table(game, party, offer);
        self.micro.receive(game, party, offer);
        if self.planner.listens() {
            let heard = Heard::offer(party, offer);
            self.planner.hear(talks, game, bank, heard);
        }
        self.proposer = party;
        if recorder.listens() {
            let deal = game.blocks.deal_of(offer);
            recorder.record(
                talks.round,
                Action::Offer {
                    party: Talks::id(party),
                    deal,
                },
            );
        }
    }

    /// Whether all whose consent the standing offer needs have accepted; those who do not speak are asked last.
    pub(super) fn completes(
        &mut self,
        talks: &mut Talks,
        game: &Game,
        setting: Setting<'_>,
        recorder: &mut impl Recorder,
    ) -> bool {
        if self.standing == Standing::None {
            // Somebody made no offer.
            return false;
        }
        let silent = !mask(setting.order);
        let consenting = self.accepting | silent;
        let lacks = |parties: u32| parties & !consenting != 0;
        if game.consent.unanimous().is_some_and(lacks) {
            return false;
        }
        let deal = deal_at(self.standing, &self.written, setting.book);
        let met = |accepting: u32| game.consent.deal_met(&game.blocks, deal, accepting);
        if !met(consenting) {
            return false;
        }
        let asked = game.consent.deal_named(deal) & silent;
        let mut yes = self.accepting;
        for party in (0..game.parties.len()).filter(|party| asked >> party & 1 == 1) {
            let accepts = talks.acceptable(game, party, deal);
            let margin = talks.margin(party, deal);
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
            let heard = Heard { party, deal, what };
            self.planner.hear(talks, game, setting.bank, heard);
        }
        let signed = met(yes);
        if !signed {
            for party in (0..game.parties.len()).filter(|party| (asked & !yes) >> party & 1 == 1) {
                talks.refuse(party);
                self.last_refusal = Some(party);
            }
            self.standing = Standing::None;
        }
        signed
    }

    /// Takes the talks up again after a refusal at home: the deal that failed no longer stands.
    pub(crate) fn resume(&mut self) {
        self.standing = Standing::None;
    }
}

/// The deal behind the standing offer.
fn deal_at<'a>(standing: Standing, written: &'a [u32], book: &'a OfferBook) -> &'a [u32] {
    match standing {
        Standing::None => &[],
        Standing::Written => written,
        Standing::Known { slot, round } => {
            let timetable = book.timetable(slot);
            timetable.map_or(&[], |timetable| timetable.offer(round))
        }
    }
}
