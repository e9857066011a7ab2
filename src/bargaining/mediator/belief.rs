//! What a mediator believes about the parties: weighted draws from the prior, reweighted by what it hears.
//!
//! *Likelihood of a report.* One shock to what the party takes decides all its verdicts at once, so they are nested, not
//! independent. By the fair-share rule a party whose target is g and whose shock is η refuses package k exactly when
//! η exceeds θ_k = max(m − g, best − g − lack_k · Σ range / range_k): so the packages fall in the order of their θ, and the
//! chance of a set of verdicts is a difference of two logistic values. Each verdict may besides have been misreported.

use crate::bargaining::mediator::channel::Report;
use crate::bargaining::mediator::table::logistic;
use crate::bargaining::strategy::asked_share;
use crate::bargaining::talks::Talks;
use crate::game::{Game, Owner, PriorDraw, Purpose, Stream, prior_draws, total};
use crate::model::{Mediation, Protocol};

/// Times as many draws are banked as a mediator uses in a run: each run takes its own stretch of the bank.
const BANK_FACTOR: u32 = 8;
/// A report is never taken to be surer than this.
const DOUBT_MIN: f64 = 0.01;

/// Draws from the prior of one party, by draw for drafting and by combo for learning.
#[derive(Debug)]
pub(crate) struct PartyPrior {
    /// The party.
    pub(crate) party: usize,
    /// The draws.
    pub(crate) draws: Vec<PriorDraw>,
    /// Margin of each combo, all draws side by side, the first ones repeated at the end.
    margins: Vec<f64>,
    /// What each combo lacks to the best of its block, likewise.
    lacks: Vec<f64>,
    /// Σ range / range_k of each package, likewise; 0 where the package has no range.
    scales: Vec<f64>,
    /// Margin total of each draw's best uncrossed deal.
    best_totals: Vec<f64>,
    /// Length of a row: the draws and the repeated ones.
    stride: usize,
}

/// Draws from the prior of every party whose answer a mediator must reckon with.
#[derive(Debug, Default)]
pub(crate) struct Prior {
    pub(crate) parties: Vec<PartyPrior>,
    /// Draws used in a run.
    count: usize,
    /// Draws banked.
    banked: usize,
}

impl Prior {
    /// Draws the bank of a mediated game; empty for others and for mediators without belief.
    pub(crate) fn draw(game: &Game, seed: u64) -> Self {
        let Some(mediation) = game
            .mediation()
            .filter(|mediation| mediation.belief.draws > 0)
        else {
            return Self::default();
        };
        let count = mediation.belief.draws;
        let banked = count.saturating_mul(BANK_FACTOR);
        let parties = with_a_say(game, mediation).into_iter();
        Self {
            parties: parties
                .map(|party| PartyPrior::of(game, party, seed, banked, count as usize))
                .collect(),
            count: count as usize,
            banked: banked as usize,
        }
    }
}

/// The visited parties in order, then the others, but the mediator, whose consent some deal needs.
fn with_a_say(game: &Game, mediation: &Mediation) -> Vec<usize> {
    let named = game.consent.named.iter().fold(0, |all, named| all | named);
    let visited: Vec<usize> = mediation.visits.iter().map(|party| party.index()).collect();
    let others = (0..game.parties.len()).filter(|&party| {
        named >> party & 1 == 1 && party != mediation.mediator.index() && !visited.contains(&party)
    });
    visited.iter().copied().chain(others).collect()
}

impl PartyPrior {
    fn of(game: &Game, party: usize, seed: u64, banked: u32, count: usize) -> Self {
        let draws = prior_draws(game, party, seed, banked);
        let stride = draws.len() + count;
        let combos = game.blocks.combos();
        let packages = game.package_blocks.len();
        let mut prior = Self {
            party,
            margins: vec![0.0; combos * stride],
            lacks: vec![0.0; combos * stride],
            scales: vec![0.0; packages * stride],
            best_totals: vec![0.0; stride],
            stride,
            draws,
        };
        for column in 0..stride {
            prior.fill(game, column);
        }
        prior
    }

