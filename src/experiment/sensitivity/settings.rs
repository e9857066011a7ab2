//! How much a sensitivity analysis looks at.

use crate::experiment::parameters::{Group, has_ranges};
use crate::experiment::sensitivity::design::{Order, points_of_row};

/// Numbers held in memory at most; 8 bytes each.
pub const VALUES_MAX: u64 = 50_000_000;

/// Samples at most, however few numbers there are.
pub const SAMPLES_MAX: u32 = 1 << 20;

/// Runs at each point where nobody says otherwise.
pub const RUNS_PER_SAMPLE: u32 = 4;

/// How many points, how many runs at each, from which chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SensitivitySettings {
    /// Rows of the design; each takes two points, one more for each factor, the noise included, and for pairs one more again; two
    /// more where numbers have ranges.
    pub samples: u32,
    /// Runs at each point, which differ in the noise of the talks only; their mean is the result there.
    pub runs_per_sample: u32,
    /// Whether pairs of factors are asked about.
    pub order: Order,
    /// Seed.
    pub seed: u64,
    /// Threads; none: as many as the machine offers. Results do not depend on it.
    pub threads: Option<usize>,
}

impl SensitivitySettings {
    /// Points of a row with some groups of numbers, to which the noise is added.
    pub fn points(&self, groups: &[Group]) -> u64 {
        points_of_row(groups.len() + 1, self.order, has_ranges(groups)) as u64
    }

    /// Runs of an analysis of some groups of numbers, the noise not counted.
    pub fn runs(&self, groups: &[Group]) -> u64 {
        self.row_runs(groups) * u64::from(self.samples)
    }

    /// Results kept in an analysis of some groups of numbers.
    pub fn values(&self, groups: &[Group]) -> u64 {
        self.points(groups).saturating_mul(self.samples.into())
    }

    /// Most samples whose results can be held, with some groups of numbers.
    pub fn samples_max(&self, groups: &[Group]) -> u64 {
        (VALUES_MAX / self.points(groups)).min(SAMPLES_MAX.into())
    }

    pub(super) fn row_runs(&self, groups: &[Group]) -> u64 {
        self.points(groups) * u64::from(self.runs_per_sample)
    }
}
