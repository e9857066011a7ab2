//! Draws are renewed before a belief is left with a few of them: resample and move (Gilks and Berzuini 2001, Journal of the
//! Royal Statistical Society B 63; Chopin 2002, Biometrika 89).
//!
//! Weights gather on few draws. So once they have become uneven, draws are resampled by their weights, heavy ones several
//! times; and the one a text is drafted for first makes some Metropolis–Hastings steps, which leave its posterior as it is.
//! Copies so part, and what is drafted for is a draw from the posterior even where few draws are left of the prior. (The draw
//! moved keeps its weight; what that adds to the error of the weighted mean is of order 1/N, as its other errors are.)
//!
//! *A step* takes some parts from other draws of the bank, which are draws from their prior, and a new fallback. Proposal are the
//! weights and scores of each block, and everything but these. Where single parts are taken most steps are made, and a draw
//! changes slowly; so up to half of them are taken at once. Readings tell mostly the difference of margin and fallback, so a
//! new margin with the fallback of the old one would seldom do. With `d_t` the reading of report t less the margin, precisions `p_t`, P
//! their sum and d̄ their mean so weighted, the readings are as likely as `exp(−P (d̄ + r)² − Σ p_t (d_t − d̄)²)` with fallback r.
//!
//! 1. On a grid of fallbacks that is summed up for the parts as they are and as they would be, Z and Z′; with probability
//!    min(1, Z′/Z) the step goes on, with a fallback drawn from the terms of Z′. This alone would be a step that leaves the
//!    posterior after readings as it is, each fallback taken for the middle of its step.
//! 2. The step is made with probability min(1, ρ′/ρ), ρ the likelihood of all that was heard as a share of that of the
//!    readings in 1 (delayed acceptance: Christen and Fox 2005, Journal of Computational and Graphical Statistics 14).

use crate::bargaining::mediator::evidence::History;
use crate::bargaining::mediator::lanes::{Lanes, exp};
use crate::bargaining::mediator::particle::{Particle, Proposal};
use crate::bargaining::mediator::prior::{FINER, PartyPrior, STEPS};
use crate::bargaining::mediator::texts::Texts;
use crate::bargaining::mediator::verdicts::Four;
use crate::game::{Game, Stream, pick_within};

/// Memory of the steps.
#[derive(Debug, Default)]
pub(super) struct Renewal {
    texts: Texts,
    /// The draw as it would be after a step.
    other: Particle,
    other_texts: Texts,
    /// Margins of the texts.
    margins: Vec<Lanes>,
    proposal: Proposal,
    /// Draws resampled.
    drawn: Vec<Particle>,
}

/// Chooses up to half of all parts, each with a draw it is to come from.
///
/// One draw for all would not do: from parts of one draw no step would lead back to parts of several.
fn propose(proposal: &mut Proposal, alike: &[u32], blocks: usize, stream: &mut Stream) {
    let mut below = |count: usize| stream.below(u32::try_from(count).unwrap_or(u32::MAX)) as usize;
    proposal.blocks.clear();
    proposal.core = None;
    for _ in 0..=below((blocks + 1).div_ceil(2)) {
        let part = below(blocks + 1);
        let from = alike[below(alike.len())];
        let mut chosen = proposal.blocks.iter_mut();
        if part == blocks {
            proposal.core = Some(from);
        } else if let Some(twice) = chosen.find(|chosen| chosen.0 == part) {
            twice.1 = from;
        } else {
            proposal.blocks.push((part, from));
        }
    }
}

/// How likely the readings are on a grid of fallbacks.
#[derive(Debug)]
struct Grid {
    /// The sum of the precisions.
    precision: f64,
    /// The mean error, in utility.
    mean: f64,
    /// The sum of squared errors around it by their precision: minus the logarithm of the likelihood were there no other.
    rest: f64,
    /// Logarithm of the likelihood of the likeliest fallback, without the rest.
    top: f64,
    /// Likelihoods as shares of that of the likeliest.
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
        let mut top = f64::NEG_INFINITY;
        for (cells, steps) in cells.iter_mut().zip(steps) {
            *cells = steps.map(|fallback| {
                let error = mean + fallback;
                let log = -(precision * error * error);
                top = if log > top { log } else { top };
                log
            });
        }
        for cells in &mut cells {
            *cells = exp(cells.map(|log| log - top));
        }
        Self {
            precision,
            mean,
            rest: all(squares) - mean * sum,
            top,
            sum: cells.iter().map(|cells| all(*cells)).sum(),
            cells,
        }
    }

    /// How much likelier the readings are than on another, all fallbacks together.
    fn odds(&self, other: &Self) -> f64 {
        let log = (self.top - self.rest) - (other.top - other.rest);
        libm::exp(log) * (self.sum / other.sum)
    }

    /// A fallback by its likelihood, by place.
    fn pick(&self, uniform: f64) -> usize {
        let (step, within) = pick_within(self.cells.as_flattened(), self.sum, uniform);
        let passed = |&finer: &usize| finer as f64 <= within * FINER as f64;
        step * FINER + (1..FINER).filter(passed).count()
    }

    /// Logarithm of the likelihood of the readings with a fallback taken for the middle of its step.
    fn log(&self, fallback: usize, steps: &[Lanes]) -> f64 {
        let error = self.mean + steps.as_flattened()[fallback / FINER];
        -(self.precision * error * error) - self.rest
    }
}

