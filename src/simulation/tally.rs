//! Counting outcomes into a summary, in run order.

use std::collections::BTreeMap;

use crate::bargaining::{End, Failure, Outcome, ZoneState};
use crate::model::{Scenario, TypeId};
use crate::simulation::{Rate, Summary, TypeSummary};

/// A summary being filled.
#[derive(Clone, Debug)]
pub(crate) struct Tally<'a> {
    scenario: &'a Scenario,
    summary: Summary,
    /// Runs whose agreement was signed, and runs that broke down, in each round.
    agreed_in: Vec<u64>,
    broken_in: Vec<u64>,
    profiles: BTreeMap<Vec<TypeId>, TypeSummary>,
}

impl<'a> Tally<'a> {
    pub(crate) fn new(scenario: &'a Scenario, seed: u64) -> Self {
        let rounds = scenario.clock.rounds as usize;
        Self {
            scenario,
            summary: Summary::empty(scenario, seed),
            agreed_in: vec![0; rounds],
            broken_in: vec![0; rounds],
            profiles: BTreeMap::new(),
        }
    }

    /// Counts one run.
    pub(crate) fn add(&mut self, outcome: &Outcome) {
        let agreed = outcome.agreed.is_some();
        let partial = !agreed && outcome.packages.iter().any(|verdict| verdict.in_force);
        let summary = &mut self.summary;
        summary.runs += 1;
        summary.agreement.add(agreed);
        summary.signed.add(outcome.signed.is_some());
        summary.partial.add(partial);
        summary.zone.add(outcome.zone == ZoneState::Open);
        if let Some(failure) = outcome.failure {
            let place = Failure::ALL.iter().position(|&cause| cause == failure);
            summary.failures[place.expect("all causes are listed")] += 1;
        }
        if let (true, Some(round)) = (agreed, outcome.signed) {
            self.agreed_in[round as usize] += 1;
        }
        if outcome.end == End::Breakdown {
            self.broken_in[outcome.rounds_held as usize - 1] += 1;
        }
        self.add_packages(outcome, agreed);
        self.add_parties(outcome, agreed);
        self.add_profile(outcome, agreed);
    }

    fn add_packages(&mut self, outcome: &Outcome, agreed: bool) {
        let refused = outcome
            .last_refusal
            .and_then(|(_, package)| package)
            .filter(|_| !agreed);
        for (index, (package, verdict)) in self
            .summary
            .packages
            .iter_mut()
            .zip(&outcome.packages)
            .enumerate()
        {
            package.agreed.add(verdict.agreed);
            package.ever.add(verdict.ever);
            package.in_force.add(verdict.in_force);
            package
                .refused_last
                .add(refused.is_some_and(|package| package.index() == index));
        }
        if let Some(deal) = outcome.deal.as_ref().filter(|_| agreed) {
            for (issue, &option) in self.summary.issues.iter_mut().zip(&deal.0) {
                for (place, summary) in issue.options.iter_mut().enumerate() {
                    summary.share.add(place == usize::from(option));
                }
            }
        }
    }

    fn add_parties(&mut self, outcome: &Outcome, agreed: bool) {
        let refused = outcome
            .last_refusal
            .map(|(party, _)| party)
            .filter(|_| !agreed);
        for (index, party) in self.summary.parties.iter_mut().enumerate() {
            party.utility.push(outcome.utilities[index]);
            if agreed {
                party.agreed_utility.push(outcome.utilities[index]);
            }
            party.reservation.push(outcome.reservations[index]);
            party.payoff.push(outcome.payoffs[index]);
            party
                .refused_last
                .add(refused.is_some_and(|party| party.index() == index));
        }
        for (lever, round) in self.summary.levers.iter_mut().zip(&outcome.levers) {
            lever.used.add(round.is_some());
            if let Some(round) = round {
                lever.round.push(f64::from(*round));
            }
        }
    }

    fn add_profile(&mut self, outcome: &Outcome, agreed: bool) {
        let typed = self
            .scenario
            .parties
            .iter()
            .zip(&outcome.types)
            .filter(|(party, _)| party.types.len() > 1);
        let key: Vec<TypeId> = typed.clone().map(|(_, &kind)| kind).collect();
        if key.is_empty() {
            return;
        }
        let profile = self.profiles.entry(key).or_insert_with(|| TypeSummary {
            types: typed
                .map(|(party, kind)| (party.id.clone(), party.types[kind.index()].id.clone()))
                .collect(),
            share: Rate::default(),
            agreement: Rate::default(),
            signed: Rate::default(),
            zone: Rate::default(),
        });
        profile.share.count += 1;
        profile.agreement.add(agreed);
        profile.signed.add(outcome.signed.is_some());
        profile.zone.add(outcome.zone == ZoneState::Open);
    }

    /// The summary of everything counted so far.
    pub(crate) fn finish(mut self) -> Summary {
        let runs = self.summary.runs;
        let share = |count| Rate { count, runs }.value();
        let (mut agreed, mut broken) = (0, 0);
        for round in 0..self.agreed_in.len() {
            agreed += self.agreed_in[round];
            broken += self.broken_in[round];
            self.summary.survival[round] = share(runs - agreed);
            self.summary.broken_down[round] = share(broken);
        }
        for mut profile in self.profiles.into_values() {
            profile.share.runs = runs;
            self.summary.by_type.push(profile);
        }
        self.summary
    }
}
