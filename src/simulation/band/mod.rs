//! How far a result moves over the ranges of all assumptions together.
//!
//! At each of some points the ranged numbers have other values, and a few runs are played there, paired with the same runs
//! as written. The mean difference at point j is `D_j = θ_j + ε_j`: what the values at the point change, and simulation error,
//! whose variance `v_j` the runs of the point themselves estimate. The spread of the `D_j` would take the error for doubt about
//! the assumptions, so it is taken out: with the mean D̄, the variance S² of the `D_j` and the mean v̄ of the `v_j`,
//!
//! ```text
//! θ̂_j = D̄ + √(max(0, 1 − v̄ / S²)) · (D_j − D̄)
//! ```
//!
//! have the mean and the variance that the `θ_j` have by estimate (constrained empirical Bayes: Louis 1984, Journal of the
//! American Statistical Association 79; Ghosh 1992, same journal 87). The band goes from their 2.5 to their 97.5 % quantile.
//! The best estimate of what a single point gives keeps 1 − v̄ / S² of its distance to D̄, without the root; the least and the
//! greatest are taken from that.
//! Each point has runs of its own, so that the errors of points are independent, and their mean is that of all runs.

mod points;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::simulation::band::points::Points;
use crate::simulation::estimate::normal_bound;
use crate::simulation::measure::OF_RUNS;
use crate::simulation::resamples::Resamples;
use crate::simulation::{Mean, Rate, Z95};
pub use points::Change;

/// Lower and upper end of the band, as quantiles.
const ENDS: [f64; 2] = [0.025, 0.975];

/// What a result is over the ranges of all assumptions together.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Spread {
    /// The result as written.
    pub value: f64,
    /// 2.5 % of the points give less, simulation error taken out.
    pub low: f64,
    /// 2.5 % give more.
    pub high: f64,
    /// Half-width of the interval at 95 % of the lower end: the error of the value as written, and that of the quantile, by a
    /// bootstrap over points (Efron 1979).
    pub low_error: f64,
    /// The same of the upper end.
    pub high_error: f64,
    /// The least that a point gives, by estimate.
    pub least: f64,
    /// The greatest.
    pub greatest: f64,
}

/// One result with its band.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Banded {
    /// Name of the measure.
    pub measure: String,
    /// Id of what it is of; empty for the run as a whole.
    pub of: String,
    /// Its values over the ranges.
    #[serde(flatten)]
    pub spread: Spread,
    /// Points at which there is such a result, where these are not all: a share among agreements needs agreements.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub among_points: Option<usize>,
}

/// What results are over the ranges of all assumptions together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Band {
    /// Numbers that have a range.
    pub numbers: usize,
    /// Points of the Latin hypercube.
    pub points: usize,
    /// Runs at each point, paired with the same runs as written.
    pub runs: u64,
    /// Each result.
    pub results: Vec<Banded>,
}

impl Band {
    /// Whether some result of a measure has a band.
    pub fn has(&self, measure: &str) -> bool {
        let mut results = self.results.iter();
        results.any(|result| result.measure == measure)
    }

    /// The values of a result; none where it was not asked about.
    pub fn find(&self, measure: &str, of: &str) -> Option<&Spread> {
        self.result(measure, of).map(|result| &result.spread)
    }

    /// A result; none where it was not asked about.
    pub fn result(&self, measure: &str, of: &str) -> Option<&Banded> {
        let mut results = self.results.iter();
        results.find(|result| result.measure == measure && result.of == of)
    }

    /// Points with agreements, on which all bands among agreements rest, where these are not all points.
    pub fn among_points(&self) -> Option<usize> {
        let mut results = self.results.iter();
        results.find_map(|result| result.among_points)
    }

    /// Whether some result is one among agreements.
    pub fn has_among(&self) -> bool {
        let mut results = self.results.iter();
        results.any(Banded::is_among)
    }
}

impl Banded {
    /// Whether it is of agreements alone: then its errors are too small, since they grow with what a point changes.
    pub fn is_among(&self) -> bool {
        let mut lines = OF_RUNS.iter();
        lines.any(|line| line.name == self.measure && line.is_among())
    }
}

impl Spread {
    /// The greater of the errors of its ends.
    pub fn error(&self) -> f64 {
        self.low_error.max(self.high_error)
    }

    /// Its ends as far out as their errors reach at a confidence in 0..1, at which the result as written, of this standard error,
    /// has this interval. Where no range moves anything they are that interval.
    pub fn outer(&self, interval: [f64; 2], error: f64, confidence: f64) -> [f64; 2] {
        let times = normal_bound(confidence) / Z95;
        let of_points = |end: f64| {
            let variance = end * end - (Z95 * error) * (Z95 * error);
            times * libm::sqrt(variance.max(0.0))
        };
        let [below, above] = interval.map(|end| (self.value - end).abs());
        [
            self.low - libm::hypot(below, of_points(self.low_error)),
            self.high + libm::hypot(above, of_points(self.high_error)),
        ]
    }

    /// Its ends, or where these cannot be distinguished from one another the interval of the one value.
    pub fn ends(&self) -> [f64; 2] {
        if self.high > self.low {
            [self.low, self.high]
        } else {
            [self.low - self.error(), self.high + self.error()]
        }
    }

    /// The spread of a result from what it is as written and what changes in it at each point; what it can be lies in `legal`.
    ///
    /// # Panics
    /// Without points.
    pub fn of(
        written: Written,
        changes: &[Change],
        legal: [f64; 2],
        resamples: &mut Resamples,
    ) -> Self {
        let points = Points::of(changes);
        let each = vec![1; changes.len()];
        let shrinkage = points.shrinkage(&each);
        let [low, high] = ENDS.map(|end| shrinkage.moved(points.quantile(&each, end)));
        let mut ends = [Mean::default(); 2];
        for counts in resamples.of(changes.len()) {
            let shrinkage = points.shrinkage(counts);
            for (mean, end) in ends.iter_mut().zip(ENDS) {
                mean.push(shrinkage.moved(points.quantile(counts, end)));
            }
        }
        // The value as written and the mean of the differences move against each other, so this is on the safe side.
        let error = |end: Mean| Z95 * libm::hypot(written.error, deviation(&end));
        let [low_error, high_error] = ends.map(error);
        let within = |difference: f64| (written.value + difference).clamp(legal[0], legal[1]);
        // What the lowest and the highest point give has the best estimate nearer to the mean than the quantiles need.
        let [least, greatest] = [0.0, 1.0].map(|end| points.quantile(&each, end));
        let nearer = |change: f64| shrinkage.moved(shrinkage.moved(change));
        Self {
            value: written.value,
            low: within(low),
            high: within(high),
            low_error,
            high_error,
            least: within(low.min(nearer(least))),
            greatest: within(high.max(nearer(greatest))),
        }
    }
}

fn deviation(values: &Mean) -> f64 {
    libm::sqrt(values.variance().unwrap_or(0.0))
}

/// A result as written, with its standard error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Written {
    /// The result.
    pub value: f64,
    /// Its standard error.
    pub error: f64,
}

impl From<Rate> for Written {
    fn from(rate: Rate) -> Self {
        Self {
            value: rate.value(),
            error: rate.standard_error().unwrap_or(0.0),
        }
    }
}
