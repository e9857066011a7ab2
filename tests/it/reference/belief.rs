//! What a mediator believes about the others, everything heard weighed anew each time.

use zopa::game::{
    Owner, PartyNumbers, PriorDraw, Purpose, Stream, fallbacks, prior_draws, spread_draws,
};
use zopa::model::{self, Deal};

use crate::reference::tastes::Tastes;
use crate::reference::twin::Twin;
use crate::reference::wants::Wants;

/// Times as many draws are banked as a run uses, for a party that pictures another and for a mediator.
const BANK_FACTOR: u32 = 8;
const MEDIATOR_BANK_FACTOR: u32 = 4;
/// Steps of the grid of fallbacks, and fallbacks in each.
const STEPS: usize = 16;
const FINER: usize = 16;
/// Things heard that each step of the Markov chain may weigh in the long run.
const WEIGHED: usize = 64;
/// How surely a vote is known to be what it was.
const VOTE_DOUBT: f64 = 1e-30;
/// The kernel's exponential errs by up to 10⁻⁹: comparisons closer than this may fall either way.
const CLOSE: f64 = 1e-7;

/// The numbers of a run's stretch of the bank of prior draws of a party that another pictures.
pub(crate) fn run_draws(twin: &Twin, party: usize, count: u32) -> Vec<PartyNumbers> {
    let bank = prior_draws(twin.game, party, twin.seed, BANK_FACTOR * count);
    let draws = stretch(twin, count, bank.len()).map(|place| bank[place].numbers.clone());
    draws.collect()
}

/// Places of a run's stretch in a bank of so many draws.
fn stretch(twin: &Twin, count: u32, banked: usize) -> impl Iterator<Item = usize> {
    let owner = Owner::named("stretch");
    let below = u32::try_from(banked).expect("a bank of a belief");
    let from = Stream::new(twin.seed, Purpose::Belief, owner, twin.run).below(below) as usize;
    (from..from + count as usize).map(move |place| place % banked)
}

/// One thing that was heard of a party.
pub(crate) struct Heard {
    pub(crate) text: Deal,
    /// The packages it was asked about; none where it voted against the whole text.
    pub(crate) asked: Option<Vec<usize>>,
    /// Whether it is reported to accept each.
    pub(crate) said: Vec<bool>,
    pub(crate) misreport: f64,
    /// The margin read and the variance of its error.
    pub(crate) reading: Option<(f64, f64)>,
    /// How far everybody has seen its reservation value move.
    pub(crate) shift: f64,
    pub(crate) round: u32,
}

impl Heard {
    /// A no in the final vote.
    pub(crate) fn refusal(text: &Deal, shift: f64, round: u32) -> Self {
        Self {
            text: text.clone(),
            asked: None,
            said: vec![false],
            misreport: VOTE_DOUBT,
            reading: None,
            shift,
            round,
        }
    }
}

/// What a mediator believes about one party: weighted draws, made of parts of the bank's.
pub(crate) struct Belief {
    party: usize,
    settings: model::Belief,
    bank: Vec<PriorDraw>,
    /// By type.
    fallbacks: Vec<Vec<f64>>,
    draws: Vec<Supposed>,
    weights: Vec<f64>,
    heard: Vec<Heard>,
    /// Things heard that steps may still weigh.
    credit: usize,
    /// The chance by which draws are renewed in a run.
    renewal: Stream,
}

/// A draw by its parts.
#[derive(Clone)]
struct Supposed {
    /// The draw of the bank it has all from but weights, scores and fallback.
    core: usize,
    /// The draw of the bank that the weights and scores of each block are from.
    parts: Vec<usize>,
    /// Number of its fallback.
    fallback: usize,
}

