//! How many runs a wished precision needs, from a pilot.

use serde::{Deserialize, Serialize};

use crate::simulation::{CONFIDENCE, PairedRates, Rate, Z95};

/// What a pilot says about one rate, and about its difference from that of a variant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PilotAnswer {
    /// Title of the scenario.
    pub title: String,
    /// Name of the measure.
    pub of: String,
    /// Seed of the pilot.
    pub seed: u64,
    /// Half-width wished for, as a share.
    pub half_width: f64,
    /// The rate in the pilot.
    pub pilot: Rate,
    /// Runs for the rate.
    pub runs_needed: RunsNeeded,
    /// The variant, where there is one.
    pub variant: Option<VariantAnswer>,
}

/// What the pilot says of a variant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct VariantAnswer {
    /// The variant in words.
    pub with: String,
    /// Pairs of runs on the same realizations.
    pub pairs: u64,
    /// Pairs that count in the scenario only.
    pub first_only: u64,
    /// Pairs that count in the variant only.
    pub second_only: u64,
    /// Rate of the variant less that of the scenario.
    pub difference: f64,
    /// Pairs for the difference.
    pub runs_needed: RunsNeeded,
}

impl VariantAnswer {
    /// What the pairs of a pilot say, the variant first, in the words of the variant.
    pub fn of(with: &str, pairs: &PairedRates, half_width: f64) -> Self {
        Self {
            with: with.to_owned(),
            pairs: pairs.runs(),
            first_only: pairs.only_second,
            second_only: pairs.only_first,
            difference: pairs.difference(),
            runs_needed: for_difference(pairs, half_width),
        }
    }

    /// The pairs in which scenario and variant differ.
    pub fn discordant(&self) -> Rate {
        Rate::of(self.first_only + self.second_only, self.pairs)
    }
}

/// Runs that give a wished half-width.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunsNeeded {
    /// At the pilot's own estimate.
    pub runs: u64,
    /// At the most and at the least favourable value that the pilot's 95 % interval holds.
    pub interval: [u64; 2],
}

/// Runs after which the Wilson interval of a rate is at most `half_width` to each side.
///
/// The pilot's own interval says how many it may be at least and at most.
pub fn for_rate(pilot: Rate, half_width: f64) -> RunsNeeded {
    let [low, high] = pilot.interval();
    // The interval is widest at one half, and narrower towards both ends.
    let nearest = 0.5_f64.clamp(low, high);
    let farthest = if 0.5 - low > high - 0.5 { low } else { high };
    RunsNeeded {
        runs: runs_for_share(pilot.value(), half_width),
        interval: [farthest, nearest].map(|share| runs_for_share(share, half_width)),
    }
}

/// The least number of runs with `z/(1 + z²/n) · √(p(1−p)/n + z²/4n²) ≤ h` (Wilson 1927, solved for n).
///
/// With v = p(1−p) the squared condition is `h² (n + z²)² ≥ z² (v n + z²/4)`, a quadratic in n.
fn runs_for_share(share: f64, half_width: f64) -> u64 {
    let (z2, h2) = (Z95 * Z95, half_width * half_width);
    let spread = share * (1.0 - share);
    let half_linear = h2 * z2 - 0.5 * z2 * spread;
    let constant = h2 * z2 * z2 - 0.25 * z2 * z2;
    let root = half_linear * half_linear - h2 * constant;
    if root < 0.0 {
        // Any number of runs is precise enough.
        return 1;
    }
    whole((libm::sqrt(root) - half_linear) / h2)
}

/// Pairs of runs after which the difference of two rates on common chance is known to `half_width` to each side.
///
/// [`PairedRates::runs_for`] at the share of pairs that differ in the pilot, and at the ends of that share's Wilson interval.
pub fn for_difference(pilot: &PairedRates, half_width: f64) -> RunsNeeded {
    let runs = |share: f64| pilot.runs_for_discordant(share, half_width, CONFIDENCE);
    RunsNeeded {
        runs: pilot.runs_for(half_width, CONFIDENCE),
        interval: pilot.discordant().interval().map(runs),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "kept in the range of u64"
)]
fn whole(runs: f64) -> u64 {
    // Beyond 2^53 a whole number of runs is not a question of one more or less.
    libm::ceil(runs).clamp(1.0, 9.007_199_254_740_992e15) as u64
}

#[cfg(test)]
mod tests {
    use super::{for_difference, for_rate};
    use crate::simulation::{PairedRates, Rate};

    fn half_width(rate: Rate) -> f64 {
        let [low, high] = rate.interval();
        0.5 * (high - low)
    }

    #[test]
    fn that_many_runs_give_the_half_width_and_one_less_does_not() {
        for (count, runs, wished) in [(120, 1_000, 0.01), (500, 1_000, 0.02), (3, 1_000, 0.002)] {
            let pilot = Rate { count, runs };
            let needed = for_rate(pilot, wished).runs;
            // A rate of exactly the pilot's value in that many runs; counts are whole, so it is scaled up together.
            let at = |runs: f64| {
                let (n, p, z2) = (runs, pilot.value(), 3.841_458_820_694_124);
                libm::sqrt(z2) / (1.0 + z2 / n) * libm::sqrt(p * (1.0 - p) / n + z2 / (4.0 * n * n))
            };
            assert!(at(needed as f64) <= wished + 1e-12);
            assert!(at(needed as f64 - 1.0) > wished);
        }
        // The usual rule of thumb: 1.96² · .25 / .01² = 9,604, less z² since Wilson's interval is narrower.
        let half = Rate {
            count: 50,
            runs: 100,
        };
        assert_eq!(for_rate(half, 0.01).runs, 9_600);
        assert_eq!(for_rate(half, 0.01).interval[1], 9_600);
    }

    #[test]
    fn the_pilots_interval_bounds_the_answer() {
        let pilot = Rate {
            count: 0,
            runs: 200,
        };
        let needed = for_rate(pilot, 0.01);
        assert!(
            needed.interval[0] == needed.runs && needed.runs < needed.interval[1],
            "{needed:?}"
        );
        assert!(
            half_width(Rate {
                count: 0,
                runs: needed.runs
            }) <= 0.01
        );
        let narrow = for_rate(
            Rate {
                count: 1_000,
                runs: 100_000,
            },
            0.01,
        );
        assert!(narrow.interval[0] <= narrow.runs && narrow.runs <= narrow.interval[1]);
        assert_eq!(for_rate(pilot, 0.6).runs, 1);
    }

    #[test]
    fn a_difference_needs_as_many_pairs_as_its_variance_says() {
        let mut pilot = PairedRates::default();
        for run in 0..1_000 {
            pilot.add((10..70).contains(&run), run < 20);
        }
        // 10 pairs lost, 50 won, one more of each: d = 62/1002, Δ = 40/1002, n = 1.96² · (.06188 − .00159) / .005² = 9,262.96.
        let needed = for_difference(&pilot, 0.005);
        assert_eq!(needed.runs, 9_263);
        assert_eq!(needed.runs, pilot.runs_for(0.005, 0.95));
        assert!(needed.interval[0] < needed.runs && needed.runs < needed.interval[1]);
        // A pilot in which nothing differs does not say that nothing ever will.
        let same = PairedRates {
            neither: 100,
            ..PairedRates::default()
        };
        let needed = for_difference(&same, 0.01);
        assert!(needed.runs > 100 && needed.interval[0] < needed.runs);
        assert!(needed.runs < needed.interval[1], "{needed:?}");
    }
}
