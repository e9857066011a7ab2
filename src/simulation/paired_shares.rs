//! Two settings on the same realizations: how the share of an option among agreements differs.
//!
//! The share is a ratio, X of A agreements, and which runs agree differs between the settings, so that a difference of
//! proportions of the same runs will not do. With a = 1 in a run that agrees, x = 1 in one that agrees on the option, both
//! settings counted on the same runs, the difference of ratios is linear in the runs to first order (delta method; Cochran
//! 1977, Sampling Techniques, chapter 6):
//!
//! ```text
//! R₁ − R₀ = X₁/A₁ − X₀/A₀        se² = Σ_runs d²        d = (x₁ − R₁ a₁)/A₁ − (x₀ − R₀ a₀)/A₀        Σ_runs d = 0
//! ```
//!
//! d takes at most nine values, so that a table of nine counts holds all that is needed. Where nothing or everything has the
//! option that error would be 0 however few agreements there are. So, as for paired proportions (Agresti and Min 2005,
//! Statistics in Medicine 24, 729–740), half a run is added for interval and test to each of the four kinds of pairs in
//! which both settings agree.

use crate::bargaining::Outcome;
use crate::simulation::agreed::Issues;
use crate::simulation::{Rate, normal_bound};

/// Agreements below which nothing is estimated of their terms; of a difference, in either setting.
pub(crate) const AGREEMENTS_MIN: u64 = 20;

/// Runs of two settings by whether each ends without agreement, on another option, or on the option.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PairedShares(pub [[u64; 3]; 3]);

/// The place of runs without agreement; those that agree follow, on another option and on the option.
const NONE: usize = 0;
const OTHER: usize = 1;
const OPTION: usize = 2;

impl PairedShares {
    /// Share of the option among the agreements of the first setting.
    pub fn first(&self) -> Rate {
        let of = |place: usize| self.0[place].iter().sum::<u64>();
        Rate::of(of(OPTION), of(OPTION) + of(OTHER))
    }

    /// The same of the second.
    pub fn second(&self) -> Rate {
        let of = |place: usize| self.0.iter().map(|row| row[place]).sum::<u64>();
        Rate::of(of(OPTION), of(OPTION) + of(OTHER))
    }

    /// The share in the first setting less that in the second; none with too few agreements in either.
    pub fn difference(&self) -> Option<f64> {
        let [first, second] = [self.first(), self.second()];
        let is_enough = first.runs.min(second.runs) >= AGREEMENTS_MIN;
        is_enough.then(|| first.value() - second.value())
    }

    /// Centre and standard error of what is said of the difference, half a run added to each kind of pairs that both agree.
    pub fn estimate(&self) -> [f64; 2] {
        let added = |one: usize, other: usize| {
            if one != NONE && other != NONE {
                0.5
            } else {
                0.0
            }
        };
        let runs = |one: usize, other: usize| self.0[one][other] as f64 + added(one, other);
        let first = |place: usize| (0..3).fold(0.0, |sum, other| sum + runs(place, other));
        let second = |place: usize| (0..3).fold(0.0, |sum, one| sum + runs(one, place));
        let [agreed, agreed_other] = [first(OTHER) + first(OPTION), second(OTHER) + second(OPTION)];
        let [share, share_other] = [first(OPTION) / agreed, second(OPTION) / agreed_other];
        // (x − R a) / A by the place of a run.
        let part = |place: usize, share: f64, agreed: f64| match place {
            NONE => 0.0,
            OTHER => -share / agreed,
            _ => (1.0 - share) / agreed,
        };
        let mut variance = 0.0;
        for one in 0..3 {
            for other in 0..3 {
                let differs = part(one, share, agreed) - part(other, share_other, agreed_other);
                variance += runs(one, other) * differs * differs;
            }
        }
        [share - share_other, libm::sqrt(variance)]
    }

    /// Interval of the difference at a confidence in 0..1.
    pub fn interval(&self, confidence: f64) -> [f64; 2] {
        let [centre, error] = self.estimate();
        let half = normal_bound(confidence) * error;
        [(centre - half).max(-1.0), (centre + half).min(1.0)]
    }

