//! The first rounds of alternating offers in which everybody refuses, passed over in one go.
//!
//! Where all speakers follow timetables, or two make their offers by rank, and nothing else can happen, such a round leaves
//! nothing behind but its offers.

use crate::bargaining::protocol::Alternating;
use crate::bargaining::protocol::alternating::Standing;
use crate::bargaining::ranking::OfferBook;
use crate::bargaining::talks::{INDIFFERENCE, Talks};
use crate::game::{AcceptanceKind, Game, mask};
use crate::model::PartyId;

impl Alternating {
    /// Passes over the first rounds in which nobody accepts anything; returns their number, less than that of all rounds.
    ///
    /// Called in the first round before anybody has spoken. The rule is that of [`Talks::takes_at`]: an offer of less margin
    /// than what is taken is refused.
    pub(crate) fn pass_quiet_rounds(
        &mut self,
        talks: &mut Talks,
        game: &Game,
        order: &[PartyId],
        book: &OfferBook,
    ) -> u32 {
        let speakers = mask(order);
        let all_needed = |needed: u32| speakers & !needed == 0;
        let may_skip = !game.one_offer_per_round()
            && order.len() > 1
            && talks.stands_still()
            && talks.nature.breakdown <= 0.0
            && game.consent.unanimous().is_some_and(all_needed);
        if !may_skip {
            return 0;
        }
        let known = self.quiet_rounds(talks, game, order, book);
        if known > 0 {
            talks.skip_rounds(known);
            self.stand_after(known, order, book);
            return known;
        }
        let ranked = self.micro.pass_quiet_rounds(talks, game, order, book);
        if ranked > 0 {
            talks.skip_rounds(ranked);
            self.stand_after_exchange(game, order);
        }
        ranked
    }

    fn quiet_rounds(&self, talks: &Talks, game: &Game, order: &[PartyId], book: &OfferBook) -> u32 {
        let mut rounds = game.rounds as usize - 1;
        for (seat, speaker) in order.iter().enumerate() {
            let party = speaker.index();
            // The first to speak answers what the last one offered a round ago.
            let (before, lag) = match seat {
                0 => (order[order.len() - 1], 1),
                _ => (order[seat - 1], 0),
            };
            let (slot, of) = (self.slots[party], self.slots[before.index()]);
            let (Some(own), Some(other)) = (book.timetable(slot), book.timetable(of)) else {
                return 0;
            };
            if talks.profile(game, party).acceptance == AcceptanceKind::Logit
                || other.worth(slot).is_empty()
            {
                return 0;
            }
            let floor = talks.floor(party);
            let answers = own.takes()[lag..].iter().zip(other.worth(slot));
            let refused = answers
                .take_while(|&(takes, worth)| worth - floor < takes - INDIFFERENCE)
                .take((rounds + 1).saturating_sub(lag))
                .count();
            rounds = rounds.min(refused + lag);
        }
        u32::try_from(rounds).expect("fewer than all rounds")
    }

    /// Takes up the talks after so many rounds, at least one, in which everybody refused what is known beforehand.
    fn stand_after(&mut self, rounds: u32, order: &[PartyId], book: &OfferBook) {
        let last = order[order.len() - 1].index();
        let (slot, round) = (self.slots[last], rounds - 1);
        self.standing = Standing::Known { slot, round };
        self.proposer = last;
        let consents = book.timetable(slot).is_some_and(|it| it.consents(round));
        self.accepting = u32::from(consents) << last;
        self.last_refusal = Some(last);
    }

    /// The same after rounds in which both sent new deals by rank.
    fn stand_after_exchange(&mut self, game: &Game, order: &[PartyId]) {
        let last = order[order.len() - 1].index();
        self.micro.last_sent(game, last, &mut self.written);
        self.standing = Standing::Written;
        (self.proposer, self.accepting) = (last, 1 << last);
        self.last_refusal = Some(last);
    }
}
