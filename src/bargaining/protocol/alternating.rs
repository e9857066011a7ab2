//! Alternating offers: each in turn accepts the standing offer or makes another (Rubinstein 1982; stacked for more than two).

use std::collections::HashSet;

use crate::bargaining::foresight::Foresight;
use crate::bargaining::markup::{MarkUps, Question, best_reply};
use crate::bargaining::protocol::mediated::RoundEnd;
use crate::bargaining::ranking::{OfferBook, Rankings};
use crate::bargaining::talks::{INDIFFERENCE, Talks};
use crate::bargaining::{Action, Recorder};
use crate::game::{ConcessionKind, Game};
use crate::model::{Choose, PartyId};

/// What a party of offer-by-offer concession has sent and received (MiCRO, de Jonge 2022).
#[derive(Debug, Default)]
struct MicroState {
    /// Distinct deals received from anybody.
    received: HashSet<Vec<u32>>,
    /// Distinct deals sent, in order.
    sent: Vec<Vec<u32>>,
    /// The same, for a quick look.
    sent_set: HashSet<Vec<u32>>,
    /// Place in its ranking before which nothing is left to send, while the tables have this version.
    place: usize,
    version: Option<u32>,
}

impl MicroState {
    fn forget(&mut self) {
        self.received.clear();
        self.sent.clear();
        self.sent_set.clear();
        (self.place, self.version) = (0, None);
    }

    /// Whether others have sent as many new deals.
    fn is_ready(&self) -> bool {
        self.sent.len() <= self.received.len()
    }
}

