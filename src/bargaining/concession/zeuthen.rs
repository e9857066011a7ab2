//! Zeuthen's rule: whoever risks less by insisting concedes just enough that another risks less then.
//!
//! A party that insists on its own proposal x risks at most the share `(m(x) − m(y)) / m(x)` of its gain for what it would
//! lose by taking the other's proposal y (Zeuthen 1930). Of two parties the one for which this is less concedes; that is
//! the one whose own proposal has the lesser product of gains (Harsanyi 1956), so the product never falls and the talks
//! move to the Nash solution (Rosenschein and Zlotkin 1994: the monotonic concession protocol). For any number of parties
//! the product of the gains of all who speak takes its place (the Nash concession of Endriss 2006). A party's proposal is
//! the deal it last tabled or accepted: else who only accepts would seem to insist on what it once asked.

use crate::bargaining::concession::{Plan, Turn, best_offer};
use crate::bargaining::ranking::Rankings;
use crate::bargaining::talks::{INDIFFERENCE, Talks};
use crate::game::{Game, mask};
use crate::model::PartyId;

/// How far one party has gone through its deals.
#[derive(Debug, Default)]
pub(crate) struct Search {
    /// Place in its ranking before which no deal has a product above the bar.
    place: usize,
    bar: f64,
    /// What that was found at: version of the tables and reservation values.
    version: Option<u32>,
    reservations: Vec<f64>,
}

impl Search {
    pub(super) fn forget(&mut self) {
        self.version = None;
    }

    pub(super) fn plan(&mut self, turn: Turn<'_>, rankings: &mut Rankings, plan: &mut Plan) {
        let (talks, game, party) = (turn.talks, turn.game, turn.party);
        let own = &talks.parties[party].backs;
        if own.is_empty() {
            best_offer(talks, game, party, &mut plan.offer);
            plan.asks = talks.best_margin(game, party);
            return;
        }
        plan.offer.clone_from(own);
        let own_product = product(talks, game, turn.order, own);
        if let Some((least, proposal)) = weakest_other(turn)
            && own_product <= least + INDIFFERENCE
            && !self.concede(turn, rankings, least, &mut plan.offer)
            && least > 0.0
        {
            // No deal has a greater product, so nothing but the other's proposal makes peace.
            plan.offer.clone_from(proposal);
        }
        plan.asks = talks.margin(party, &plan.offer);
    }

    /// Writes the party's best deal with a product of gains above `bar`; false when there is none.
    fn concede(
        &mut self,
        turn: Turn<'_>,
        rankings: &mut Rankings,
        bar: f64,
        offer: &mut Vec<u32>,
    ) -> bool {
        let (talks, game, party) = (turn.talks, turn.game, turn.party);
        let still = self.version == Some(talks.tables_version)
            && self.reservations == talks.reservations
            && self.bar <= bar;
        if !still {
            self.place = 0;
            self.version = Some(talks.tables_version);
            self.reservations.clone_from(&talks.reservations);
        }
        self.bar = bar;
        let (sorted, falling) = rankings.sorted(turn.book, talks, game, party);
        let floor = talks.floor(party) - INDIFFERENCE;
        let mut deal = Vec::new();
        while let Some(&place) = falling.get(self.place) {
            let place = place as usize;
            if sorted.total(place) < floor {
                return false;
            }
            sorted.deal(&game.blocks, place, &mut deal);
            if product(talks, game, turn.order, &deal) > bar + INDIFFERENCE {
                std::mem::swap(offer, &mut deal);
                return true;
            }
            self.place += 1;
        }
        false
    }
}

/// The least product of gains of any other speaker's proposal, with that proposal; of equals the first speaker's.
fn weakest_other(turn: Turn<'_>) -> Option<(f64, &Vec<u32>)> {
    let others = turn.order.iter().map(|speaker| speaker.index());
    let backed = others
        .filter(|&other| other != turn.party)
        .map(|other| &turn.talks.parties[other].backs)
        .filter(|backed| !backed.is_empty());
    backed.fold(None, |weakest: Option<(f64, &Vec<u32>)>, proposal| {
        let product = product(turn.talks, turn.game, turn.order, proposal);
        match weakest {
            Some((least, _)) if product >= least - INDIFFERENCE => weakest,
            _ => Some((product, proposal)),
        }
    })
}

/// Product of the speakers' gains from a deal; 0 where somebody it needs would refuse it whatever is asked.
fn product(talks: &Talks, game: &Game, order: &[PartyId], deal: &[u32]) -> f64 {
    let speakers = mask(order);
    let mut gains = 1.0;
    for speaker in order {
        let party = speaker.index();
        let margin = talks.margin(party, deal);
        if !talks.acceptable_at(game, party, deal, margin) {
            return 0.0;
        }
        gains *= margin.max(0.0);
    }
    let silent = (0..game.parties.len()).filter(|party| speakers >> party & 1 == 0);
    let willing = silent
        .filter(|&party| talks.acceptable(game, party, deal))
        .fold(speakers, |set, party| set | 1 << party);
    if game.consent.deal_met(&game.blocks, deal, willing) {
        gains
    } else {
        0.0
    }
}