impl Belief {
    /// Before anything is heard.
    pub(crate) fn begin(twin: &Twin, party: usize, settings: &model::Belief) -> Self {
        let types = 0..twin.scenario.parties[party].types.len();
        let fallbacks = types.map(|kind| fallbacks(twin.game, party, kind, STEPS * FINER));
        let fallbacks: Vec<Vec<f64>> = fallbacks.collect();
        let count = MEDIATOR_BANK_FACTOR * settings.draws;
        let bank = spread_draws(twin.game, party, twin.seed, count);
        let owner = Owner::named(&format!(
            "party/{}/renewal",
            twin.scenario.parties[party].id
        ));
        let mut belief = Self {
            party,
            settings: settings.clone(),
            draws: Vec::new(),
            weights: Vec::new(),
            bank,
            fallbacks,
            heard: Vec::new(),
            credit: 0,
            renewal: Stream::new(twin.seed, Purpose::Belief, owner, twin.run),
        };
        belief.start_afresh(twin);
        belief
    }

    /// Draws and weights as before anything was heard.
    fn start_afresh(&mut self, twin: &Twin) {
        let stretch = stretch(twin, self.settings.draws, self.bank.len());
        let draws = stretch.map(|place| {
            let numbers = &self.bank[place].numbers;
            let reaches = |&fallback: &f64| fallback >= numbers.reservation;
            let fallback = self.fallbacks[numbers.kind].iter().position(reaches);
            Supposed {
                core: place,
                parts: vec![place; twin.blocks.len()],
                fallback: fallback.unwrap_or(STEPS * FINER - 1),
            }
        });
        self.draws = draws.collect();
        let weights = self.draws.iter().map(|draw| self.bank[draw.core].weight);
        self.weights = weights.collect();
        self.heard.clear();
        self.credit = 0;
    }

    fn kind(&self, draw: &Supposed) -> usize {
        self.bank[draw.core].numbers.kind
    }

    /// Weights and scores of each block from its part, all weights divided by their sum; the rest from the core.
    fn wants(&self, twin: &Twin, draw: &Supposed) -> Wants {
        let kind = self.kind(draw);
        let profile = &twin.scenario.parties[self.party].types[kind].profile;
        let mut numbers = self.bank[draw.core].numbers.clone();
        for (block, &part) in twin.blocks.iter().zip(&draw.parts) {
            let part = &self.bank[part].numbers;
            for &issue in block {
                numbers.weights[issue] = part.weights[issue] * part.attention;
                let before = twin.scenario.issues[..issue].iter();
                let from: usize = before.map(|issue| issue.options.len()).sum();
                let to = from + twin.scenario.issues[issue].options.len();
                numbers.scores[from..to].copy_from_slice(&part.scores[from..to]);
            }
        }
        let sum: f64 = numbers.weights.iter().sum();
        if sum > 0.0 {
            numbers.weights.iter_mut().for_each(|weight| *weight /= sum);
        }
        Wants {
            tastes: Tastes::of(twin.scenario, profile, &numbers),
            fallback: self.fallbacks[kind][draw.fallback],
            numbers,
            strategy: profile.strategy.clone(),
        }
    }

    /// Multiplies every weight by the likelihood of what is heard; draws by weight where weights have become uneven.
    pub(crate) fn hear(&mut self, twin: &mut Twin, heard: Heard) {
        let sharpness = self.settings.likelihood_lambda;
        // Forgetting comes with reports.
        let forgetting = match heard.asked {
            Some(_) => self.settings.forgetting,
            None => 1.0,
        };
        for place in 0..self.draws.len() {
            let wants = self.wants(twin, &self.draws[place]);
            // The prior is not forgotten.
            let prior = self.bank[self.draws[place].core].weight;
            let weight = if forgetting < 1.0 {
                prior * libm::pow(self.weights[place] / prior, forgetting)
            } else {
                self.weights[place]
            };
            let verdicts = wants.verdict_likelihood(twin, &heard, sharpness);
            let reading = libm::exp(-wants.misreading(&heard));
            self.weights[place] = weight * verdicts * reading;
        }
        self.heard.push(heard);
        let sum: f64 = self.weights.iter().sum();
        if !(1.0 / sum).is_finite() {
            // What excludes everything teaches nothing.
            self.start_afresh(twin);
            return;
        }
        self.weights.iter_mut().for_each(|weight| *weight /= sum);
        if self.settings.forgetting >= 1.0 {
            let squares: f64 = self.weights.iter().map(|weight| weight * weight).sum();
            let unevenness = squares * self.draws.len() as f64;
            if less(twin, 2.0, unevenness) {
                let uniform = self.renewal.uniform();
                self.resample(twin, uniform);
            }
        }
    }

