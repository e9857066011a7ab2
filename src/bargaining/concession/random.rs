//! Offers at random: in each round one of the acceptable deals, each as likely.

use crate::bargaining::concession::{Plan, Turn, hold_out};
use crate::bargaining::ranking::{Rankings, decode};
use crate::bargaining::talks::INDIFFERENCE;

/// The acceptable deals of one party by number, as long as its values stand still.
#[derive(Debug, Default)]
pub(crate) struct Acceptable {
    deals: Vec<u32>,
    /// Version of the tables and the reservation value they were found at.
    known_at: Option<(u32, u64)>,
}

impl Acceptable {
    pub(super) fn forget(&mut self) {
        self.known_at = None;
    }

    /// Picks the deal; it holds out for what that is worth to it. [`crate::bargaining::talks::Talks::draw_for_round`] has
    /// drawn the uniform.
    pub(super) fn plan(&mut self, turn: Turn<'_>, rankings: &mut Rankings, plan: &mut Plan) {
        let (talks, game, party) = (turn.talks, turn.game, turn.party);
        self.find(turn, rankings);
        if self.deals.is_empty() {
            hold_out(turn, plan);
            return;
        }
        let place = place_of(talks.parties[party].round_uniform, self.deals.len());
        decode(&game.blocks, self.deals[place], &mut plan.offer);
        plan.asks = talks.margin(party, &plan.offer);
    }

    fn find(&mut self, turn: Turn<'_>, rankings: &mut Rankings) {
        let (talks, game, party) = (turn.talks, turn.game, turn.party);
        let floor = talks.floor(party);
        let now = Some((talks.tables_version, floor.to_bits()));
        if self.known_at == now {
            return;
        }
        self.known_at = now;
        self.deals.clear();
        let (sorted, _) = rankings.sorted(turn.book, talks, game, party);
        let bears_all = !talks.profile(game, party).floor;
        let mut deal = Vec::new();
        for place in sorted.first_at_least(floor - INDIFFERENCE)..sorted.len() {
            let number = sorted.number(place);
            decode(&game.blocks, number, &mut deal);
            if bears_all || talks.anticipated(game, party, &deal) {
                self.deals.push(number);
            }
        }
        // In their own order the deal does not hang on how sums of equal worth are rounded.
        self.deals.sort_unstable();
    }
}

/// Which of so many equally likely places a uniform in (0, 1) picks.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a product of a uniform and a count of at most a million"
)]
fn place_of(uniform: f64, count: usize) -> usize {
    ((uniform * count as f64) as usize).min(count - 1)
}
