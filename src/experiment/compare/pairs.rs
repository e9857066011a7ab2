//! Agreements of policies against one another, run by run.

use crate::bargaining::Outcome;
use crate::simulation::PairedRates;

/// Confidence of every interval, and of all decisions together.
pub const CONFIDENCE: f64 = 0.95;

/// Agreements of each of some settings (first) against each later one (second).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pairs(Vec<Vec<PairedRates>>);

impl Pairs {
    pub(super) fn new(count: usize) -> Self {
        let later = |first: usize| vec![PairedRates::default(); count - first - 1];
        Self((0..count).map(later).collect())
    }

    /// Counts runs: for each setting which of them agree.
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

    /// One setting (first) against another (second).
    pub(super) fn rates(&self, one: usize, other: usize) -> PairedRates {
        if one < other {
            self.0[one][other - one - 1]
        } else {
            self.0[other][one - other - 1].reversed()
        }
    }
}

/// Which runs end in agreement.
pub(super) fn agreements(outcomes: &[Outcome]) -> Vec<bool> {
    outcomes.iter().map(|it| it.agreed.is_some()).collect()
}
