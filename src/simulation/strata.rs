//! The zone of possible agreement as a control variate of a paired difference.
//!
//! Whether there is a zone under each of two settings splits realizations into four strata. How frequent these are is
//! found on many more realizations than are played, since the zone of a run is cheap to find without playing it; the
//! difference is then weighted stratum by stratum. This is double sampling for stratification (Neyman 1938; Cochran 1977,
//! section 12.2), the regression on the zone indicators with nothing assumed about its form.

use serde::{Deserialize, Serialize};

use crate::simulation::PairedRates;

/// Strata with fewer runs than this join another: too few to tell their spread.
const STRATUM_RUNS_MIN: u64 = 30;

/// Paired rates by stratum: no zone, one under the second setting only, one under the first only, one under both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StratifiedRates([PairedRates; 4]);

/// A difference estimated with the zone as control variate.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Adjusted {
    /// The difference.
    pub difference: f64,
    /// Its standard error.
    #[serde(rename = "se")]
    pub standard_error: f64,
    /// Share of the plain estimate's variance that is saved; below 0 where the control does harm.
    pub variance_saved: f64,
}

impl StratifiedRates {
    /// Counts one realization, by whether there is a zone under the first and under the second setting.
    pub fn add(&mut self, [zone, zone_of_second]: [bool; 2], first: bool, second: bool) {
        let stratum = 2 * usize::from(zone) + usize::from(zone_of_second);
        self.0[stratum].add(first, second);
    }

    /// Adds the realizations behind other rates.
    pub fn merge(&mut self, other: &Self) {
        for (rates, more) in self.0.iter_mut().zip(&other.0) {
            rates.merge(more);
        }
    }

    /// The zones of the realizations, under the first setting and under the second.
    pub fn zones(&self) -> PairedRates {
        let [neither, only_second, only_first, both] = self.0.map(|rates| rates.runs());
        PairedRates {
            both,
            only_first,
            only_second,
            neither,
        }
    }

    /// All strata together.
    pub fn together(&self) -> PairedRates {
        let mut all = PairedRates::default();
        for rates in &self.0 {
            all.merge(rates);
        }
        all
    }

    /// The difference with each stratum weighted by its share of `known`, the zones of all realizations looked at.
    ///
    /// `d = Σ W_h d_h` with variance `Σ W_h² s_h² / n_h + Σ W_h (d_h − d)² / N`, `N` the realizations in `known`. None with
    /// fewer than 2 runs or where `known` holds no more realizations than were played.
    pub fn adjusted(&self, known: &PairedRates) -> Option<Adjusted> {
        let all = self.together();
        let (played, looked_at) = (all.runs(), known.runs());
        if played < 2 || looked_at <= played {
            return None;
        }
        let strata = self.merged(known);
        let total = looked_at as f64;
        let weighted = |of: &dyn Fn(&PairedRates, f64) -> f64| {
            let each = strata
                .iter()
                .filter(|(rates, _)| rates.runs() > 0)
                .map(|(rates, count)| of(rates, *count as f64 / total));
            each.fold(0.0, |sum, value| sum + value)
        };
        let difference = weighted(&|rates, weight| weight * rates.difference());
        let within = weighted(&|rates, weight| {
            let runs = rates.runs() as f64;
            // Sampling without a degree of freedom for each stratum's mean would promise too much.
            weight * weight * rates.variance() / (runs - 1.0).max(1.0)
        });
        let between = weighted(&|rates, weight| {
            let off = rates.difference() - difference;
            weight * off * off / total
        });
        let variance = within + between;
        let plain = all.variance() / (played as f64 - 1.0);
        Some(Adjusted {
            difference,
            standard_error: libm::sqrt(variance),
            variance_saved: if plain > 0.0 {
                1.0 - variance / plain
            } else {
                0.0
            },
        })
    }

    /// The strata with the realizations known to lie in each, small ones joined.
    ///
    /// A stratum in which only one setting has a zone joins the one in which both are as the second setting is; what is
    /// still small joins the largest (the first of equals).
    fn merged(&self, known: &PairedRates) -> [(PairedRates, u64); 4] {
        let counts = [
            known.neither,
            known.only_second,
            known.only_first,
            known.both,
        ];
        let mut strata = [0, 1, 2, 3].map(|place| (self.0[place], counts[place]));
        for (mixed, plain) in [(1, 3), (2, 0)] {
            if self.0[mixed].runs() < STRATUM_RUNS_MIN {
                join(&mut strata, mixed, plain);
            }
        }
        for place in 0..strata.len() {
            if strata[place].0.runs() < STRATUM_RUNS_MIN && strata[place].1 > 0 {
                let others = (0..strata.len()).rev().filter(|&other| other != place);
                let largest = others.max_by_key(|&other| strata[other].0.runs());
                join(&mut strata, place, largest.unwrap_or(place));
            }
        }
        strata
    }
}

