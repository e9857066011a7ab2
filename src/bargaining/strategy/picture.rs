//! What a Bayesian party believes about each of the others: weighted draws from the prior, reweighted by what it hears.
//!
//! A draw stands for a type with all its numbers. In its eyes the other asks by its own concession rule (a rule that
//! follows the others is taken to concede evenly) and takes a deal x with probability `F(λ(m(x) − needs))` where x is
//! acceptable to it, else never. An offer y has the likelihood `exp(−½ (λ(m(y) − asks))²)`: offers are worth to their
//! author about what it asks (Hindriks and Tykhonov 2008). Everything heard may be a slip, with probability 0.01.

use std::collections::BTreeMap;

use crate::bargaining::chance::logistic;
use crate::bargaining::strategy::demand::{Needs, asked_share, needed_share};
use crate::bargaining::strategy::heard::{Heard, Said};
use crate::bargaining::talks::{Side, Talks};
use crate::game::{
    BANK_FACTOR, CompiledProfile, ConcessionKind, Game, INDIFFERENCE, PriorDraw, prior_draws,
    stretch, total,
};

/// Probability that something heard says nothing.
const SLIP: f64 = 0.01;

/// Prior draws of every party with a say, none of others, for beliefs of each size that somebody keeps.
#[derive(Debug, Default)]
pub(crate) struct OpponentBank(BTreeMap<u32, Vec<Vec<PriorDraw>>>);

impl OpponentBank {
    /// Draws the bank; empty where nobody needs it.
    pub(crate) fn draw(game: &Game, seed: u64) -> Self {
        let mut shelves = BTreeMap::new();
        // Some deal needs their consent, or they speak in turn.
        let with_a_say = game.consent.all_named() | game.speakers();
        let banked = |party: usize, count: u32| match with_a_say >> party & 1 {
            0 => Vec::new(),
            _ => prior_draws(game, party, seed, count * BANK_FACTOR),
        };
        for profile in game.parties.iter().flat_map(|party| &party.profiles) {
            if let ConcessionKind::Bayesian { draws, .. } = profile.concession
                && game.takes_turns()
            {
                let parties = 0..game.parties.len();
                let shelf = || parties.map(|party| banked(party, draws)).collect();
                shelves.entry(draws).or_insert_with(shelf);
            }
        }
        Self(shelves)
    }

    fn draws(&self, count: u32, party: usize) -> &[PriorDraw] {
        let parties = self.0.get(&count);
        &parties.expect("every size of belief has its shelf")[party]
    }
}

/// The belief of one party about another in one run.
#[derive(Debug, Default)]
pub(super) struct Picture {
    /// Weight of each draw.
    pub(super) weights: Vec<f64>,
    /// Where this run's stretch of the bank begins.
    offset: usize,
}

/// One draw as it stands now.
pub(super) struct Mind<'a> {
    pub(super) profile: &'a CompiledProfile,
    draw: &'a PriorDraw,
    /// What a deal's margin total must reach to be worth as much as none.
    pub(super) floor: f64,
    best: f64,
}

impl Picture {
    pub(super) fn start(&mut self, bank: &OpponentBank, count: u32, other: usize, talks: &Talks) {
        self.weights.clear();
        if !bank.draws(count, other).is_empty() {
            self.offset = stretch(talks.seed, talks.run, count * BANK_FACTOR);
            self.weights.resize(count as usize, 1.0);
        }
    }

    /// The minds the belief gives weight to, in order.
    pub(super) fn minds<'a>(
        &self,
        other: Side<'a>,
        bank: &'a OpponentBank,
    ) -> impl Iterator<Item = Mind<'a>> + use<'a> {
        let count = u32::try_from(self.weights.len()).expect("at most 4,096 draws");
        let (draws, offset) = (bank.draws(count, other.party), self.offset);
        // Of a moving reservation value others see how much it has moved.
        let shift = other.talks.reservation_shift(other.party);
        (0..count as usize).map(move |place| {
            let draw = &draws[(offset + place) % draws.len()];
            let floor = draw.floor(shift);
            Mind {
                profile: &other.game.parties[other.party].profiles[draw.numbers.kind],
                draw,
                floor,
                best: draw.best_total - floor,
            }
        })
    }

    /// Learns from what the other said in the present round.
    pub(super) fn learn(
        &mut self,
        other: Side<'_>,
        bank: &OpponentBank,
        sharpness: f64,
        heard: Heard<'_>,
    ) {
        let (round, rounds) = (other.talks.round, other.game.rounds);
        let minds = self.minds(other, bank);
        for (mind, weight) in minds.zip(&mut self.weights) {
            let likelihood = match heard.said {
                Said::Offered => mind.offers(heard.deal, mind.asks(round, rounds), sharpness),
                Said::Answered { yes } => {
                    let needs = mind.needs(round, rounds);
                    mind.says(yes, heard.deal, needs, sharpness)
                }
                Said::Voted { yes } => mind.says(yes, heard.deal, 0.0, sharpness),
            };
            *weight *= SLIP + (1.0 - SLIP) * likelihood;
        }
        let greatest = self.weights.iter().copied().fold(0.0, f64::max);
        for weight in &mut self.weights {
            *weight /= greatest;
        }
    }
}

