//! Draws are renewed before a belief is left with a few of them (Gilks and Berzuini 2001, Journal of the Royal Statistical
//! Society B 63; Chopin 2002, Biometrika 89).
//!
//! Weights gather on few draws. So once they have become uneven, draws are drawn anew by their weights, heavy ones several
//! times; and the one a text is drafted for first makes some steps of a Markov chain that leaves the posterior as it is.
//! Copies so part, and what is drafted for is a draw from the posterior even where few draws are left of the prior.
//!
//! *A step* takes the weights and scores of one block, or everything but these, from another draw of the bank, which is a
//! draw from their prior, and a new fallback. Readings tell mostly the difference of margin and fallback, so a new margin with
//! the fallback of the old one would seldom do. With `d_t` the reading of report t less the margin, precisions `p_t`, P
//! their sum and d̄ their mean so weighted, the readings are as likely as `exp(−P (d̄ + r)² − Σ p_t (d_t − d̄)²)` with fallback r.
//!
//! 1. On a grid of fallbacks that is summed up for the parts as they are and as they would be, Z and Z′; with probability
//!    min(1, Z′/Z) the step goes on, with a fallback drawn from the terms of Z′. This alone would be a step that leaves the
//!    posterior after readings as it is, each fallback taken for the middle of its step.
//! 2. The step is made with probability min(1, ρ′/ρ), ρ the likelihood of all that was heard as a share of that of the
//!    readings in 1 (delayed acceptance: Christen and Fox 2005, Journal of Computational and Graphical Statistics 14).

use crate::bargaining::mediator::heard::History;
use crate::bargaining::mediator::lanes::{Lanes, exp};
use crate::bargaining::mediator::prior::{FINER, PartyPrior, STEPS};
use crate::bargaining::mediator::supposed::Supposed;
use crate::bargaining::mediator::verdicts::Four;
use crate::game::{Game, Stream};

/// Memory of the steps.
#[derive(Debug, Default)]
pub(super) struct Renewal {
    other: Supposed,
    /// Margins of the texts.
    margins: Vec<Lanes>,
    /// Draws drawn anew.
    drawn: Vec<Supposed>,
}

/// How likely the readings are on a grid of fallbacks.
#[derive(Debug)]
struct Grid {
    /// The sum of the precisions, the mean error, and the sum of squared errors around it.
    precision: f64,
    mean: f64,
    rest: f64,
    /// Likelihoods without the rest.
    cells: [Lanes; STEPS / 4],
    sum: f64,
}

