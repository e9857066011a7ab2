//! What a mediator believes about one party in one run: weighted draws of what it may want.

use crate::bargaining::mediator::heard::{Heard, History};
use crate::bargaining::mediator::lanes::vectorized;
use crate::bargaining::mediator::prior::PartyPrior;
use crate::bargaining::mediator::renewal::Renewal;
use crate::bargaining::mediator::supposed::Supposed;
use crate::bargaining::mediator::verdicts::Four;
use crate::game::{Game, PackageSet, Stream};

/// Draws are drawn anew once fewer than one in so many would do with equal weights.
const UNEVEN: f64 = 2.0;
/// Reports that a step may weigh in the long run.
const WEIGHED: usize = 64;
/// Steps that a draw makes before a text is drafted for it, of a belief of so many draws: half as many, so that more draws make
/// everything surer that they approximate.
const fn steps_of(draws: usize) -> usize {
    draws.div_ceil(2)
}

/// Reports that are weighed at most before a text is drafted, to move the draw of one party.
pub(crate) fn reports_weighed_max(draws: f64, rounds: f64) -> f64 {
    0.5 * (draws + 1.0) * rounds.min(WEIGHED as f64)
}

/// Weighted draws, and all they were weighed with.
#[derive(Debug, Default)]
pub(super) struct Seat {
    pub(super) draws: Vec<Supposed>,
    weights: Vec<f64>,
    history: History,
    /// Reports that steps may still weigh.
    credit: usize,
}

/// Memory in which draws are weighed and renewed, shared by all seats.
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

impl Seat {
    /// Begins anew with so many draws of the bank from a place on.
    pub(super) fn begin(&mut self, game: &Game, bank: &PartyPrior, offset: usize, count: usize) {
        self.history
            .begin(bank.blocks, bank.packages, bank.kinds.len());
        self.draws.resize_with(count, Supposed::default);
        for (place, draw) in (offset..).zip(&mut self.draws) {
            let from = u32::try_from(place % bank.draws).unwrap_or(u32::MAX);
            draw.begin(game, bank, from);
        }
        self.credit = 0;
        self.weigh_as_before(bank);
    }

    /// Weights as before anything is heard.
    fn weigh_as_before(&mut self, bank: &PartyPrior) {
        self.weights.clear();
        let cores = self.draws.iter().map(|draw| draw.core as usize);
        self.weights
            .extend(cores.map(|core| bank.cores[core].weight));
    }

    /// Multiplies every weight by the likelihood of a report, after raising it to the power `forgetting` unless it is a vote;
    /// where the weights have become too uneven and nothing is forgotten, draws are drawn anew.
    pub(super) fn hear(
        &mut self,
        (game, bank): (&Game, &PartyPrior),
        (text, heard, crossed): (&[u32], &Heard, &[PackageSet]),
        (sharpness, forgetting): (f64, f64),
        (scales, stream): (&mut Scales, &mut Stream),
    ) {
        self.history.push(text, heard, crossed);
        let report = self.history.len - 1;
        let asked = self.history.asked(report / 4).count_ones() as usize;
        let four = &mut scales.four;
        // Most draws have the same demands.
        let mut given = (None, 0.0);
        let groups = self.draws.chunks_mut(4).zip(self.weights.chunks_mut(4));
        for (draws, weights) in groups {
            for (lane, draw) in draws.iter_mut().enumerate() {
                let core = &bank.cores[draw.core as usize];
                let demands = Some((core.kind, core.needs));
                if given.0 != demands {
                    given = (demands, draw.given(game, bank, &self.history, report));
                }
                draw.add_up(bank, &self.history, given.1);
                draw.put(bank, &self.history, report, (four, lane));
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
                    *weight = libm::pow(*weight, forgetting);
                }
                draw.log += libm::log(likelihood);
                *weight *= likelihood;
            }
        }
        if !self.normalise(bank) || forgetting < 1.0 {
            return;
        }
        let squares: f64 = self.weights.iter().map(|weight| weight * weight).sum();
        if UNEVEN < squares * self.draws.len() as f64 {
            let renewal = &mut scales.renewal;
            renewal.resample(&mut self.draws, &self.weights, stream.uniform());
            self.weights.fill(1.0 / self.draws.len() as f64);
        }
    }

    /// Makes the weights sum to 1; where everything is excluded nothing has been heard.
    fn normalise(&mut self, bank: &PartyPrior) -> bool {
        let sum: f64 = self.weights.iter().sum();
        let factor = 1.0 / sum;
        if factor.is_finite() {
            for weight in &mut self.weights {
                *weight *= factor;
            }
            return true;
        }
        self.history.clear();
        self.draws.iter_mut().for_each(Supposed::forget);
        self.weigh_as_before(bank);
        false
    }

    /// The draw that a uniform picks by weight, moved on where nothing is forgotten.
    pub(super) fn pick(
        &mut self,
        (game, bank): (&Game, &PartyPrior),
        (sharpness, forgetting): (f64, f64),
        uniform: f64,
        (scales, stream): (&mut Scales, &mut Stream),
    ) -> &Supposed {
        let picked = self.place(uniform);
        if forgetting >= 1.0 && self.history.len > 0 {
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

    /// The place of the weight on which a uniform falls.
    fn place(&self, uniform: f64) -> usize {
        let mut rest = uniform * self.weights.iter().sum::<f64>();
        let mut picked = 0;
        for (place, &weight) in self.weights.iter().enumerate() {
            if weight > 0.0 {
                picked = place;
                if rest < weight {
                    break;
                }
                rest -= weight;
            }
        }
        picked
    }
}
