//! Counting the runs of all cells against those without levers, in run order.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::bargaining::{Failure, Outcome, Prepared};
use crate::experiment::compare::cells::ComparedCells;
use crate::experiment::compare::pairs::Pairs;
use crate::model::Scenario;
use crate::simulation::measure::{Counts, OF_RUNS, PairedCounts, Subjects};
use crate::simulation::{Control, DealCounts, Headline, Mean, PairedOptions, Rate, play_runs};

/// Realizations that end one way without a policy and another way, or the same, with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transition {
    /// Name of the cause of failure, or `agreement`.
    pub without: String,
    /// The same with the policy.
    pub with: String,
    /// How many.
    pub runs: u64,
}

/// Realizations by how they end without levers and how they end with them: the place of the cause of failure, none for an
/// agreement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Transitions(BTreeMap<[Option<usize>; 2], u64>);

impl Transitions {
    fn add(&mut self, without: &Outcome, with: &Outcome) {
        let ends = [without, with].map(|outcome| outcome.failure.map(Failure::place));
        *self.0.entry(ends).or_default() += 1;
    }

    fn merge(&mut self, other: &Self) {
        for (ends, more) in &other.0 {
            *self.0.entry(*ends).or_default() += more;
        }
    }

    /// Those that some realizations make, agreement first, then the causes in their order.
    pub(super) fn met(&self) -> Vec<Transition> {
        let name = |cause: Option<usize>| {
            let name = cause.map_or("agreement", |place| Failure::ALL[place].name());
            name.to_owned()
        };
        let met = self.0.iter().map(|(&[without, with], &runs)| Transition {
            without: name(without),
            with: name(with),
            runs,
        });
        met.collect()
    }
}

/// One policy against none.
#[derive(Clone, Debug, PartialEq)]
pub struct PolicyTally {
    /// Every measure with the policy.
    pub counts: Counts,
    /// The same against none, run by run.
    pub pairs: PairedCounts,
    pub(super) endings: Transitions,
    /// Its agreements by deal.
    pub(super) deals: DealCounts,
    /// What is agreed with it and without levers, run by run.
    pub(super) options: PairedOptions,
    /// Costs of levers by party.
    pub(super) costs: Vec<Mean>,
    /// Runs in which one of the levers was carried out.
    pub(super) used: Rate,
}

/// All cells of a comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Tally {
    /// What the measures are of.
    pub subjects: Subjects,
    /// Every measure without levers.
    pub without: Counts,
    /// Agreements without levers by deal.
    pub(super) deals: DealCounts,
    /// Each policy, in the order in which they were played.
    pub policies: Vec<PolicyTally>,
    /// Each lever with several targets.
    pub(super) divided: Vec<DividedTally>,
    /// Agreements without levers and with each policy.
    pub(super) agreements: Pairs,
}

/// A lever with several targets.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct DividedTally {
    /// Each part against none.
    pub(super) parts: Vec<PairedCounts>,
    /// What the lever does beyond the sum of its parts.
    pub(super) interaction: Mean,
}

impl PolicyTally {
    fn new(subjects: &Subjects) -> Self {
        Self {
            counts: Counts::new(&OF_RUNS, subjects),
            pairs: PairedCounts::new(subjects),
            endings: Transitions::default(),
            deals: DealCounts::default(),
            options: PairedOptions::new(&subjects.issues),
            costs: vec![Mean::default(); subjects.parties.len()],
            used: Rate::default(),
        }
    }

    fn add(&mut self, scenario: &Scenario, with: &Outcome, without: &Outcome) {
        self.counts.add(&OF_RUNS, with);
        self.pairs.add(with, without);
        self.endings.add(without, with);
        self.options.add(with, without);
        for (party, costs) in self.costs.iter_mut().enumerate() {
            let mut cost = 0.0;
            for (lever, borne) in scenario.levers.iter().zip(&with.lever_costs) {
                if lever.actor.index() == party {
                    cost += borne;
                }
            }
            costs.push(cost);
        }
        self.used.add(with.levers.iter().any(Option::is_some));
    }

    fn merge(&mut self, other: &Self, deals_most: usize) {
        self.counts.merge(&other.counts);
        self.pairs.merge(&other.pairs);
        self.endings.merge(&other.endings);
        self.deals.merge(&other.deals, deals_most);
        self.options.merge(&other.options);
        for (costs, more) in self.costs.iter_mut().zip(&other.costs) {
            costs.merge(more);
        }
        self.used.merge(other.used);
    }
}

