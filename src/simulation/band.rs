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

use serde::{Deserialize, Serialize};

use crate::game::{Owner, Purpose, Stream};
use crate::simulation::estimate::normal_bound;
use crate::simulation::{Mean, Rate, Z95};

/// Lower and upper end of the band, as quantiles.
const ENDS: [f64; 2] = [0.025, 0.975];
/// Samples of the bootstrap over points that gives the error of the ends.
const RESAMPLES: u32 = 400;

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
    /// The values of a result; none where it was not asked about.
    pub fn find(&self, measure: &str, of: &str) -> Option<&Spread> {
        let mut results = self.results.iter();
        let found = results.find(|result| result.measure == measure && result.of == of);
        found.map(|result| &result.spread)
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

    /// The spread of a result from what it is as written and its differences at each point; what it can be lies in `legal`.
    ///
    /// # Panics
    /// Without points, or with a point of no runs.
    pub fn of(written: Written, differences: &[Mean], legal: [f64; 2], seed: u64) -> Self {
        let points: Vec<Point> = differences.iter().map(Point::of).collect();
        let (share, moved) = shrunken(&points);
        let [low, high] = ENDS.map(|end| quantile(&moved, end));
        let mut stream = Stream::new(seed, Purpose::Bootstrap, Owner::named("band"), 0);
        let count = u32::try_from(points.len()).expect("fewer than 2^32 points");
        let mut ends = [Mean::default(); 2];
        let mut sample = Vec::with_capacity(points.len());
        for _ in 0..RESAMPLES {
            sample.clear();
            sample.extend((0..count).map(|_| points[stream.below(count) as usize]));
            let (_, moved) = shrunken(&sample);
            for (mean, end) in ends.iter_mut().zip(ENDS) {
                mean.push(quantile(&moved, end));
            }
        }
        // The value as written and the mean of the differences move against each other, so this is on the safe side.
        let error = |end: Mean| Z95 * libm::hypot(written.error, deviation(&end));
        let [low_error, high_error] = ends.map(error);
        let within = |difference: f64| (written.value + difference).clamp(legal[0], legal[1]);
        // What the lowest and the highest point give has the best estimate nearer to the mean than the quantiles need.
        let centre = moved.iter().sum::<f64>() / moved.len() as f64;
        let nearer = |difference: f64| centre + share * (difference - centre);
        Self {
            value: written.value,
            low: within(low),
            high: within(high),
            low_error,
            high_error,
            least: within(low.min(nearer(moved[0]))),
            greatest: within(high.max(nearer(moved[moved.len() - 1]))),
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

/// The difference at one point and the variance of its simulation error.
#[derive(Clone, Copy)]
struct Point {
    difference: f64,
    error: f64,
}

impl Point {
    fn of(difference: &Mean) -> Self {
        let error = difference.standard_error().unwrap_or(0.0);
        Self {
            difference: difference.value().expect("a point has runs"),
            error: error * error,
        }
    }
}

/// By how much differences are drawn to their mean, 1 for not at all, and what they then are, in growing order.
fn shrunken(points: &[Point]) -> (f64, Vec<f64>) {
    let (mut differences, mut errors) = (Mean::default(), Mean::default());
    for point in points {
        differences.push(point.difference);
        errors.push(point.error);
    }
    let centre = differences.value().expect("there are points");
    let error = errors.value().expect("there are points");
    let share = match differences.variance() {
        Some(variance) if variance > error => libm::sqrt(1.0 - error / variance),
        _ => 0.0,
    };
    let moved = points
        .iter()
        .map(|point| centre + share * (point.difference - centre));
    let mut moved: Vec<f64> = moved.collect();
    moved.sort_by(f64::total_cmp);
    (share, moved)
}

/// A quantile of values in growing order, linear between them (type 7 of Hyndman and Fan 1996).
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let last = sorted.len() - 1;
    let place = share * last as f64;
    let below = (0..last).rfind(|&below| below as f64 <= place).unwrap_or(0);
    let above = (below + 1).min(last);
    sorted[below] + (place - below as f64) * (sorted[above] - sorted[below])
}

#[cfg(test)]
mod tests {
    use super::{Spread, Written, quantile};
    use crate::game::{Owner, Purpose, Stream};
    use crate::simulation::Mean;

    #[test]
    fn quantiles_are_linear_between_values() {
        let sorted = [0.0, 1.0, 2.0, 10.0];
        for (share, right) in [(0.0, 0.0), (0.5, 1.5), (1.0, 10.0), (0.25, 0.75)] {
            assert!((quantile(&sorted, share) - right).abs() < 1e-12);
        }
        assert!((quantile(&[3.0], 0.975) - 3.0).abs() < 1e-12);
    }

    /// So many runs at a point whose true difference this is, each 1, 0 or −1, changed one way or the other in `churn` of all
    /// runs beside it.
    fn played(difference: f64, churn: f64, runs: u32, stream: &mut Stream) -> Mean {
        let up = 0.5 * (difference.abs() + churn + difference);
        let down = up - difference;
        let mut mean = Mean::default();
        for _ in 0..runs {
            let uniform = stream.uniform();
            let value = if uniform < up {
                1.0
            } else if uniform < up + down {
                -1.0
            } else {
                0.0
            };
            mean.push(value);
        }
        mean
    }

    /// Ends of the band of a response that is linear in one range: 2.5 and 97.5 % of the way.
    ///
    /// The bands of 40 seeds, 80 ends in all, have intervals at 95 %: fewer than 68 that hold the true end come by chance in
    /// fewer than 1 of 10,000 trials if each does in 0.95. The bootstrap's are a little narrow (0.9 here), so 64 are asked.
    #[test]
    fn the_band_is_the_true_range_within_its_error() {
        for slope in [0.1, 0.3] {
            let mut held = 0;
            for seed in 0..40 {
                let mut stream = Stream::new(seed, Purpose::Nature, Owner::named("made up"), 0);
                let differences: Vec<Mean> = (0..128)
                    .map(|point| {
                        let place = (f64::from(point) + stream.uniform()) / 128.0;
                        played(slope * (place - 0.5), 0.05, 80, &mut stream)
                    })
                    .collect();
                let spread = Spread::of(written(0.4), &differences, [0.0, 1.0], seed);
                for (end, error, share) in [
                    (spread.low, spread.low_error, 0.025),
                    (spread.high, spread.high_error, 0.975),
                ] {
                    let right = 0.4 + slope * (share - 0.5);
                    held += u32::from((end - right).abs() <= error);
                }
                assert!(spread.least <= spread.low && spread.high <= spread.greatest);
            }
            assert!((64..=80).contains(&held), "{slope}: {held} of 80");
        }
    }

    #[test]
    fn what_moves_nothing_has_no_band_and_noise_alone_makes_none_wide() {
        let still = vec![played(0.0, 0.0, 50, &mut stream()); 30];
        let spread = Spread::of(written(0.2), &still, [0.0, 1.0], 1);
        assert!((spread.low - 0.2).abs() < 1e-12 && (spread.high - 0.2).abs() < 1e-12);
        let mut stream = stream();
        let noisy: Vec<Mean> = (0..200)
            .map(|_| played(0.0, 0.2, 50, &mut stream))
            .collect();
        let spread = Spread::of(written(0.2), &noisy, [0.0, 1.0], 1);
        // The differences themselves spread over ±.12.
        assert!(spread.low > 0.14 && spread.high < 0.26, "{spread:?}");
    }

    #[test]
    fn the_error_of_the_result_as_written_is_that_of_its_band() {
        let still = vec![played(0.0, 0.0, 50, &mut stream()); 30];
        let uncertain = Written {
            value: 0.2,
            error: 0.01,
        };
        let spread = Spread::of(uncertain, &still, [0.0, 1.0], 1);
        assert!((spread.error() - 0.019_6).abs() < 1e-5, "{spread:?}");
        let [low, high] = spread.outer([0.17, 0.21], 0.01, 0.99);
        assert!((low - 0.17).abs() < 1e-9 && (high - 0.21).abs() < 1e-9);
    }

    /// A result without error.
    fn written(value: f64) -> Written {
        Written { value, error: 0.0 }
    }

    fn stream() -> Stream {
        Stream::new(7, Purpose::Nature, Owner::named("made up"), 0)
    }
}
