//! Cells against one another, run by run.

use serde::{Deserialize, Serialize};

use crate::simulation::{CONFIDENCE, PairedRates, Rate, adjusted, excludes_zero, simultaneous};

/// Agreements of each of some cells (first) against each (second); the first cell is the one without levers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pairs(Vec<Vec<PairedRates>>);

impl Pairs {
    pub(super) fn new(cells: usize) -> Self {
        Self(vec![vec![PairedRates::default(); cells]; cells])
    }

    /// Counts runs: for each cell which of them agree.
    pub(super) fn add(&mut self, agreed: &[Vec<bool>]) {
        for (row, first) in self.0.iter_mut().zip(agreed) {
            for (rates, second) in row.iter_mut().zip(agreed) {
                for (&one, &other) in first.iter().zip(second) {
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

    /// Runs counted.
    pub(super) fn runs(&self) -> u64 {
        self.0[0][0].runs()
    }

    /// A policy (first) against no levers (second).
    pub(super) fn effect(&self, policy: usize) -> PairedRates {
        self.0[1 + policy][0]
    }

    /// A policy (first) against another (second).
    pub(super) fn rates(&self, one: usize, other: usize) -> PairedRates {
        self.0[1 + one][1 + other]
    }
}

/// A rate with a policy and without any lever, on the same realizations.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PairedEffect {
    /// With the policy.
    pub with: Rate,
    /// Without any lever.
    pub without: Rate,
    /// Realizations that count with it only.
    pub only_with: u64,
    /// Realizations that count without it only.
    pub only_without: u64,
    /// Rate with it less that without.
    pub difference: f64,
    /// Standard error of the difference; none with too few runs.
    pub se: Option<f64>,
    /// Interval of the difference by itself (Tango 1998).
    pub interval: [f64; 2],
    /// `McNemar`'s test of no difference by itself, dual to that interval.
    pub p: f64,
    /// Interval that holds for all at once that it is judged with, policies or parts of levers; the one that tables and figures
    /// show.
    pub interval_all: [f64; 2],
    /// `p`, adjusted alike.
    pub p_all: f64,
    /// Share of the variance that pairing removes.
    pub saved_by_pairing: f64,
    /// Runs that the half-width wished for needs; of agreement only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub runs_needed: Option<u64>,
}

impl PairedEffect {
    /// Whether any realization differs.
    pub fn differs(&self) -> bool {
        self.only_with > 0 || self.only_without > 0
    }

    /// Whether it can be distinguished from none, all at once.
    pub fn is_significant(&self) -> bool {
        excludes_zero(self.interval_all)
    }

    /// The runs behind it.
    pub(super) fn rates(&self) -> PairedRates {
        let both = self.with.count - self.only_with;
        PairedRates {
            both,
            only_first: self.only_with,
            only_second: self.only_without,
            neither: self.with.runs - both - self.only_with - self.only_without,
        }
    }

    /// What pairs of runs say of one of so many that are judged together.
    pub fn of(rates: &PairedRates, together: usize) -> Self {
        Self {
            with: rates.first(),
            without: rates.second(),
            only_with: rates.only_first,
            only_without: rates.only_second,
            difference: rates.difference(),
            se: rates.standard_error(),
            interval: rates.interval(CONFIDENCE),
            p: rates.p_value(),
            interval_all: rates.interval(simultaneous(CONFIDENCE, together)),
            p_all: adjusted(rates.p_value(), together),
            saved_by_pairing: rates.saved_by_pairing(),
            runs_needed: None,
        }
    }
}
