//! What many runs say.

use serde::{Deserialize, Serialize};

use crate::bargaining::Failure;
use crate::model::Scenario;
use crate::simulation::{Mean, Rate, SettlementRates};

/// Estimates over all runs, with the names readers need.
///
/// Everything is counted in run order, so two summaries of the same runs are equal to the bit.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// Title of the scenario.
    pub title: String,
    /// Runs counted.
    pub runs: u64,
    /// Seed.
    pub seed: u64,
    /// Rounds the talks may last.
    pub rounds: u32,
    /// Length of a round in words.
    pub round_length: Option<String>,
    /// Runs that ended in agreement.
    pub agreement: Rate,
    /// Runs in which something was signed.
    pub signed: Rate,
    /// Runs with some, but not all packages in force.
    pub partial: Rate,
    /// Each package.
    pub packages: Vec<PackageSummary>,
    /// Runs that failed for each cause, in the order of [`Failure::ALL`].
    pub failures: [u64; Failure::ALL.len()],
    /// Runs with a zone of possible agreement in some round held.
    pub zone: Rate,
    /// Share of runs without agreement after each round, an agreement dated by its signature; the last entry is one minus
    /// the agreement rate.
    pub survival: Vec<f64>,
    /// Share of runs that broke down up to and including each round: the competing end.
    pub broken_down: Vec<f64>,
    /// The same rates by type profile; empty when no party has types.
    pub by_type: Vec<TypeSummary>,
    /// Terms of the agreements.
    pub issues: Vec<IssueSummary>,
    /// Each party.
    pub parties: Vec<PartySummary>,
    /// Each lever.
    pub levers: Vec<LeverSummary>,
    /// What other rules would have settled; none where that was not asked.
    pub settlement: Option<SettlementSummary>,
}

/// What other settlement rules give on the first runs, beside what the talks gave there.
#[derive(Clone, Debug, PartialEq)]
pub struct SettlementSummary {
    /// Agreements of the talks in the same runs.
    pub played: Rate,
    /// The rules.
    pub rates: SettlementRates,
}

/// One package over all runs.
#[derive(Clone, Debug, PartialEq)]
pub struct PackageSummary {
    /// Name in files.
    pub id: String,
    /// Name for readers.
    pub title: String,
    /// Accepted in the last round held, or closed before.
    pub agreed: Rate,
    /// Accepted in some round.
    pub ever: Rate,
    /// Part of an agreement.
    pub in_force: Rate,
    /// Runs whose last refusal was of this package.
    pub refused_last: Rate,
}

/// One profile of types over the runs that have it.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeSummary {
    /// Party id and type id, for the parties that have types.
    pub types: Vec<(String, String)>,
    /// Runs with this profile, of all.
    pub share: Rate,
    /// Agreements among them.
    pub agreement: Rate,
    /// Signatures among them.
    pub signed: Rate,
    /// Zones among them.
    pub zone: Rate,
}

/// Terms of one issue over the agreements.
#[derive(Clone, Debug, PartialEq)]
pub struct IssueSummary {
    /// Name in files.
    pub id: String,
    /// Name for readers.
    pub title: String,
    /// Id of its package.
    pub package: String,
    /// Its options.
    pub options: Vec<OptionSummary>,
}

/// One option over the agreements.
#[derive(Clone, Debug, PartialEq)]
pub struct OptionSummary {
    /// Name in files.
    pub id: String,
    /// Name for readers.
    pub title: String,
    /// Agreements with this option, of all agreements.
    pub share: Rate,
}

/// One party over all runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PartySummary {
    /// Name in files.
    pub id: String,
    /// Name for readers.
    pub title: String,
    /// Utility a run leaves it with: of the agreed deal, without one its reservation value at the end.
    pub utility: Mean,
    /// Utility of the agreed deal, over agreements only.
    pub agreed_utility: Mean,
    /// Reservation value at the end.
    pub reservation: Mean,
    /// Discounted payoff, costs subtracted.
    pub payoff: Mean,
    /// Runs in which it was the last to refuse.
    pub refused_last: Rate,
}

/// One lever over all runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeverSummary {
    /// Name in files.
    pub id: String,
    /// Name for readers.
    pub title: String,
    /// Runs in which it was carried out.
    pub used: Rate,
    /// Round in which it was carried out, over these.
    pub round: Mean,
}

impl Summary {
    /// Agreements among the runs with a zone: a description of the process, since levers move zones; none without zones.
    pub fn efficiency(&self) -> Option<f64> {
        (self.zone.count > 0).then(|| self.agreement.count as f64 / self.zone.count as f64)
    }

    /// Share of all runs that failed for a cause.
    pub fn failure_share(&self, failure: Failure) -> f64 {
        let position = Failure::ALL.iter().position(|&cause| cause == failure);
        let count = position.map_or(0, |position| self.failures[position]);
        Rate {
            count,
            runs: self.runs,
        }
        .value()
    }

    /// An empty summary with the scenario's names in place.
    pub fn empty(scenario: &Scenario, seed: u64) -> Self {
        let rounds = scenario.clock.rounds as usize;
        Self {
            title: scenario.title.clone(),
            runs: 0,
            seed,
            rounds: scenario.clock.rounds,
            round_length: scenario.clock.round_length.clone(),
            agreement: Rate::default(),
            signed: Rate::default(),
            partial: Rate::default(),
            packages: scenario
                .packages
                .iter()
                .map(PackageSummary::empty)
                .collect(),
            failures: [0; Failure::ALL.len()],
            zone: Rate::default(),
            survival: vec![0.0; rounds],
            broken_down: vec![0.0; rounds],
            by_type: Vec::new(),
            issues: scenario
                .issues
                .iter()
                .map(|issue| IssueSummary::empty(scenario, issue))
                .collect(),
            parties: scenario.parties.iter().map(PartySummary::empty).collect(),
            levers: scenario.levers.iter().map(LeverSummary::empty).collect(),
            settlement: None,
        }
    }
}

impl PackageSummary {
    fn empty(package: &crate::model::Package) -> Self {
        Self {
            id: package.id.clone(),
            title: package.title.clone(),
            agreed: Rate::default(),
            ever: Rate::default(),
            in_force: Rate::default(),
            refused_last: Rate::default(),
        }
    }
}

impl IssueSummary {
    fn empty(scenario: &Scenario, issue: &crate::model::Issue) -> Self {
        let options = issue.options.iter();
        Self {
            id: issue.id.clone(),
            title: issue.title.clone(),
            package: scenario.packages[issue.package.index()].id.clone(),
            options: options
                .map(|option| OptionSummary {
                    id: option.id.clone(),
                    title: option.title.clone(),
                    share: Rate::default(),
                })
                .collect(),
        }
    }
}

impl PartySummary {
    fn empty(party: &crate::model::Party) -> Self {
        Self {
            id: party.id.clone(),
            title: party.title.clone(),
            utility: Mean::default(),
            agreed_utility: Mean::default(),
            reservation: Mean::default(),
            payoff: Mean::default(),
            refused_last: Rate::default(),
        }
    }
}

impl LeverSummary {
    fn empty(lever: &crate::model::Lever) -> Self {
        Self {
            id: lever.id.clone(),
            title: lever.title.clone(),
            used: Rate::default(),
            round: Mean::default(),
        }
    }
}
