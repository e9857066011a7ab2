//! Concession with time (Faratin, Sierra and Jennings 1998): `a(t) = start · (1 − τ^exponent)` of the best margin.
//!
//! A party that reacts lowers this share by what the others last conceded to it, times its reaction.

use crate::bargaining::strategy::demand::falling_target;
use crate::bargaining::strategy::heard::{Heard, Said};
use crate::bargaining::strategy::rule::Concession;
use crate::bargaining::strategy::seat::{Seat, View};
use crate::game::total;

/// The memory of the rule: what the others last offered and conceded.
#[derive(Debug, Default)]
pub(crate) struct TimeDependent {
    reacts: bool,
    /// What each party last tabled, and what that conceded to this one in its own utility.
    others: Vec<(Vec<u32>, f64)>,
}

impl TimeDependent {
    /// Mean of what the other speakers last conceded.
    fn conceded(&self, view: View<'_>) -> f64 {
        if !self.reacts {
            return 0.0;
        }
        let speakers = view.game.speakers & !(1 << view.party);
        let speaking = self.others.iter().enumerate();
        let (sum, count) = speaking
            .filter(|(other, _)| speakers >> other & 1 == 1)
            .fold((0.0, 0.0), |(sum, count), (_, (_, conceded))| {
                (sum + conceded, count + 1.0)
            });
        if count > 0.0 { sum / count } else { 0.0 }
    }
}

impl Concession for TimeDependent {
    fn start(&mut self, view: View<'_>) {
        self.reacts = view.numbers().react > 0.0;
        if self.reacts {
            self.others
                .resize_with(view.game.parties.len(), Default::default);
            for (tabled, conceded) in &mut self.others {
                tabled.clear();
                *conceded = 0.0;
            }
        }
    }

    fn asks(&mut self, seat: &mut Seat<'_>) -> f64 {
        let view = seat.view;
        let time = (view.talks.round, view.talks.deadline);
        let best = seat.best_margin();
        falling_target(
            view.profile(),
            view.numbers(),
            time,
            self.conceded(view),
            best,
        )
    }

    fn offer(&mut self, seat: &mut Seat<'_>, offer: &mut Vec<u32>) {
        let asks = self.asks(seat);
        seat.offer_at_target(asks, offer);
    }

    fn listens(&self) -> bool {
        self.reacts
    }

    fn hear(&mut self, view: View<'_>, heard: Heard<'_>) {
        if heard.said != Said::Offered {
            return;
        }
        let utility = &view.tables().utility;
        let (tabled, conceded) = &mut self.others[heard.party];
        *conceded = if tabled.is_empty() {
            0.0
        } else {
            (total(utility, heard.deal) - total(utility, tabled)).max(0.0)
        };
        heard.deal.clone_into(tabled);
    }
}

#[cfg(test)]
mod tests {
    use crate::bargaining::Prepared;
    use crate::bargaining::fixture::{LINEAR, OFFERS, Table, pie};

    #[test]
    fn offers_meet_the_target_with_the_least_margin() {
        let game = pie(9, OFFERS, [LINEAR, ""]);
        let prepared = Prepared::new(&game, 1);
        let mut table = Table::of(&prepared);
        assert_eq!(table.offer(0), [4], "it asks for 0.9");
        table.round(4);
        assert_eq!(table.answer(0, &[2]), (0.5, true));
        assert_eq!(table.offer(0), [2]);
    }

    #[test]
    fn a_party_that_reacts_concedes_what_was_conceded() {
        let lines = format!("{LINEAR}\nstrategy.react = 0.4");
        let game = pie(9, OFFERS, [&lines, ""]);
        let prepared = Prepared::new(&game, 1);
        let mut table = Table::of(&prepared);
        table.round(4);
        table.hear(1, &[0]);
        assert_eq!(
            table.answer(0, &[1]).0,
            0.5,
            "a first offer concedes nothing"
        );
        table.hear(1, &[1]);
        assert!((table.answer(0, &[1]).0 - 0.4).abs() < 1e-12);
        table.hear(1, &[1]);
        assert_eq!(table.answer(0, &[1]).0, 0.5, "the last offer counts");
    }
}
