//! Which uncertain numbers of a scenario drive a result: variance-based sensitivity analysis.
//!
//! Sobol indices (Sobol 1993, 2001) over groups of the uniforms that nature's numbers are made of. The noise of the talks
//! (errors of acceptance, of the channel, of votes, the time of a breakdown) is a factor of its own.

mod found;
mod indices;

use std::ops::Range;

pub use found::{FactorIndices, SETTLED, SobolIndices};
pub use indices::{Design, Evaluations, Index, Indices, Orders, indices};

use indices::inputs;

use crate::bargaining::{Prepared, Silent, Workspace, play_given, threads_within_memory};
use crate::experiment::Measure;
use crate::experiment::parameters::{Group, NOISE, title};
use crate::game::{Drawn, Game, Given, GivenSlots, Slot};
use crate::model::Scenario;
use crate::simulation::{Control, Mean, in_pieces, run_by_run};

/// Numbers held in memory at most; 8 bytes each.
pub const VALUES_MAX: u64 = 50_000_000;

/// Runs at each point where nobody says otherwise.
pub const RUNS_PER_SAMPLE: u32 = 4;

/// Most samples whose results can be held, with so many groups of numbers.
pub fn samples_max(groups: usize) -> u64 {
    VALUES_MAX / points(groups)
}

/// Points of a row: two, one for each group of numbers, and one for the noise.
fn points(groups: usize) -> u64 {
    groups as u64 + 3
}

/// Runs of one task.
const TASK_RUNS: u64 = 1_024;

/// How many points, how many runs at each, from which chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SensitivitySettings {
    /// Rows of the design; each takes a point for each factor and three more.
    pub samples: u32,
    /// Runs at each point, which differ in the noise of the talks only; their mean is the result there.
    pub runs_per_sample: u32,
    /// Seed.
    pub seed: u64,
    /// Threads; none: as many as the machine offers. Results do not depend on it.
    pub threads: Option<usize>,
}

impl SensitivitySettings {
    /// Runs of an analysis of so many groups of numbers, the noise not counted.
    pub fn runs(&self, groups: usize) -> u64 {
        self.row_runs(groups) * u64::from(self.samples)
    }

    /// Results kept in an analysis of so many groups of numbers.
    pub fn values(&self, groups: usize) -> u64 {
        points(groups).saturating_mul(u64::from(self.samples))
    }

    fn row_runs(&self, groups: usize) -> u64 {
        points(groups) * u64::from(self.runs_per_sample)
    }
}

/// Plays the design and estimates the indices of each group, and of the noise.
///
/// Points A and B of a row differ in all numbers and in the noise; a mixed point differs from A in one group, or in the noise,
/// only. So the indices of all groups and of the noise share out the variance of the result.
pub fn sensitivity(
    (scenario, game): (&Scenario, &Game),
    drawn: &Drawn,
    groups: &[Group],
    measure: &Measure,
    settings: &SensitivitySettings,
    control: &dyn Control,
) -> SobolIndices {
    let player = Sampler::new(game, drawn, groups, measure, settings);
    let row_runs = settings.row_runs(groups.len());
    let play = |rows: Range<u64>| {
        let mut workspace = Workspace::default();
        run_by_run(rows, control, |row| {
            let found = player.row(row, &mut workspace);
            control.advanced(row_runs);
            found
        })
    };
    let mut evaluations = Evaluations::new(groups.len() + 1);
    let mut within = 0.0;
    let (rows, rows_per_task) = (0..u64::from(settings.samples), TASK_RUNS / row_runs);
    let threads = threads_within_memory(settings.threads, [game]);
    in_pieces(threads, rows, rows_per_task.max(1), play, |rows| {
        for (values, variance) in rows {
            evaluations.push(&values);
            within += variance;
        }
    });
    let samples = evaluations.rows();
    let indices = indices(&evaluations, settings.seed, settings.threads);
    let noise_share = indices.as_ref().filter(|_| settings.runs_per_sample > 1);
    let noise_share = noise_share.map(|indices| {
        // The mean over runs has the variance of the chance plus a share of that of the noise.
        let within = within / samples as f64;
        let runs = f64::from(settings.runs_per_sample);
        within / (indices.variance + within * (1.0 - 1.0 / runs))
    });
    let names = groups.iter().map(|group| group.path.as_str());
    let names = names.chain([NOISE]);
    let factors = indices.as_ref().map(|indices| {
        let factors = names.zip(&indices.factors);
        let factors = factors.map(|(path, orders)| FactorIndices {
            factor: path.to_owned(),
            title: title(scenario, path),
            first: orders.first,
            total: orders.total,
        });
        factors.collect()
    });
    let mut found = SobolIndices {
        title: scenario.title.clone(),
        of: measure.name().to_owned(),
        seed: settings.seed,
        samples: u32::try_from(samples).unwrap_or(settings.samples),
        samples_asked: settings.samples,
        runs_per_sample: settings.runs_per_sample,
        mean: indices.as_ref().map(|found| found.mean),
        variance: indices.as_ref().map(|found| found.variance),
        noise_share,
        factors,
        first_sum: indices.map(|found| found.first_sum),
        doubts: Vec::new(),
    };
    found.doubts = found.doubts();
    found
}

/// Plays the runs at the points of a design.
struct Sampler<'a> {
    prepared: Prepared<'a>,
    design: Design,
    slots: GivenSlots,
    measure: &'a Measure,
    runs_per_sample: u64,
}

impl<'a> Sampler<'a> {
    fn new(
        game: &'a Game,
        drawn: &Drawn,
        groups: &[Group],
        measure: &'a Measure,
        settings: &SensitivitySettings,
    ) -> Self {
        let mut slots: Vec<Slot> = Vec::new();
        let mut factors = Vec::new();
        for group in groups {
            let first = slots.len();
            let numbers = group.numbers.iter().map(|&number| &drawn.numbers[number]);
            slots.extend(numbers.flat_map(|number| number.slots.iter().copied()));
            factors.push((first..slots.len()).collect());
        }
        Self {
            prepared: Prepared::new(game, settings.seed),
            design: Design::new(factors, settings.seed),
            slots: GivenSlots::of(slots),
            measure,
            runs_per_sample: u64::from(settings.runs_per_sample),
        }
    }

    /// What the runs at the points of one row gave: at A, at B, then at A with each group and at last the noise from B; and
    /// the variance between the runs at a point, over the points A and B.
    fn row(&self, row: u64, workspace: &mut Workspace) -> (Vec<f64>, f64) {
        let number = u32::try_from(row).expect("rows are counted in 32 bits");
        let points = self.design.points(number);
        // The noise is that of point A (0) or that of point B (1).
        let mut at = |point: usize, noise: u64| {
            let given = Given {
                slots: &self.slots,
                uniforms: inputs(&points.row(point)),
            };
            let mut values = Mean::default();
            for repeat in 0..self.runs_per_sample {
                let pair = row * self.runs_per_sample + repeat;
                let outcome = play_given(
                    &self.prepared,
                    2 * pair + noise,
                    &given,
                    workspace,
                    &mut Silent,
                );
                values.push(self.measure.of(&outcome));
            }
            let [mean, variance] = [values.value(), values.variance()];
            (mean.unwrap_or(0.0), variance.unwrap_or(0.0))
        };
        let (a, b) = (at(0, 0), at(1, 1));
        let mixed = (2..points.nrows()).map(|point| (point, 0)).chain([(0, 1)]);
        let mixed = mixed.map(|(point, noise)| at(point, noise).0);
        let values = [a.0, b.0].into_iter().chain(mixed);
        (values.collect(), 0.5 * (a.1 + b.1))
    }
}
