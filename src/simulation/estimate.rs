//! Estimates with their simulation error.

use serde::{Deserialize, Serialize};

use crate::game::standard_normal;

/// Confidence of every interval where nothing else is asked for, and of all decisions of a comparison together.
pub const CONFIDENCE: f64 = 0.95;

/// Two-sided quantile of the standard normal for [`CONFIDENCE`].
pub const Z95: f64 = 1.959_963_984_540_054;

/// A share of runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "RateForm", try_from = "RateForm")]
pub struct Rate {
    /// Runs that count.
    pub count: u64,
    /// Runs in all.
    pub runs: u64,
}

impl Rate {
    /// So many of so many runs.
    pub fn of(count: u64, runs: u64) -> Self {
        Self { count, runs }
    }

    /// The rate of which only the share is known; a share outside 0..=1 counts as the nearest in it.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share lies in 0..=1 and runs are far below 2^52"
    )]
    pub fn of_share(share: f64, runs: u64) -> Self {
        Self {
            count: libm::round(share.clamp(0.0, 1.0) * runs as f64) as u64,
            runs,
        }
    }

    /// Counts one run.
    pub fn add(&mut self, counts: bool) {
        self.runs += 1;
        self.count += u64::from(counts);
    }

    /// Adds the runs behind another rate.
    pub fn merge(&mut self, other: Self) {
        self.runs += other.runs;
        self.count += other.count;
    }

    /// Standard error of the share, `√(p(1−p)/n)`; none without runs.
    pub fn standard_error(self) -> Option<f64> {
        let share = self.value();
        (self.runs > 0).then(|| libm::sqrt(share * (1.0 - share) / self.runs as f64))
    }

    /// The share, in 0..=1; 0 when there are no runs.
    pub fn value(self) -> f64 {
        if self.runs == 0 {
            0.0
        } else {
            self.count as f64 / self.runs as f64
        }
    }

    /// Wilson score interval at 95 % (Wilson 1927, JASA 22); the whole of 0..=1 when there are no runs.
    pub fn interval(self) -> [f64; 2] {
        self.wilson(Z95, 1.0)
    }

    /// The same where so many runs say no more than one independent run would: the design effect, 1 at least.
    pub fn interval_of_effect(self, effect: f64) -> [f64; 2] {
        self.wilson(Z95, effect)
    }

    /// The same at a confidence in 0..1.
    pub fn interval_at(self, confidence: f64) -> [f64; 2] {
        self.wilson(normal_bound(confidence), 1.0)
    }

    fn wilson(self, z: f64, effect: f64) -> [f64; 2] {
        if self.runs == 0 {
            return [0.0, 1.0];
        }
        let n = self.runs as f64 / effect;
        let share = self.value();
        let z2 = z * z;
        let centre = (share + z2 / (2.0 * n)) / (1.0 + z2 / n);
        let half = z / (1.0 + z2 / n) * libm::sqrt(share * (1.0 - share) / n + z2 / (4.0 * n * n));
        // The bounds are exactly 0 and 1 at the ends; rounding must not move them.
        let low = if self.count == 0 {
            0.0
        } else {
            (centre - half).max(0.0)
        };
        let high = if self.count == self.runs {
            1.0
        } else {
            (centre + half).min(1.0)
        };
        [low, high]
    }
}

/// A mean with what its standard error needs; merging in a fixed order gives fixed bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(into = "MeanForm", from = "MeanForm")]
pub struct Mean {
    /// Number of values.
    pub(super) count: u64,
    /// Their mean.
    pub(super) centre: f64,
    /// Sum of their squared distances from it.
    pub(super) squares: f64,
}

impl Mean {
    /// The mean of `count` values of which mean and standard error are known.
    pub fn of_moments(count: u64, value: f64, standard_error: f64) -> Self {
        let n = count as f64;
        let squares = standard_error * standard_error * n * (n - 1.0).max(0.0);
        let of = |squares| Self {
            count,
            centre: value,
            squares,
        };
        // Rounding may miss the error by a unit in its last place, so that what is read from a file would be written
        // otherwise; a neighbour of the sum gives it back.
        let (below, above) = (squares.next_down(), squares.next_up());
        let near = [squares, below, above, below.next_down(), above.next_up()];
        let is_exact = |mean: &Self| mean.standard_error() == Some(standard_error);
        let exact = near.map(of).into_iter().find(is_exact);
        exact.unwrap_or_else(|| of(squares))
    }