impl Grid {
    /// With these margins of the texts before the fallback.
    fn of(margins: &[Lanes], history: &History, steps: &[Lanes]) -> Self {
        let (mut weights, mut sums, mut squares) = ([0.0; 4], [0.0; 4], [0.0; 4]);
        for (margins, reports) in margins.iter().zip(&history.reports) {
            for lane in 0..4 {
                let error = reports.readings[lane] - margins[lane] + reports.shifts[lane];
                let weighted = reports.precisions[lane] * error;
                weights[lane] += reports.precisions[lane];
                sums[lane] += weighted;
                squares[lane] += weighted * error;
            }
        }
        let all = |lanes: Lanes| (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
        let (precision, sum) = (all(weights), all(sums));
        let mean = if precision > 0.0 {
            sum / precision
        } else {
            0.0
        };
        let mut cells = [[0.0; 4]; STEPS / 4];
        for (cells, steps) in cells.iter_mut().zip(steps) {
            *cells = exp(steps.map(|fallback| {
                let error = mean + fallback;
                -(precision * error * error)
            }));
        }
        Self {
            precision,
            mean,
            rest: all(squares) - mean * sum,
            sum: cells.iter().map(|cells| all(*cells)).sum(),
            cells,
        }
    }

    /// How much likelier the readings are than on another, all fallbacks together.
    fn odds(&self, other: &Self) -> f64 {
        libm::exp(other.rest - self.rest) * (self.sum / other.sum)
    }

    /// A fallback by its likelihood, by number.
    fn pick(&self, uniform: f64) -> usize {
        let mut rest = uniform * self.sum;
        let cells = self.cells.as_flattened();
        let mut picked = 0;
        for (step, &cell) in cells.iter().enumerate() {
            if cell > 0.0 {
                let within = (rest / cell).clamp(0.0, 1.0) * FINER as f64;
                picked = step * FINER + whole(within).min(FINER - 1);
                if rest < cell {
                    break;
                }
                rest -= cell;
            }
        }
        picked
    }

    /// Logarithm of the likelihood of the readings with a fallback taken for the middle of its step.
    fn log(&self, fallback: usize, steps: &[Lanes]) -> f64 {
        let error = self.mean + steps.as_flattened()[fallback / FINER];
        -(self.precision * error * error) - self.rest
    }
}

impl Renewal {
    /// Draws as many draws by their weights, whose sum is 1: marks lie equally far apart, from one uniform on.
    pub(super) fn resample(&mut self, draws: &mut Vec<Supposed>, weights: &[f64], uniform: f64) {
        let count = draws.len();
        self.drawn.resize_with(count, Supposed::default);
        let (mut from, mut passed) = (0, weights[0]);
        let mut last = None;
        for place in 0..count {
            let mark = (place as f64 + uniform) / count as f64;
            while passed < mark && from + 1 < count {
                from += 1;
                passed += weights[from];
            }
            let (before, rest) = self.drawn.split_at_mut(place);
            match last {
                Some(same) if same == from => rest[0].clone_from(&before[place - 1]),
                _ => std::mem::swap(&mut rest[0], &mut draws[from]),
            }
            last = Some(from);
        }
        std::mem::swap(draws, &mut self.drawn);
    }

    /// Lets a draw make so many steps.
    pub(super) fn move_on(
        &mut self,
        draw: &mut Supposed,
        (game, bank, history): (&Game, &PartyPrior, &History),
        (sharpness, steps_made): (f64, usize),
        (four, stream): (&mut Four, &mut Stream),
    ) {
        draw.texts(bank, &mut self.margins);
        let mut steps = &bank.kinds[draw.kind(bank)].steps;
        let mut grid = Grid::of(&self.margins, history, steps);
        let alike = &bank.alike[bank.kinds[draw.kind(bank)].alike];
        let below = |stream: &mut Stream, count: usize| {
            stream.below(u32::try_from(count).unwrap_or(u32::MAX)) as usize
        };
        for _ in 0..steps_made {
            let block = below(stream, bank.blocks + 1);
            let from = alike[below(stream, alike.len())];
            let (mut weight, mut new_steps) = (1.0, steps);
            if block < bank.blocks {
                draw.texts_with_part(bank, history, (block, from), &mut self.margins);
            } else {
                let [new, old] = [from, draw.core].map(|core| &bank.cores[core as usize]);
                (weight, new_steps) = (new.weight / old.weight, &bank.kinds[new.kind].steps);
                draw.texts_with_core(bank, history, from, &mut self.margins);
            }
            let new = Grid::of(&self.margins, history, new_steps);
            let goes_on = stream.uniform() < new.odds(&grid) * weight;
            if !goes_on {
                continue;
            }
            let fallback = new.pick(stream.uniform());
            let other = &mut self.other;
            other.clone_from(draw);
            other.fallback = fallback;
            if block < bank.blocks {
                other.take_part(game, bank, history, (block, from));
            } else {
                other.take_core(game, bank, history, from);
            }
            let share = draw.log - grid.log(draw.fallback, steps);
            let bar = libm::log(stream.uniform()) + share + new.log(fallback, new_steps);
            let heard = (bank, history);
            if let Some(log) = other.log_likelihood(heard, sharpness, bar, four) {
                other.log = log;
                std::mem::swap(draw, other);
                (grid, steps) = (new, new_steps);
            }
        }
    }
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a number below a few dozen"
)]
fn whole(number: f64) -> usize {
    number as usize
}
