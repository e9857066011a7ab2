//! What drives a result, and why that must not be taken at its word yet.

use serde::{Deserialize, Serialize};

use crate::experiment::sensitivity::indices::Index;

/// Half-width beyond which an interval counts as unsettled.
pub const SETTLED: f64 = 0.05;

/// Sobol indices of a result.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct SobolIndices {
    /// Title of the scenario.
    pub title: String,
    /// Name of the measure.
    pub of: String,
    /// Seed.
    pub seed: u64,
    /// Samples done; fewer than asked for when the analysis was cancelled.
    pub samples: u32,
    /// Samples asked for.
    pub samples_asked: u32,
    /// Runs at each point.
    pub runs_per_sample: u32,
    /// Mean of the result; none where it never varied.
    pub mean: Option<f64>,
    /// Variance of the result; none where it never varied.
    pub variance: Option<f64>,
    /// Share of the variance of a single run that the noise of the talks makes, `E[V(y | numbers)] / V(y)`; none with one run
    /// at each point and where nothing varies. More than 1 says nothing.
    pub noise_share: Option<f64>,
    /// Each number or group of numbers, then the noise of the talks; none where the result never varied.
    pub factors: Option<Vec<FactorIndices>>,
    /// Sum of the first-order indices; none where the result never varied.
    pub first_sum: Option<Index>,
    /// What is doubtful about them, in words.
    pub doubts: Vec<String>,
}

/// The indices of one number or group of numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FactorIndices {
    /// Its path.
    pub factor: String,
    /// Name for readers.
    pub title: String,
    /// Share of the variance that it makes alone.
    pub first: Index,
    /// Share of the variance that it makes together with others.
    pub total: Index,
}

impl SobolIndices {
    /// The factors, greatest total index first; of equal ones the first listed.
    pub fn ranked(&self) -> Vec<&FactorIndices> {
        let mut factors: Vec<&FactorIndices> = self.factors.iter().flatten().collect();
        factors.sort_by(|one, other| other.total.value.total_cmp(&one.total.value));
        factors
    }

    /// All reasons for doubt; none when the indices have settled.
    pub(super) fn doubts(&self) -> Vec<String> {
        let factors = self.factors.iter().flatten();
        // A first-order index cannot exceed the total-order one.
        let exceeding = factors
            .clone()
            .filter(|indices| indices.first.interval[0] > indices.total.interval[1]);
        let exceeding = exceeding.map(|indices| {
            format!(
                "the first-order index of `{}` exceeds its total-order index beyond their intervals",
                indices.factor
            )
        });
        let mut doubts: Vec<String> = exceeding.collect();
        let sum_low = self.first_sum.map_or(0.0, |sum| sum.interval[0]);
        if sum_low > 1.0 {
            doubts.push(format!(
                "the first-order indices sum to more than one, to {sum_low:.3} at least"
            ));
        }
        let half_widths = factors.map(|indices| {
            let half_width = indices.first.half_width().max(indices.total.half_width());
            (half_width, &indices.factor)
        });
        let unsettled = half_widths.filter(|wide| wide.0 > SETTLED).rev();
        if let Some((half_width, factor)) = unsettled.max_by(|one, other| one.0.total_cmp(&other.0))
        {
            // Intervals narrow with the root of the number of samples.
            let times = (half_width / SETTLED) * (half_width / SETTLED);
            let samples = next_power_of_two(libm::ceil(times * f64::from(self.samples)));
            doubts.push(format!(
                "the interval of `{factor}` is ±{half_width:.3} wide; {samples} samples may bring all below ±{SETTLED:.2}"
            ));
        }
        doubts
    }
}

/// Sobol sequences are balanced best at powers of two.
fn next_power_of_two(samples: f64) -> u64 {
    let mut power = 1_u64;
    while (power as f64) < samples && power < 1 << 62 {
        power *= 2;
    }
    power
}
