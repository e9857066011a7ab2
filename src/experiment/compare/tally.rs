//! Counting the runs of all cells against those without levers, in run order.

use std::ops::Range;

use crate::bargaining::{Failure, Outcome, Prepared, Workspace, ZoneState, zone_ahead};
use crate::experiment::compare::Plan;
use crate::model::Scenario;
use crate::simulation::{
    Control, Mean, PairedRates, Rate, StratifiedRates, Stratum, StratumCounts, play_runs,
};

/// How a run ended, as causes are compared: an agreement, or why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Agreement.
    Agreement,
    /// No agreement, for this cause.
    Failure(Failure),
}

impl Ending {
    /// Number of endings.
    const COUNT: usize = Failure::ALL.len() + 1;

    /// All endings, agreement first.
    pub fn all() -> impl Iterator<Item = Self> {
        let failures = Failure::ALL.into_iter().map(Self::Failure);
        std::iter::once(Self::Agreement).chain(failures)
    }

    /// Name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Agreement => "agreement",
            Self::Failure(failure) => failure.name(),
        }
    }

    fn of(outcome: &Outcome) -> Self {
        outcome.failure.map_or(Self::Agreement, Self::Failure)
    }

    fn index(self) -> usize {
        let failure = |cause| Failure::ALL.iter().position(|&it| it == cause);
        match self {
            Self::Agreement => 0,
            Self::Failure(cause) => 1 + failure(cause).expect("all causes are listed"),
        }
    }
}

/// Realizations by how they end without levers and how they end with them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Transitions([[u64; Ending::COUNT]; Ending::COUNT]);

impl Transitions {
    fn add(&mut self, without: Ending, with: Ending) {
        self.0[without.index()][with.index()] += 1;
    }

    fn merge(&mut self, other: &Self) {
        for (row, more) in self.0.iter_mut().zip(&other.0) {
            for (count, more) in row.iter_mut().zip(more) {
                *count += more;
            }
        }
    }

    /// Realizations that end one way without levers and another way with them.
    pub fn count(&self, without: Ending, with: Ending) -> u64 {
        self.0[without.index()][with.index()]
    }

    /// An ending with levers (first) and without (second).
    pub fn rates(&self, ending: Ending) -> PairedRates {
        let at = ending.index();
        let both = self.0[at][at];
        let with: u64 = self.0.iter().map(|row| row[at]).sum();
        let without: u64 = self.0[at].iter().sum();
        let all: u64 = self.0.iter().flatten().sum();
        PairedRates {
            both,
            only_first: with - both,
            only_second: without - both,
            neither: all + both - with - without,
        }
    }
}

/// One policy against none.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PolicyTally {
    pub(super) agreement: StratifiedRates,
    pub(super) signed: StratifiedRates,
    pub(super) zone: StratifiedRates,
    pub(super) packages: Vec<StratifiedRates>,
    pub(super) endings: Transitions,
    /// Changes of utility and of payoff, and costs of levers, by party.
    pub(super) utilities: Vec<Mean>,
    pub(super) payoffs: Vec<Mean>,
    pub(super) costs: Vec<Mean>,
    /// Runs in which one of the levers was carried out.
    pub(super) used: Rate,
    /// Realizations by stratum.
    pub(super) strata: StratumCounts,
}

/// All cells of a plan.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tally {
    pub(super) policies: Vec<PolicyTally>,
    /// Agreements and zones of each part against none.
    pub(super) parts: Vec<[PairedRates; 2]>,
    /// What each lever with parts does beyond their sum, by position of its policy.
    pub(super) interactions: Vec<Mean>,
    /// Agreements of each policy against each later one.
    pub(super) pairs: Pairs,
}

/// Agreements of each of some settings (first) against each later one (second).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pairs(Vec<Vec<PairedRates>>);

impl Pairs {
    pub(super) fn new(count: usize) -> Self {
        let later = |first: usize| vec![PairedRates::default(); count - first - 1];
        Self((0..count).map(later).collect())
    }

