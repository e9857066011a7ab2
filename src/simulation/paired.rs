//! Two settings on the same realizations: differences of rates with interval and test.

use crate::simulation::estimate::{Rate, normal_bound};

/// Halvings of a bracket of length 2 until no double lies inside.
const HALVINGS: u32 = 64;

/// Runs of two settings that met the same realizations, by whether something happened in each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PairedRates {
    /// Realizations on which it happened under both.
    pub both: u64,
    /// On which it happened under the first setting only.
    pub only_first: u64,
    /// On which it happened under the second setting only.
    pub only_second: u64,
    /// On which it happened under neither.
    pub neither: u64,
}

impl PairedRates {
    /// Counts one realization.
    pub fn add(&mut self, first: bool, second: bool) {
        let count = match (first, second) {
            (true, true) => &mut self.both,
            (true, false) => &mut self.only_first,
            (false, true) => &mut self.only_second,
            (false, false) => &mut self.neither,
        };
        *count += 1;
    }

    /// Adds the realizations behind another table.
    pub fn merge(&mut self, other: &Self) {
        self.both += other.both;
        self.only_first += other.only_first;
        self.only_second += other.only_second;
        self.neither += other.neither;
    }

    /// Number of realizations.
    pub fn runs(&self) -> u64 {
        self.both + self.only_first + self.only_second + self.neither
    }

    /// The rate under the first setting.
    pub fn first(&self) -> Rate {
        Rate::of(self.both + self.only_first, self.runs())
    }

    /// The rate under the second setting.
    pub fn second(&self) -> Rate {
        Rate::of(self.both + self.only_second, self.runs())
    }

    /// The realizations on which the settings differ.
    pub fn discordant(&self) -> Rate {
        Rate::of(self.only_first + self.only_second, self.runs())
    }

    /// Rate under the first setting less that under the second, in −1..=1; 0 without runs.
    pub fn difference(&self) -> f64 {
        let runs = self.runs();
        if runs == 0 {
            return 0.0;
        }
        (self.only_first as f64 - self.only_second as f64) / runs as f64
    }

    /// Variance of the difference on one realization: `p₁ + p₂ − (p₁ − p₂)²` of the two discordant shares.
    pub fn variance(&self) -> f64 {
        let runs = self.runs().max(1) as f64;
        let difference = self.difference();
        let discordant = (self.only_first + self.only_second) as f64 / runs;
        discordant - difference * difference
    }

    /// Standard error of the difference; none without runs.
    pub fn standard_error(&self) -> Option<f64> {
        let runs = self.runs();
        (runs > 0).then(|| libm::sqrt(self.variance() / runs as f64))
    }

    /// Share of the variance of the difference that meeting the same realizations saves against independent runs.
    ///
    /// Twice the covariance over the sum of both variances; below 0 where the settings move against each other, 0 where no
    /// rate varies.
    pub fn saved_by_pairing(&self) -> f64 {
        let binomial = |rate: Rate| rate.value() * (1.0 - rate.value());
        let independent = binomial(self.first()) + binomial(self.second());
        if independent > 0.0 {
            1.0 - self.variance() / independent
        } else {
            0.0
        }
    }

    /// Score interval of the difference at a confidence in 0..1 (Tango 1998, Statistics in Medicine 17, 891–908).
    ///
    /// It holds the differences that the score test does not reject; for a difference of 0 this is `McNemar`'s test, so
    /// that interval and test agree. It never leaves −1..=1 and is not empty where no run differs. −1..=1 without runs.
    pub fn interval(&self, confidence: f64) -> [f64; 2] {
        if self.runs() == 0 {
            return [-1.0, 1.0];
        }
        let z = normal_bound(confidence);
        let difference = self.difference();
        let low = boundary(difference, -1.0, |delta| self.score(delta) <= z);
        let high = boundary(difference, 1.0, |delta| self.score(delta) >= -z);
        [low, high]
    }

    /// Tango's score for a true difference `delta`: falls as `delta` grows.
    fn score(&self, delta: f64) -> f64 {
        let n = self.runs() as f64;
        let (b, c) = (self.only_first as f64, self.only_second as f64);
        // Share of `only_second` that is most likely under `delta`: the greater root of 2n q² + B q + C = 0.
        let linear = (2.0 * n - b + c) * delta - b - c;
        let constant = -c * delta * (1.0 - delta);
        let root = libm::sqrt((linear * linear - 8.0 * n * constant).max(0.0));
        let share = if linear > 0.0 {
            -2.0 * constant / (linear + root)
        } else {
            (root - linear) / (4.0 * n)
        };
        let above = b - c - n * delta;
        let variance = n * (2.0 * share + delta * (1.0 - delta));
        if variance > 0.0 {
            above / libm::sqrt(variance)
        } else if above == 0.0 {
            0.0
        } else {
            above * f64::INFINITY
        }
    }

