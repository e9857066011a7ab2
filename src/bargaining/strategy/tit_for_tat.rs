//! Tit for tat: a party concedes as the others have conceded; the relative rule is that of Faratin, Sierra and Jennings
//! (1998).
//!
//! Every offer of another speaker that is better for the party than that speaker's offers before lowers its demand at
//! once: by `gain` times the size of the concession in its own utility if it is naive, by `gain` times the share of what
//! was still withheld from it if it is relative. With several others each counts with an equal share.

use crate::bargaining::strategy::heard::{Heard, Said};
use crate::bargaining::strategy::rule::Concession;
use crate::bargaining::strategy::seat::{Seat, View};
use crate::game::total;
use crate::model::Imitation;

/// The memory of the rule.
#[derive(Debug)]
pub(crate) struct TitForTat {
    imitation: Imitation,
    /// Offers back over which the others' concessions are averaged, ≥ 1.
    window: u32,
    /// What it gives back: a margin if naive, the share left of its demand if relative.
    given_back: f64,
    /// What each party has tabled, one deal after the other.
    histories: Vec<Vec<u32>>,
}

impl TitForTat {
    pub(crate) fn new(imitation: Imitation, window: u32) -> Self {
        Self {
            imitation,
            window,
            given_back: 0.0,
            histories: Vec::new(),
        }
    }

    /// What an offer concedes to the party against its author's offers before, as a mean over `window` offers.
    fn conceded_on_average(&self, view: View<'_>, heard: Heard<'_>) -> Felt {
        let history = &self.histories[heard.party];
        let length = heard.deal.len();
        let back = (history.len() / length).min(self.window as usize);
        if back == 0 {
            return Felt::default();
        }
        let from = history.len() - back * length;
        let utility = &view.tables().utility;
        let before = total(utility, &history[from..from + length]);
        let size = (total(utility, heard.deal) - before).max(0.0) / back as f64;
        let best = view.profile().best_total(&view.game.blocks, utility);
        let withheld = best - before;
        let share = if withheld > 0.0 {
            (size / withheld).min(1.0)
        } else {
            0.0
        };
        Felt { size, share }
    }
}

impl Concession for TitForTat {
    fn start(&mut self, view: View<'_>) {
        self.given_back = match self.imitation {
            Imitation::Naive => 0.0,
            Imitation::Relative => 1.0,
        };
        self.histories
            .resize_with(view.game.parties.len(), Vec::new);
        self.histories.iter_mut().for_each(Vec::clear);
    }

    /// `start · best` less what it gives back, never below 0.
    fn asks(&mut self, seat: &mut Seat<'_>) -> f64 {
        let demand = seat.numbers().start * seat.best_margin();
        match self.imitation {
            Imitation::Naive => (demand - self.given_back).max(0.0),
            Imitation::Relative => demand * self.given_back,
        }
    }

    fn offer(&mut self, seat: &mut Seat<'_>, offer: &mut Vec<u32>) {
        let asks = self.asks(seat);
        seat.offer_at_target(asks, offer);
    }

    fn listens(&self) -> bool {
        true
    }

    fn hear(&mut self, view: View<'_>, heard: Heard<'_>) {
        if heard.said != Said::Offered || heard.party == view.party {
            return;
        }
        let others = f64::from((view.game.speakers.count_ones() - 1).max(1));
        let conceded = self.conceded_on_average(view, heard);
        let gain = view.numbers().gain / others;
        match self.imitation {
            Imitation::Naive => self.given_back += gain * conceded.size,
            Imitation::Relative => self.given_back *= (1.0 - gain * conceded.share).max(0.0),
        }
        self.histories[heard.party].extend_from_slice(heard.deal);
    }
}

/// A concession as the other side feels it.
#[derive(Clone, Copy, Debug, Default)]
struct Felt {
    /// In its utility, ≥ 0.
    size: f64,
    /// As a share of what was withheld from it before, in 0..=1.
    share: f64,
}

#[cfg(test)]
mod tests {
    use crate::bargaining::Prepared;
    use crate::bargaining::fixture::{OFFERS, Table, pie};

    fn demand(rule: &str, offers: &[u16]) -> f64 {
        let lines = format!("strategy.concession.{rule} = {{}}");
        let game = pie(9, OFFERS, [&lines, ""]);
        let prepared = Prepared::new(&game, 1);
        let mut table = Table::of(&prepared);
        for &offer in offers {
            table.hear(1, &[offer]);
        }
        table.answer(0, &[0]).0
    }

    #[test]
    fn it_gives_back_what_it_was_given() {
        let naive = "naive-tit-for-tat";
        assert_eq!(demand(naive, &[0]), 1.0, "a first offer concedes nothing");
        assert_eq!(demand(naive, &[0, 1]), 0.75);
        assert_eq!(demand(naive, &[0, 2, 1]), 0.5, "steps back are not repaid");
        // A quarter of the whole that was withheld, then a third of what was left.
        let relative = demand("relative-tit-for-tat", &[0, 1, 2]);
        assert!((relative - 0.75 * 2.0 / 3.0).abs() < 1e-12);
    }
}
