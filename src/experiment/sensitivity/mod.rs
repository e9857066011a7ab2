//! Which uncertain numbers of a scenario drive a result: variance-based sensitivity analysis.
//!
//! Sobol indices (Sobol 1993, 2001) over groups of the uniforms that nature's numbers are made of. The noise of the talks
//! (errors of acceptance, of the channel, of votes, the time of a breakdown) is a factor of its own.

mod found;
mod indices;

use std::ops::ControlFlow;

pub use found::{FactorIndices, SETTLED, SobolIndices};
pub use indices::{Design, Evaluations, Index, Indices, Orders, indices};

use indices::inputs;

use crate::bargaining::{Prepared, Silent, Workspace, play_given};
use crate::experiment::Measure;
use crate::experiment::parameters::{Group, NOISE, title};
use crate::game::{Drawn, Game, Given, GivenSlots, Slot};
use crate::model::Scenario;
use crate::simulation::{Control, in_order};

/// Numbers held in memory at most; 8 bytes each.
pub const VALUES_MAX: u64 = 50_000_000;

/// Runs at each point where nobody says otherwise.
pub const RUNS_PER_SAMPLE: u32 = 4;

/// Most samples whose results can be held, with so many groups of numbers.
pub fn samples_max(groups: usize) -> u64 {
    VALUES_MAX / (groups as u64 + 3)
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
        (groups as u64 + 3).saturating_mul(u64::from(self.samples))
    }

    fn row_runs(&self, groups: usize) -> u64 {
        (groups as u64 + 3) * u64::from(self.runs_per_sample)
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
    let design = Sampler::new(game, drawn, groups, measure, settings);
    let rows_per_task = (TASK_RUNS / settings.row_runs(groups.len())).max(1);
    let samples = u64::from(settings.samples);
    let tasks = samples.div_ceil(rows_per_task);
    let task = |task: u64| {
        let first = task * rows_per_task;
        design.rows(first..samples.min(first + rows_per_task), control)
    };
    let mut evaluations = Evaluations::new(groups.len() + 1);
    let mut within = 0.0;
    in_order(settings.threads, 0..tasks, task, |_, rows| {
        for row in rows {
            evaluations.push(&row.values);
            within += row.within;
        }
        ControlFlow::Continue(())
    });
    let samples = evaluations.rows();
    let indices = indices(&evaluations, settings.seed, settings.threads);
    let noise_share = (settings.runs_per_sample > 1)
        .then(|| {
            // The mean over runs has the variance of the chance plus a share of that of the noise.
            let within = within / samples as f64;
            let between = indices.as_ref().map(|indices| indices.variance)?;
            let runs = f64::from(settings.runs_per_sample);
            Some(within / (between + within * (1.0 - 1.0 / runs)))
        })
        .flatten();
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
    let found = SobolIndices {
        title: scenario.title.clone(),
        of: measure.name().to_owned(),
        seed: settings.seed,
        samples: u32::try_from(samples).unwrap_or(settings.samples),
        samples_asked: settings.samples,
        runs_per_sample: settings.runs_per_sample,
        mean: indices.as_ref().map(|it| it.mean),
        variance: indices.as_ref().map(|it| it.variance),
        noise_share,
        factors,
        first_sum: indices.map(|it| it.first_sum),
        doubts: Vec::new(),
    };
    SobolIndices {
        doubts: found.doubts(),
        ..found
    }
}

/// What the runs at the points of one row gave.
struct Row {
    /// At A, at B, then at A with each group and at last the noise from B.
    values: Vec<f64>,
    /// Variance between the runs at a point, over the points A and B.
    within: f64,
}

/// Mean and variance of the runs at one point.
struct Point {
    mean: f64,
    variance: f64,
}

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

    /// Plays some rows; nothing when it was cancelled before all were done.
    fn rows(&self, rows: std::ops::Range<u64>, control: &dyn Control) -> Option<Vec<Row>> {
        let mut workspace = Workspace::default();
        let mut done = Vec::new();
        for row in rows {
            if control.is_cancelled() {
                return None;
            }
            let number = u32::try_from(row).expect("rows are counted in 32 bits");
            let points = self.design.points(number);
            let mut at = |point: usize, noise| {
                self.point(row, noise, inputs(&points.row(point)), &mut workspace)
            };
            let (a, b) = (at(0, Noise::A), at(1, Noise::B));
            let mixed = (2..points.nrows()).map(|point| at(point, Noise::A).mean);
            let mut values: Vec<f64> = [a.mean, b.mean].into_iter().chain(mixed).collect();
            values.push(at(0, Noise::B).mean);
            done.push(Row {
                values,
                within: 0.5 * (a.variance + b.variance),
            });
            control.advanced((self.design.factors() as u64 + 3) * self.runs_per_sample);
        }
        Some(done)
    }

    /// Plays the runs at one point.
    fn point(&self, row: u64, noise: Noise, point: &[f64], workspace: &mut Workspace) -> Point {
        let given = Given {
            slots: &self.slots,
            uniforms: point,
        };
        let mut values = crate::simulation::Mean::default();
        for repeat in 0..self.runs_per_sample {
            let pair = row * self.runs_per_sample + repeat;
            let run = 2 * pair + u64::from(noise == Noise::B);
            let outcome = play_given(&self.prepared, run, &given, workspace, &mut Silent);
            values.push(self.measure.of(&outcome));
        }
        Point {
            mean: values.value().unwrap_or(0.0),
            variance: values.variance().unwrap_or(0.0),
        }
    }
}

/// Whose noise: that of point A or that of point B.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Noise {
    A,
    B,
}
