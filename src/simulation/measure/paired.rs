//! Measures of two settings that met the same realizations, run by run.

use crate::bargaining::Outcome;
use crate::simulation::measure::named::name;
use crate::simulation::measure::{Measure, Subjects};
use crate::simulation::{Mean, PairedRates};

/// The difference of one measure between two settings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PairedCount {
    /// Yes or no.
    Rates(PairedRates),
    /// A number: the first setting less the second.
    Mean(Mean),
}

/// What differs between two settings: every measure that each run has.
#[derive(Clone, Debug, PartialEq)]
pub struct PairedCounts(Vec<(Measure, PairedCount)>);

impl PairedCounts {
    /// Nothing counted yet, of what there is in a scenario.
    pub fn new(subjects: &Subjects) -> Self {
        let empty = |measure: Measure| {
            let count = if measure.is_yes_no() {
                PairedCount::Rates(PairedRates::default())
            } else {
                PairedCount::Mean(Mean::default())
            };
            (measure, count)
        };
        let measures = Measure::of_subjects(subjects).into_iter();
        Self(measures.map(empty).collect())
    }

    /// Counts one realization.
    pub fn add(&mut self, first: &Outcome, second: &Outcome) {
        for (measure, count) in &mut self.0 {
            let [one, other] = [first, second].map(|outcome| measure.of(outcome));
            match count {
                PairedCount::Rates(rates) => rates.add(one > 0.0, other > 0.0),
                PairedCount::Mean(mean) => mean.push(one - other),
            }
        }
    }

    /// Adds what was counted elsewhere, of the same scenario.
    pub fn merge(&mut self, other: &Self) {
        for ((_, count), (_, more)) in self.0.iter_mut().zip(&other.0) {
            match (count, more) {
                (PairedCount::Rates(rates), PairedCount::Rates(more)) => rates.merge(more),
                (PairedCount::Mean(mean), PairedCount::Mean(more)) => mean.merge(more),
                _ => unreachable!("both are of the same measure"),
            }
        }
    }

    /// A measure that is yes or no, of each thing that it is of; nothing where no measure of that name is paired.
    pub fn rates(&self, measure: &str) -> impl Iterator<Item = PairedRates> {
        self.of(measure).filter_map(|count| match count {
            PairedCount::Rates(rates) => Some(*rates),
            PairedCount::Mean(_) => None,
        })
    }

    /// A measure of the run as a whole that is yes or no.
    ///
    /// # Panics
    /// When no measure of that name is paired.
    pub fn rate(&self, measure: &str) -> PairedRates {
        let found = self.rates(measure).next();
        found.unwrap_or_else(|| panic!("`{measure}` is not among the paired measures"))
    }

    /// The same as [`PairedCounts::rates`] of a measure that is a number.
    pub fn means(&self, measure: &str) -> impl Iterator<Item = Mean> {
        self.of(measure).filter_map(|count| match count {
            PairedCount::Mean(mean) => Some(*mean),
            PairedCount::Rates(_) => None,
        })
    }

    fn of(&self, measure: &str) -> impl Iterator<Item = &PairedCount> {
        let counts = self.0.iter();
        counts
            .filter(move |(counted, _)| counted.line() == measure)
            .map(|pair| &pair.1)
    }

    /// The difference of a measure of one thing; none where it is not paired.
    pub fn find(&self, measure: &str, id: &str) -> Option<PairedCount> {
        let name = name(measure, id);
        let found = self.0.iter().find(|(counted, _)| counted.name() == name);
        found.map(|(_, count)| *count)
    }
}
