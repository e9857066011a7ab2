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

use crate::simulation::estimate::normal_bound;
use crate::simulation::measure::OF_RUNS;
use crate::simulation::resamples::Resamples;
use crate::simulation::{Mean, Rate, Z95};

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

/// What a point changes in a result, with the variance of its simulation error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// The result at the point less that as written.
    pub difference: f64,
    /// The square of its standard error.
    pub variance: f64,
}

/// The mean of paired differences, of one run at least.
impl From<&Mean> for Change {
    fn from(difference: &Mean) -> Self {
        let error = difference.standard_error().unwrap_or(0.0);
        Self {
            difference: difference.value().expect("a point has runs"),
            variance: error * error,
        }
    }
}

/// What all points change, and the points by how much that is; a sample of them is how often each comes.
struct Points<'c> {
    changes: &'c [Change],
    order: Vec<usize>,
}

/// Differences are drawn to their mean, to a share of their distance from it: 1 for not at all.
#[derive(Clone, Copy)]
struct Shrinkage {
    centre: f64,
    share: f64,
}

impl Shrinkage {
    fn moved(self, difference: f64) -> f64 {
        self.centre + self.share * (difference - self.centre)
    }
}

impl<'c> Points<'c> {
    fn of(changes: &'c [Change]) -> Self {
        let mut order: Vec<usize> = (0..changes.len()).collect();
        let difference = |point: &usize| changes[*point].difference;
        order.sort_by(|one, other| difference(one).total_cmp(&difference(other)));
        Self { changes, order }
    }

    /// How a sample is drawn to its mean.
    fn shrinkage(&self, counts: &[u16]) -> Shrinkage {
        let count = counts.len() as f64;
        let centre = self.sum(counts, |change| change.difference) / count;
        let error = self.sum(counts, |change| change.variance) / count;
        let squares = self.sum(counts, |change| {
            let distance = change.difference - centre;
            distance * distance
        });
        let variance = squares / (count - 1.0).max(1.0);
        let share = if variance > error {
            libm::sqrt(1.0 - error / variance)
        } else {
            0.0
        };
        Shrinkage { centre, share }
    }

    /// The sum of something over a sample.
    fn sum(&self, counts: &[u16], of: impl Fn(&Change) -> f64) -> f64 {
        let points = self.changes.iter().zip(counts);
        points.fold(0.0, |sum, (change, &times)| {
            sum + f64::from(times) * of(change)
        })
    }

    /// A quantile of the differences of a sample, linear between them (type 7 of Hyndman and Fan 1996).
    fn quantile(&self, counts: &[u16], share: f64) -> f64 {
        let last = counts.len() - 1;
        let place = share * last as f64;
        let below = (0..last).rfind(|&below| below as f64 <= place).unwrap_or(0);
        let [low, high] = [below, (below + 1).min(last)].map(|rank| self.ranked(counts, rank));
        low + (place - below as f64) * (high - low)
    }

    /// The difference of a rank in a sample, the least being 0; sought from the nearer end.
    fn ranked(&self, counts: &[u16], rank: usize) -> f64 {
        let last = counts.len() - 1;
        let point = if 2 * rank <= last {
            place_of(rank, self.order.iter(), counts)
        } else {
            place_of(last - rank, self.order.iter().rev(), counts)
        };
        self.changes[point].difference
    }
}

/// The point of a rank when points come in some order, each so many times.
fn place_of<'o>(
    mut rank: usize,
    mut order: impl Iterator<Item = &'o usize>,
    counts: &[u16],
) -> usize {
    let found = order.find(|&&point| {
        let times = usize::from(counts[point]);
        let is_here = rank < times;
        rank = rank.saturating_sub(times);
        is_here
    });
    *found.expect("a rank below the number of points")
}

#[cfg(test)]
mod tests {
    use super::{Change, Points, Spread, Written};
    use crate::game::{Owner, Purpose, Stream};
    use crate::simulation::Mean;
    use crate::simulation::resamples::Resamples;

    /// What is known of changes without error.
    fn exact(differences: &[f64]) -> Vec<Change> {
        let changes = differences.iter().map(|&difference| Change {
            difference,
            variance: 0.0,
        });
        changes.collect()
    }

    #[test]
    fn quantiles_are_linear_between_values() {
        let changes = exact(&[10.0, 0.0, 2.0, 1.0]);
        let points = Points::of(&changes);
        for (share, right) in [(0.0, 0.0), (0.5, 1.5), (1.0, 10.0), (0.25, 0.75)] {
            assert!((points.quantile(&[1; 4], share) - right).abs() < 1e-12);
        }
        let one = exact(&[3.0]);
        assert!((Points::of(&one).quantile(&[1], 0.975) - 3.0).abs() < 1e-12);
    }

    /// A sample of which is known how often each point comes is the list in which each comes so often.
    #[test]
    fn samples_are_lists_of_points() {
        let mut resamples = Resamples::new(3);
        let mut stream = stream();
        let changes = (0..9).map(|_| Change {
            difference: stream.uniform(),
            variance: 0.1 * stream.uniform(),
        });
        let changes: Vec<Change> = changes.collect();
        let points = Points::of(&changes);
        for counts in resamples.of(9) {
            let listed = changes.iter().zip(counts);
            let listed = listed.flat_map(|(change, &times)| vec![*change; usize::from(times)]);
            let listed: Vec<Change> = listed.collect();
            assert_eq!(listed.len(), 9);
            let all = Points::of(&listed);
            for share in [0.025, 0.3, 0.5, 0.7, 0.975] {
                let [one, other] = [points.quantile(counts, share), all.quantile(&[1; 9], share)];
                assert!((one - other).abs() < 1e-12);
            }
            let [one, other] = [points.shrinkage(counts), all.shrinkage(&[1; 9])];
            assert!((one.centre - other.centre).abs() < 1e-12);
            assert!((one.share - other.share).abs() < 1e-12);
        }
    }

    /// So many runs at a point whose true difference this is, each 1, 0 or −1, changed one way or the other in `churn` of all
    /// runs beside it.
    fn played(difference: f64, churn: f64, runs: u32, stream: &mut Stream) -> Change {
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
        (&mean).into()
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
                let changes: Vec<Change> = (0..128)
                    .map(|point| {
                        let place = (f64::from(point) + stream.uniform()) / 128.0;
                        played(slope * (place - 0.5), 0.05, 80, &mut stream)
                    })
                    .collect();
                let mut resamples = Resamples::new(seed);
                let spread = Spread::of(written(0.4), &changes, [0.0, 1.0], &mut resamples);
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
        let spread = Spread::of(written(0.2), &still, [0.0, 1.0], &mut Resamples::new(1));
        assert!((spread.low - 0.2).abs() < 1e-12 && (spread.high - 0.2).abs() < 1e-12);
        let mut stream = stream();
        let noisy: Vec<Change> = (0..200)
            .map(|_| played(0.0, 0.2, 50, &mut stream))
            .collect();
        let spread = Spread::of(written(0.2), &noisy, [0.0, 1.0], &mut Resamples::new(1));
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
        let spread = Spread::of(uncertain, &still, [0.0, 1.0], &mut Resamples::new(1));
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