    /// Two-sided p-value of `McNemar`'s score test that both rates are equal (`McNemar` 1947): of the runs that differ each side
    /// has one half under equality.
    ///
    /// It is at most 1 − c exactly where the interval at confidence c excludes 0, so that a table and a figure agree. 1 where
    /// no run differs.
    pub fn p_value(&self) -> f64 {
        let discordant = (self.only_first + self.only_second) as f64;
        if discordant == 0.0 {
            return 1.0;
        }
        let above = (self.only_first as f64 - self.only_second as f64).abs();
        libm::erfc(above / libm::sqrt(2.0 * discordant))
    }

    /// Runs after which the interval of the difference is expected to be no wider than twice `half_width`, going by these.
    ///
    /// One run is added to each kind of difference (Bonett and Price 2012), so that a pilot in which nothing differs does not
    /// promise that nothing ever will.
    pub fn runs_for(&self, half_width: f64, confidence: f64) -> u64 {
        let runs = (self.runs() + 2) as f64;
        let discordant = (self.only_first + self.only_second + 2) as f64 / runs;
        self.runs_for_discordant(discordant, half_width, confidence)
    }

    /// The same if the settings differ on this share of all runs: `z² (d − Δ²) / half_width²`, a run being 1, 0 or −1 with
    /// mean Δ, that of these runs with one added to each kind of difference.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a positive whole number below 10^18"
    )]
    pub fn runs_for_discordant(&self, discordant: f64, half_width: f64, confidence: f64) -> u64 {
        let difference =
            (self.only_first as f64 - self.only_second as f64) / (self.runs() + 2) as f64;
        let variance = (discordant - difference * difference).max(0.0);
        let z = normal_bound(confidence);
        let needed = libm::ceil(z * z * variance / (half_width * half_width));
        if needed < 1e18 {
            (needed as u64).max(1)
        } else {
            u64::MAX
        }
    }
}

/// Where a condition that holds at `inside` stops holding on the way to `outside`; `outside` when it never does.
fn boundary(inside: f64, outside: f64, holds: impl Fn(f64) -> bool) -> f64 {
    if holds(outside) {
        return outside;
    }
    let (mut inside, mut outside) = (inside, outside);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(inside, outside);
        if holds(middle) {
            inside = middle;
        } else {
            outside = middle;
        }
    }
    inside
}

#[cfg(test)]
mod tests {
    use super::PairedRates;
    use crate::game::{Owner, Purpose, Stream};

    fn table(both: u64, only_first: u64, only_second: u64, neither: u64) -> PairedRates {
        PairedRates {
            both,
            only_first,
            only_second,
            neither,
        }
    }

    fn near(found: f64, published: f64, digits: i32) {
        let half = 0.5 * 10_f64.powi(-digits);
        assert!(
            (found - published).abs() <= half * 1.001,
            "{found}, published {published}"
        );
    }

    #[test]
    fn the_published_example_of_complete_response_comes_out() {
        // Cavo and others (2012) as computed in Fagerland, Lydersen and Laake (2017), Statistical Analysis of Contingency
        // Tables, chapter 8, and in the tests of their R package `contingencytables`: score interval −0.1240 to −0.0054,
        // McNemar's asymptotic test 0.03301, estimate −0.0621.
        let response = table(59, 6, 16, 80);
        near(response.difference(), -0.0621, 4);
        let [low, high] = response.interval(0.95);
        near(low, -0.1240, 4);
        near(high, -0.0054, 4);
        near(response.p_value(), 0.033_01, 5);
    }

    #[test]
    fn the_published_example_of_airways_comes_out() {
        // Bentur and others (2009) in Fagerland, Lydersen and Laake (2013), BMC Medical Research Methodology 13:91: 1, 1, 7
        // and 12 of 21 children; asymptotic test 0.034.
        let airways = table(1, 1, 7, 12);
        near(airways.p_value(), 0.034, 3);
    }

