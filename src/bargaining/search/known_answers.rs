//! Counter-offers found before, of parties whose margins are the same in every run.
//!
//! The counter-offer to a deal is a step function of the margin total to be reached, so a few entries for each deal that was
//! answered serve all later runs.

use crate::bargaining::search::answered::Answered;
use crate::bargaining::talks::Side;
use crate::game::{CompiledProfile, Game, Stamp};

/// Most deals of a game whose answers are kept.
const DEALS_MAX: f64 = 65_536.0;
/// Most answers that are kept; when there are more, all are forgotten.
const ANSWERS_MAX: usize = 1 << 15;

/// An answer to one deal.
#[derive(Clone, Copy, Debug)]
struct Known {
    needs: Answered,
    /// Number of the next answer to the same deal, from 1; 0 for none.
    next: u32,
}

/// The answers of one type of a party.
#[derive(Debug, Default)]
pub(super) struct KnownAnswers {
    /// The game they were found in.
    found_in: Option<Stamp>,
    /// By deal number that of its first answer, from 1; 0 for none.
    first: Vec<u32>,
    known: Vec<Known>,
    /// The offers, one after the other.
    offers: Vec<u32>,
}

impl KnownAnswers {
    /// Whether the answers of a type are kept: where no draw and no lever changes them, and deals are few.
    fn are_kept(game: &Game, profile: &CompiledProfile) -> bool {
        !game.tables_move() && profile.has_fixed_tables() && game.blocks.deal_count() <= DEALS_MAX
    }

    /// Bytes that it takes at most.
    pub(super) fn bytes_max(game: &Game, profile: &CompiledProfile) -> f64 {
        if !Self::are_kept(game, profile) {
            return 0.0;
        }
        let (deals, blocks) = (game.blocks.deal_count(), game.blocks.list.len());
        let answers = (deals * deals).min(ANSWERS_MAX as f64);
        let each = size_of::<Known>() + blocks * size_of::<u32>();
        deals * size_of::<u32>() as f64 + answers * each as f64
    }

    /// Bytes that it takes.
    #[cfg(test)]
    pub(super) fn bytes(&self) -> usize {
        size_of_val(&*self.first) + size_of_val(&*self.known) + size_of_val(&*self.offers)
    }

    /// Number under which the answers to a deal are kept; none where a party's answers change from run to run.
    pub(super) fn number(&mut self, side: Side<'_>, standing: &[u32]) -> Option<usize> {
        let game = side.game;
        let known = self.found_in.is_some_and(|stamp| stamp.is(game.stamp));
        if !known {
            self.found_in = Some(game.stamp);
            self.first.clear();
            if Self::are_kept(game, side.profile()) {
                self.first.resize(game.blocks.listed() as usize, 0);
            }
        }
        if !known || self.known.len() >= ANSWERS_MAX {
            self.first.fill(0);
            self.known.clear();
            self.offers.clear();
        }
        (!self.first.is_empty()).then(|| game.blocks.encode(standing) as usize)
    }

    /// Writes the answer to a deal at a need, where it is known.
    pub(super) fn find(
        &self,
        number: usize,
        need: f64,
        offer: &mut Vec<u32>,
        blocks: usize,
    ) -> Option<Answered> {
        let mut place = self.first[number] as usize;
        while let Some(known) = place.checked_sub(1).map(|place| self.known[place]) {
            if known.needs.contain(need) {
                offer.clear();
                offer.extend_from_slice(&self.offers[(place - 1) * blocks..][..blocks]);
                return Some(known.needs);
            }
            place = known.next as usize;
        }
        None
    }

    /// Keeps an answer.
    pub(super) fn keep(&mut self, number: usize, needs: Answered, offer: &[u32]) {
        let mut place = self.first[number] as usize;
        while let Some(known) = place.checked_sub(1) {
            if self.offers[known * offer.len()..][..offer.len()] == *offer {
                let known = &mut self.known[known].needs;
                // The same offer from the same step: what lies between is answered alike.
                if known.above.to_bits() == needs.above.to_bits() {
                    known.to = known.to.max(needs.to);
                    return;
                }
            }
            place = self.known[known].next as usize;
        }
        self.known.push(Known {
            needs,
            next: self.first[number],
        });
        self.offers.extend_from_slice(offer);
        let count = self.known.len();
        self.first[number] = u32::try_from(count).expect("few answers are kept");
    }
}
