//! Bounded-rational best reply to a belief about the others (Zeng and Sycara 1998; Hindriks and Tykhonov 2008).
//!
//! At its turn in round t the party reckons for each deal x the probability `A_s(x)` that an offer of x in round s would
//! find the consent it needs, each of the others answering at its next turn, independently. Waiting is worth
//!
//! `W = max over later rounds s of (δ(1 − b))^(s − t) · max_x A_s(x) m(x)`
//!
//! with δ its discount factor and b the probability of breakdown. It offers the x of greatest
//! `A_t(x) m(x) + (1 − A_t(x)) W` and holds out for that value. Where a round is one offer, s runs over the rounds of its
//! own offers, and in the others it holds out for W. Bounded: it weighs only deals to which no other is better
//! both for itself and, on average over its belief, for the others; looks at no more than 16 later rounds; expects to
//! learn nothing more and to be offered nothing.

mod candidates;
mod other;
mod turns;
mod weighing;

use crate::bargaining::strategy::bayesian::candidates::Candidates;
use crate::bargaining::strategy::bayesian::other::Other;
use crate::bargaining::strategy::bayesian::weighing::{Turn, Weighing};
use crate::bargaining::strategy::heard::Heard;
use crate::bargaining::strategy::picture::{Picture, with_a_say};
use crate::bargaining::strategy::rule::Concession;
use crate::bargaining::strategy::seat::{Seat, View};
use crate::bargaining::strategy::settled::Settled;
use crate::game::Game;

/// The memory of the rule: what the party believes of each of the others.
#[derive(Debug)]
pub(crate) struct Bayesian {
    /// Prior draws of each other party.
    draws: u32,
    /// Sharpness of its picture of the others, per unit of utility.
    likelihood_lambda: f64,
    settled: Settled,
    pictures: Vec<Picture>,
    /// Those it has a picture of, laid out at its first turn in a run.
    others: Vec<Other>,
    candidates: Candidates,
    weighing: Weighing,
}

/// Share of all deals that the bound does not pass over, so that every mind weighs them: more only where a few issues of many
/// options divide the parties; most often a tenth or less.
const WEIGHED: f64 = 0.25;

impl Bayesian {
    /// Looks of a turn, about, with beliefs of so many draws.
    ///
    /// A bound on each deal, a weighing of some, and chances of consent to those that are worth it: each of them in about one of the
    /// rounds looked at.
    pub(crate) fn looks_a_turn(game: &Game, draws: u32) -> f64 {
        let (deals, minds) = (game.blocks.deal_count(), minds_of_others(game, draws));
        let chances = Candidates::count_about(&game.blocks);
        deals * (1.0 + WEIGHED * minds) + chances * (minds + game.consent.chance_steps())
    }

    /// Bytes that the rule keeps from run to run, about, with beliefs of so many draws.
    pub(crate) fn bytes_about(game: &Game, draws: u32) -> f64 {
        let (blocks, minds) = (&game.blocks, minds_of_others(game, draws));
        let pictures =
            minds / f64::from(draws) * Picture::bytes_max(draws.into(), game.rounds.into());
        let others = Other::bytes_of(minds, blocks.combos() as f64);
        pictures + others + Candidates::bytes_about(blocks, minds)
    }

    pub(crate) fn new(draws: u32, likelihood_lambda: f64) -> Self {
        Self {
            draws,
            likelihood_lambda,
            settled: Settled::default(),
            pictures: Vec::new(),
            others: Vec::new(),
            candidates: Candidates::default(),
            weighing: Weighing::default(),
        }
    }

    /// Weighs all deals and settles on one.
    fn settle(&mut self, seat: &mut Seat<'_>) {
        let view = seat.view;
        if !self.settled.is_due(view.talks.round) {
            return;
        }
        if self.others.is_empty() {
            self.lay_out(view);
        }
        for other in &mut self.others {
            other.turn(view, &self.pictures[other.party]);
        }
        self.candidates.find(seat, &self.others);
        if self.candidates.len() == 0 {
            self.settled.hold_out(seat);
            return;
        }
        let turn = Turn {
            view,
            sharpness: self.likelihood_lambda,
            others: &self.others,
            candidates: &self.candidates,
        };
        self.weighing
            .choose(&turn, &mut self.pictures, &mut self.settled);
    }

    /// Lays out what each of the others it has a picture of makes of each combo.
    fn lay_out(&mut self, view: View<'_>) {
        let pictures = self.pictures.iter().enumerate();
        let seen =
            pictures.filter(|(other, picture)| *other != view.party && !picture.weights.is_empty());
        let others = seen.map(|(party, picture)| {
            let mut other = Other::default();
            other.start(view, party, picture);
            other
        });
        self.others = others.collect();
    }
}

impl Concession for Bayesian {
    /// Equal weights on this run's stretch of the bank.
    fn start(&mut self, view: View<'_>) {
        self.settled.start();
        self.others.clear();
        self.weighing = Weighing::default();
        self.pictures
            .resize_with(view.game.parties.len(), Picture::default);
        for (other, picture) in self.pictures.iter_mut().enumerate() {
            picture.start(&view.prepared.bank, self.draws, other, view.talks);
        }
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

    fn hear(&mut self, view: View<'_>, heard: Heard<'_>) {
        if heard.party != view.party {
            let (bank, other) = (&view.prepared.bank, view.other(heard.party));
            self.pictures[heard.party].learn(other, bank, self.likelihood_lambda, heard);
        }
    }
}

/// Minds that a party sees in all the others with a say.
fn minds_of_others(game: &Game, draws: u32) -> f64 {
    let others = with_a_say(game).count_ones().saturating_sub(1);
    f64::from(others) * f64::from(draws)
}

#[cfg(test)]
mod tests;
