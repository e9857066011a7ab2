//! What a mediator believes about the parties: weighted draws from the prior, reweighted by what it hears.
//!
//! *Likelihood of a report.* Let a draw have the target g, the margin m of the text and the margin B of its best deal, and
//! let package k lack `lack_k` to it. One shock η, logistic of scale 1/λ, moves what it takes to g + η. It tables no change
//! if m reaches that. Else it gives up B − g − η in all, and criticises k if k takes more of that than its share by range:
//!
//! `lack_k > (B − g − η) · range_k / Σ range  ⇔  η > B − g − lack_k · Σ range / range_k`.
//!
//! So it refuses k exactly when η exceeds `θ_k = max(m − g, B − g − lack_k · Σ range / range_k)`; a red line that k crosses
//! makes `θ_k` minus infinity. One η decides all verdicts at once, so they are nested, not independent: the packages fall in
//! the order of their θ. Between two neighbours θ and θ′ in that order η lies with probability F(λθ′) − F(λθ), F the logistic
//! curve, and there the true verdicts are known. Each was misreported with probability ε, so the chance of what was reported
//! is a product of factors ε and 1 − ε, which changes by (1 − ε)/ε or its inverse from one interval to the next. The sum over
//! the intervals is the likelihood. A reading x of the margin, with error σ, multiplies it by exp(−½ (x − m)² / (σ² + 1/λ²)).

use crate::bargaining::mediator::channel::{Channel, Report};
use crate::bargaining::mediator::prior::{PartyPrior, Prior, Traits};
use crate::bargaining::mediator::table::{Curve, decay, logistic};
use crate::bargaining::strategy::needed_share;
use crate::bargaining::talks::Side;
use crate::game::{Game, PackageSet, members, stretch, total};
use crate::model;

/// Weight, as a share of the greatest, below which a draw is given up.
const WEIGHT_MIN: f64 = 1e-12;
/// A report is never taken to be surer than this.
const DOUBT_MIN: f64 = 0.01;

/// What a mediator believes in one run.
#[derive(Debug, Default)]
pub(crate) struct Belief {
    /// Where this run's stretch of the bank begins.
    offset: usize,
    /// Weight of each draw, party by party in the order of [`Prior::parties`].
    weights: Vec<Vec<f64>>,
    margins: Vec<f64>,
    /// What each package of the text lacks, in shares of what the party gives up, package by package.
    lacks: Vec<f64>,
    /// For each type the packages in which the text crosses its red lines, as bits.
    crossings: Vec<PackageSet>,
}

impl Belief {
    /// Forgets everything: equal weights on this run's stretch of the bank.
    pub(crate) fn start(&mut self, prior: &Prior, seed: u64, run: u64) {
        if prior.count == 0 {
            self.weights.clear();
            return;
        }
        self.offset = stretch(seed, run, u32::try_from(prior.banked).unwrap_or(u32::MAX));
        self.weights.resize_with(prior.parties.len(), Vec::new);
        for weights in &mut self.weights {
            weights.clear();
            weights.resize(prior.count, 1.0);
        }
    }

    /// Place in the bank of the draw that a uniform picks by posterior weight.
    pub(crate) fn sample(&self, prior: &Prior, seat: usize, uniform: f64) -> usize {
        let picked = crate::game::pick(&self.weights[seat], uniform);
        (self.offset + picked) % prior.banked
    }

