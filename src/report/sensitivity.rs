//! What drives a result: Sobol indices as CSV, as a file and as text.

use crate::experiment::sensitivity::{Doubt, Estimate, Sensitivity, SensitivitySettings};
use crate::model::Scenario;
use crate::report::csv::lines;
use crate::report::parameter;
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

    /// The page a person reads: factors in falling order of their total index.
    #[cfg(feature = "cli")]
    pub fn text(&self) -> String {
        use crate::report::labels::counted;

        let samples = counted(u64::from(self.found.samples), "sample");
        let runs = counted(u64::from(self.settings.runs_per_sample), "run");
        let mut parts = vec![format!(
            "{}\nWhat drives `{}`: Sobol indices, {samples} of {} points, {runs} at each, seed {}\n",
            self.scenario.title,
            self.of,
            self.found.factors.len() + 2,
            self.settings.seed,
        )];
        let Some(indices) = &self.found.indices else {
            let words =
                "\nthe result was the same at every point, so there is nothing to explain\n";
            parts.push(words.to_owned());
            return parts.concat();
        };
        parts.push("brackets: 95 % bootstrap interval\n\n".to_owned());
        parts.push(self.table(indices));
        parts.push(format!(
            "\nmean {:.4}, variance {:.4}; first-order indices sum to {}: the rest is interaction\n",
            indices.mean,
            indices.variance,
            shown(indices.first_sum),
        ));
        // With few samples the estimate may exceed one, which says nothing.
        if let Some(share) = self.found.noise_share.filter(|&it| it <= 1.0) {
            parts.push(format!(
                "noise of the talks: {:.1} % of the variance of a single run; the numbers make the rest\n",
                100.0 * share
            ));
        }
        if let Some(noise) = indices
            .factors
            .last()
            .filter(|noise| noise.total.value > 0.0)
        {
            parts.push(format!(
                "in all: any change sets the talks on another path, so a total index up to that of the noise, {:.3}, says \
                 little; more runs per sample lower it\n",
                noise.total.value
            ));
        }
        for doubt in self.found.doubts() {
            parts.push(format!("not settled: {}\n", doubt_words(&doubt)));
        }
        parts.concat()
    }

    #[cfg(feature = "cli")]
    fn table(&self, indices: &crate::experiment::sensitivity::Indices) -> String {
        let mut factors: Vec<_> = self.found.factors.iter().zip(&indices.factors).collect();
        // The sort is stable: of equal ones the first listed comes first.
        factors.sort_by(|one, other| other.1.total.value.total_cmp(&one.1.total.value));
        let silent = |it: &&(&String, &crate::experiment::sensitivity::FactorIndices)| {
            it.1.total.value <= 0.0
        };
        let without: Vec<&str> = factors
            .iter()
            .filter(silent)
            .map(|it| it.0.as_str())
            .collect();
        let telling = factors.iter().filter(|it| !silent(it));
        let rows = telling
            .map(|(name, found)| vec![(*name).clone(), shown(found.first), shown(found.total)]);
        let header = ["factor", "alone (first order)", "in all (total order)"];
        let section = crate::report::table::section("Indices", 1, &header, rows.collect());
        let mut parts = vec![section.unwrap_or_default()];
        if !without.is_empty() {
            parts.push("\nwithout any influence:\n".to_owned());
            for name in without {
                parts.push(format!("  {name}\n"));
            }
        }
        parts.concat()
    }
}

fn index(estimate: Estimate) -> Index {
    Index {
        value: estimate.value,
        interval: [estimate.low, estimate.high],
    }
}

#[cfg(feature = "cli")]
fn shown(estimate: Estimate) -> String {
    // Minus zero reads as a mistake.
    let two = |value: f64| format!("{:.3}", value + 0.0).replace("-0.000", "0.000");
    format!(
        "{} [{}, {}]",
        two(estimate.value),
        two(estimate.low),
        two(estimate.high)
    )
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
