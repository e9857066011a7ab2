//! Runs counted by profile of types.

use std::collections::BTreeMap;

use crate::analysis::terms::ById;
use crate::simulation::measure::{Counts, Line, Subjects};

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