    /// Adds one value (Welford 1962).
    pub fn push(&mut self, value: f64) {
        self.count += 1;
        let delta = value - self.centre;
        self.centre += delta / self.count as f64;
        self.squares += delta * (value - self.centre);
    }

    /// Adds the values behind another mean (Chan, Golub and LeVeque 1983).
    pub fn merge(&mut self, other: &Self) {
        if other.count == 0 {
            return;
        }
        let total = (self.count + other.count) as f64;
        let delta = other.centre - self.centre;
        self.centre += delta * (other.count as f64 / total);
        self.squares +=
            other.squares + delta * delta * (self.count as f64 * other.count as f64 / total);
        self.count += other.count;
    }

    /// Number of values.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The mean; none without values.
    pub fn value(&self) -> Option<f64> {
        (self.count > 0).then_some(self.centre)
    }

    /// Variance of the values, estimated without bias; none below two values.
    pub fn variance(&self) -> Option<f64> {
        (self.count > 1).then(|| self.squares / (self.count as f64 - 1.0))
    }

    /// Standard error of the mean; none below two values.
    pub fn standard_error(&self) -> Option<f64> {
        let n = self.count as f64;
        self.variance().map(|variance| libm::sqrt(variance / n))
    }

    /// Student's interval of the mean at a confidence in 0..1 (Student 1908): a group may have few runs. None below two values.
    pub fn interval(&self, confidence: f64) -> Option<[f64; 2]> {
        let half =
            student_bound(confidence, self.count.saturating_sub(1)) * self.standard_error()?;
        Some([self.centre - half, self.centre + half])
    }
}

/// The standard normal lies within ± this with the given probability.
pub(crate) fn normal_bound(confidence: f64) -> f64 {
    standard_normal(0.5 + confidence / 2.0)
}

/// A variable of Student's t lies within ± this with the given probability, at so many degrees of freedom, 1 at least.
///
/// Hill (1970), Algorithm 396: an expansion around the normal bound, exact at 1 and 2 degrees and else right to five digits.
#[expect(
    clippy::many_single_char_names,
    reason = "the names of the published algorithm"
)]
pub(crate) fn student_bound(confidence: f64, freedom: u64) -> f64 {
    let (n, both_tails) = (freedom.max(1) as f64, 1.0 - confidence);
    if freedom <= 1 {
        return 1.0 / libm::tan(both_tails * std::f64::consts::FRAC_PI_2);
    }
    if freedom == 2 {
        return libm::sqrt(2.0 / (both_tails * (2.0 - both_tails)) - 2.0);
    }
    let a = 1.0 / (n - 0.5);
    let b = 48.0 / (a * a);
    let mut c = ((20_700.0 * a / b - 98.0) * a - 16.0) * a + 96.36;
    let d = ((94.5 / (b + c) - 3.0) / b + 1.0) * libm::sqrt(a * std::f64::consts::FRAC_PI_2) * n;
    let y = libm::pow(d * both_tails, 2.0 / n);
    let y = if y > 0.05 + a {
        let x = -normal_bound(confidence);
        let y = x * x;
        if freedom < 5 {
            c += 0.3 * (n - 4.5) * (x + 0.6);
        }
        c += (((0.05 * d * x - 5.0) * x - 7.0) * x - 2.0) * x + b;
        let y = (((((0.4 * y + 6.3) * y + 36.0) * y + 94.5) / c - y - 3.0) / b + 1.0) * x;
        libm::expm1(a * y * y)
    } else {
        let tail = 1.0 / (((n + 6.0) / (n * y) - 0.089 * d - 0.822) * (n + 2.0) * 3.0);
        ((tail + 0.5 / (n + 4.0)) * y - 1.0) * (n + 1.0) / (n + 2.0) + 1.0 / y
    };
    libm::sqrt(n * y)
}

/// A rate in files: what was counted, and what follows from it.
#[derive(Serialize, Deserialize)]
struct RateForm {
    count: u64,
    runs: u64,
    rate: f64,
    interval: [f64; 2],
}

