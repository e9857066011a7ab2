//! Alternating offers: each in turn accepts the standing offer or makes another (Rubinstein 1982; stacked for more than two).

use crate::bargaining::foresight::Foresight;
use crate::bargaining::markup::{MarkUps, Question, best_reply};
use crate::bargaining::protocol::mediated::RoundEnd;
use crate::bargaining::protocol::micro::MicroState;
use crate::bargaining::ranking::{OfferBook, Rankings};
use crate::bargaining::talks::Talks;
use crate::bargaining::{Action, Recorder};
use crate::game::{ConcessionKind, Game, mask};
use crate::model::{Choose, PartyId};

/// Where the standing offer is written down, so that offers known beforehand need not be copied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Standing {
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
    standing: Standing,
    /// The standing offer, when it comes from no timetable.
    written: Vec<u32>,
    pub(super) proposer: usize,
    pub(super) accepting: u32,
    pub(super) micro: Vec<MicroState>,
    any_micro: bool,
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
    pub(crate) fn start(&mut self, talks: &Talks, game: &Game, book: &OfferBook) {
        self.foresight.start(talks, game, book);
        let parties = game.parties.len();
        let slot = |party: usize| book.slot(party, talks.nature.parties[party].kind);
        self.slots.clear();
        self.slots.extend((0..parties).map(slot));
        self.standing = Standing::None;
        self.any_micro = (0..parties)
            .any(|party| talks.profile(game, party).concession == ConcessionKind::Micro);
        if self.any_micro {
            self.micro.resize_with(parties, MicroState::default);
            self.micro.iter_mut().for_each(MicroState::forget);
        }
        self.rankings.start(game);
        self.last_refusal = None;
    }

    /// One round: every party speaks once, or one makes an offer. Signed: the standing offer is the deal.
    pub(crate) fn round(
        &mut self,
        talks: &mut Talks,
        game: &Game,
        order: &[PartyId],
        book: &OfferBook,
        recorder: &mut impl Recorder,
    ) -> RoundEnd {
        if game.one_offer_per_round() {
            return self.one_offer_round(talks, game, order, book, recorder);
        }
        let silent = !mask(order);
        for speaker in order {
            let party = speaker.index();
            if self.standing != Standing::None && self.proposer != party {
                if !self.needs(game, party, book) {
                    continue;
                }
                if self.answer(talks, game, party, book, recorder) {
                    if self.completes(talks, game, silent, book, recorder) {
                        return RoundEnd::Signed;
                    }
                    continue;
                }
            }
            self.propose(talks, game, party, book, recorder);
            if self.completes(talks, game, silent, book, recorder) {
                return RoundEnd::Signed;
            }
        }
        RoundEnd::Open
    }

    /// The standing offer; empty for none.
    pub(crate) fn standing<'a>(&'a self, book: &'a OfferBook) -> &'a [u32] {
        deal_at(self.standing, &self.written, book)
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
        book: &OfferBook,
        recorder: &mut impl Recorder,
    ) -> bool {
        talks.put(game, party, || self.standing(book));
        let takes = if let Some(timetable) = book.timetable(self.slots[party]) {
            timetable.asks()[talks.round as usize] + talks.parties[party].shock
        } else if talks.profile(game, party).concession == ConcessionKind::Micro {
            self.micro_takes(talks, game, party, book)
        } else if talks.profile(game, party).concession == ConcessionKind::Rational {
            self.rational_bar(talks, game, party, book)
        } else {
            talks.stance(game, party).takes
        };
        let margin = self.standing_margin(talks, party, book);
        let accepted = self.rational_answer(talks, game, party, book).map_or_else(
            || talks.takes_at(game, party, || self.standing(book), margin, takes),
            |accepts| accepts && talks.acceptable_at(game, party, self.standing(book), margin),
        );
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
        accepted
    }

    pub(super) fn propose(
        &mut self,
        talks: &mut Talks,
        game: &Game,
        party: usize,
        book: &OfferBook,
        recorder: &mut impl Recorder,
    ) {
        let slot = self.slots[party];
        if let Some(timetable) = book.timetable(slot) {
            let round = talks.round;
            self.announce(talks, game, party, timetable.offer(round), recorder);
            self.standing = Standing::Known { slot, round };
            self.accepting = u32::from(timetable.consents(round)) << party;
            return;
        }
        let mut offer = std::mem::take(&mut self.offer);
        let mut stands = true;
        match talks.profile(game, party).concession {
            ConcessionKind::Micro => self.micro_offer(talks, game, party, book, &mut offer),
            ConcessionKind::Hardliner => best_offer(talks, game, party, &mut offer),
            ConcessionKind::Rational => {
                stands = self.rational_offer(talks, game, party, book, &mut offer);
            }
            ConcessionKind::TimeDependent => {
                self.conceding_offer(talks, game, party, book, &mut offer);
            }
        }
        self.announce(talks, game, party, &offer, recorder);
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
        recorder: &mut impl Recorder,
    ) {
        talks.moved |= talks.table(party, offer);
        if self.any_micro {
            for (other, state) in self
                .micro
                .iter_mut()
                .enumerate()
                .filter(|(other, _)| *other != party)
            {
                if talks.profile(game, other).concession == ConcessionKind::Micro
                    && !state.received.contains(offer)
                {
                    state.received.insert(offer.to_vec());
                }
            }
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
        if profile.choose == Choose::Nearest
            && self.nearest_offer(talks, game, party, book, asks, offer)
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
        book: &OfferBook,
        asks: f64,
        offer: &mut Vec<u32>,
    ) -> bool {
        if self.standing == Standing::None || self.proposer == party {
            return false;
        }
        let question = Question {
            text: deal_at(self.standing, &self.written, book),
            locked: 0,
            takes: asks,
        };
        self.markups.find(talks, game, party, question, offer)
    }

    /// Whether all whose consent the standing offer needs have accepted; those who do not speak are asked last.
    pub(super) fn completes(
        &mut self,
        talks: &mut Talks,
        game: &Game,
        silent: u32,
        book: &OfferBook,
        recorder: &mut impl Recorder,
    ) -> bool {
        if self.standing == Standing::None {
            // Somebody made no offer.
            return false;
        }
        let consenting = self.accepting | silent;
        let lacks = |parties: u32| parties & !consenting != 0;
        if game.consent.unanimous().is_some_and(lacks) {
            return false;
        }
        let deal = deal_at(self.standing, &self.written, book);
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

    /// Takes up the talks after so many rounds, at least one, in which everybody refused what is known beforehand.
    pub(super) fn stand_after(&mut self, rounds: u32, order: &[PartyId], book: &OfferBook) {
        let last = order[order.len() - 1].index();
        let (slot, round) = (self.slots[last], rounds - 1);
        self.standing = Standing::Known { slot, round };
        self.proposer = last;
        let consents = book.timetable(slot).is_some_and(|it| it.consents(round));
        self.accepting = u32::from(consents) << last;
        self.last_refusal = Some(last);
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

/// A party's best deal, for those who never concede and those with no acceptable deal.
pub(super) fn best_offer(talks: &Talks, game: &Game, party: usize, offer: &mut Vec<u32>) {
    let first: Vec<u32> = game.blocks.list.iter().map(|block| block.start).collect();
    best_reply(talks, game, party, &first, 0, offer);
}
