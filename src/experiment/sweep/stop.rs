//! When a cell has been played enough: after fixed runs, or at a look at which its interval is narrow enough.
//!
//! Looking often and stopping when the interval pleases spoils its level. Here the looks are fixed beforehand and each
//! has an equal part of the error allowed (Bonferroni; Dunn 1961, JASA 56): with L looks every interval is one at
//! 1 − 0.05/L, so that with probability 0.95 at least none of the L misses, and hence the one at which a cell stops does
//! not. No stopping rule can break this, and the price is small: eight looks widen an interval by 39 %, four by 27 %.

use serde::{Deserialize, Serialize};

use crate::scenario::{Length, Precision, Target};
use crate::simulation::{BATCH_RUNS, CONFIDENCE, PairedRates, Rate};

/// Chance that some interval of a cell misses, over all looks.
const ERROR: f64 = 1.0 - CONFIDENCE;

/// When a cell has been played enough.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Stop {
    /// Runs of a cell that is played to the end.
    runs: u64,
    /// The interval that is wished, with looks at whole batches but for the last; none when the runs are fixed.
    precision: Option<Precision>,
}

impl Stop {
    /// So many runs.
    pub fn fixed(runs: u64) -> Self {
        Self {
            runs,
            precision: None,
        }
    }

    /// What a sweep file says.
    pub fn of(length: &Length) -> Self {
        let wish = match length {
            Length::Runs(runs) => return Self::fixed(*runs),
            Length::Until(wish) => wish,
        };
        let runs = wish.looks.last().copied().unwrap_or(0);
        // A batch that is begun is played to its end, so that each batch is played once.
        let whole = |look: &u64| (look.div_ceil(BATCH_RUNS) * BATCH_RUNS).min(runs);
        let mut looks: Vec<u64> = wish.looks.iter().map(whole).collect();
        looks.dedup();
        Self {
            runs,
            precision: Some(Precision {
                looks,
                ..wish.clone()
            }),
        }
    }

    /// Runs after which a cell is looked at; the last of them is the ceiling.
    pub fn looks(&self) -> &[u64] {
        let fixed = std::slice::from_ref(&self.runs);
        self.precision.as_ref().map_or(fixed, |wish| &wish.looks)
    }

    /// Runs of a cell that is played to the end.
    pub fn ceiling(&self) -> u64 {
        self.runs
    }

    /// Whether every cell is played to the end.
    pub fn is_fixed(&self) -> bool {
        self.precision.is_none()
    }

    /// The half-width that is wished, and of what; none when the runs are fixed.
    pub fn wish(&self) -> Option<(f64, Target)> {
        let wish = self.precision.as_ref()?;
        Some((wish.half_width, wish.of))
    }

    /// The confidence of every interval of the sweep by itself, in 0..1.
    pub fn confidence(&self) -> f64 {
        1.0 - ERROR / self.looks().len() as f64
    }

    /// Whether the interval of a cell's agreement rate, or of its difference to the baseline at the confidence of one of them,
    /// is as narrow as wished; with fixed runs there is no wish that could be met.
    pub fn is_precise(
        &self,
        agreement: Rate,
        (difference, confidence): (&PairedRates, f64),
    ) -> bool {
        let Some((half_width, of)) = self.wish() else {
            return false;
        };
        let [low, high] = match of {
            Target::Rate => agreement.interval_at(self.confidence()),
            Target::Difference => difference.interval(confidence),
        };
        high - low <= 2.0 * half_width
    }
}

#[cfg(test)]
mod tests {
    use super::Stop;
    use crate::game::{Owner, Purpose, Stream};
    use crate::scenario::{Length, Precision, Target};
    use crate::simulation::{PairedRates, Rate};

    const LOOKS: [u64; 5] = [1_024, 2_048, 3_072, 4_096, 8_192];

    fn until(half_width: f64) -> Stop {
        Stop::of(&Length::Until(Precision {
            half_width,
            of: Target::Rate,
            looks: LOOKS.into(),
        }))
    }

    /// Stops 2,000 coins of .3 when their interval pleases and counts how often it then misses.
    ///
    /// Under 5 % misses the count has mean 100 and standard deviation 9.7; beyond 140 the alarm is false with probability
    /// below 1e-4.
    #[test]
    fn intervals_hold_though_the_data_say_when_to_stop() {
        // About the half-width of the third look, so that chance decides between several.
        let stop = until(0.021_3);
        let (mut misses, mut ends) = (0, [0; LOOKS.len()]);
        for coin in 0..2_000 {
            let mut stream = Stream::new(1, Purpose::Moves, Owner::named("coin"), coin);
            let mut agreement = Rate::default();
            for (place, &look) in LOOKS.iter().enumerate() {
                while agreement.runs < look {
                    agreement.add(stream.uniform() < 0.3);
                }
                if stop.is_precise(agreement, (&PairedRates::default(), 0.95))
                    || look == stop.ceiling()
                {
                    ends[place] += 1;
                    break;
                }
            }
            let [low, high] = agreement.interval_at(stop.confidence());
            misses += u32::from(!(low..=high).contains(&0.3));
        }
        assert!(misses <= 140, "{misses} misses");
        assert!(
            ends.iter().filter(|&&end| end > 100).count() >= 2,
            "{ends:?}"
        );
    }

    #[test]
    fn one_look_has_the_usual_level() {
        assert!((Stop::fixed(10).confidence() - 0.95).abs() < 1e-15);
        assert!((until(0.1).confidence() - 0.99).abs() < 1e-15);
    }
}
