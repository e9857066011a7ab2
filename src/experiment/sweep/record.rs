//! What one block gives: exact counts, moments, and the answers needed to pair its runs with the baseline's.

use crate::bargaining::{Failure, Outcome};
use crate::experiment::Cell;
use crate::experiment::sweep::bits::Bits;
use crate::simulation::{Mean, summary_of};

/// One batch of one cell, counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Runs of the batch.
    pub runs: u64,
    /// Whether each run ended in agreement.
    pub agreement: Bits,
    /// For each package, whether it was agreed at the end of each run.
    pub agreed: Vec<Bits>,
    /// Runs with each package in force.
    pub in_force: Vec<u64>,
    /// Runs in which something was signed.
    pub signed: u64,
    /// Runs with a zone of possible agreement.
    pub zone: u64,
    /// Runs that failed for each cause, in the order of [`Failure::ALL`].
    pub failures: [u64; Failure::ALL.len()],
    /// Each party.
    pub parties: Vec<PartyRecord>,
}

/// One party over a batch.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PartyRecord {
    /// Utility a run leaves it with.
    pub utility: Mean,
    /// Discounted payoff.
    pub payoff: Mean,
}

impl Record {
    /// Counts the outcomes of a batch.
    pub fn of(cell: &Cell, seed: u64, outcomes: &[Outcome]) -> Self {
        let summary = summary_of(&cell.scenario, seed, outcomes);
        let packages = 0..summary.packages.len();
        let agreed = |package: usize| {
            let verdicts = outcomes.iter().map(|it| it.packages[package].agreed);
            Bits::of(verdicts)
        };
        Self {
            runs: summary.runs,
            agreement: Bits::of(outcomes.iter().map(|it| it.agreed.is_some())),
            agreed: packages.map(agreed).collect(),
            in_force: summary
                .packages
                .iter()
                .map(|it| it.in_force.count)
                .collect(),
            signed: summary.signed.count,
            zone: summary.zone.count,
            failures: summary.failures,
            parties: summary
                .parties
                .iter()
                .map(|party| PartyRecord {
                    utility: party.utility,
                    payoff: party.payoff,
                })
                .collect(),
        }
    }

    /// The record as bytes, little-endian words: what was counted, without names.
    pub fn encode(&self) -> Vec<u8> {
        let mut words = vec![
            self.runs,
            self.agreed.len() as u64,
            self.parties.len() as u64,
            self.signed,
            self.zone,
        ];
        words.extend(self.failures);
        words.extend(&self.in_force);
        words.extend(self.agreement.words());
        words.extend(self.agreed.iter().flat_map(Bits::words));
        for party in &self.parties {
            for mean in [party.utility, party.payoff] {
                let (count, centre, squares) = mean.moments();
                words.extend([count, centre.to_bits(), squares.to_bits()]);
            }
        }
        words.into_iter().flat_map(u64::to_le_bytes).collect()
    }

    /// The record behind bytes; none when they are not one of so many packages and parties.
    pub fn decode(bytes: &[u8], packages: usize, parties: usize) -> Option<Self> {
        let (chunks, rest) = bytes.as_chunks::<8>();
        let mut words = Words(chunks.iter().map(|chunk| u64::from_le_bytes(*chunk)));
        let runs = words.next()?;
        if words.next()? != packages as u64 || words.next()? != parties as u64 {
            return None;
        }
        let (signed, zone) = (words.next()?, words.next()?);
        let mut failures = [0; Failure::ALL.len()];
        for failed in &mut failures {
            *failed = words.next()?;
        }
        let in_force = words.take(packages as u64)?;
        let length = Bits::words_of(runs);
        let agreement = Bits::from_words(words.take(length)?);
        let mut agreed = Vec::with_capacity(packages);
        for _ in 0..packages {
            agreed.push(Bits::from_words(words.take(length)?));
        }
        let mut records = Vec::with_capacity(parties);
        for _ in 0..parties {
            records.push(PartyRecord {
                utility: words.mean()?,
                payoff: words.mean()?,
            });
        }
        let whole = rest.is_empty() && words.next().is_none();
        whole.then_some(Self {
            runs,
            agreement,
            agreed,
            in_force,
            signed,
            zone,
            failures,
            parties: records,
        })
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

    /// The block behind bytes; none when they are not one of so many packages and parties.
    pub fn decode(number: u64, bytes: &[u8], packages: usize, parties: usize) -> Option<Self> {
        let (length, bytes) = bytes.split_first_chunk::<8>()?;
        let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
        let (record, rows) = bytes.split_at_checked(length)?;
        Some(Self {
            number,
            record: Record::decode(record, packages, parties)?,
            rows: rows.to_vec(),
        })
    }
}

/// Words read one after the other.
struct Words<I>(I);

impl<I: Iterator<Item = u64>> Words<I> {
    fn next(&mut self) -> Option<u64> {
        self.0.next()
    }

    fn take(&mut self, count: u64) -> Option<Vec<u64>> {
        (0..count).map(|_| self.next()).collect()
    }

    fn mean(&mut self) -> Option<Mean> {
        let (count, centre, squares) = (self.next()?, self.next()?, self.next()?);
        let [centre, squares] = [centre, squares].map(f64::from_bits);
        Some(Mean::from_moments(count, centre, squares))
    }
}
