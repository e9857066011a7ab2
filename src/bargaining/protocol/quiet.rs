//! The first rounds of alternating offers in which everybody refuses, passed over in one go.
//!
//! Where all speakers follow timetables and nothing else can happen, such a round leaves nothing behind but its last offer.

use crate::bargaining::protocol::Alternating;
use crate::bargaining::ranking::OfferBook;
use crate::bargaining::talks::{INDIFFERENCE, Talks};
use crate::game::{Game, mask};
use crate::model::PartyId;

impl Alternating {
    /// Passes over the first rounds in which nobody accepts anything; returns their number, less than that of all rounds.
    ///
    /// Called in the first round before anybody has spoken. The rule is that of [`Talks::takes_at`]: an offer of less margin
    /// than what is asked is refused.
    pub(crate) fn pass_quiet_rounds(
        &mut self,
        talks: &mut Talks,
        game: &Game,
        order: &[PartyId],
        book: &OfferBook,
    ) -> u32 {
        let rounds = self.quiet_rounds(talks, game, order, book);
        if rounds > 0 {
            talks.skip_rounds(rounds);
            self.stand_after(rounds, order, book);
        }
        rounds
    }

    fn quiet_rounds(&self, talks: &Talks, game: &Game, order: &[PartyId], book: &OfferBook) -> u32 {
        let speakers = mask(order);
        let all_needed = |needed: u32| speakers & !needed == 0;
        let may_skip = !game.one_offer_per_round()
            && order.len() > 1
            && talks.stands_still()
            && talks.nature.breakdown <= 0.0
            && game.consent.unanimous().is_some_and(all_needed);
        let mut rounds = if may_skip {
            game.rounds as usize - 1
        } else {
            0
        };
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
            if talks.profile(game, party).logit || other.worth(slot).is_empty() {
                return 0;
            }
            let floor = talks.floor(party);
            let answers = own.asks()[lag..].iter().zip(other.worth(slot));
            let refused = answers
                .take_while(|&(asks, worth)| worth - floor < asks - INDIFFERENCE)
                .take((rounds + 1).saturating_sub(lag))
                .count();
            rounds = rounds.min(refused + lag);
        }
        u32::try_from(rounds).expect("fewer than all rounds")
    }
}