impl Mind<'_> {
    /// Margin it asks for in a round.
    pub(super) fn asks(&self, round: u32, rounds: u32) -> f64 {
        let numbers = &self.draw.numbers;
        let (start, exponent) = (numbers.start, numbers.exponent);
        asked_share(self.profile.concession, start, exponent, round, rounds) * self.best
    }

    /// Margin from which on it takes a deal in a round.
    pub(super) fn needs(&self, round: u32, rounds: u32) -> f64 {
        let needs = Needs::of(&self.draw.numbers);
        needed_share(self.profile, needs, round, rounds) * self.best
    }

    /// Its margin of a deal; none where the deal is not acceptable to it.
    fn gain(&self, deal: &[u32]) -> Option<f64> {
        let margin = total(&self.draw.tables.margin, deal) - self.floor;
        let floor = self.profile.floor;
        (!floor || margin >= -INDIFFERENCE && !self.profile.crosses(deal)).then_some(margin)
    }

    /// Probability that it accepts a deal, or else refuses it, when it needs this margin.
    fn says(&self, yes: bool, deal: &[u32], needs: f64, sharpness: f64) -> f64 {
        let gain = self.gain(deal);
        let takes = gain.map_or(0.0, |gain| logistic(sharpness * (gain - needs)));
        if yes { takes } else { 1.0 - takes }
    }

    /// Margin of each combo to it; minus infinity where a red line forbids the combo.
    pub(super) fn margins(&self) -> impl Iterator<Item = f64> {
        let pairs = (0..).zip(&self.draw.tables.margin);
        pairs.map(|(combo, &margin)| {
            if self.profile.allows(combo) {
                margin
            } else {
                f64::NEG_INFINITY
            }
        })
    }

    /// Likelihood that it offers a deal when it asks for this margin.
    fn offers(&self, deal: &[u32], asks: f64, sharpness: f64) -> f64 {
        if self.best == f64::NEG_INFINITY || self.profile.forbids(deal) {
            return 0.0;
        }
        let margin = total(&self.draw.tables.margin, deal) - self.floor;
        let error = sharpness * (margin - asks);
        libm::exp(-0.5 * error * error)
    }
}

#[cfg(test)]
mod tests {
    use crate::bargaining::fixture::{OFFERS, Sketch, game, opened};
    use crate::bargaining::strategy::heard::{Heard, Said};
    use crate::bargaining::strategy::picture::{OpponentBank, Picture};

    #[test]
    fn an_offer_speaks_for_the_draws_that_would_ask_as_much() {
        let game = game(
            9,
            OFFERS,
            &[
                Sketch {
                    lines: "strategy.concession.bayesian = { belief-draws = 16 }",
                    reservation: 0.0,
                    scores: vec![vec![0.0, 0.5, 1.0]],
                },
                Sketch {
                    lines: "strategy.concession.time-dependent = { start = { uniform = [0.2, 1.0] } }",
                    reservation: 0.0,
                    scores: vec![vec![1.0, 0.5, 0.0]],
                },
            ],
            "",
        );
        let bank = OpponentBank::draw(&game, 1);
        let talks = opened(&game);
        let mut picture = Picture::default();
        picture.start(&bank, 16, 1, &talks);
        assert_eq!(picture.weights, [1.0; 16]);
        let heard = Heard {
            party: 1,
            deal: &[0],
            said: Said::Offered,
        };
        let other = talks.side(&game, 1);
        picture.learn(other, &bank, 10.0, heard);
        let minds = picture.minds(other, &bank);
        let asked: Vec<f64> = minds.map(|mind| mind.asks(0, 9)).collect();
        let of = |extreme: fn(f64, f64) -> f64, start| asked.iter().copied().fold(start, extreme);
        let place = |share: f64| {
            asked
                .iter()
                .position(|&asks| asks == share)
                .expect("a draw")
        };
        let greedy = picture.weights[place(of(f64::max, 0.0))];
        let modest = picture.weights[place(of(f64::min, 1.0))];
        assert!(greedy > 10.0 * modest, "{greedy} {modest}");
    }
}
