//! One bit for each run of a batch.

use crate::simulation::PairedRates;

/// A yes or no for each run of a batch, in run order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bits {
    /// Sixty-four runs in each, the first in the lowest bit.
    pub(super) words: Vec<u64>,
}

impl Bits {
    /// The answers in run order.
    pub(super) fn of(answers: impl Iterator<Item = bool>) -> Self {
        let mut words = Vec::new();
        for (run, answer) in answers.enumerate() {
            if run % 64 == 0 {
                words.push(0);
            }
            let last = words.len() - 1;
            words[last] |= u64::from(answer) << (run % 64);
        }
        Self { words }
    }

    /// Number of words that so many runs fill.
    pub(super) fn words_of(runs: u64) -> u64 {
        runs.div_ceil(64)
    }

    /// Number of runs with a yes.
    pub fn count(&self) -> u64 {
        let ones = self.words.iter().map(|word| u64::from(word.count_ones()));
        ones.sum()
    }

    /// These answers against others to the same runs, of which there are so many.
    pub fn paired(&self, other: &Self, runs: u64) -> PairedRates {
        let words = self.words.iter().zip(&other.words);
        let both = words.map(|(one, other)| u64::from((one & other).count_ones()));
        let both: u64 = both.sum();
        let (only_first, only_second) = (self.count() - both, other.count() - both);
        PairedRates {
            both,
            only_first,
            only_second,
            neither: runs - both - only_first - only_second,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Bits;
    use crate::simulation::PairedRates;

    #[test]
    fn pairs_are_counted_run_by_run() {
        let one: Vec<bool> = (0..200).map(|run| run % 3 == 0).collect();
        let two: Vec<bool> = (0..200).map(|run| run % 5 == 0).collect();
        let (bits, other) = (Bits::of(one.iter().copied()), Bits::of(two.iter().copied()));
        let mut slow = PairedRates::default();
        for (&one, &two) in one.iter().zip(&two) {
            slow.add(one, two);
        }
        assert_eq!(bits.paired(&other, 200), slow);
        assert_eq!(bits.count(), 67);
        assert_eq!(bits.words.len() as u64, Bits::words_of(200));
    }
}
