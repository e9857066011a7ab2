//! What one block gives: what was counted, and the answers needed to pair its runs with the baseline's.

use crate::bargaining::Outcome;
use crate::experiment::sweep::bits::Bits;
use crate::model::Scenario;
use crate::simulation::measure::{Counts, OF_RUNS, Subjects};

/// One batch of one cell, counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Every measure of what all cells share.
    pub counts: Counts,
    /// What runs are paired by: whether each ended in agreement, then for each package whether it was agreed at the end.
    pub paired: Vec<Bits>,
}

impl Record {
    /// Counts the outcomes of a batch.
    pub fn of(scenario: &Scenario, outcomes: &[Outcome]) -> Self {
        let mut counts = Counts::new(&OF_RUNS, &Subjects::of(scenario).shared());
        for outcome in outcomes {
            counts.add(&OF_RUNS, outcome);
        }
        let agreement = Bits::of(outcomes.iter().map(|it| it.agreed.is_some()));
        let packages = (0..scenario.packages.len()).map(|package| {
            let verdicts = outcomes.iter().map(|it| it.packages[package].agreed);
            Bits::of(verdicts)
        });
        Self {
            counts,
            paired: std::iter::once(agreement).chain(packages).collect(),
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
        let whole = rest.is_empty() && words.next().is_none();
        whole.then_some(Self { counts, paired })
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