/// The state of alternating offers beside that of the parties.
#[derive(Debug, Default)]
pub(crate) struct Alternating {
    /// The standing offer; empty for none.
    pub(crate) standing: Vec<u32>,
    pub(super) proposer: usize,
    pub(super) accepting: u32,
    micro: Vec<MicroState>,
    any_micro: bool,
    rankings: Rankings,
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
        self.standing.clear();
        self.any_micro = (0..parties)
            .any(|party| talks.profile(game, party).concession == ConcessionKind::Micro);
        if self.any_micro {
            self.micro.resize_with(parties, MicroState::default);
            self.micro.iter_mut().for_each(MicroState::forget);
        }
        self.rankings.start(game);
        self.last_refusal = None;
    }

    /// One round: every party speaks once. Signed: the standing offer is the deal.
    pub(crate) fn round(
        &mut self,
        talks: &mut Talks,
        game: &Game,
        order: &[PartyId],
        book: &OfferBook,
        recorder: &mut impl Recorder,
    ) -> RoundEnd {
        for speaker in order {
            let party = speaker.index();
            if !self.standing.is_empty() && self.proposer != party {
                if game.consent.deal_named(&self.standing) >> party & 1 == 0 {
                    continue;
                }
                if self.answer(talks, game, party, book, recorder) {
                    if self.completes(talks, game, order, recorder) {
                        return RoundEnd::Signed;
                    }
                    continue;
                }
            }
            self.propose(talks, game, party, book, recorder);
            if self.completes(talks, game, order, recorder) {
                return RoundEnd::Signed;
            }
        }
        RoundEnd::Open
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
        talks.put(game, party, &self.standing);
        let kind = talks.nature.parties[party].kind;
        let takes = if let Some(timetable) = book.timetable(party, kind) {
            timetable.asks(talks.round) + talks.parties[party].shock
        } else if talks.profile(game, party).concession == ConcessionKind::Micro {
            self.micro_takes(talks, game, party, book)
        } else if talks.profile(game, party).concession == ConcessionKind::Rational {
            self.rational_bar(talks, game, party, book)
        } else {
            talks.stance(game, party).takes
        };
        let margin = talks.margin(party, &self.standing);
        let accepted = self.rational_answer(talks, game, party, book).map_or_else(
            || talks.takes_at(game, party, &self.standing, margin, takes),
            |accepts| accepts && talks.acceptable_at(game, party, &self.standing, margin),
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
        accepted
    }

    /// Place among a party's sorted deals of the best acceptable one it has not sent yet.
    fn micro_next(
        &mut self,
        talks: &Talks,
        game: &Game,
        party: usize,
        book: &OfferBook,
    ) -> Option<usize> {
        let (sorted, falling) = self.rankings.sorted(book, talks, game, party);
        let state = &mut self.micro[party];
        if state.version != Some(talks.tables_version) {
            (state.place, state.version) = (0, Some(talks.tables_version));
        }
        let floor = talks.profile(game, party).floor;
        let mut deal = Vec::new();
        while let Some(&place) = falling.get(state.place) {
            sorted.deal(&game.blocks, place as usize, &mut deal);
            let ratifiable = !floor || talks.anticipated(game, party, &deal);
            if ratifiable && !state.sent_set.contains(&deal) {
                break;
            }
            state.place += 1;
        }
        let next = falling.get(state.place).map(|&place| place as usize);
        next.filter(|&place| sorted.total(place) >= talks.floor(party) - INDIFFERENCE)
    }

    /// Margin from which a party of offer-by-offer concession takes an offer: that of the deal it would send, or has sent.
    fn micro_takes(&mut self, talks: &Talks, game: &Game, party: usize, book: &OfferBook) -> f64 {
        let bar = if self.micro[party].is_ready() {
            self.micro_next(talks, game, party, book).map(|place| {
                let (sorted, _) = self.rankings.sorted(book, talks, game, party);
                sorted.total(place) - talks.floor(party)
            })
        } else {
            let last = self.micro[party].sent.last();
            last.map(|deal| talks.margin(party, deal))
        };
        // A ranking used up, or a deal worse than none, leaves the reservation value as the bar.
        bar.unwrap_or(0.0).max(0.0)
    }

    pub(super) fn propose(
        &mut self,
        talks: &mut Talks,
        game: &Game,
        party: usize,
        book: &OfferBook,
        recorder: &mut impl Recorder,
    ) {
        let kind = talks.nature.parties[party].kind;
        if let Some(timetable) = book.timetable(party, kind) {
            let (offer, consents) = timetable.offer(talks.round);
            self.put_forward(talks, game, party, offer, recorder);
            self.accepting = u32::from(consents) << party;
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
        self.put_forward(talks, game, party, &offer, recorder);
        self.offer = offer;
        // Whoever tables the best of a bad lot does not thereby consent to it.
        self.accepting = u32::from(talks.acceptable(game, party, &self.standing)) << party;
        if !stands {
            self.standing.clear();
        }
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

    /// The next deal of the ranking when others have sent as many new ones; else an earlier own offer at random.
    fn micro_offer(
        &mut self,
        talks: &mut Talks,
        game: &Game,
        party: usize,
        book: &OfferBook,
        offer: &mut Vec<u32>,
    ) {
        let next = if self.micro[party].is_ready() {
            self.micro_next(talks, game, party, book)
        } else {
            None
        };
        if let Some(place) = next {
            let (sorted, _) = self.rankings.sorted(book, talks, game, party);
            sorted.deal(&game.blocks, place, offer);
        } else if self.micro[party].sent.is_empty() {
            best_offer(talks, game, party, offer);
        } else {
            let sent = &self.micro[party].sent;
            let count = u32::try_from(sent.len()).expect("at most a million deals");
            offer.clone_from(&sent[talks.moves(game, party).below(count) as usize]);
        }
        let state = &mut self.micro[party];
        if state.sent_set.insert(offer.clone()) {
            state.sent.push(offer.clone());
        }
    }

    /// Takes the talks up again after a refusal at home: the deal that failed no longer stands.
    pub(crate) fn resume(&mut self) {
        self.standing.clear();
    }
}

/// A party's best deal, for those who never concede and those with no acceptable deal.
pub(super) fn best_offer(talks: &Talks, game: &Game, party: usize, offer: &mut Vec<u32>) {
    let first: Vec<u32> = game.blocks.list.iter().map(|block| block.start).collect();
    best_reply(talks, game, party, &first, 0, offer);
}