impl From<Rate> for RateForm {
    fn from(rate: Rate) -> Self {
        Self {
            count: rate.count,
            runs: rate.runs,
            rate: rate.value(),
            interval: rate.interval(),
        }
    }
}

impl TryFrom<RateForm> for Rate {
    type Error = &'static str;

    fn try_from(form: RateForm) -> Result<Self, Self::Error> {
        let (count, runs) = (form.count, form.runs);
        let is_possible = count <= runs;
        is_possible
            .then_some(Self { count, runs })
            .ok_or("`count` exceeds `runs`")
    }
}

/// A mean in files, with its standard error and its interval of 95 %; `null` where there are too few values.
#[derive(Serialize, Deserialize)]
struct MeanForm {
    count: u64,
    mean: Option<f64>,
    se: Option<f64>,
    interval: Option<[f64; 2]>,
}

impl From<Mean> for MeanForm {
    fn from(mean: Mean) -> Self {
        Self {
            count: mean.count,
            mean: mean.value(),
            se: mean.standard_error(),
            interval: mean.interval(CONFIDENCE),
        }
    }
}

impl From<MeanForm> for Mean {
    /// What is read is written as it stood.
    fn from(form: MeanForm) -> Self {
        let (mean, error) = (form.mean.unwrap_or(0.0), form.se.unwrap_or(0.0));
        Self::of_moments(form.count, mean, error)
    }
}

#[cfg(test)]
mod tests {
    use super::{Mean, Rate, student_bound};

    #[test]
    fn bounds_of_students_t_are_those_of_tables() {
        // Two-sided bounds as R 4.3 computes them, `qt(1 - (1 - confidence) / 2, freedom)`.
        for (confidence, freedom, bound) in [
            (0.95, 1, 12.706_204_736),
            (0.95, 2, 4.302_652_730),
            (0.95, 3, 3.182_446_305),
            (0.95, 7, 2.364_624_252),
            (0.95, 15, 2.131_449_546),
            (0.95, 30, 2.042_272_456),
            (0.95, 1_000, 1.962_339_081),
            (0.99, 4, 4.604_094_871),
            (0.99, 15, 2.946_712_883),
            (0.999, 3, 12.923_978_636),
            (0.9999, 15, 5.239_091_034),
        ] {
            let found = student_bound(confidence, freedom);
            assert!((found / bound - 1.0).abs() < 2e-4, "{freedom}: {found}");
        }
        assert!((student_bound(0.95, 1 << 40) - super::Z95).abs() < 1e-9);
    }

    #[test]
    fn wilson_interval_matches_newcombe_1998() {
        // Newcombe (1998), Statistics in Medicine 17, table I: 81/263 gives .2553 to .3662, 0/20 gives 0 to .1611.
        let [low, high] = Rate {
            count: 81,
            runs: 263,
        }
        .interval();
        assert!((low - 0.2553).abs() < 5e-5 && (high - 0.3662).abs() < 5e-5);
        let [low, high] = Rate { count: 0, runs: 20 }.interval();
        assert!(low.abs() < 1e-15 && (high - 0.1611).abs() < 5e-5);
    }

    #[test]
    fn a_mean_that_is_read_is_written_as_it_stood() {
        let mut state: u64 = 1;
        for _ in 0..2_000 {
            let mut mean = Mean::default();
            for _ in 0..2 + state % 7 {
                state = state.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(1);
                mean.push((state >> 11) as f64 / 9_007_199_254_740_992.0);
            }
            let text = serde_json::to_string(&mean).expect("it is written");
            let read: Mean = serde_json::from_str(&text).expect("it is read");
            assert_eq!(serde_json::to_string(&read).expect("it is written"), text);
        }
    }

    #[test]
    fn merged_means_equal_the_mean_of_all() {
        let values: Vec<f64> = (0..100).map(|k| f64::from(k * k % 17)).collect();
        let of = |part: &[f64]| {
            let mut mean = Mean::default();
            for &value in part {
                mean.push(value);
            }
            mean
        };
        let mut merged = of(&values[..33]);
        merged.merge(&of(&values[33..]));
        let all = of(&values);
        assert!((merged.value().expect("values") - all.value().expect("values")).abs() < 1e-12);
        let error = |mean: Mean| mean.standard_error().expect("values");
        assert!((error(merged) - error(all)).abs() < 1e-12);
    }
}
