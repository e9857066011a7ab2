//! Concession rules with a memory of their own: tit for tat, which lowers a target, and those that pick their offers.
//!
//! Who picks offers settles at its turn what it would offer now and what margin it holds out for: its [`Plan`]. It takes
//! the standing offer from that margin on, by its acceptance rule, and else makes the offer.

mod bayesian;
mod micro;
mod opponents;
mod random;
mod tit_for_tat;
mod zeuthen;

pub(crate) use micro::{Exchanges, Micro};
pub(crate) use opponents::{Answer, Heard, OpponentBank, Said};

use crate::bargaining::concession::bayesian::Bayesian;
use crate::bargaining::concession::random::Acceptable;
use crate::bargaining::concession::zeuthen::Search;
use crate::bargaining::markup::best_reply;
use crate::bargaining::ranking::{OfferBook, Rankings};
use crate::bargaining::talks::Talks;
use crate::game::{ConcessionKind, Game};
use crate::model::PartyId;

/// What a party that picks its offers does at its turn.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// What it would offer.
    pub(crate) offer: Vec<u32>,
    /// Margin it holds out for.
    pub(crate) asks: f64,
}

/// Who is to speak, and what it may look up.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Turn<'a> {
    pub(crate) talks: &'a Talks,
    pub(crate) game: &'a Game,
    pub(crate) party: usize,
    /// Those who speak in turn.
    pub(crate) order: &'a [PartyId],
    /// Deals sorted once for all runs.
    pub(crate) book: &'a OfferBook,
    /// Prior draws of everybody, where somebody needs them.
    pub(crate) bank: &'a OpponentBank,
}

impl Turn<'_> {
    /// Rounds from now to the party's next offer, and from each of its offers to the one after.
    fn until_next_offer(&self) -> (u32, u32) {
        if !self.game.one_offer_per_round() {
            return (1, 1);
        }
        let speakers = u32::try_from(self.order.len()).expect("at most 32 parties");
        let (seat, _) = (0..speakers)
            .zip(self.order)
            .find(|(_, speaker)| speaker.index() == self.party)
            .expect("whose turn it is speaks");
        let past = (speakers + self.talks.round % speakers - seat) % speakers;
        (speakers - past, speakers)
    }

    /// Whether the party may make an offer in this round: always, or where a round is one offer, when that is its own.
    fn may_offer(&self) -> bool {
        let (next, between) = self.until_next_offer();
        next == between
    }
}

/// The plans of one run and what they are made from.
#[derive(Debug, Default)]
pub(crate) struct Planner {
    /// The party and the round the plan is for.
    made: Option<(usize, u32)>,
    plan: Plan,
    acceptable: Vec<Acceptable>,
    searches: Vec<Search>,
    bayesian: Bayesian,
}

impl ConcessionKind {
    /// Whether a party with this rule picks its offers by a [`Plan`].
    pub(crate) fn plans(self) -> bool {
        matches!(self, Self::Zeuthen | Self::Random | Self::Bayesian { .. })
    }
}

impl Planner {
    /// Forgets the run before.
    pub(crate) fn start(&mut self, talks: &Talks, game: &Game, bank: &OpponentBank) {
        self.made = None;
        let parties = game.parties.len();
        self.acceptable.resize_with(parties, Acceptable::default);
        self.searches.resize_with(parties, Search::default);
        self.acceptable.iter_mut().for_each(Acceptable::forget);
        self.searches.iter_mut().for_each(Search::forget);
        self.bayesian.start(talks, game, bank);
    }

    /// What the party whose turn it is offers now, and what it holds out for.
    pub(crate) fn plan(&mut self, turn: Turn<'_>, rankings: &mut Rankings) -> &Plan {
        let now = Some((turn.party, turn.talks.round));
        if self.made == now {
            return &self.plan;
        }
        self.made = now;
        let (plan, party) = (&mut self.plan, turn.party);
        match turn.talks.profile(turn.game, party).concession {
            ConcessionKind::Random => self.acceptable[party].plan(turn, rankings, plan),
            ConcessionKind::Zeuthen => self.searches[party].plan(turn, rankings, plan),
            _ => self.bayesian.plan(turn, rankings, plan),
        }
        &self.plan
    }

    /// Whether anybody keeps a belief.
    pub(crate) fn listens(&self) -> bool {
        self.bayesian.listens()
    }

    /// Lets all who keep a belief hear an offer or an answer.
    pub(crate) fn hear(
        &mut self,
        talks: &Talks,
        game: &Game,
        bank: &OpponentBank,
        heard: Heard<'_>,
    ) {
        if self.bayesian.listens() {
            self.bayesian.hear(talks, game, bank, heard);
        }
    }
}

/// A party's best deal, for those who never concede and those with no acceptable deal.
pub(crate) fn best_offer(talks: &Talks, game: &Game, party: usize, offer: &mut Vec<u32>) {
    let first: Vec<u32> = game.blocks.list.iter().map(|block| block.start).collect();
    best_reply(talks, game, party, &first, 0, offer);
}

/// Plans for a party that finds nothing acceptable: its best deal, and nothing less.
fn hold_out(turn: Turn<'_>, plan: &mut Plan) {
    best_offer(turn.talks, turn.game, turn.party, &mut plan.offer);
    plan.asks = turn.talks.best_margin(turn.game, turn.party);
}
