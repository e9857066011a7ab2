//! Counting the runs of all cells against those without levers, in run order.

use std::ops::Range;

use crate::bargaining::{Outcome, Prepared, Workspace, ZoneState, zone_ahead};
use crate::experiment::compare::cells::ComparedCells;
use crate::experiment::compare::endings::{Ending, Transitions};
use crate::experiment::compare::pairs::{Pairs, agreements};
use crate::model::Scenario;
use crate::simulation::measure::{Counts, OF_RUNS, PairedCounts, Subjects};
use crate::simulation::{Control, Mean, PairedRates, Rate, Stratum, StratumCounts, play_runs};

/// One policy against none.
#[derive(Clone, Debug, PartialEq)]
pub struct PolicyTally {
    /// Every measure with the policy.
    pub counts: Counts,
    /// The same against none, run by run.
    pub pairs: PairedCounts,
    pub(super) endings: Transitions,
    /// Costs of levers by party.
    pub(super) costs: Vec<Mean>,
    /// Runs in which one of the levers was carried out.
    pub(super) used: Rate,
    /// Realizations by stratum.
    pub(super) strata: StratumCounts,
}

/// All cells of a compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Tally {
    /// What the measures are of.
    pub subjects: Subjects,
    /// Every measure without levers.
    pub without: Counts,
    /// Each policy, in the order in which they were played.
    pub policies: Vec<PolicyTally>,
    /// Agreements and zones of each part against none.
    pub(super) parts: Vec<[PairedRates; 2]>,
    /// What each lever with parts does beyond their sum, by position of its policy.
    pub(super) interactions: Vec<Mean>,
    /// Agreements of each policy against each later one.
    pub(super) pairs: Pairs,
}

impl PolicyTally {
    fn new(subjects: &Subjects) -> Self {
        Self {
            counts: Counts::new(&OF_RUNS, subjects),
            pairs: PairedCounts::new(&OF_RUNS, subjects),
            endings: Transitions::default(),
            costs: vec![Mean::default(); subjects.parties.len()],
            used: Rate::default(),
            strata: StratumCounts::default(),
        }
    }

    fn add(&mut self, scenario: &Scenario, stratum: Stratum, with: &Outcome, without: &Outcome) {
        self.strata.add(stratum);
        self.counts.add(&OF_RUNS, with);
        self.pairs.add(&OF_RUNS, stratum, with, without);
        self.endings.add(Ending::of(without), Ending::of(with));
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

    /// Agreements with the policy (first) and without levers (second).
    pub(super) fn agreement(&self) -> PairedRates {
        self.pairs.rates("agreement")[0].together()
    }

    fn merge(&mut self, other: &Self) {
        self.counts.merge(&other.counts);
        self.pairs.merge(&other.pairs);
        self.endings.merge(&other.endings);
        for (mean, more) in self.costs.iter_mut().zip(&other.costs) {
            mean.merge(more);
        }
        self.used.merge(other.used);
        self.strata.merge(&other.strata);
    }
}

impl Tally {
    pub(super) fn new(compared: &ComparedCells) -> Self {
        let count = compared.policies.len();
        let subjects = Subjects::of(&compared.scenario);
        Self {
            without: Counts::new(&OF_RUNS, &subjects),
            policies: vec![PolicyTally::new(&subjects); count],
            parts: vec![[PairedRates::default(); 2]; compared.parts.len()],
            interactions: vec![Mean::default(); count],
            pairs: Pairs::new(count),
            subjects,
        }
    }

    pub(super) fn runs(&self) -> u64 {
        self.without.runs()
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.without.merge(&other.without);
        for (policy, more) in self.policies.iter_mut().zip(&other.policies) {
            policy.merge(more);
        }
        for (part, more) in self.parts.iter_mut().zip(&other.parts) {
            for (rates, more) in part.iter_mut().zip(more) {
                rates.merge(more);
            }
        }
        for (mean, more) in self.interactions.iter_mut().zip(&other.interactions) {
            mean.merge(more);
        }
        self.pairs.merge(&other.pairs);
    }