impl Tally {
    pub(super) fn new(compared: &ComparedCells) -> Self {
        let count = compared.policies.len();
        let subjects = Subjects::of(&compared.scenario);
        let divided = compared.divided.iter().map(|lever| DividedTally {
            parts: vec![PairedCounts::new(&subjects); lever.parts.len()],
            interaction: Mean::default(),
        });
        Self {
            without: Counts::new(&OF_RUNS, &subjects),
            deals: DealCounts::default(),
            policies: vec![PolicyTally::new(&subjects); count],
            divided: divided.collect(),
            agreements: Pairs::new(1 + count),
            subjects,
        }
    }

    pub(super) fn runs(&self) -> u64 {
        self.without.runs()
    }

    /// Different deals that are kept without levers and with each policy.
    fn deals_of_each(&self) -> usize {
        DealCounts::most_of_each(1 + self.policies.len())
    }

    pub(super) fn merge(&mut self, other: &Self) {
        let deals_most = self.deals_of_each();
        self.without.merge(&other.without);
        self.deals.merge(&other.deals, deals_most);
        for (policy, more) in self.policies.iter_mut().zip(&other.policies) {
            policy.merge(more, deals_most);
        }
        for (lever, more) in self.divided.iter_mut().zip(&other.divided) {
            for (part, more) in lever.parts.iter_mut().zip(&more.parts) {
                part.merge(more);
            }
            lever.interaction.merge(&more.interaction);
        }
        self.agreements.merge(&other.agreements);
    }

    /// Plays some runs of all cells, and notes their headline results where that is wanted: cell by cell, run after run all
    /// results; nothing when it was cancelled before all were done.
    ///
    /// `cells` begins with the one without levers, `parts` are those of levers; one cell's outcomes at a time are kept beside
    /// those without levers.
    pub(super) fn play(
        compared: &ComparedCells,
        [cells, parts]: [&[Prepared<'_>]; 2],
        runs: Range<u64>,
        headline: Option<&Headline>,
        control: &dyn Control,
    ) -> Option<(Self, Vec<Vec<bool>>)> {
        let mut tally = Self::new(compared);
        let deals_most = tally.deals_of_each();
        let note = |outcomes: &[Outcome]| headline.map_or_else(Vec::new, |of| noted(of, outcomes));
        let without = play_runs(&cells[0], runs.clone(), control)?;
        for outcome in &without {
            tally.without.add(&OF_RUNS, outcome);
            tally.deals.add(outcome, deals_most);
        }
        let mut agreed = vec![agreements(&without)];
        let mut results = vec![note(&without)];
        for (cell, policy) in (1..).zip(&mut tally.policies) {
            let with = play_runs(&cells[cell], runs.clone(), control)?;
            for (with, without) in with.iter().zip(&without) {
                policy.add(&compared.scenario, with, without);
                policy.deals.add(with, deals_most);
            }
            agreed.push(agreements(&with));
            results.push(note(&with));
        }
        tally.agreements.add(&agreed);
        let change = |with: &[bool], run: usize| f64::from(with[run]) - f64::from(agreed[0][run]);
        let mut parts = parts.iter();
        for (lever, counted) in compared.divided.iter().zip(&mut tally.divided) {
            // What is left of the lever's difference when those of its parts are taken away, run by run.
            let whole = &agreed[1 + lever.policy];
            let mut rest: Vec<f64> = (0..whole.len()).map(|run| change(whole, run)).collect();
            for (pairs, part) in counted.parts.iter_mut().zip(&mut parts) {
                let with = play_runs(part, runs.clone(), control)?;
                for (with, without) in with.iter().zip(&without) {
                    pairs.add(with, without);
                }
                let with = agreements(&with);
                for (run, rest) in rest.iter_mut().enumerate() {
                    *rest -= change(&with, run);
                }
            }
            for rest in rest {
                counted.interaction.push(rest);
            }
        }
        Some((tally, results))
    }
}

/// The headline results of some runs, run after run.
pub(super) fn noted(headline: &Headline, outcomes: &[Outcome]) -> Vec<bool> {
    let outcomes = outcomes.iter();
    outcomes
        .flat_map(|outcome| headline.read(outcome))
        .collect()
}

/// Which runs end in agreement.
pub(super) fn agreements(outcomes: &[Outcome]) -> Vec<bool> {
    let outcomes = outcomes.iter();
    outcomes.map(|run| run.agreed.is_some()).collect()
}
