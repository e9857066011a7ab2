//! What a mediator believes about one party in one run: weighted draws of what it may want.

use crate::bargaining::mediator::evidence::{Evidence, History};
use crate::bargaining::mediator::lanes::vectorized;
use crate::bargaining::mediator::particle::Particle;
use crate::bargaining::mediator::prior::PartyPrior;
use crate::bargaining::mediator::renewal::Renewal;
use crate::bargaining::mediator::verdicts::Four;
use crate::game::{Game, PackageSet, Purpose, Stream, pick_within};

/// Draws are resampled once their number exceeds this many times their effective sample size.
const UNEVEN: f64 = 2.0;
/// Reports that a step may weigh in the long run.
const WEIGHED: usize = 64;
/// Steps that a draw makes before a text is drafted for it: half as many as there are draws, so that more draws also bring each
/// closer to the posterior.
const fn steps_of(draws: usize) -> usize {
    draws.div_ceil(2)
}

/// Reports that are weighed at most before a text is drafted, to move the draw of one party; `reports` is how many may be heard
/// in all.
pub(crate) fn reports_weighed_max(draws: f64, reports: f64) -> f64 {
    0.5 * (draws + 1.0) * reports.min(WEIGHED as f64)
}

/// Weighted draws, and all they were weighed with.
#[derive(Debug, Default)]
pub(super) struct PartyBelief {
    pub(super) draws: Vec<Particle>,
    pub(super) weights: Vec<f64>,
    history: History,
    /// The draw of the bank it begins with.
    offset: usize,
    /// Reports that steps may still weigh.
    credit: usize,
    /// Decides how draws are renewed.
    stream: Option<Stream>,
}

/// Memory in which draws are weighed and renewed, shared by the beliefs about all parties.
#[derive(Debug)]
pub(super) struct Scales {
    pub(super) four: Four,
    pub(super) renewal: Renewal,
}

impl Default for Scales {
    fn default() -> Self {
        Self {
            four: Four::none(),
            renewal: Renewal::default(),
        }
    }
}

impl PartyBelief {
    /// Begins a run with `count` draws of the bank, the first of them at `offset`.
    pub(super) fn begin(
        &mut self,
        game: &Game,
        bank: &PartyPrior,
        (offset, count): (usize, usize),
        (seed, run): (u64, u64),
    ) {
        self.offset = offset;
        self.draws.resize_with(count, Particle::default);
        let owner = game.parties[bank.party].owners.renewal;
        self.stream = Some(Stream::new(seed, Purpose::Belief, owner, run));
        self.start_afresh(game, bank);
    }

    /// Forgets all that was heard, and the draws it led to.
    fn start_afresh(&mut self, game: &Game, bank: &PartyPrior) {
        self.history
            .begin(bank.blocks, bank.packages, bank.kinds.len());
        self.credit = 0;
        self.weights.clear();
        for (place, draw) in (self.offset..).zip(&mut self.draws) {
            let from = u32::try_from(place % bank.draws).unwrap_or(u32::MAX);
            draw.begin(game, bank, from);
            self.weights.push(bank.cores[from as usize].weight);
        }
    }

    /// Multiplies every weight by the likelihood of a report, after raising what it has come to since the prior to the power
    /// `forgetting` unless it is a vote; where the weights have become too uneven and nothing is forgotten, draws are resampled.
    pub(super) fn hear(
        &mut self,
        (game, bank): (&Game, &PartyPrior),
        (text, heard, crossed): (&[u32], &Evidence, &[PackageSet]),
        (sharpness, forgetting): (f64, f64),
        scales: &mut Scales,
    ) {
        self.history.push(text, heard, crossed);
        let report = self.history.len - 1;
        let round = self.history.rounds[report];
        let asked = self.history.asked(report / 4).count_ones() as usize;
        let four = &mut scales.four;
        // Most draws have the same demands.
        let mut given = (None, 0.0);
        let groups = self.draws.chunks_mut(4).zip(self.weights.chunks_mut(4));
        for (draws, weights) in groups {
            for (lane, draw) in draws.iter_mut().enumerate() {
                let demands = Some(draw.demands(bank));
                if given.0 != demands {
                    given = (demands, draw.given(game, bank, round));
                }
                draw.hear(bank, &self.history, given.1);
                draw.put(bank, &self.history, (four, lane));
            }
            let likelihoods = vectorized(
                #[inline(always)]
                || four.likelihoods(asked, sharpness),
            );
            for (lane, (draw, weight)) in draws.iter_mut().zip(weights).enumerate() {
                let mut likelihood = likelihoods[lane];
                if let Some((reading, precision)) = heard.reading {
                    let error = reading - four.margins[lane] + four.floors[lane];
                    likelihood *= libm::exp(-(precision * error * error));
                }
                if forgetting < 1.0 && !heard.vote {
                    // The prior is not forgotten; draws are then those of the bank.
                    let prior = bank.cores[draw.core as usize].weight;
                    *weight = prior * libm::pow(*weight / prior, forgetting);
                }
                draw.log += libm::log(likelihood);
                *weight *= likelihood;
            }
        }
        if !self.normalise() {
            // What excludes everything teaches nothing.
            self.start_afresh(game, bank);
        } else if forgetting >= 1.0 {
            self.resample_if_uneven(&mut scales.renewal);
        }
    }

    /// Makes the weights sum to 1, where anything is left of them.
    fn normalise(&mut self) -> bool {
        let sum: f64 = self.weights.iter().sum();
        let factor = 1.0 / sum;
        for weight in &mut self.weights {
            *weight *= factor;
        }
        factor.is_finite()
    }

    fn resample_if_uneven(&mut self, renewal: &mut Renewal) {
        let squares: f64 = self.weights.iter().map(|weight| weight * weight).sum();
        let count = self.draws.len() as f64;
        if let Some(stream) = &mut self.stream
            && UNEVEN < squares * count
        {
            renewal.resample(&mut self.draws, &self.weights, stream.uniform());
            self.weights.fill(1.0 / count);
        }
    }

    /// So many draws by weight: marks equally far apart, from one uniform on (systematic resampling).
    pub(super) fn several(&self, count: usize, uniform: f64) -> impl Iterator<Item = &Particle> {
        let sum: f64 = self.weights.iter().sum();
        let marks = (0..count).map(move |place| (place as f64 + uniform) / count as f64);
        marks.map(move |mark| &self.draws[pick_within(&self.weights, sum, mark).0])
    }

    /// The draw that a uniform picks by weight, moved on where nothing is forgotten.
    pub(super) fn pick(
        &mut self,
        (game, bank): (&Game, &PartyPrior),
        (sharpness, forgetting): (f64, f64),
        uniform: f64,
        scales: &mut Scales,
    ) -> &Particle {
        let sum = self.weights.iter().sum();
        let (picked, _) = pick_within(&self.weights, sum, uniform);
        if forgetting >= 1.0
            && self.history.len > 0
            && let Some(stream) = &mut self.stream
        {
            // What is left over later serves a later text, so that long talks cost no more a round than short ones.
            let (heard, most) = (self.history.len, steps_of(self.draws.len()));
            let credit = WEIGHED * most;
            self.credit = (self.credit + credit).min(credit.max(heard));
            let steps = most.min(self.credit / heard);
            self.credit -= steps * heard;
            let draw = &mut self.draws[picked];
            let heard = (game, bank, &self.history);
            let steps = (sharpness, steps);
            scales
                .renewal
                .move_on(draw, heard, steps, (&mut scales.four, stream));
        }
        &self.draws[picked]
    }
}
