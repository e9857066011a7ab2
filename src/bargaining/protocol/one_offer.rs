//! Alternating offers with one offer a round: one party proposes, the others answer, and time passes (Rubinstein 1982).

use crate::bargaining::Recorder;
use crate::bargaining::protocol::mediated::RoundEnd;
use crate::bargaining::protocol::{Alternating, Setting};
use crate::bargaining::talks::Talks;
use crate::game::{Game, mask};

impl Alternating {
    /// One round: the party whose turn it is makes an offer and the others answer it. Signed: the standing offer is the deal.
    ///
    /// Round t belongs to the party in place t mod n of the order; the others answer in the order after it, until the offer
    /// is signed or no longer can be.
    pub(super) fn one_offer_round(
        &mut self,
        talks: &mut Talks,
        game: &Game,
        setting: Setting<'_>,
        recorder: &mut impl Recorder,
    ) -> RoundEnd {
        let Setting { order, book, .. } = setting;
        let turn = talks.round as usize % order.len();
        self.propose(talks, game, order[turn].index(), setting, recorder);
        let silent = !mask(order);
        if self.completes(talks, game, setting, recorder) {
            return RoundEnd::Signed;
        }
        let mut unheard = mask(order) & !(1 << order[turn].0);
        for place in 1..order.len() {
            // An offer that those without a turn refused is gone.
            if self.standing(book).is_empty() {
                return RoundEnd::Open;
            }
            let party = order[(turn + place) % order.len()];
            unheard &= !(1 << party.0);
            if !self.needs(game, party.index(), book) {
                continue;
            }
            if self.answer(talks, game, party.index(), setting, recorder) {
                if self.completes(talks, game, setting, recorder) {
                    return RoundEnd::Signed;
                }
            } else {
                let hopeful = self.accepting | unheard | silent;
                if !game
                    .consent
                    .deal_met(&game.blocks, self.standing(book), hopeful)
                {
                    return RoundEnd::Open;
                }
            }
        }
        RoundEnd::Open
    }
}