    /// Learns from a report on a text; `channel` is what it passed on its way, none where it was heard as it was said.
    pub(crate) fn learn(
        &mut self,
        side: Side<'_>,
        prior: &Prior,
        seat: usize,
        settings: &model::Belief,
        channel: Option<&Channel>,
        (text, report): (&[u32], &Report),
    ) {
        let game = side.game;
        let bank = &prior.parties[seat];
        self.add_up(game, bank, prior.count, text);
        self.mark_crossings(game, bank.party, text);
        let sharpness = settings.likelihood_lambda;
        let reading_error = channel.map_or(0.0, |channel| channel.reading_error);
        let precision = 0.5 / (reading_error * reading_error + 1.0 / (sharpness * sharpness));
        let doubt = channel.map_or(DOUBT_MIN, |channel| {
            channel.noise.clamp(DOUBT_MIN, 1.0 - DOUBT_MIN)
        });
        let verdicts = Verdicts::new(report.asked, report.accepted, doubt, sharpness);
        let shift = side.talks.reservation_shift(bank.party);
        let mut last = (Traits::default(), f64::NAN);
        let mut order: Order = [(0.0, 1.0); 32];
        let traits = bank.traits[self.offset..][..prior.count].iter();
        let draws = traits.zip(&self.margins).zip(&mut self.weights[seat]);
        for (draw, ((traits, margin), weight)) in draws.enumerate() {
            if *weight <= 0.0 {
                continue;
            }
            let share = share_of(game, bank.party, *traits, side.talks.round, &mut last);
            let floor = (traits.reservation + shift).clamp(0.0, 1.0) + traits.constant;
            let (best, margin) = (traits.best_total - floor, margin - floor);
            let asks = share * best;
            let refused = if best == f64::NEG_INFINITY {
                PackageSet::MAX
            } else {
                self.crossings[traits.kind]
            };
            let mut likelihood = verdicts.probability(&mut order, |package| {
                if refused >> package & 1 == 1 {
                    return f64::NEG_INFINITY;
                }
                let lack = self.lacks[package * prior.count + draw];
                (margin - asks).max(best - asks - lack)
            });
            if let Some(reading) = report.reading {
                let error = reading - margin;
                likelihood *= decay(error * error * precision);
            }
            if settings.forgetting < 1.0 {
                *weight = libm::pow(*weight, settings.forgetting);
            }
            *weight *= likelihood;
        }
        rescale(&mut self.weights[seat]);
        if settings.forgetting >= 1.0 {
            give_up_the_unlikely(&mut self.weights[seat]);
        }
    }

    /// For each type of a party the packages in which a text crosses a red line of that type.
    fn mark_crossings(&mut self, game: &Game, party: usize, text: &[u32]) {
        self.crossings.clear();
        for profile in &game.parties[party].profiles {
            let crossed = text
                .iter()
                .map(|&combo| profile.packages_crossed[combo as usize]);
            self.crossings
                .push(crossed.fold(0, |set, packages| set | packages));
        }
    }

    /// Learns that a party voted against a whole deal.
    pub(crate) fn learn_refusal(
        &mut self,
        side: Side<'_>,
        prior: &Prior,
        sharpness: f64,
        text: &[u32],
    ) {
        let mut banks = prior.parties.iter();
        let Some(seat) = banks.position(|bank| bank.party == side.party) else {
            return;
        };
        let shift = side.talks.reservation_shift(side.party);
        for draw in 0..prior.count {
            let sample = &prior.parties[seat].draws[(self.offset + draw) % prior.banked];
            let profile = &side.game.parties[side.party].profiles[sample.numbers.kind];
            if !profile.crosses(text) {
                let margin = total(&sample.tables.margin, text) - sample.floor(shift);
                self.weights[seat][draw] *= logistic(-sharpness * margin);
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
            let from = package * bank.stride + self.offset;
            for (sum, scale) in sums.iter_mut().zip(&bank.scales[from..from + count]) {
                *sum *= scale;
            }
        }
    }
}

/// Share a draw would ask for, computed once for draws in a row with the same strategy.
fn share_of(
    game: &Game,
    party: usize,
    traits: Traits,
    round: u32,
    last: &mut (Traits, f64),
) -> f64 {
    let same = traits.kind == last.0.kind && traits.needs == last.0.needs;
    if !same || last.1.is_nan() {
        let profile = &game.parties[party].profiles[traits.kind];
        let share = needed_share(profile, traits.needs, round, game.rounds);
        *last = (traits, share);
    }
    last.1
}

/// Packages by rising threshold, each with the factor of [`Verdicts::packages`].
type Order = [(f64, f64); 32];

/// Reported verdicts and how surely they were reported.
struct Verdicts {
    /// Each package asked about, with the factor by which the chance of the reports changes once it is refused.
    packages: [(usize, f64); 32],
    count: usize,
    /// Chance of the reports when everything is accepted.
    chance: f64,
    sharpness: f64,
    curve: &'static Curve,
}

impl Verdicts {
    /// The reports on the packages `asked`, each misreported with probability `doubt`; sets of packages are bits.
    fn new(asked: PackageSet, accepted: PackageSet, doubt: f64, sharpness: f64) -> Self {
        let odds = (1.0 - doubt) / doubt;
        let (mut packages, mut count, mut chance) = ([(0, 1.0); 32], 0, 1.0);
        for package in members(asked) {
            let said_yes = accepted >> package & 1 == 1;
            packages[count] = (package, if said_yes { 1.0 / odds } else { odds });
            chance *= if said_yes { 1.0 - doubt } else { doubt };
            count += 1;
        }
        Self {
            packages,
            count,
            chance,
            sharpness,
            curve: Curve::logistic(),
        }
    }

