//! Counting outcomes, in run order.

use crate::bargaining::Outcome;
use crate::model::{Scenario, TypeId};
use crate::simulation::measure::{Counts, OF_RUNS, Profiles, Subjects};

/// Runs of a scenario, counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Tally {
    /// What the measures are of.
    pub subjects: Subjects,
    /// Every measure over all runs.
    pub counts: Counts,
    /// By the types of the parties.
    pub profiles: Profiles,
}

impl Tally {
    /// Nothing counted yet.
    pub fn new(scenario: &Scenario) -> Self {
        let subjects = Subjects::of(scenario);
        Self {
            counts: Counts::new(&OF_RUNS, &subjects),
            profiles: Profiles::default(),
            subjects,
        }
    }

    /// Counts one run.
    pub fn add(&mut self, outcome: &Outcome) {
        self.counts.add(&OF_RUNS, outcome);
        let kinds = outcome.types.iter().map(|kind: &TypeId| kind.index());
        self.profiles.add(&OF_RUNS, &self.subjects, kinds, outcome);
    }
}