    fn fill(&mut self, game: &Game, column: usize) {
        let draw = &self.draws[column % self.draws.len()];
        let profile = &game.parties[self.party].profiles[draw.numbers.kind];
        let margin = &draw.tables.margin;
        let mut ranges = vec![0.0; game.package_blocks.len()];
        for (index, block) in game.blocks.list.iter().enumerate() {
            let range =
                crate::bargaining::talks::block_range(profile, margin, block.start, block.end);
            self.best_totals[column] += range.best_value;
            for combo in block.start as usize..block.end as usize {
                self.margins[combo * self.stride + column] = margin[combo];
                self.lacks[combo * self.stride + column] =
                    (range.best_value - margin[combo]).max(0.0);
            }
            for (package, blocks) in game.package_blocks.iter().enumerate() {
                if blocks.contains(&index) {
                    let share = f64::from(game.block_packages[index]);
                    ranges[package] += (range.best_value - range.worst_value) / share;
                }
            }
        }
        let sum: f64 = ranges.iter().sum();
        for (package, &range) in ranges.iter().enumerate() {
            self.scales[package * self.stride + column] =
                if range > 0.0 { sum / range } else { 0.0 };
        }
    }
}

/// What a mediator believes in one run.
#[derive(Debug, Default)]
pub(crate) struct Belief {
    /// Where this run's stretch of the bank begins.
    offset: usize,
    /// Weight of each draw, party by party in the order of [`Prior::parties`].
    weights: Vec<Vec<f64>>,
    margins: Vec<f64>,
    lacks: Vec<f64>,
    order: Vec<(f64, u32)>,
}

impl Belief {
    /// Forgets everything: equal weights on this run's stretch of the bank.
    pub(crate) fn start(&mut self, prior: &Prior, seed: u64, run: u64) {
        if prior.count == 0 {
            self.weights.clear();
            return;
        }
        let mut stream = Stream::new(seed, Purpose::Belief, Owner::named("stretch"), run);
        self.offset = stream.below(u32::try_from(prior.banked).unwrap_or(u32::MAX)) as usize;
        self.weights.resize_with(prior.parties.len(), Vec::new);
        for weights in &mut self.weights {
            weights.clear();
            weights.resize(prior.count, 1.0);
        }
    }