    /// Draws as many draws by weight: those of which equally distant marks meet the weights laid end to end.
    fn resample(&mut self, twin: &mut Twin, uniform: f64) {
        let count = self.draws.len();
        let marks = (0..count).map(|place| (place as f64 + uniform) / count as f64);
        let mut drawn = Vec::new();
        for mark in marks {
            let mut reached = count - 1;
            for place in (0..count).rev() {
                let laid: f64 = self.weights[..=place].iter().sum();
                if !less(twin, laid, mark) {
                    reached = place;
                }
            }
            drawn.push(self.draws[reached].clone());
        }
        self.draws = drawn;
        self.weights = vec![1.0 / count as f64; count];
    }

    /// What the draw wants that a uniform picks by weight, after it has made its steps.
    pub(crate) fn pick(&mut self, twin: &mut Twin, uniform: f64) -> Wants {
        let place = picked(twin, &self.weights, uniform).0;
        if self.settings.forgetting >= 1.0 && !self.heard.is_empty() {
            let heard = self.heard.len();
            // A draw makes half as many steps before it is drafted for as there are draws.
            let most = self.draws.len().div_ceil(2);
            let credit = WEIGHED * most;
            self.credit = (self.credit + credit).min(credit.max(heard));
            for _ in 0..most.min(self.credit / heard) {
                self.step(twin, place);
                self.credit -= heard;
            }
        }
        self.wants(twin, &self.draws[place])
    }

    /// What so many draws want that lie at equal steps of the weights.
    pub(crate) fn several(&self, twin: &mut Twin, count: usize, uniform: f64) -> Vec<Wants> {
        let marks = (0..count).map(|place| (place as f64 + uniform) / count as f64);
        let mut drawn = Vec::new();
        for mark in marks {
            let place = picked(twin, &self.weights, mark).0;
            drawn.push(self.wants(twin, &self.draws[place]));
        }
        drawn
    }

    /// Draws of the bank whose types have the same weights and scores as one type.
    fn alike(&self, twin: &Twin, kind: usize) -> Vec<usize> {
        let types = &twin.scenario.parties[self.party].types;
        let utility = |kind: usize| &types[kind].profile.utility;
        let places = 0..self.bank.len();
        places
            .filter(|&place| utility(self.bank[place].numbers.kind) == utility(kind))
            .collect()
    }

    /// One step of a draw: some blocks, or the core, or both of another, and another fallback, if everything heard is likely
    /// enough then.
    fn step(&mut self, twin: &mut Twin, place: usize) {
        let draw = &self.draws[place];
        let alike = self.alike(twin, self.kind(draw));
        let parts = twin.blocks.len() + 1;
        let mut other = draw.clone();
        for _ in 0..=below(&mut self.renewal, parts.div_ceil(2)) {
            let part = below(&mut self.renewal, parts);
            let from = alike[below(&mut self.renewal, alike.len())];
            match other.parts.get_mut(part) {
                Some(part) => *part = from,
                None => other.core = from,
            }
        }
        let mut odds = self.bank[other.core].weight / self.bank[draw.core].weight;
        // By the readings alone, all fallbacks together.
        let (before, after) = (self.grid(twin, draw), self.grid(twin, &other));
        odds *= libm::exp(after.log_sum() - before.log_sum());
        if !less(twin, self.renewal.uniform(), odds) {
            return;
        }
        let (step, within) = picked(twin, &after.cells(), self.renewal.uniform());
        other.fallback = step * FINER + floor(twin, within * FINER as f64).min(FINER - 1);
        // By all that the grid has not seen.
        let unseen = self.log_likelihood(twin, draw) - before.log(draw.fallback);
        let other_unseen = self.log_likelihood(twin, &other) - after.log(other.fallback);
        let bar = libm::log(self.renewal.uniform());
        if less(twin, bar, other_unseen - unseen) {
            self.draws[place] = other;
        }
    }

