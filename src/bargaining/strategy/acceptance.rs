//! Acceptance rules: from which margin on a party takes a deal, given what it asks for itself.

use crate::bargaining::strategy::demand::{Needs, own_share};
use crate::bargaining::strategy::seat::{Seat, View};
use crate::game::{AcceptanceKind, Stream};

/// The memory of an acceptance rule: the noise in what the party takes.
#[derive(Debug, Default)]
pub(crate) struct Acceptance {
    /// The deal the noise was drawn for.
    deal: Vec<u32>,
    noise: f64,
    stream: Option<Stream>,
}

impl Acceptance {
    /// Forgets the run before.
    pub(crate) fn start(&mut self) {
        self.deal.clear();
        self.noise = 0.0;
        self.stream = None;
    }

    /// Noise in what a party takes when a deal is put to it; 0 but for logit acceptance.
    ///
    /// Drawn anew when the deal is not the one last put to it: logistic of scale 1/λ, so that an acceptable deal is taken
    /// with probability 1/(1 + exp(−λ(m − target))).
    pub(crate) fn noise(&mut self, view: View<'_>, deal: &[u32]) -> f64 {
        let is_noisy = matches!(view.profile().acceptance, AcceptanceKind::Logit { .. });
        if is_noisy && self.deal != deal {
            let uniform = self.stream.get_or_insert_with(|| view.moves()).uniform();
            self.noise = libm::log(uniform / (1.0 - uniform)) / view.numbers().lambda;
            deal.clone_into(&mut self.deal);
        }
        self.noise
    }

    /// Margin from which on a party takes a deal, given what it asks for itself.
    pub(crate) fn needs(&self, seat: &mut Seat<'_>, asks: f64) -> f64 {
        let profile = seat.profile();
        let needs = Needs::of(seat.numbers());
        let (round, rounds) = (seat.talks.round, seat.talks.deadline);
        match own_share(profile, needs, round, rounds) {
            Some(share) => share * seat.best_margin(),
            None => asks + self.noise,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::bargaining::Prepared;
    use crate::bargaining::fixture::{OFFERS, Table, pie};

    #[test]
    fn a_constant_share_is_taken_whatever_is_asked() {
        let lines =
            "strategy.concession.hardliner = {}\nstrategy.acceptance.constant = { share = 0.5 }";
        let game = pie(9, OFFERS, [lines, ""]);
        let prepared = Prepared::new(&game, 1);
        let mut table = Table::of(&prepared);
        assert_eq!(table.answer(0, &[1]), (0.5, false));
        assert_eq!(table.answer(0, &[2]), (0.5, true));
    }

    #[test]
    fn noise_is_drawn_anew_for_another_deal_only() {
        let lines =
            "strategy.concession.hardliner = {}\nstrategy.acceptance.logit = { lambda = 5.0 }";
        let game = pie(9, OFFERS, [lines, ""]);
        let prepared = Prepared::new(&game, 1);
        let mut table = Table::of(&prepared);
        let (first, _) = table.answer(0, &[1]);
        assert_ne!(first, 1.0, "there is noise");
        assert_eq!(table.answer(0, &[1]).0, first);
        assert_ne!(table.answer(0, &[2]).0, first);
    }
}