    /// Plays some runs of all cells; nothing when it was cancelled before all were done.
    ///
    /// `cells` begins with the one without levers; one cell's outcomes at a time are kept beside its own.
    pub(super) fn play(
        compared: &ComparedCells,
        cells: &[Prepared<'_>],
        parts: &[Prepared<'_>],
        runs: Range<u64>,
        zones: bool,
        control: &dyn Control,
    ) -> Option<Self> {
        let mut tally = Self::new(compared);
        let zones = if zones {
            zones_ahead(cells, runs.clone(), control)?
        } else {
            let none = usize::try_from(runs.end - runs.start).unwrap_or(0);
            vec![vec![false; none]; cells.len()]
        };
        let without = play_runs(&cells[0], runs.clone(), control)?;
        let base = agreements(&without);
        for outcome in &without {
            tally.without.add(&OF_RUNS, outcome);
        }
        let mut agreed = Vec::with_capacity(compared.policies.len());
        for (place, policy) in tally.policies.iter_mut().enumerate() {
            let with = play_runs(&cells[place + 1], runs.clone(), control)?;
            for (run, (with, without)) in with.iter().zip(&without).enumerate() {
                let stratum = Stratum::of(zones[place + 1][run], zones[0][run]);
                policy.add(&compared.scenario, stratum, with, without);
            }
            agreed.push(agreements(&with));
        }
        // What is left of a lever's difference when those of its parts are taken away, run by run.
        let difference =
            |with: bool, run: usize| f64::from(u8::from(with)) - f64::from(u8::from(base[run]));
        let mut rest: Vec<Option<Vec<f64>>> = vec![None; compared.policies.len()];
        for (place, part) in compared.parts.iter().enumerate() {
            let with = play_runs(&parts[place], runs.clone(), control)?;
            let whole = &agreed[part.policy];
            let rest = rest[part.policy].get_or_insert_with(|| {
                let whole = whole.iter().enumerate();
                whole.map(|(run, &it)| difference(it, run)).collect()
            });
            for (run, (with, without)) in with.iter().zip(&without).enumerate() {
                rest[run] -= difference(with.agreed.is_some(), run);
                tally.parts[place][0].add(with.agreed.is_some(), without.agreed.is_some());
                let open = |it: &Outcome| it.zone == ZoneState::Open;
                tally.parts[place][1].add(open(with), open(without));
            }
        }
        for (mean, rest) in tally.interactions.iter_mut().zip(rest) {
            rest.unwrap_or_default()
                .iter()
                .for_each(|&value| mean.push(value));
        }
        tally.pairs.add(&agreed);
        Some(tally)
    }
}

/// Realizations of which only the zone was looked at, by stratum of each policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ZoneTally(pub(super) Vec<StratumCounts>);

impl ZoneTally {
    pub(super) fn new(policies: usize) -> Self {
        Self(vec![StratumCounts::default(); policies])
    }

    pub(super) fn merge(&mut self, other: &Self) {
        for (counts, more) in self.0.iter_mut().zip(&other.0) {
            counts.merge(more);
        }
    }

    pub(super) fn look(
        cells: &[Prepared<'_>],
        runs: Range<u64>,
        control: &dyn Control,
    ) -> Option<Self> {
        let zones = zones_ahead(cells, runs, control)?;
        let mut tally = Self::new(cells.len() - 1);
        for (counts, with) in tally.0.iter_mut().zip(&zones[1..]) {
            for (&with, &without) in with.iter().zip(&zones[0]) {
                counts.add(Stratum::of(with, without));
            }
        }
        Some(tally)
    }
}

/// For each cell whether runs would have a zone; nothing when cancelled.
fn zones_ahead(
    cells: &[Prepared<'_>],
    runs: Range<u64>,
    control: &dyn Control,
) -> Option<Vec<Vec<bool>>> {
    let mut workspace = Workspace::default();
    let mut zones = Vec::with_capacity(cells.len());
    for cell in cells {
        let mut open = Vec::new();
        for run in runs.clone() {
            if control.is_cancelled() {
                return None;
            }
            open.push(zone_ahead(cell, run, &mut workspace) == ZoneState::Open);
        }
        zones.push(open);
    }
    Some(zones)
}