    /// Logarithm of the likelihood of everything heard.
    fn log_likelihood(&self, twin: &Twin, draw: &Supposed) -> f64 {
        let wants = self.wants(twin, draw);
        let log = |heard: &Heard| {
            let verdicts = wants.verdict_likelihood(twin, heard, self.settings.likelihood_lambda);
            libm::log(verdicts) - wants.misreading(heard)
        };
        self.heard.iter().map(log).sum()
    }

    /// How likely the readings are with each of a few fallbacks.
    fn grid(&self, twin: &Twin, draw: &Supposed) -> Grid {
        let wants = self.wants(twin, draw);
        let readings = self.heard.iter().filter_map(|heard| {
            let (reading, variance) = heard.reading?;
            let error = reading - wants.tastes.margin(&heard.text, 0.0) + heard.shift;
            Some((0.5 / variance, error))
        });
        let readings: Vec<(f64, f64)> = readings.collect();
        let precision: f64 = readings.iter().map(|reading| reading.0).sum();
        let sum: f64 = readings.iter().map(|reading| reading.0 * reading.1).sum();
        let mean = if precision > 0.0 {
            sum / precision
        } else {
            0.0
        };
        let rest = readings
            .iter()
            .map(|reading| reading.0 * (reading.1 - mean) * (reading.1 - mean));
        let steps = self.fallbacks[self.kind(draw)].chunks(FINER);
        let cells = steps.map(|step| {
            let error = mean + step[FINER / 2];
            -(precision * error * error)
        });
        Grid {
            rest: rest.sum(),
            logs: cells.collect(),
        }
    }
}

/// How likely the readings are with the fallback in the middle of each step: the logarithm less the rest.
struct Grid {
    rest: f64,
    logs: Vec<f64>,
}

impl Grid {
    fn top(&self) -> f64 {
        self.logs.iter().copied().fold(f64::NEG_INFINITY, f64::max)
    }

    /// Likelihoods as shares of that of the likeliest.
    fn cells(&self) -> Vec<f64> {
        let top = self.top();
        self.logs.iter().map(|log| libm::exp(log - top)).collect()
    }

    /// Logarithm of the likelihood of the readings, all fallbacks together.
    fn log_sum(&self) -> f64 {
        libm::log(self.cells().iter().sum()) + self.top() - self.rest
    }

    fn log(&self, fallback: usize) -> f64 {
        self.logs[fallback / FINER] - self.rest
    }
}

/// Whether one number is less than another; notes where the kernel's rounding may decide.
fn less(twin: &mut Twin, left: f64, right: f64) -> bool {
    let slack = CLOSE * left.abs().max(right.abs()).max(1.0);
    twin.close_call |= (left - right).abs() < slack;
    left < right
}

/// The place that a uniform picks by weight, and how much of its weight lies below.
fn picked(twin: &mut Twin, weights: &[f64], uniform: f64) -> (usize, f64) {
    let sum: f64 = weights.iter().sum();
    let (mut rest, mut picked) = (uniform, (0, 0.0));
    for (place, weight) in weights.iter().map(|weight| weight / sum).enumerate() {
        if weight > 0.0 {
            picked = (place, (rest / weight).clamp(0.0, 1.0));
            if less(twin, rest, weight) {
                break;
            }
            rest -= weight;
        }
    }
    picked
}

/// The whole number below a share of a few.
fn floor(twin: &mut Twin, share: f64) -> usize {
    twin.close_call |= (share - libm::round(share)).abs() < CLOSE;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of a few"
    )]
    let whole = share as usize;
    whole
}

fn below(stream: &mut Stream, count: usize) -> usize {
    stream.below(u32::try_from(count).expect("a small bank")) as usize
}
