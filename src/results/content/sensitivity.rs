//! Which uncertain numbers drive a result: `sensitivity.json`.

use serde::{Deserialize, Serialize};

use crate::results::SENSITIVITY_JSON;
use crate::results::json::{ResultFile, missing};

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
    /// Samples done.
    pub samples: u32,
    /// Samples asked for.
    pub samples_asked: u32,
    /// Runs at each point.
    pub runs_per_sample: u32,
    /// Mean of the result; none where it never varied.
    #[serde(deserialize_with = "Option::deserialize")]
    pub mean: Option<f64>,
    /// Variance of the result; none where it never varied.
    #[serde(deserialize_with = "Option::deserialize")]
    pub variance: Option<f64>,
    /// Share of the variance of a single run that is noise of the talks; more than 1 says nothing.
    #[serde(deserialize_with = "Option::deserialize")]
    pub noise_share: Option<f64>,
    /// Each number or group of numbers; none where the result never varied.
    #[serde(deserialize_with = "Option::deserialize")]
    pub factors: Option<Vec<FactorIndices>>,
    /// Sum of the first-order indices; none where the result never varied.
    #[serde(deserialize_with = "Option::deserialize")]
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

/// An index; estimates may fall below 0.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Index {
    /// The estimate.
    pub value: f64,
    /// Its bootstrap interval of 95 %.
    pub interval: [f64; 2],
}

impl ResultFile for SobolIndices {
    const NAME: &'static str = SENSITIVITY_JSON;

    fn check(&self) -> Result<(), String> {
        let known = self.factors.is_some();
        let keys = [
            ("mean", self.mean.is_some()),
            ("variance", self.variance.is_some()),
            ("first-sum", self.first_sum.is_some()),
        ];
        match keys.into_iter().find(|key| key.1 != known) {
            Some((key, false)) => Err(missing("", key)),
            Some((_, true)) => Err(missing("", "factors")),
            None => Ok(()),
        }
    }
}

impl SobolIndices {
    /// The factors, greatest total index first; of equal ones the first listed.
    pub fn ranked(&self) -> Vec<&FactorIndices> {
        let mut factors: Vec<&FactorIndices> = self.factors.iter().flatten().collect();
        factors.sort_by(|one, other| other.total.value.total_cmp(&one.total.value));
        factors
    }
}
