//! What one block gives: what was counted, and the answers needed to pair its runs with the baseline's, a bit for each run.

use crate::bargaining::Outcome;
use crate::simulation::measure::{Counts, OF_RUNS, Subjects};
use crate::simulation::{DealCounts, PairedRates};

/// One batch of one cell, counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Every measure of what all cells share.
    pub counts: Counts,
    /// What runs are paired by: whether each ended in agreement, then for each package whether it was agreed at the end.
    pub paired: Vec<Bits>,
    /// Its agreements by deal.
    pub deals: DealCounts,
}

impl Record {
    /// Counts the outcomes of a batch, of deals at most so many different ones.
    pub fn of(subjects: &Subjects, outcomes: &[Outcome], deals_most: usize) -> Self {
        let mut counts = Counts::new(&OF_RUNS, subjects);
        let mut deals = DealCounts::default();
        for outcome in outcomes {
            counts.add(&OF_RUNS, outcome);
            deals.add(outcome, deals_most);
        }
        let agreement = Bits::of(outcomes.iter().map(|outcome| outcome.agreed.is_some()));
        let packages = (0..subjects.packages.len()).map(|package| {
            let verdicts = outcomes.iter().map(|run| run.packages[package].agreed);
            Bits::of(verdicts)
        });
        Self {
            counts,
            paired: std::iter::once(agreement).chain(packages).collect(),
            deals,
        }
    }

    /// Number of answers by which runs are paired.
    pub(super) fn paired_count(subjects: &Subjects) -> usize {
        1 + subjects.packages.len()
    }

    /// The record as bytes, little-endian words: what was counted, without names.
    pub fn encode(&self) -> Vec<u8> {
        let mut words = self.counts.words();
        words.extend(self.paired.iter().flat_map(|bits| &bits.words));
        words.extend(self.deals.words());
        words.into_iter().flat_map(u64::to_le_bytes).collect()
    }

    /// The record behind bytes; none when they are not one of cells that share these.
    pub fn decode(bytes: &[u8], subjects: &Subjects) -> Option<Self> {
        let (chunks, rest) = bytes.as_chunks::<8>();
        let mut words = chunks.iter().map(|chunk| u64::from_le_bytes(*chunk));
        let counts = Counts::new(&OF_RUNS, subjects).read(&mut words)?;
        let length = Bits::words_of(counts.runs());
        let paired = (0..Self::paired_count(subjects)).map(|_| {
            let words: Option<Vec<u64>> = (0..length).map(|_| words.next()).collect();
            words.map(|words| Bits { words })
        });
        let paired: Vec<Bits> = paired.collect::<Option<_>>()?;
        let deals = DealCounts::read(&mut words, &subjects.issues)?;
        let whole = rest.is_empty() && words.next().is_none();
        let are_of_runs = paired.iter().all(|bits| bits.are_of(counts.runs()));
        (whole && are_of_runs).then_some(Self {
            counts,
            paired,
            deals,
        })
    }

    /// Whether the agreements counted by deal are all there are, or fewer where some were left out.
    pub(super) fn deals_fit(&self) -> bool {
        let (counted, all) = (self.deals.agreements(), self.counts.rate("agreement").count);
        counted == all || counted < all && !self.deals.is_complete()
    }
}

/// One block as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// Its number.
    pub number: u64,
    /// What was counted.
    pub record: Record,
    /// What the caller makes of its outcomes: lines of a table, or nothing.
    pub rows: Vec<u8>,
}

impl Block {
    /// The block as bytes, without its number: the length of the record, the record, the rows.
    pub fn encode(&self) -> Vec<u8> {
        let record = self.record.encode();
        let mut bytes = (record.len() as u64).to_le_bytes().to_vec();
        bytes.extend(record);
        bytes.extend(&self.rows);
        bytes
    }

    /// The block behind bytes; none when they are not one of cells that share these.
    pub fn decode(number: u64, bytes: &[u8], subjects: &Subjects) -> Option<Self> {
        let (length, bytes) = bytes.split_first_chunk::<8>()?;
        let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
        let (record, rows) = bytes.split_at_checked(length)?;
        Some(Self {
            number,
            record: Record::decode(record, subjects)?,
            rows: rows.to_vec(),
        })
    }
}

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

    /// Whether no answer is that of a run beyond so many.
    fn are_of(&self, runs: u64) -> bool {
        let last = self.words.last().filter(|_| !runs.is_multiple_of(64));
        last.is_none_or(|word| word >> (runs % 64) == 0)
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
