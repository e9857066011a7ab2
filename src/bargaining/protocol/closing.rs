//! When an offer in turn is closed.

use crate::bargaining::protocol::Alternating;
use crate::bargaining::talks::Talks;
use crate::bargaining::{Action, Recorder};
use crate::game::{Game, mask};
use crate::model::PartyId;

impl Alternating {
    /// Whether all whose consent the standing offer needs have accepted; those who do not speak are asked last.
    pub(super) fn completes(
        &mut self,
        talks: &mut Talks,
        game: &Game,
        order: &[PartyId],
        recorder: &mut impl Recorder,
    ) -> bool {
        if self.standing.is_empty() {
            // Somebody made no offer.
            return false;
        }
        let silent = !mask(order);
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
}
