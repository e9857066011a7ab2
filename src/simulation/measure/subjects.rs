//! What measures can be of: the ids of a scenario, in its order.

use crate::analysis::position::{CONCEPTS, Obstacle, objectives};
use crate::bargaining::Failure;
use crate::model::{Party, Scenario};
use crate::simulation::measure::{Item, Of};

/// The ids of what measures are of, in file order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subjects {
    /// Packages.
    pub packages: Vec<String>,
    /// Parties.
    pub parties: Vec<String>,
    /// The types of each party; none where it has one only.
    pub types: Vec<Vec<String>>,
    /// Whether each party has a deadline of its own.
    pub leaving: Vec<bool>,
    /// Whether each party can be outvoted.
    pub outvotable: Vec<bool>,
    /// Levers.
    pub levers: Vec<String>,
    /// Bodies that ratify, stage by stage.
    pub bodies: Vec<String>,
    /// Issues with their options.
    pub issues: Vec<(String, Vec<String>)>,
    /// Rounds the talks may last.
    pub rounds: u32,
    /// Plans.
    pub plans: Vec<String>,
    /// Positions of the parties whose gains the frontier weighs.
    pub objectives: Vec<usize>,
}

impl Subjects {
    /// All of a scenario.
    pub fn of(scenario: &Scenario) -> Self {
        let issues = scenario.issues.iter().map(|issue| {
            let options = ids(issue.options.iter().map(|option| &option.id));
            (issue.id.clone(), options)
        });
        let parties = scenario.parties.iter();
        let types = parties
            .clone()
            .map(|party| ids(party.types.iter().map(|kind| &kind.id)));
        let leaving = parties.map(Party::may_walk_out);
        let objectives = objectives(scenario).into_iter();
        Self {
            packages: ids(scenario.packages.iter().map(|package| &package.id)),
            parties: ids(scenario.parties.iter().map(|party| &party.id)),
            types: types.collect(),
            leaving: leaving.collect(),
            outvotable: scenario.may_be_outvoted(),
            levers: ids(scenario.levers.iter().map(|lever| &lever.id)),
            bodies: ids(scenario.stages.iter().map(|stage| &stage.id)),
            issues: issues.collect(),
            rounds: scenario.rounds_most(),
            plans: ids(scenario.plans.iter().map(|plan| &plan.id)),
            objectives: objectives.map(|party| party as usize).collect(),
        }
    }

    /// Those by which runs of one profile of types are counted.
    #[must_use]
    pub fn of_profiles(self) -> Self {
        Self {
            packages: self.packages,
            ..Self::default()
        }
    }

    /// What measures of a kind are of, with their ids.
    pub fn items(&self, of: Of) -> Vec<(Item, String)> {
        let plans = || numbered(&self.plans);
        match of {
            Of::Run => vec![(Item::default(), String::new())],
            Of::Package => numbered(&self.packages).collect(),
            Of::Party => numbered(&self.parties).collect(),
            Of::TypedParty => {
                let parties = numbered(&self.parties).zip(&self.types);
                let typed = parties.filter(|(_, types)| types.len() > 1);
                typed.map(|(party, _)| party).collect()
            }
            Of::LeavingParty => self.parties_where(&self.leaving),
            Of::OutvotableParty => self.parties_where(&self.outvotable),
            Of::Issue => {
                let issues = self.issues.iter().enumerate();
                issues
                    .map(|(place, (issue, _))| (Item(place, 0), issue.clone()))
                    .collect()
            }
            Of::Lever => numbered(&self.levers).collect(),
            Of::Body => numbered(&self.bodies).collect(),
            Of::Plan => plans().collect(),
            Of::Cause => numbered(&Failure::ALL.map(Failure::name)).collect(),
            Of::Obstacle => numbered(&Obstacle::ALL.map(Obstacle::name)).collect(),
            Of::Round => (0..self.rounds)
                .map(|round| (Item(round as usize, 0), round.to_string()))
                .collect(),
            Of::Option => {
                let issues = self.issues.iter().enumerate();
                let options = issues.flat_map(|(place, (issue, options))| {
                    numbered(options).map(move |(item, option)| {
                        (Item(place, item.0), format!("{issue}={option}"))
                    })
                });
                options.collect()
            }
            Of::Solution => pairs(numbered(&CONCEPTS), &self.objective_ids()),
            Of::PlanParty => pairs(plans(), &self.parties),
            Of::PlanObjective => pairs(plans(), &self.objective_ids()),
            Of::PlanBody => pairs(plans(), &self.bodies),
        }
    }

    fn parties_where(&self, holds: &[bool]) -> Vec<(Item, String)> {
        let parties = numbered(&self.parties).zip(holds);
        let parties = parties.filter(|(_, holds)| **holds);
        parties.map(|(party, _)| party).collect()
    }

    /// Ids of the parties whose gains the frontier weighs.
    pub(crate) fn objective_ids(&self) -> Vec<String> {
        let parties = self.objectives.iter();
        parties.map(|&party| self.parties[party].clone()).collect()
    }
}

fn ids<'a>(ids: impl Iterator<Item = &'a String>) -> Vec<String> {
    ids.cloned().collect()
}

fn numbered(ids: &[impl AsRef<str>]) -> impl Iterator<Item = (Item, String)> {
    let places = ids.iter().enumerate();
    places.map(|(place, id)| (Item(place, 0), id.as_ref().to_owned()))
}

/// Each of some things with each of others.
fn pairs(first: impl Iterator<Item = (Item, String)>, second: &[String]) -> Vec<(Item, String)> {
    let pairs = first.flat_map(|(item, id)| {
        numbered(second).map(move |(other, name)| (Item(item.0, other.0), format!("{id}:{name}")))
    });
    pairs.collect()
}