    /// Counts runs: for each setting which of them agree.
    pub(super) fn add(&mut self, agreed: &[Vec<bool>]) {
        for (first, row) in self.0.iter_mut().enumerate() {
            for (rates, later) in row.iter_mut().zip(&agreed[first + 1..]) {
                for (&one, &other) in agreed[first].iter().zip(later) {
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

    /// One setting (first) against another (second).
    pub(super) fn rates(&self, one: usize, other: usize) -> PairedRates {
        if one < other {
            self.0[one][other - one - 1]
        } else {
            self.0[other][one - other - 1].reversed()
        }
    }
}

impl PolicyTally {
    fn new(scenario: &Scenario) -> Self {
        let parties = vec![Mean::default(); scenario.parties.len()];
        Self {
            agreement: StratifiedRates::default(),
            signed: StratifiedRates::default(),
            zone: StratifiedRates::default(),
            packages: vec![StratifiedRates::default(); scenario.packages.len()],
            endings: Transitions::default(),
            utilities: parties.clone(),
            payoffs: parties.clone(),
            costs: parties,
            used: Rate::default(),
            strata: StratumCounts::default(),
        }
    }

    fn add(&mut self, scenario: &Scenario, stratum: Stratum, with: &Outcome, without: &Outcome) {
        self.strata.add(stratum);
        let pair = |of: &dyn Fn(&Outcome) -> bool| (of(with), of(without));
        let (one, other) = pair(&|it| it.agreed.is_some());
        self.agreement.add(stratum, one, other);
        let (one, other) = pair(&|it| it.signed.is_some());
        self.signed.add(stratum, one, other);
        let (one, other) = pair(&|it| it.zone == ZoneState::Open);
        self.zone.add(stratum, one, other);
        for (place, package) in self.packages.iter_mut().enumerate() {
            let (one, other) = pair(&|it| it.packages[place].agreed);
            package.add(stratum, one, other);
        }
        self.endings.add(Ending::of(without), Ending::of(with));
        for party in 0..self.utilities.len() {
            self.utilities[party].push(with.utilities[party] - without.utilities[party]);
            self.payoffs[party].push(with.payoffs[party] - without.payoffs[party]);
            let mut cost = 0.0;
            for (lever, borne) in scenario.levers.iter().zip(&with.lever_costs) {
                if lever.actor.index() == party {
                    cost += borne;
                }
            }
            self.costs[party].push(cost);
        }
        self.used.add(with.levers.iter().any(Option::is_some));
    }

    fn merge(&mut self, other: &Self) {
        self.agreement.merge(&other.agreement);
        self.signed.merge(&other.signed);
        self.zone.merge(&other.zone);
        for (package, more) in self.packages.iter_mut().zip(&other.packages) {
            package.merge(more);
        }
        self.endings.merge(&other.endings);
        for (means, more) in [
            (&mut self.utilities, &other.utilities),
            (&mut self.payoffs, &other.payoffs),
            (&mut self.costs, &other.costs),
        ] {
            for (mean, more) in means.iter_mut().zip(more) {
                mean.merge(more);
            }
        }
        self.used.count += other.used.count;
        self.used.runs += other.used.runs;
        self.strata.merge(&other.strata);
    }
}

impl Tally {
    pub(super) fn new(plan: &Plan) -> Self {
        let count = plan.policies.len();
        Self {
            policies: vec![PolicyTally::new(&plan.scenario); count],
            parts: vec![[PairedRates::default(); 2]; plan.parts.len()],
            interactions: vec![Mean::default(); count],
            pairs: Pairs::new(count),
        }
    }

    pub(super) fn runs(&self) -> u64 {
        self.policies.first().map_or(0, |it| it.used.runs)
    }

    pub(super) fn merge(&mut self, other: &Self) {
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
        plan: &Plan,
        cells: &[Prepared<'_>],
        parts: &[Prepared<'_>],
        runs: Range<u64>,
        zones: bool,
        control: &dyn Control,
    ) -> Option<Self> {
        let mut tally = Self::new(plan);
        let zones = if zones {
            zones_ahead(cells, runs.clone(), control)?
        } else {
            let none = usize::try_from(runs.end - runs.start).unwrap_or(0);
            vec![vec![false; none]; cells.len()]
        };
        let without = play_runs(&cells[0], runs.clone(), control)?;
        let base = agreements(&without);
        let mut agreed = Vec::with_capacity(plan.policies.len());
        for (place, policy) in tally.policies.iter_mut().enumerate() {
            let with = play_runs(&cells[place + 1], runs.clone(), control)?;
            for (run, (with, without)) in with.iter().zip(&without).enumerate() {
                let stratum = Stratum::of(zones[place + 1][run], zones[0][run]);
                policy.add(&plan.scenario, stratum, with, without);
            }
            agreed.push(agreements(&with));
        }
        // What is left of a lever's difference when those of its parts are taken away, run by run.
        let difference =
            |with: bool, run: usize| f64::from(u8::from(with)) - f64::from(u8::from(base[run]));
        let mut rest: Vec<Option<Vec<f64>>> = vec![None; plan.policies.len()];
        for (place, part) in plan.parts.iter().enumerate() {
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

pub(super) fn agreements(outcomes: &[Outcome]) -> Vec<bool> {
    outcomes.iter().map(|it| it.agreed.is_some()).collect()
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
