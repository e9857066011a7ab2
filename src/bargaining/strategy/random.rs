//! Offers at random: in each round one of the acceptable deals, each as likely.
//!
//! Under a mediator, where a party tables no offers of its own, the share of its best margin that it asks is uniform.

use crate::bargaining::strategy::rule::Concession;
use crate::bargaining::strategy::seat::{Seat, View};
use crate::bargaining::strategy::settled::Settled;
use crate::game::{INDIFFERENCE, Stream};

/// The memory of the rule.
#[derive(Debug, Default)]
pub(crate) struct Random {
    settled: Settled,
    /// The acceptable deals by number, as long as the party's values stand still.
    deals: Vec<u32>,
    /// Version of the tables and the reservation value they were found at.
    known_at: Option<(u32, u64)>,
    /// The uniform of this round.
    uniform: f64,
    /// The stream they are drawn from, with the number of rounds drawn.
    stream: Option<(Stream, u32)>,
}

impl Random {
    /// Draws the uniform of the present round from a stream whose slots are the rounds.
    ///
    /// So what is drawn in a round depends on nothing that happened before.
    fn draw(&mut self, view: View<'_>) {
        let owner = view.game.parties[view.party].owners.offers;
        let (stream, drawn) = self.stream.get_or_insert_with(|| (view.stream(owner), 0));
        while *drawn <= view.talks.round {
            self.uniform = stream.uniform();
            *drawn += 1;
        }
    }

    /// Picks the deal of this round; the party holds out for what that is worth to it.
    fn settle(&mut self, seat: &mut Seat<'_>) {
        let view = seat.view;
        if !self.settled.is_due(view.talks.round) {
            return;
        }
        self.draw(view);
        self.find_acceptable(seat);
        if self.deals.is_empty() {
            self.settled.hold_out(seat);
            return;
        }
        let number = self.deals[place_of(self.uniform, self.deals.len())];
        view.game.blocks.decode(number, &mut self.settled.offer);
        self.settled.asks = view.margin(&self.settled.offer);
    }

    fn find_acceptable(&mut self, seat: &mut Seat<'_>) {
        let view = seat.view;
        let floor = view.floor();
        let now = Some((view.talks.values.version, floor.to_bits()));
        if self.known_at == now {
            return;
        }
        self.known_at = now;
        self.deals.clear();
        let ranking = seat.ranking();
        let mut deal = Vec::new();
        for place in ranking.first_at_least(floor - INDIFFERENCE)..ranking.len() {
            ranking.deal(&view.game.blocks, place, &mut deal);
            if view.is_ratifiable(&deal) {
                self.deals.push(ranking.number(place));
            }
        }
        // In their own order the deal does not depend on how sums of equal worth are rounded.
        self.deals.sort_unstable();
    }
}

impl Concession for Random {
    fn start(&mut self, _view: View<'_>) {
        self.settled.start();
        self.known_at = None;
        self.uniform = 0.0;
        self.stream = None;
    }

    fn asks(&mut self, seat: &mut Seat<'_>) -> f64 {
        if seat.view.order().is_empty() {
            self.draw(seat.view);
            return self.uniform * seat.best_margin();
        }
        self.settle(seat);
        self.settled.asks
    }

    fn offer(&mut self, seat: &mut Seat<'_>, offer: &mut Vec<u32>) {
        self.settle(seat);
        offer.clone_from(&self.settled.offer);
    }
}

/// Which of so many equally likely places a uniform in (0, 1) picks.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a product of a uniform and a count of at most a million"
)]
fn place_of(uniform: f64, count: usize) -> usize {
    ((uniform * count as f64) as usize).min(count - 1)
}

#[cfg(test)]
mod tests {
    use crate::bargaining::Prepared;
    use crate::bargaining::fixture::{OFFERS, Table, pie_above};
    use crate::bargaining::strategy::random::place_of;

    #[test]
    fn each_place_is_as_likely() {
        assert_eq!(
            [0.01, 0.24, 0.26, 0.99].map(|uniform| place_of(uniform, 4)),
            [0, 0, 1, 3]
        );
        assert_eq!(place_of(1.0, 4), 3);
    }

    #[test]
    fn what_is_drawn_in_a_round_depends_on_no_round_before() {
        let game = pie_above(
            9,
            OFFERS,
            ["strategy.concession.random = {}", ""],
            [0.25, 0.0],
        );
        let prepared = Prepared::new(&game, 1);
        let (mut speaking, mut silent) = (Table::of(&prepared), Table::of(&prepared));
        for round in 1..9 {
            speaking.round(round);
            let offer = speaking.offer(0);
            assert!(offer[0] >= 1, "acceptable to itself");
            assert_eq!(speaking.offer(0), offer, "settled for the round");
        }
        silent.round(8);
        assert_eq!(speaking.offer(0), silent.offer(0));
    }
}
