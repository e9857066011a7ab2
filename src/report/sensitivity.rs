//! What drives a result: Sobol indices as CSV and as a file.

use crate::experiment::sensitivity::{Doubt, Estimate, Sensitivity, SensitivitySettings};
use crate::model::Scenario;
use crate::report::parameter;
use crate::results::csv::lines;
use crate::results::{FactorIndices, Index, SobolIndices, number};

/// An analysis with what it was asked.
#[derive(Clone, Copy, Debug)]
pub struct SensitivityReport<'a> {
    /// The scenario, whose titles name the factors.
    pub scenario: &'a Scenario,
    /// Name of the measure.
    pub of: &'a str,
    /// How it was done.
    pub settings: &'a SensitivitySettings,
    /// What came out.
    pub found: &'a Sensitivity,
}

impl SensitivityReport<'_> {
    /// One line for each index: `of, factor, title, index, value, low, high`, then how it was found.
    pub fn csv(&self) -> String {
        let header = [
            "of",
            "factor",
            "title",
            "index",
            "value",
            "low",
            "high",
            "samples",
            "runs-per-sample",
            "seed",
            "version",
        ];
        let mut rows = vec![header.map(str::to_owned).to_vec()];
        let Some(indices) = &self.found.indices else {
            return lines(rows.into_iter());
        };
        for (factor, found) in self.found.factors.iter().zip(&indices.factors) {
            rows.push(self.row(factor, "first", found.first));
            rows.push(self.row(factor, "total", found.total));
        }
        lines(rows.into_iter())
    }

    fn row(&self, factor: &str, index: &str, estimate: Estimate) -> Vec<String> {
        vec![
            self.of.to_owned(),
            factor.to_owned(),
            parameter::title(self.scenario, factor),
            index.to_owned(),
            number(estimate.value),
            number(estimate.low),
            number(estimate.high),
            self.found.samples.to_string(),
            self.settings.runs_per_sample.to_string(),
            self.settings.seed.to_string(),
            env!("CARGO_PKG_VERSION").to_owned(),
        ]
    }

    /// The whole analysis, as its file has it.
    pub fn file(&self) -> SobolIndices {
        let found = self.found;
        let indices = found.indices.as_ref();
        let factors = indices.map(|indices| {
            let factors = found.factors.iter().zip(&indices.factors);
            let factors = factors.map(|(path, found)| FactorIndices {
                factor: path.clone(),
                title: parameter::title(self.scenario, path),
                first: index(found.first),
                total: index(found.total),
            });
            factors.collect()
        });
        SobolIndices {
            title: self.scenario.title.clone(),
            of: self.of.to_owned(),
            seed: self.settings.seed,
            samples: found.samples,
            samples_asked: self.settings.samples,
            runs_per_sample: self.settings.runs_per_sample,
            mean: indices.map(|it| it.mean),
            variance: indices.map(|it| it.variance),
            noise_share: found.noise_share,
            factors,
            first_sum: indices.map(|it| index(it.first_sum)),
            doubts: found.doubts().iter().map(doubt_words).collect(),
        }
    }
}

fn index(estimate: Estimate) -> Index {
    Index {
        value: estimate.value,
        interval: [estimate.low, estimate.high],
    }
}

fn doubt_words(doubt: &Doubt) -> String {
    match doubt {
        Doubt::Wide {
            factor,
            half_width,
            samples,
        } => format!(
            "the interval of `{factor}` is ±{half_width:.3} wide; {samples} samples may bring all below ±{:.2}",
            crate::experiment::sensitivity::SETTLED
        ),
        Doubt::FirstAboveTotal { factor } => format!(
            "the first-order index of `{factor}` exceeds its total-order index beyond their intervals"
        ),
        Doubt::SumAboveOne { low } => {
            format!("the first-order indices sum to more than one, to {low:.3} at least")
        }
    }
}
