//! Two settings on the same realizations: what differs in a yes or no, run by run.

use crate::simulation::Confidence;

/// Runs played in two settings, counted by what became of them in each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pairs {
    /// Pairs of runs.
    pub runs: u64,
    /// Pairs with a yes here and a no there.
    pub only_here: u64,
    /// Pairs with a yes there and a no here.
    pub only_there: u64,
}

impl Pairs {
    /// Counts so many more pairs.
    pub fn add(&mut self, runs: u64, only_here: u64, only_there: u64) {
        self.runs += runs;
        self.only_here += only_here;
        self.only_there += only_there;
    }

    /// The rate here less the rate there; none without pairs.
    pub fn difference(self) -> Option<f64> {
        let net = self.only_here as f64 - self.only_there as f64;
        (self.runs > 0).then(|| net / self.runs as f64)
    }

    /// Interval of the difference: Wald's, with one pair added to each way of differing (Bonett and Price 2012, British
    /// Journal of Mathematical and Statistical Psychology 65); the whole of −1..=1 without pairs.
    ///
    /// With p and q the shares of pairs that differ one way and the other, each (count + 1)/(n + 2):
    /// p − q ± z √((p + q − (p − q)²)/(n + 2)). When no pair differs it is narrow but not empty.
    pub fn interval_at(self, confidence: Confidence) -> [f64; 2] {
        if self.runs == 0 {
            return [-1.0, 1.0];
        }
        let n = self.runs as f64 + 2.0;
        let [here, there] = [self.only_here, self.only_there].map(|count| (count as f64 + 1.0) / n);
        let difference = here - there;
        let variance = (here + there - difference * difference) / n;
        let half = confidence.half_width(libm::sqrt(variance));
        [(difference - half).max(-1.0), (difference + half).min(1.0)]
    }
}

#[cfg(test)]
mod tests {
    use super::Pairs;
    use crate::simulation::Confidence;

    #[test]
    fn the_interval_follows_its_formula() {
        // 1 and 7 of 21 pairs differ: p = 2/23, q = 8/23, −6/23 ± 1.96 √((10/23 − 36/529)/23).
        let pairs = Pairs {
            runs: 21,
            only_here: 1,
            only_there: 7,
        };
        let [low, high] = pairs.interval_at(Confidence::USUAL);
        assert!((pairs.difference().unwrap() + 6.0 / 21.0).abs() < 1e-12);
        assert!((low + 0.508_359).abs() < 1e-6 && (high + 0.013_380).abs() < 1e-6);
    }

    /// Exact: the sum over all tables of their probability when the interval holds the true difference.
    #[test]
    fn the_interval_holds_the_truth_about_as_often_as_it_says() {
        let runs: u64 = 60;
        let log_factorial = |n: u64| libm::lgamma(n as f64 + 1.0);
        for (here, there) in [(0.1, 0.15), (0.02, 0.05), (0.3, 0.3), (0.01, 0.01)] {
            let mut held = 0.0;
            for only_here in 0..=runs {
                for only_there in 0..=runs - only_here {
                    let pairs = Pairs {
                        runs,
                        only_here,
                        only_there,
                    };
                    let [low, high] = pairs.interval_at(Confidence::USUAL);
                    if low <= here - there && here - there <= high {
                        let same = runs - only_here - only_there;
                        let ways = log_factorial(runs)
                            - log_factorial(only_here)
                            - log_factorial(only_there)
                            - log_factorial(same);
                        let chance = only_here as f64 * libm::log(here)
                            + only_there as f64 * libm::log(there)
                            + same as f64 * libm::log(1.0 - here - there);
                        held += libm::exp(ways + chance);
                    }
                }
            }
            assert!((0.94..=1.0).contains(&held), "{here} {there}: {held}");
        }
    }

    #[test]
    fn runs_that_never_differ_are_not_known_never_to() {
        let pairs = Pairs {
            runs: 1_000,
            ..Pairs::default()
        };
        let [low, high] = pairs.interval_at(Confidence::USUAL);
        assert!(low < 0.0 && high > 0.0 && high < 0.004);
    }
}