/// Makes two strata one.
fn join(strata: &mut [(PairedRates, u64)], from: usize, into: usize) {
    let (rates, count) = std::mem::take(&mut strata[from]);
    strata[into].0.merge(&rates);
    strata[into].1 += count;
}

#[cfg(test)]
mod tests {
    use super::{Adjusted, StratifiedRates};
    use crate::game::{Owner, Purpose, Stream};
    use crate::simulation::PairedRates;

    /// A lever that opens a zone in one realization out of ten; agreement is likely where there is one.
    ///
    /// The zone is open under none with .3 and under the lever with .4; with a zone there is agreement with .95, drawn anew
    /// for each setting. True difference: .095.
    fn repeat(number: u64, played: u64, looked_at: u64) -> (StratifiedRates, Adjusted) {
        let mut stream = Stream::new(5, Purpose::Design, Owner::named("strata"), number);
        let (mut rates, mut known) = (StratifiedRates::default(), PairedRates::default());
        for run in 0..looked_at {
            let zone = stream.uniform();
            let (first, second) = (zone < 0.4, zone < 0.3);
            let stratum = [first, second];
            known.add(first, second);
            if run < played {
                let (one, other) = (stream.uniform() < 0.95, stream.uniform() < 0.95);
                rates.add(stratum, first && one, second && other);
            }
        }
        let adjusted = rates.adjusted(&known).expect("more looked at than played");
        (rates, adjusted)
    }

    #[test]
    fn the_adjusted_difference_is_unbiased_narrower_and_knows_its_error() {
        // 1,000 repeats of 500 runs. Means of them have an error of about .015 / sqrt(1000) = .0005, observed spreads one
        // of 2.3 %; bounds of 4.5 such errors leave a false-alarm rate below one in 10,000 for all three.
        let repeats = 1_000;
        let (mut sum, mut squares, mut claimed) = (0.0, 0.0, 0.0);
        let (mut plain_squares, mut wider) = (0.0, 0);
        for number in 0..repeats {
            let (rates, adjusted) = repeat(number, 500, 5_000);
            let off = adjusted.difference - 0.095;
            sum += off;
            squares += off * off;
            claimed += adjusted.standard_error * adjusted.standard_error;
            let plain = rates.together();
            plain_squares += (plain.difference() - 0.095) * (plain.difference() - 0.095);
            let error = plain.standard_error().expect("there are runs");
            wider += u32::from(adjusted.standard_error > error);
        }
        let n = repeats as f64;
        let spread = libm::sqrt(squares / n);
        assert!(
            (sum / n).abs() < 4.5 * spread / n.sqrt(),
            "bias {}",
            sum / n
        );
        let ratio = libm::sqrt(claimed / n) / spread;
        assert!((0.9..1.1).contains(&ratio), "claims {ratio} of its spread");
        assert!(squares < plain_squares * 0.6, "{}", squares / plain_squares);
        assert_eq!(wider, 0);
    }

    #[test]
    fn a_control_that_tells_nothing_does_no_harm() {
        let mut rates = StratifiedRates::default();
        let mut known = PairedRates::default();
        for run in 0_u64..4_000 {
            let stratum = [run % 2 == 0, run % 2 == 0];
            known.add(stratum[0], stratum[1]);
            if run < 2_000 {
                rates.add(stratum, run % 40 < 4, run % 40 > 37);
            }
        }
        let adjusted = rates.adjusted(&known).expect("more looked at than played");
        let plain = rates.together();
        assert!((adjusted.difference - plain.difference()).abs() < 1e-12);
        assert!(adjusted.variance_saved.abs() < 0.01, "{adjusted:?}");
    }

    #[test]
    fn without_more_realizations_there_is_nothing_to_adjust() {
        let mut rates = StratifiedRates::default();
        let mut known = PairedRates::default();
        for run in 0..100 {
            let stratum = [run % 3 == 0, run % 2 == 0];
            known.add(stratum[0], stratum[1]);
            rates.add(stratum, run % 5 == 0, run % 7 == 0);
        }
        assert_eq!(rates.adjusted(&known), None);
    }

    #[test]
    fn no_realization_is_lost_where_strata_are_small() {
        let mut rates = StratifiedRates::default();
        let mut known = PairedRates::default();
        for run in 0_u64..2_000 {
            // Only 10 and 5 runs in the mixed strata.
            let stratum = [run % 2 == 0 || run < 10, run % 2 == 0 || run > 1_990];
            known.add(stratum[0], stratum[1]);
            if run < 1_000 {
                rates.add(stratum, run % 9 == 0, run % 10 == 0);
            }
        }
        let merged = rates.merged(&known);
        let runs: u64 = merged.iter().map(|(rates, _)| rates.runs()).sum();
        let counts: u64 = merged.iter().map(|(_, count)| count).sum();
        assert_eq!((runs, counts), (1_000, 2_000));
        assert!(
            merged
                .iter()
                .all(|(rates, count)| rates.runs() >= 30 || *count == 0)
        );
    }
}