    /// Probability of the reports when one logistic shock decides all true verdicts: a package is accepted as long as the
    /// shock stays below its threshold.
    fn probability(&self, order: &mut Order, threshold: impl Fn(usize) -> f64) -> f64 {
        for (place, &(package, factor)) in self.packages[..self.count].iter().enumerate() {
            // Insertion sort: there are rarely more than four packages.
            let threshold = threshold(package);
            let mut at = place;
            while at > 0 && threshold < order[at - 1].0 {
                order[at] = order[at - 1];
                at -= 1;
            }
            order[at] = (threshold, factor);
        }
        let (mut chance, mut below, mut sum) = (self.chance, 0.0, 0.0);
        let mut before = f64::NAN;
        for &(threshold, factor) in &order[..self.count] {
            if threshold.to_bits() != before.to_bits() {
                let up_to = self.curve.at(self.sharpness * threshold);
                sum += (up_to - below) * chance;
                (below, before) = (up_to, threshold);
            }
            chance *= factor;
        }
        sum + (1.0 - below) * chance
    }
}

/// Draws a trillion times less likely than the best are not looked at again, unless forgetting may bring them back.
fn give_up_the_unlikely(weights: &mut [f64]) {
    for weight in weights.iter_mut().filter(|weight| **weight < WEIGHT_MIN) {
        *weight = 0.0;
    }
}

/// Keeps the greatest weight at 1, so that products never vanish; equal weights again where everything is excluded.
fn rescale(weights: &mut [f64]) {
    let greatest = weights.iter().copied().fold(0.0, f64::max);
    if greatest > 0.0 {
        for weight in weights {
            *weight /= greatest;
        }
    } else {
        weights.fill(1.0);
    }
}

#[cfg(test)]
mod tests {
    use crate::bargaining::mediator::belief::{Verdicts, rescale};

    #[test]
    fn the_reports_on_two_packages_have_probabilities_that_add_up_to_one() {
        for doubt in [0.01, 0.3] {
            let sum: f64 = (0..4)
                .map(|accepted| {
                    let verdicts = Verdicts::new(0b11, accepted, doubt, 10.0);
                    let mut order = [(0.0, 1.0); 32];
                    verdicts.probability(&mut order, |package| [0.05, -0.1][package])
                })
                .sum();
            assert!((sum - 1.0).abs() < 1e-6, "{sum}");
        }
    }

    #[test]
    fn verdicts_are_nested() {
        // The second package falls first, so it is hardly refused less often than the first.
        let chance = |accepted| {
            let verdicts = Verdicts::new(0b11, accepted, 1e-9, 10.0);
            let mut order = [(0.0, 1.0); 32];
            verdicts.probability(&mut order, |package| [0.05, -0.1][package])
        };
        assert!(chance(0b10) < 1e-6, "only the harder one accepted");
        // F(λθ) of the harder one: both are accepted.
        let both = 1.0 / (1.0 + libm::exp(1.0));
        assert!((chance(0b11) - both).abs() < 1e-6);
    }

    #[test]
    fn weights_keep_their_ratio_and_recover_from_nothing() {
        let mut weights = [0.1, 0.2, 0.0];
        rescale(&mut weights);
        assert_eq!(weights, [0.5, 1.0, 0.0]);
        let mut lost = [0.0; 3];
        rescale(&mut lost);
        assert_eq!(lost, [1.0; 3]);
    }
}