    /// Two-sided p-value of no difference, at most 1 − c where the interval at confidence c excludes 0.
    pub fn p_value(&self) -> f64 {
        let [centre, error] = self.estimate();
        libm::erfc(centre.abs() / (error * std::f64::consts::SQRT_2))
    }
}

/// Pairs of runs by what they say of one option.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct OptionPairs {
    /// Both agree on it.
    both: u64,
    /// The first agrees on it, the second on another option.
    only_first: u64,
    /// The second agrees on it, the first on another option.
    only_second: u64,
    /// The first agrees on it, the second does not agree.
    first_alone: u64,
    /// The second agrees on it, the first does not agree.
    second_alone: u64,
}

/// Runs of two settings by what each agrees on, issue by issue.
///
/// The table of an option against all others needs the pairs with that option, five counts, and the pairs by who agrees at all,
/// which are the same for every option: what is in neither of the five is the rest. So this is linear in the options.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PairedOptions {
    /// Pairs of runs by whether the first and whether the second agrees.
    agreeing: [[u64; 2]; 2],
    /// Issue by issue its options.
    options: Vec<Vec<OptionPairs>>,
}

impl PairedOptions {
    /// Nothing counted yet, of some issues.
    pub fn new(issues: &Issues) -> Self {
        let options = |issue: &(String, Vec<String>)| vec![OptionPairs::default(); issue.1.len()];
        Self {
            agreeing: [[0; 2]; 2],
            options: issues.iter().map(options).collect(),
        }
    }

    /// Counts one realization.
    pub fn add(&mut self, first: &Outcome, second: &Outcome) {
        let deals = [first, second].map(Outcome::agreed_deal);
        self.add_deals(deals.map(|deal| deal.map(|deal| &*deal.0)));
    }

    fn add_deals(&mut self, deals: [Option<&[u16]>; 2]) {
        let [first, second] = deals.map(|deal| usize::from(deal.is_some()));
        self.agreeing[first][second] += 1;
        for (issue, pairs) in self.options.iter_mut().enumerate() {
            match deals.map(|deal| deal.map(|deal| usize::from(deal[issue]))) {
                [None, None] => {}
                [Some(one), None] => pairs[one].first_alone += 1,
                [None, Some(other)] => pairs[other].second_alone += 1,
                [Some(one), Some(other)] if one == other => pairs[one].both += 1,
                [Some(one), Some(other)] => {
                    pairs[one].only_first += 1;
                    pairs[other].only_second += 1;
                }
            }
        }
    }

    /// Adds what was counted elsewhere, of the same issues.
    pub fn merge(&mut self, other: &Self) {
        let counts = self.agreeing.iter_mut().flatten();
        for (count, more) in counts.zip(other.agreeing.iter().flatten()) {
            *count += more;
        }
        let options = self.options.iter_mut().flatten();
        for (pairs, more) in options.zip(other.options.iter().flatten()) {
            pairs.both += more.both;
            pairs.only_first += more.only_first;
            pairs.only_second += more.only_second;
            pairs.first_alone += more.first_alone;
            pairs.second_alone += more.second_alone;
        }
    }

