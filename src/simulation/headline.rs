//! The results of a run that are looked at again: with more draws behind beliefs, with levers in the ranges of assumptions.

use crate::bargaining::Outcome;
use crate::model::Scenario;
use crate::simulation::Rate;
use crate::simulation::measure::{Count, Counts, Measure, Subjects};

/// Measures that are judged of every run.
const OF_RUN: [&str; 3] = ["agreement", "in-force-in-time", "signed"];
/// Measures that are judged of every package, where there are several.
const OF_PACKAGE: [&str; 2] = ["package", "package-ever"];

/// Measures that are compared with and without levers.
const COMPARED: [&str; 5] = ["agreement", "in-force-in-time", "signed", "zone", "package"];

/// The headline results of a run.
#[derive(Debug)]
pub struct Headline(Vec<Measure>);

impl Headline {
    /// The headline results of a scenario, agreement first.
    pub fn of(scenario: &Scenario) -> Self {
        let has_packages = scenario.packages.len() > 1;
        let mut measures = Measure::all(scenario);
        measures.retain(|measure| {
            let line = name(measure).0;
            OF_RUN.contains(&line) || has_packages && OF_PACKAGE.contains(&line)
        });
        Self(measures)
    }

    /// The results that levers are compared by, agreement first.
    pub fn compared(scenario: &Scenario) -> Self {
        let mut measures = Measure::all(scenario);
        measures.retain(|measure| COMPARED.contains(&name(measure).0));
        Self(measures)
    }

    /// The whole name of each measure, with the id of what it is of where that is not the run.
    pub fn whole_names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(Measure::name)
    }

    /// Name of each measure and id of what it is of.
    pub fn names(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(name)
    }

    /// What its results were, of what was counted of some runs.
    ///
    /// # Panics
    /// When something else was counted.
    pub fn rates(&self, counts: &Counts, subjects: &Subjects) -> Vec<Rate> {
        let counted = counts.estimates(subjects);
        let share = |(measure, of): (&str, &str)| {
            let mut named = counted.iter().filter(|row| row.0 == measure && row.1 == of);
            match named.next() {
                Some((_, _, Count::Rate(rate))) => *rate,
                _ => panic!("`{measure}` of `{of}` is counted as a share"),
            }
        };
        self.names().map(share).collect()
    }

    /// Number of its results, at least 1.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Whether each of them holds in a run.
    pub fn read(&self, outcome: &Outcome) -> impl Iterator<Item = bool> {
        let measures = self.0.iter();
        measures.map(|measure| measure.of(outcome) > 0.0)
    }
}

/// Name of a measure and id of what it is of.
fn name(measure: &Measure) -> (&str, &str) {
    let name = measure.name();
    name.split_once('.').unwrap_or((name, ""))
}
