//! Zeuthen's rule: whoever risks less by insisting concedes just enough that another risks less then.
//!
//! A party that insists on its own proposal x risks at most the share `(m(x) − m(y)) / m(x)` of its gain for what it would
//! lose by taking the other's proposal y (Zeuthen 1930). Of two parties the one for which this is less concedes:
//!
//! `(m₁(x) − m₁(y)) / m₁(x) ≤ (m₂(y) − m₂(x)) / m₂(y)  ⇔  m₁(x)·m₂(x) ≤ m₁(y)·m₂(y)`,
//!
//! so it is the one whose own proposal has the lesser product of gains (Harsanyi 1956). It concedes to its own best deal
//! with a greater product than the other's proposal. The product never falls and deals are finitely many, so the talks move
//! to the Nash solution (Rosenschein and Zlotkin 1994: the monotonic concession protocol). For any number of parties the
//! product of the gains of all who speak takes its place (the Nash concession of Endriss 2006). A party's proposal is the
//! deal it last tabled or accepted: else who only accepts would seem to insist on what it once asked.

use crate::bargaining::strategy::heard::{Heard, Said};
use crate::bargaining::strategy::rule::Concession;
use crate::bargaining::strategy::seat::{Seat, View};
use crate::bargaining::strategy::settled::Settled;
use crate::game::{INDIFFERENCE, mask, set_of};

/// The memory of the rule: everybody's proposal, and how far the party has gone through its own deals.
#[derive(Debug, Default)]
pub(crate) struct Zeuthen {
    settled: Settled,
    /// The deal each party last tabled or accepted; empty before.
    proposals: Vec<Vec<u32>>,
    /// Place in its ranking before which no deal has a product above the bar.
    place: usize,
    bar: f64,
    /// What that was found at: version of the tables and reservation values.
    version: Option<u32>,
    reservations: Vec<f64>,
}

impl Zeuthen {
    fn settle(&mut self, seat: &mut Seat<'_>) {
        let view = seat.view;
        if !self.settled.is_due(view.talks.round) {
            return;
        }
        let own = &self.proposals[view.party];
        if own.is_empty() {
            self.settled.hold_out(seat);
            return;
        }
        self.settled.offer.clone_from(own);
        let own_product = product(view, own);
        if let Some((least, other)) = self.weakest_other(view)
            && own_product <= least + INDIFFERENCE
            && !self.concede(seat, least)
            && least > 0.0
        {
            // No deal has a greater product, so nothing but the other's proposal makes peace.
            self.settled.offer.clone_from(&self.proposals[other]);
        }
        self.settled.asks = view.margin(&self.settled.offer);
    }

    /// The least product of gains of any other speaker's proposal, with that speaker; of equals the first.
    fn weakest_other(&self, view: View<'_>) -> Option<(f64, usize)> {
        let others = view.order().iter().map(|speaker| speaker.index());
        others
            .filter(|&other| other != view.party && !self.proposals[other].is_empty())
            .fold(None, |weakest: Option<(f64, usize)>, other| {
                let product = product(view, &self.proposals[other]);
                match weakest {
                    Some((least, _)) if product >= least - INDIFFERENCE => weakest,
                    _ => Some((product, other)),
                }
            })
    }

    /// Settles on the party's best deal with a product of gains above `bar`; false when there is none.
    fn concede(&mut self, seat: &mut Seat<'_>, bar: f64) -> bool {
        let view = seat.view;
        let talks = view.talks;
        let still = self.version == Some(talks.values.version)
            && self.reservations == talks.reservations
            && self.bar <= bar;
        if !still {
            self.place = 0;
            self.version = Some(talks.values.version);
            self.reservations.clone_from(&talks.reservations);
        }
        self.bar = bar;
        let floor = view.floor() - INDIFFERENCE;
        let mut deal = Vec::new();
        while let Some((total, number)) = seat.nth_best(self.place) {
            if total < floor {
                return false;
            }
            view.game.blocks.decode(number, &mut deal);
            if product(view, &deal) > bar + INDIFFERENCE {
                self.settled.offer = deal;
                return true;
            }
            self.place += 1;
        }
        false
    }
}

impl Concession for Zeuthen {
    fn start(&mut self, view: View<'_>) {
        self.settled.start();
        self.version = None;
        self.proposals
            .resize_with(view.game.parties.len(), Vec::new);
        self.proposals.iter_mut().for_each(Vec::clear);
    }

    fn asks(&mut self, seat: &mut Seat<'_>) -> f64 {
        self.settle(seat);
        self.settled.asks
    }

    fn offer(&mut self, seat: &mut Seat<'_>, offer: &mut Vec<u32>) {
        self.settle(seat);
        offer.clone_from(&self.settled.offer);
    }

    fn listens(&self) -> bool {
        true
    }

    fn hear(&mut self, _view: View<'_>, heard: Heard<'_>) {
        if matches!(heard.said, Said::Offered | Said::Answered { yes: true }) {
            heard.deal.clone_into(&mut self.proposals[heard.party]);
        }
    }
}

/// Product of the speakers' gains from a deal; 0 where somebody it needs would refuse it whatever is asked.
fn product(view: View<'_>, deal: &[u32]) -> f64 {
    let (talks, game) = (view.talks, view.game);
    let speakers = mask(view.order());
    let mut gains = 1.0;
    for speaker in view.order() {
        let side = talks.side(game, speaker.index());
        let margin = side.margin(deal);
        if !side.accepts_at(deal, margin) {
            return 0.0;
        }
        gains *= margin.max(0.0);
    }
    let silent = (0..game.parties.len()).filter(|party| speakers >> party & 1 == 0);
    let willing = silent.filter(|&party| talks.side(game, party).accepts(deal));
    let willing = speakers | set_of(willing);
    if game.consent.deal_met(&game.blocks, deal, willing) {
        gains
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use crate::bargaining::Prepared;
    use crate::bargaining::fixture::{OFFERS, Table, pie};

    #[test]
    fn who_has_the_lesser_product_concedes_just_past_the_other() {
        let zeuthen = "strategy.concession.zeuthen = {}";
        let game = pie(9, OFFERS, [zeuthen, zeuthen]);
        let prepared = Prepared::new(&game, 1);
        let mut table = Table::of(&prepared);
        assert_eq!(table.offer(0), [4], "before anybody has spoken");
        table.hear(0, &[4]);
        table.hear(1, &[1]);
        table.round(1);
        // 1 · 0 of its own is less than ¼ · ¾ of the other, so it concedes to the first greater product, ½ · ½.
        assert_eq!(table.offer(0), [2]);
        table.hear(0, &[2]);
        table.round(2);
        assert_eq!(table.offer(0), [2], "now the other has the lesser product");
        assert_eq!(table.offer(1), [2]);
    }
}