    /// How the share of an option of the issue at a place differs.
    pub fn shares(&self, issue: usize, option: usize) -> PairedShares {
        let [[neither, second], [first, both]] = self.agreeing;
        let on = self.options[issue][option];
        let other = both - on.both - on.only_first - on.only_second;
        PairedShares([
            [neither, second - on.second_alone, on.second_alone],
            [first - on.first_alone, other, on.only_second],
            [on.first_alone, on.only_first, on.both],
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::{NONE, OPTION, OTHER, PairedOptions, PairedShares};
    use crate::game::{Owner, Purpose, Stream};
    use crate::simulation::{PairedRates, Z95};

    /// The error by its definition, run by run, nothing added.
    fn slowly(shares: &PairedShares) -> [f64; 2] {
        let mut runs: Vec<[[f64; 2]; 2]> = Vec::new();
        for (one, row) in shares.0.iter().enumerate() {
            for (other, &count) in row.iter().enumerate() {
                let pair = [one, other].map(|place| {
                    [
                        f64::from(u8::from(place == 2)),
                        f64::from(u8::from(place > 0)),
                    ]
                });
                runs.extend(std::iter::repeat_n(
                    pair,
                    usize::try_from(count).expect("few"),
                ));
            }
        }
        let sum = |setting: usize, of: usize| runs.iter().map(|run| run[setting][of]).sum::<f64>();
        let agreed = [0, 1].map(|setting| sum(setting, 1));
        let share = [0, 1].map(|setting| sum(setting, 0) / agreed[setting]);
        let variance = runs.iter().map(|run| {
            let [one, other] = [0, 1].map(|setting| {
                (run[setting][0] - share[setting] * run[setting][1]) / agreed[setting]
            });
            (one - other) * (one - other)
        });
        [share[0] - share[1], variance.sum::<f64>().sqrt()]
    }

    /// Runs of two settings, not independent: both agree in most, and most agreements on the option are the same.
    fn drawn(runs: u64, repeat: u64) -> PairedShares {
        let mut stream = Stream::new(31, Purpose::Design, Owner::named("shares"), repeat);
        let mut shares = PairedShares::default();
        for _ in 0..runs {
            let [u, v, w] = [stream.uniform(), stream.uniform(), stream.uniform()];
            // Agreement in 60 % and 70 % of the runs; the option in 30 % and 20 % of agreements.
            let one = if u < 0.6 { 1 + usize::from(v < 0.3) } else { 0 };
            let other = if (0.5..0.8).contains(&u) {
                0
            } else {
                1 + usize::from(if w < 0.7 {
                    v < 0.2
                } else {
                    stream.uniform() < 0.2
                })
            };
            shares.0[one][other] += 1;
        }
        shares
    }

    #[test]
    fn the_error_is_that_of_its_definition() {
        for repeat in 0..40 {
            let shares = drawn(4_000, repeat);
            let ([centre, error], [slow, slow_error]) = (shares.estimate(), slowly(&shares));
            assert!((shares.difference().expect("enough") - slow).abs() < 1e-12);
            // Two runs in four thousand.
            assert!((centre - slow).abs() < 1e-3 && (error / slow_error - 1.0).abs() < 3e-3);
        }
    }

    #[test]
    fn where_all_runs_agree_it_is_the_difference_of_paired_proportions() {
        // (b − c)/n with variance (b + c)/n² − (b − c)²/n³, half a run added to each of the four (Agresti and Min).
        let shares = PairedShares([[0; 3], [0, 40, 9], [0, 21, 30]]);
        let [n, b, c] = [102.0, 21.5, 9.5_f64];
        let [centre, error] = shares.estimate();
        assert!((centre - (b - c) / n).abs() < 1e-12);
        let variance = (b + c - (b - c) * (b - c) / n) / (n * n);
        assert!((error - variance.sqrt()).abs() < 1e-12);
        let plain = PairedRates {
            both: 30,
            only_first: 21,
            only_second: 9,
            neither: 40,
        };
        assert!((shares.difference().expect("enough") - plain.difference()).abs() < 1e-12);
    }

    #[test]
    fn nothing_changes_nothing_and_little_says_nothing() {
        let alike = PairedShares([[50, 0, 0], [0, 30, 0], [0, 0, 0]]);
        let [low, high] = alike.interval(0.95);
        assert!(low < 0.0 && high > 0.0 && (low + high).abs() < 1e-12);
        assert!((alike.p_value() - 1.0).abs() < 1e-12);
        let few = PairedShares([[900, 0, 0], [0, 19, 0], [0, 0, 0]]);
        assert_eq!(few.difference(), None);
        // All turn round.
        let turned = PairedShares([[50, 0, 0], [0, 0, 0], [0, 30, 0]]);
        assert_eq!(turned.difference().map(|change| change > 0.999), Some(true));
        let [low, high] = turned.interval(0.95);
        assert!(low > 0.8 && high >= 1.0, "{low} {high}");
    }

    #[test]
    fn exchanging_the_settings_turns_everything_round_and_the_test_is_dual() {
        for repeat in 0..200 {
            let shares = drawn(60 + repeat, 1_000 + repeat);
            let other = PairedShares(std::array::from_fn(|one| {
                std::array::from_fn(|other| shares.0[other][one])
            }));
            assert_eq!(shares.first(), other.second());
            let ([low, high], [other_low, other_high]) =
                (shares.interval(0.95), other.interval(0.95));
            assert!((low + other_high).abs() < 1e-12 && (high + other_low).abs() < 1e-12);
            let is_apart = low > 0.0 || high < 0.0;
            assert_eq!(is_apart, shares.p_value() < 0.05);
            if let Some(change) = shares.difference() {
                assert!(low <= change && change <= high);
            }
            let [centre, error] = shares.estimate();
            assert!((high - (centre + Z95 * error).min(1.0)).abs() < 1e-9);
        }
    }

    #[test]
    fn intervals_cover_the_true_difference_as_often_as_they_say() {
        // 3,000 tables of 150 runs, about a hundred agreements in each setting: coverage of a 95 % interval has standard
        // deviation sqrt(.95 · .05 / 3000) = .004; bounds 4.5 such deviations off, and a little more since the interval
        // is one of large samples.
        let covered = (0..3_000).filter(|&repeat| {
            let [low, high] = drawn(150, 10_000 + repeat).interval(0.95);
            low <= 0.1 && 0.1 <= high
        });
        let coverage = covered.count() as f64 / 3_000.0;
        assert!((0.93..0.975).contains(&coverage), "{coverage}");
    }

    #[test]
    fn an_option_is_held_against_all_others_of_its_issue() {
        let issues = [(
            "land".to_owned(),
            ["a", "b", "c"].map(str::to_owned).to_vec(),
        )];
        let mut options = PairedOptions::new(&issues);
        // Runs by what each setting agrees on, without agreement first, then each option.
        let runs = [
            [1, 2, 3, 4],
            [5, 6, 7, 8],
            [9, 10, 11, 12],
            [13, 14, 15, 16],
        ];
        let deals = [None, Some([0]), Some([1]), Some([2])];
        for (one, row) in deals.iter().zip(runs) {
            for (other, count) in deals.iter().zip(row) {
                for _ in 0..count {
                    options.add_deals(
                        [one, other].map(|deal| deal.as_ref().map(<[u16; 1]>::as_slice)),
                    );
                }
            }
        }
        let mut twice = options.clone();
        twice.merge(&options);
        let found = twice.shares(0, 1);
        assert_eq!(found.0, [[2, 12, 6], [36, 88, 44], [18, 44, 22]]);
    }

    /// Each of some runs put by itself into the table of each option, of two issues.
    #[test]
    fn counts_of_options_are_those_of_tables_run_by_run() {
        let options = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        let issues: [(String, Vec<String>); 2] = [
            ("land".to_owned(), options(&["a", "b", "c"])),
            ("date".to_owned(), options(&["early", "late"])),
        ];
        let mut stream = Stream::new(32, Purpose::Design, Owner::named("shares"), 0);
        let mut drawn = || {
            let deal = [stream.below(3), stream.below(2)]
                .map(|option| u16::try_from(option).expect("few"));
            (stream.uniform() < 0.6).then_some(deal)
        };
        let runs: Vec<[Option<[u16; 2]>; 2]> = (0..500).map(|_| [drawn(), drawn()]).collect();
        let count = |runs: &[[Option<[u16; 2]>; 2]]| {
            let mut counted = PairedOptions::new(&issues);
            for run in runs {
                counted.add_deals(
                    [0, 1].map(|setting| run[setting].as_ref().map(<[u16; 2]>::as_slice)),
                );
            }
            counted
        };
        let mut parts = count(&runs[..200]);
        parts.merge(&count(&runs[200..]));
        assert_eq!(parts, count(&runs));
        for (issue, (_, options)) in issues.iter().enumerate() {
            for option in 0..options.len() {
                let mut slow = PairedShares::default();
                for run in &runs {
                    let [one, other] = run.map(|deal| match deal {
                        None => NONE,
                        Some(deal) if usize::from(deal[issue]) == option => OPTION,
                        Some(_) => OTHER,
                    });
                    slow.0[one][other] += 1;
                }
                assert_eq!(parts.shares(issue, option), slow, "{issue} {option}");
            }
        }
    }
}
