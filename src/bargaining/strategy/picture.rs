//! What a Bayesian party believes about each of the others: weighted draws from the prior, reweighted by what it hears.
//!
//! A draw stands for a type with all its numbers. In its eyes the other asks by its own concession rule (a rule that
//! follows the others is taken to concede evenly) and takes a deal x with probability `F(λ(m(x) − needs))` where x is
//! acceptable to it, else never. An offer y has the likelihood `exp(−½ (λ(m(y) − asks))²)`: offers are worth to their
//! author about what it asks (Hindriks and Tykhonov 2008). Everything heard may be a slip, with probability 0.01.

use std::collections::{BTreeMap, BTreeSet};

use crate::bargaining::chance::logistic;
use crate::bargaining::strategy::demand::{Curve, Needs, asked_share, needed_share};
use crate::bargaining::strategy::heard::{Heard, Said};
use crate::bargaining::talks::{Side, Talks};
use crate::game::{
    BANK_FACTOR, CompiledProfile, ConcessionKind, Game, INDIFFERENCE, PartySet, PriorDraw,
    prior_draws, stretch, total,
};

/// Probability that something heard says nothing.
const SLIP: f64 = 0.01;

/// Prior draws of every party with a say, none of others, for beliefs of each size that somebody keeps.
#[derive(Debug, Default)]
pub(crate) struct OpponentBank(BTreeMap<u32, Vec<Vec<PriorDraw>>>);

impl OpponentBank {
    /// Draws the bank; empty where nobody needs it.
    pub(crate) fn draw(game: &Game, seed: u64) -> Self {
        let with_a_say = with_a_say(game);
        let banked = |party: usize, count: u32| match with_a_say >> party & 1 {
            0 => Vec::new(),
            _ => prior_draws(game, party, seed, count * BANK_FACTOR),
        };
        let shelf = |count| {
            let parties = 0..game.parties.len();
            (count, parties.map(|party| banked(party, count)).collect())
        };
        Self(sizes(game).into_iter().map(shelf).collect())
    }

    /// Number of prior draws in it.
    pub(crate) fn size(game: &Game) -> f64 {
        let draws: u32 = sizes(game).into_iter().sum();
        f64::from(draws * BANK_FACTOR) * f64::from(with_a_say(game).count_ones())
    }

    fn draws(&self, count: u32, party: usize) -> &[PriorDraw] {
        let parties = self.0.get(&count);
        &parties.expect("every size of belief has its shelf")[party]
    }
}

/// Those whose consent some deal needs, or who speak in turn.
pub(super) fn with_a_say(game: &Game) -> PartySet {
    game.consent.all_named() | game.speakers
}

/// Draws in the beliefs that somebody keeps.
fn sizes(game: &Game) -> BTreeSet<u32> {
    let profiles = game.parties.iter().flat_map(|party| &party.profiles);
    let sizes = profiles.filter_map(|profile| match profile.concession {
        ConcessionKind::Bayesian { draws, .. } if game.takes_turns() => Some(draws),
        _ => None,
    });
    sizes.collect()
}

/// Shares held at a time; beyond, all are worked out anew.
const SHARES_MAX: usize = 1 << 18;

/// The belief of one party about another in one run.
#[derive(Debug, Default)]
pub(super) struct Picture {
    /// Weight of each draw.
    pub(super) weights: Vec<f64>,
    /// Where this run's stretch of the bank begins.
    offset: usize,
    /// What share of its best margin each draw asks for and takes, which the clock alone decides.
    asked: Shares,
    needed: Shares,
    /// The deadline they hold for.
    deadline: u32,
}

/// A share for each draw, round by round as they are first asked for.
#[derive(Debug, Default)]
struct Shares {
    /// Empty where not worked out yet.
    rounds: Vec<Vec<f64>>,
    /// Shares there is room for.
    room: usize,
}

impl Shares {
    fn forget(&mut self) {
        self.rounds.iter_mut().for_each(Vec::clear);
    }

    /// The shares in a round.
    fn at(&mut self, round: u32, shares: impl Iterator<Item = f64>) -> &[f64] {
        let round = round as usize;
        if self.rounds.get(round).is_none_or(Vec::is_empty) {
            if self.room > SHARES_MAX {
                self.rounds.clear();
                self.room = 0;
            }
            let rounds = self.rounds.len().max(round + 1);
            self.rounds.resize_with(rounds, Vec::new);
            let held = &mut self.rounds[round];
            let before = held.capacity();
            held.extend(shares);
            held.shrink_to_fit();
            self.room += held.capacity() - before;
        }
        &self.rounds[round]
    }
}

