//! One bit for each run of a batch.

/// A yes or no for each run of a batch, in run order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bits {
    words: Vec<u64>,
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

    pub(super) fn from_words(words: Vec<u64>) -> Self {
        Self { words }
    }

    pub(super) fn words(&self) -> &[u64] {
        &self.words
    }

    /// Number of runs with a yes.
    pub fn count(&self) -> u64 {
        let ones = self.words.iter().map(|word| u64::from(word.count_ones()));
        ones.sum()
    }

    /// Number of runs with a yes here and a no there.
    pub fn count_without(&self, other: &Self) -> u64 {
        let pairs = self.words.iter().zip(&other.words);
        pairs
            .map(|(one, other)| u64::from((one & !other).count_ones()))
            .sum()
    }
}

#[cfg(test)]
mod tests {
    use super::Bits;

    #[test]
    fn pairs_are_counted_run_by_run() {
        let one: Vec<bool> = (0..200).map(|run| run % 3 == 0).collect();
        let two: Vec<bool> = (0..200).map(|run| run % 5 == 0).collect();
        let (bits, other) = (Bits::of(one.iter().copied()), Bits::of(two.iter().copied()));
        let slow = one.iter().zip(&two).filter(|(one, two)| **one && !**two);
        assert_eq!(bits.count_without(&other), slow.count() as u64);
        assert_eq!(bits.count(), 67);
        assert_eq!(bits.words().len() as u64, Bits::words_of(200));
    }
}