    #[test]
    fn where_no_run_differs_the_interval_has_a_closed_form() {
        // Score z = n δ / sqrt(n δ (1 − δ)) gives δ = z² / (n + z²).
        let z = 1.959_963_984_540_054;
        for n in [1_u64, 44, 20_000] {
            let [low, high] = table(n / 3, 0, 0, n - n / 3).interval(0.95);
            let bound = z * z / (n as f64 + z * z);
            assert!((high - bound).abs() < 1e-12 && (low + bound).abs() < 1e-12);
        }
        assert!((table(7, 0, 0, 3).p_value() - 1.0).abs() < 1e-15);
    }

    #[test]
    fn exchanging_the_settings_turns_everything_round() {
        for counts in [
            [5, 3, 9, 20],
            [0, 0, 7, 0],
            [100, 1, 0, 4_000],
            [9, 4, 4, 9],
        ] {
            let [a, b, c, d] = counts;
            let (one, other) = (table(a, b, c, d), table(a, c, b, d));
            let ([low, high], [other_low, other_high]) = (one.interval(0.9), other.interval(0.9));
            assert!((low + other_high).abs() < 1e-12 && (high + other_low).abs() < 1e-12);
            assert!((one.p_value() - other.p_value()).abs() < 1e-15);
            assert!((one.difference() + other.difference()).abs() < 1e-15);
            assert!(low <= one.difference() && one.difference() <= high);
            assert!(low >= -1.0 && high <= 1.0);
        }
    }

    #[test]
    fn the_interval_excludes_zero_exactly_where_mcnemar_rejects() {
        // McNemar's z is (b − c) / sqrt(b + c).
        let z = 1.959_963_984_540_054;
        for (b, c) in [
            (30, 16),
            (30, 17),
            (30, 18),
            (300, 252),
            (300, 253),
            (300, 254),
        ] {
            let rejected = (b as f64 - c as f64) / f64::sqrt((b + c) as f64) > z;
            let [low, _] = table(50, b, c, 900).interval(0.95);
            assert_eq!(low > 0.0, rejected, "{b} and {c}");
            assert_eq!(table(50, b, c, 900).p_value() < 0.05, rejected);
        }
    }

    #[test]
    fn intervals_cover_the_true_difference_as_often_as_they_say() {
        // 4,000 tables of 200 runs with shares .10, .06 and .04: coverage of a 95 % interval has standard deviation
        // sqrt(.95 · .05 / 4000) = .0034. The asymptotic interval itself covers .945 to .955 here (Tango 1998, table IV),
        // so bounds 4.5 such deviations off leave a false-alarm rate below one in 100,000.
        let (tables, runs) = (4_000, 200);
        let mut covered = 0;
        for repeat in 0..tables {
            let mut stream = Stream::new(20, Purpose::Design, Owner::named("coverage"), repeat);
            let mut rates = PairedRates::default();
            for _ in 0..runs {
                let u = stream.uniform();
                rates.add(u < 0.16, u < 0.10 || (0.16..0.20).contains(&u));
            }
            let [low, high] = rates.interval(0.95);
            covered += u32::from(low <= 0.02 && 0.02 <= high);
        }
        let coverage = f64::from(covered) / tables as f64;
        assert!((0.930..0.970).contains(&coverage), "{coverage}");
    }

    #[test]
    fn pairing_saves_what_the_settings_share() {
        assert!((table(300, 0, 0, 700).saved_by_pairing() - 1.0).abs() < 1e-12);
        // Independent by construction: .5 · .4.
        assert!(table(200, 300, 200, 300).saved_by_pairing().abs() < 1e-12);
        assert!(table(0, 500, 500, 0).saved_by_pairing() < -0.9);
    }

    #[test]
    fn a_pilot_says_how_many_runs_a_width_needs() {
        let pilot = table(80, 40, 20, 860);
        let runs = pilot.runs_for(0.002, 0.95);
        let scale = runs / 1_000;
        let larger = table(80 * scale, 40 * scale, 20 * scale, 860 * scale);
        let [low, high] = larger.interval(0.95);
        assert!(((high - low) / 2.0 - 0.002).abs() < 4e-5, "{runs}");
        assert!(table(0, 0, 0, 100).runs_for(0.01, 0.95) > 100);
    }

    #[test]
    fn tails_far_out_stay_numbers() {
        let p = table(0, 90_000, 10_000, 0).p_value();
        assert!((0.0..1e-300).contains(&p));
        let even = table(0, 50_001, 50_000, 0).p_value();
        assert!(even > 0.99 && even <= 1.0);
    }
}
