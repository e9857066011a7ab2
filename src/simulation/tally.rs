//! Counting runs or realizations, in their order.

use crate::model::Scenario;
use crate::simulation::measure::{Counts, Line, Profiles, Subjects};

/// Runs or realizations of a scenario, counted by a list of measures.
#[derive(Clone, Debug, PartialEq)]
pub struct Tally {
    /// What the measures are of.
    pub subjects: Subjects,
    /// Every measure over all of them.
    pub counts: Counts,
    /// By the types of the parties.
    pub profiles: Profiles,
}

impl Tally {
    /// Nothing counted yet.
    pub fn new<O>(lines: &[Line<O>], scenario: &Scenario) -> Self {
        let subjects = Subjects::of(scenario);
        Self {
            counts: Counts::new(lines, &subjects),
            profiles: Profiles::default(),
            subjects,
        }
    }

    /// Counts one, by the list that this was made from; `kinds` are the type numbers of the parties.
    pub fn add<O>(&mut self, lines: &[Line<O>], kinds: impl Iterator<Item = usize>, outcome: &O) {
        self.counts.add(lines, outcome);
        self.profiles.add(lines, &self.subjects, kinds, outcome);
    }
}