impl Renewal {
    /// Draws as many draws by their weights, whose sum is 1 (systematic resampling): marks lie equally far apart, from one
    /// uniform on.
    pub(super) fn resample(&mut self, draws: &mut Vec<Particle>, weights: &[f64], uniform: f64) {
        let count = draws.len();
        self.drawn.resize_with(count, Particle::default);
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
                Some(same) if same == from => rest[0].copy(&before[place - 1]),
                _ => std::mem::swap(&mut rest[0], &mut draws[from]),
            }
            last = Some(from);
        }
        std::mem::swap(draws, &mut self.drawn);
    }

    /// Lets a draw make so many steps.
    pub(super) fn move_on(
        &mut self,
        draw: &mut Particle,
        (game, bank, history): (&Game, &PartyPrior, &History),
        (sharpness, steps_made): (f64, usize),
        (four, stream): (&mut Four, &mut Stream),
    ) {
        if steps_made == 0 {
            return;
        }
        let heard = (bank, history);
        let place = (game, bank, history);
        let Self {
            texts,
            other,
            other_texts,
            margins,
            proposal,
            ..
        } = self;
        texts.add_up(place, draw);
        texts.margins(draw, margins);
        let mut steps = &bank.kinds[draw.kind(bank)].steps;
        let mut grid = Grid::of(margins, history, steps);
        let alike = &bank.alike[bank.kinds[draw.kind(bank)].alike];
        for _ in 0..steps_made {
            propose(proposal, alike, bank.blocks, stream);
            texts.margins_with(heard, draw, proposal, margins);
            let core = &bank.cores[draw.core_with(proposal) as usize];
            let weight = core.weight / bank.cores[draw.core as usize].weight;
            let new_steps = &bank.kinds[core.kind].steps;
            let new = Grid::of(margins, history, new_steps);
            let goes_on = stream.uniform() < new.odds(&grid) * weight;
            if !goes_on {
                continue;
            }
            let fallback = new.pick(stream.uniform());
            other.copy(draw);
            other.fallback = fallback;
            other_texts.copy(texts);
            other_texts.take(place, other, proposal);
            let share = draw.log - grid.log(draw.fallback, steps);
            let bar = libm::log(stream.uniform()) + share + new.log(fallback, new_steps);
            let weighed = (&*other_texts, sharpness);
            if let Some(log) = other.log_likelihood(heard, weighed, bar, four) {
                other.log = log;
                std::mem::swap(draw, other);
                std::mem::swap(texts, other_texts);
                (grid, steps) = (new, new_steps);
            }
        }
        texts.keep_last(history, draw);
    }
}

#[cfg(test)]
mod tests {
    use crate::bargaining::mediator::evidence::{Evidence, History};
    use crate::bargaining::mediator::prior::STEPS;
    use crate::bargaining::mediator::renewal::Grid;
    use crate::bargaining::mediator::verdicts::Verdicts;

    /// Readings so far off that no fallback has a likelihood that is a number above 0.
    #[test]
    fn what_explains_readings_best_is_found_however_badly_it_does() {
        let mut history = History::default();
        history.begin(1, 1, 1);
        for _ in 0..4 {
            let said = Evidence {
                verdicts: Verdicts::new(1, 1, 0.1),
                vote: false,
                reading: Some((3.0, 1e3)),
                shift: 0.0,
                time: (0, 10),
            };
            history.push(&[0], &said, &[0]);
        }
        let steps: [[f64; 4]; STEPS / 4] = std::array::from_fn(|four| {
            std::array::from_fn(|lane| 0.2 + 0.01 * (4 * four + lane) as f64)
        });
        let grid = |margin: f64| Grid::of(&[[margin; 4]], &history, &steps);
        let (near, far) = (grid(0.5), grid(0.4));
        assert_eq!(near.pick(0.5) / STEPS, 0, "the lowest fallback");
        assert_eq!(near.odds(&near).to_bits(), 1.0_f64.to_bits());
        assert!(near.odds(&far) > 1e200);
        // A tenth of 4,000 in the square of the error.
        let wanted = 4e3 * (2.8_f64 * 2.8 - 2.7 * 2.7);
        assert!((near.log(0, &steps) - far.log(0, &steps) - wanted).abs() < 1e-6);
    }
}
