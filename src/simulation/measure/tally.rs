//! Counting runs or realizations, in their order: all of them, and those of each profile of types.

use std::collections::BTreeMap;

use crate::analysis::terms::ById;
use crate::model::Scenario;
use crate::simulation::measure::{Counts, Line, Subjects};

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

/// What was counted of the runs of each profile of types; nothing where no party has several types.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Profiles(BTreeMap<Vec<usize>, Counts>);

impl Profiles {
    /// Counts one run, by the type number of every party: its measures of the run as a whole and of packages.
    pub fn add<O>(
        &mut self,
        lines: &[Line<O>],
        subjects: &Subjects,
        kinds: impl Iterator<Item = usize>,
        outcome: &O,
    ) {
        if subjects.types.iter().all(|types| types.len() < 2) {
            return;
        }
        let empty = || Counts::new(lines, &subjects.clone().of_profiles());
        let counts = self.0.entry(kinds.collect()).or_insert_with(empty);
        counts.add(lines, outcome);
    }

    /// Each profile, as the type of each party that has several, by id, with what was counted.
    pub fn named<'a>(
        &'a self,
        subjects: &'a Subjects,
    ) -> impl Iterator<Item = (ById<String>, &'a Counts)> {
        self.0.iter().map(|(kinds, counts)| {
            let parties = subjects.parties.iter().zip(&subjects.types).zip(kinds);
            let typed = parties.filter(|((_, types), _)| types.len() > 1);
            let names = typed.map(|((party, types), &kind)| (party.clone(), types[kind].clone()));
            (names.collect(), counts)
        })
    }
}