    /// The draw that a uniform picks by posterior weight.
    pub(crate) fn sample<'a>(&self, prior: &'a Prior, seat: usize, uniform: f64) -> &'a PriorDraw {
        let picked = crate::game::pick(&self.weights[seat], uniform);
        &prior.parties[seat].draws[(self.offset + picked) % prior.banked]
    }

    /// Learns from a report on a text.
    pub(crate) fn learn(
        &mut self,
        talks: &Talks,
        game: &Game,
        prior: &Prior,
        seat: usize,
        text: &[u32],
        asked: u32,
        report: &Report,
    ) {
        let Some(mediation) = game.mediation() else {
            return;
        };
        let bank = &prior.parties[seat];
        self.add_up(game, bank, prior.count, text);
        let sharpness = mediation.belief.likelihood_lambda;
        let reading_sd2 = talks.reading_error * talks.reading_error + 1.0 / (sharpness * sharpness);
        let doubt = match game.protocol {
            Protocol::Shuttle(_) => talks.noise.clamp(DOUBT_MIN, 1.0 - DOUBT_MIN),
            _ => DOUBT_MIN,
        };
        let shift = talks.reservations[bank.party] - talks.nature.parties[bank.party].reservation;
        for draw in 0..prior.count {
            let column = self.offset + draw;
            let sample = &bank.draws[column % prior.banked];
            let numbers = &sample.numbers;
            let profile = &game.parties[bank.party].profiles[numbers.kind];
            let floor = (numbers.reservation + shift).clamp(0.0, 1.0) + sample.tables.constant;
            let best = bank.best_totals[column] - floor;
            let asks = asked_share(profile.concession, numbers, talks.round, game.rounds) * best;
            let margin = self.margins[draw] - floor;
            let crossed = text.iter().fold(0, |packages, &combo| {
                packages | profile.packages_crossed[combo as usize]
            });
            self.order.clear();
            for package in
                (0..game.package_blocks.len()).filter(|&package| asked >> package & 1 == 1)
            {
                let lack = self.lacks[package * prior.count + draw]
                    * bank.scales[package * bank.stride + column];
                let refused = best == f64::NEG_INFINITY || crossed >> package & 1 == 1;
                let threshold = if refused {
                    f64::NEG_INFINITY
                } else {
                    (margin - asks).max(best - asks - lack)
                };
                self.order.push((
                    threshold,
                    u32::try_from(package).expect("at most 32 packages"),
                ));
            }
            let mut likelihood =
                nested_verdicts(&mut self.order, report.accepted, doubt, sharpness);
            if let Some(reading) = report.reading {
                let error = reading - margin;
                likelihood *= libm::exp(-0.5 * error * error / reading_sd2);
            }
            let weight = &mut self.weights[seat][draw];
            if mediation.belief.forgetting < 1.0 {
                *weight = libm::pow(*weight, mediation.belief.forgetting);
            }
            *weight *= likelihood;
        }
        rescale(&mut self.weights[seat]);
    }

    /// Learns that a party voted against a whole deal.
    pub(crate) fn learn_refusal(
        &mut self,
        talks: &Talks,
        game: &Game,
        prior: &Prior,
        party: usize,
        text: &[u32],
    ) {
        let Some(seat) = prior.parties.iter().position(|bank| bank.party == party) else {
            return;
        };
        let Some(mediation) = game.mediation() else {
            return;
        };
        let bank = &prior.parties[seat];
        let shift = talks.reservations[party] - talks.nature.parties[party].reservation;
        for draw in 0..prior.count {
            let sample = &bank.draws[(self.offset + draw) % prior.banked];
            let profile = &game.parties[party].profiles[sample.numbers.kind];
            let crossed = text
                .iter()
                .any(|&combo| profile.lines_crossed[combo as usize] > 0);
            if !crossed {
                let floor =
                    (sample.numbers.reservation + shift).clamp(0.0, 1.0) + sample.tables.constant;
                let margin = total(&sample.tables.margin, text) - floor;
                self.weights[seat][draw] *=
                    1.0 - logistic(mediation.belief.likelihood_lambda * margin);
            }
        }
        rescale(&mut self.weights[seat]);
    }

    /// Margin total of a text and what each package of it lacks, for all draws at once.
    fn add_up(&mut self, game: &Game, bank: &PartyPrior, count: usize, text: &[u32]) {
        self.margins.clear();
        self.margins.resize(count, 0.0);
        self.lacks.clear();
        self.lacks.resize(count * game.package_blocks.len(), 0.0);
        for &combo in text {
            let from = combo as usize * bank.stride + self.offset;
            for (sum, value) in self
                .margins
                .iter_mut()
                .zip(&bank.margins[from..from + count])
            {
                *sum += value;
            }
        }
        for (package, blocks) in game.package_blocks.iter().enumerate() {
            let sums = &mut self.lacks[package * count..(package + 1) * count];
            for &block in blocks {
                let share = 1.0 / f64::from(game.block_packages[block]);
                let from = text[block] as usize * bank.stride + self.offset;
                for (sum, lack) in sums.iter_mut().zip(&bank.lacks[from..from + count]) {
                    *sum += lack * share;
                }
            }
        }
    }
}

/// Probability of a set of reported verdicts when one logistic shock decides all true ones.
///
/// `order` holds each package's threshold: it is accepted as long as the shock stays below.
fn nested_verdicts(order: &mut [(f64, u32)], accepted: u32, doubt: f64, sharpness: f64) -> f64 {
    order.sort_unstable_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
    let odds = (1.0 - doubt) / doubt;
    let said_yes = order
        .iter()
        .filter(|(_, package)| accepted >> package & 1 == 1)
        .count();
    let said_no = order.len() - said_yes;
    // Below every threshold the party accepts everything.
    let agreeing = i32::try_from(said_yes).expect("at most 32 packages");
    let disagreeing = i32::try_from(said_no).expect("at most 32 packages");
    let mut chance = power(1.0 - doubt, agreeing) * power(doubt, disagreeing);
    let mut below = 0.0;
    let mut sum = 0.0;
    for &(threshold, package) in order.iter() {
        let up_to = logistic(sharpness * threshold);
        sum += (up_to - below) * chance;
        below = up_to;
        chance *= if accepted >> package & 1 == 1 {
            1.0 / odds
        } else {
            odds
        };
    }
    sum + (1.0 - below) * chance
}

fn power(base: f64, exponent: i32) -> f64 {
    (0..exponent).fold(1.0, |product, _| product * base)
}

/// Keeps the greatest weight at 1, so that products never vanish; equal weights again where everything is excluded.
fn rescale(weights: &mut [f64]) {
    let greatest = weights.iter().copied().fold(0.0, f64::max);
    if greatest > 0.0 {
        weights.iter_mut().for_each(|weight| *weight /= greatest);
    } else {
        weights.fill(1.0);
    }
}
