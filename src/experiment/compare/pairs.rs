//! Agreements of cells against one another, run by run.

use crate::simulation::PairedRates;

/// Confidence of every interval, and of all decisions together.
pub const CONFIDENCE: f64 = 0.95;

/// Agreements of each of some cells (first) against each later one (second); the first cell is the one without levers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pairs(Vec<Vec<PairedRates>>);

impl Pairs {
    pub(super) fn new(cells: usize) -> Self {
        let later = |first: usize| vec![PairedRates::default(); cells - first - 1];
        Self((0..cells).map(later).collect())
    }

    /// Counts runs: for each cell which of them agree.
    pub(super) fn add(&mut self, agreed: &[Vec<bool>]) {
        for (first, row) in self.0.iter_mut().enumerate() {
            for (rates, later) in row.iter_mut().zip(&agreed[first + 1..]) {
                for (&one, &other) in agreed[first].iter().zip(later) {
                    rates.add(one, other);
                }
            }
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        for (rates, more) in self.0.iter_mut().flatten().zip(other.0.iter().flatten()) {
            rates.merge(more);
        }
    }

    /// Runs counted; there are at least two cells.
    pub(super) fn runs(&self) -> u64 {
        self.0[0][0].runs()
    }

    /// A policy (first) against no levers (second).
    pub(super) fn effect(&self, policy: usize) -> PairedRates {
        self.0[0][policy].reversed()
    }

    /// A policy (first) against another (second).
    pub(super) fn rates(&self, one: usize, other: usize) -> PairedRates {
        let (first, later) = (1 + one.min(other), one.max(other));
        let rates = self.0[first][later - first];
        if one < other { rates } else { rates.reversed() }
    }
}
