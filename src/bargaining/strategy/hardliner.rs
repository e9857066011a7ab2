//! No concession: always the best deal, and nothing less.

use crate::bargaining::strategy::rule::Concession;
use crate::bargaining::strategy::seat::Seat;

/// A rule without memory.
#[derive(Debug, Default)]
pub(crate) struct Hardliner;

impl Concession for Hardliner {
    fn asks(&mut self, seat: &mut Seat<'_>) -> f64 {
        seat.best_margin()
    }

    fn offer(&mut self, seat: &mut Seat<'_>, offer: &mut Vec<u32>) {
        seat.best_deal(offer);
    }
}

#[cfg(test)]
mod tests {
    use crate::bargaining::Prepared;
    use crate::bargaining::fixture::{OFFERS, Table, pie};

    #[test]
    fn a_hardliner_asks_for_everything_to_the_last_round() {
        let game = pie(9, OFFERS, ["strategy.concession.hardliner = {}", ""]);
        let prepared = Prepared::new(&game, 1);
        let mut table = Table::of(&prepared);
        for round in [1, 8] {
            table.round(round);
            assert_eq!(table.offer(0), [4]);
            assert_eq!(table.answer(0, &[3]), (1.0, false));
        }
        assert!(table.answer(0, &[4]).1);
    }
}