/// One draw as it stands now.
pub(super) struct Mind<'a> {
    pub(super) profile: &'a CompiledProfile,
    draw: &'a PriorDraw,
    /// What a deal's margin total must reach to be worth as much as none.
    pub(super) floor: f64,
    /// The most it can have above that.
    pub(super) best: f64,
}

impl Picture {
    /// Bytes that it takes at most, of so many draws in so many rounds.
    pub(super) fn bytes_max(draws: f64, rounds: f64) -> f64 {
        // With the round that goes beyond what is held.
        let shares = (rounds * draws).min(SHARES_MAX as f64 + draws);
        (draws + 2.0 * shares) * size_of::<f64>() as f64
    }

    pub(super) fn start(&mut self, bank: &OpponentBank, count: u32, other: usize, talks: &Talks) {
        self.weights.clear();
        self.asked.forget();
        self.needed.forget();
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

    /// Forgets the shares of rounds before another deadline.
    fn heed(&mut self, deadline: u32) {
        if self.deadline != deadline {
            self.deadline = deadline;
            self.asked.forget();
            self.needed.forget();
        }
    }

    /// What share of its best margin each mind asks for in a round.
    fn asked(&mut self, other: Side<'_>, bank: &OpponentBank, round: u32) -> &[f64] {
        self.heed(other.talks.deadline);
        let minds = self.minds(other, bank);
        let rounds = other.talks.deadline;
        self.asked
            .at(round, minds.map(|mind| mind.asked(round, rounds)))
    }

    /// From what share of its best margin on each mind takes a deal in a round.
    pub(super) fn needed(&mut self, other: Side<'_>, bank: &OpponentBank, round: u32) -> &[f64] {
        self.heed(other.talks.deadline);
        let minds = self.minds(other, bank);
        let rounds = other.talks.deadline;
        self.needed
            .at(round, minds.map(|mind| mind.needed(round, rounds)))
    }

    /// Learns from what the other said in the present round.
    pub(super) fn learn(
        &mut self,
        other: Side<'_>,
        bank: &OpponentBank,
        sharpness: f64,
        heard: Heard<'_>,
    ) {
        let round = other.talks.round;
        let minds = self.minds(other, bank);
        let shares = match heard.said {
            Said::Offered => self.asked(other, bank, round),
            Said::Answered { .. } => self.needed(other, bank, round),
            Said::Voted { .. } => &[],
        };
        // Who votes takes what is worth no less than no deal.
        let shares = shares.iter().copied().chain(std::iter::repeat(0.0));
        let likelihoods = minds.zip(shares).map(|(mind, share)| match heard.said {
            // A party that has left is silent.
            _ if mind.leaves_after() <= round => 0.0,
            Said::Offered => mind.offers(heard.deal, share * mind.best, sharpness),
            Said::Answered { yes } => mind.says(yes, heard.deal, share * mind.best, sharpness),
            Said::Voted { yes } => mind.says(yes, heard.deal, 0.0, sharpness),
        });
        let likelihoods: Vec<f64> = likelihoods.collect();
        for (weight, likelihood) in self.weights.iter_mut().zip(likelihoods) {
            *weight *= SLIP + (1.0 - SLIP) * likelihood;
        }
        let greatest = self.weights.iter().copied().fold(0.0, f64::max);
        for weight in &mut self.weights {
            *weight /= greatest;
        }
    }
}

impl Mind<'_> {
    /// Whole rounds after which it walks out.
    pub(super) fn leaves_after(&self) -> u32 {
        self.draw.numbers.leaves_after()
    }

    /// Share of its best margin that it asks for in a round.
    fn asked(&self, round: u32, rounds: u32) -> f64 {
        let curve = Curve::asked(&self.draw.numbers);
        asked_share(self.profile.concession, curve, round, rounds)
    }

    /// Share of its best margin from which on it takes a deal in a round.
    fn needed(&self, round: u32, rounds: u32) -> f64 {
        let needs = Needs::of(&self.draw.numbers);
        needed_share(self.profile, needs, round, rounds)
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
        let asked: Vec<f64> = minds.map(|mind| mind.asked(0, 9)).collect();
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
