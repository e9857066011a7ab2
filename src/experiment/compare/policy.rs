//! Policies: sets of levers used together.

use serde::{Deserialize, Serialize};

use std::str::FromStr;

use crate::experiment::cell::Cell;
use crate::model::check::ModelFault;
use crate::model::{LeverId, Scenario, Use};
use crate::scenario::{Assignment, Fault, Problem};

/// A set of levers used together, all others never.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// Name in files.
    pub id: String,
    /// Name for readers.
    pub title: String,
    /// Where it comes from.
    pub kind: PolicyKind,
    /// Its levers, in file order.
    pub levers: Vec<LeverId>,
    /// Whether the file never uses one of them, so that it is used from round 0 on here.
    pub assumed: bool,
}

/// Where a policy comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PolicyKind {
    /// One lever alone.
    Lever,
    /// Levers named by the user.
    #[serde(rename = "policy")]
    Named,
    /// All levers.
    All,
    /// The levers that the file uses.
    AsWritten,
}

impl PolicyKind {
    /// Name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Lever => "lever",
            Self::Named => "policy",
            Self::All => "all",
            Self::AsWritten => "as-written",
        }
    }
}

/// A policy with its cell.
#[derive(Clone, Debug)]
pub struct PolicyCell {
    /// The policy.
    pub policy: Policy,
    /// The scenario with it.
    pub cell: Cell,
}

/// A policy in the user's words: `mix=oil-sanctions+lobby-against-loan`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyWords {
    /// Its name.
    pub name: String,
    /// Ids of its levers, unchecked.
    pub levers: Vec<String>,
}

impl FromStr for PolicyWords {
    type Err = String;

    fn from_str(words: &str) -> Result<Self, String> {
        let (name, levers) = words.split_once('=').unwrap_or_default();
        let levers: Vec<String> = levers.split('+').map(|it| it.trim().to_owned()).collect();
        if name.trim().is_empty() || levers.iter().any(String::is_empty) {
            return Err("write `name=lever+lever`, as in `mix=oil-sanctions+licence`".to_owned());
        }
        Ok(Self {
            name: name.trim().to_owned(),
            levers,
        })
    }
}

impl std::fmt::Display for PolicyWords {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}={}", self.name, self.levers.join("+"))
    }
}

/// Each lever alone, the named policies, all levers, and those of the file; all problems of the names.
///
/// All levers and those of the file are left out where they are what another policy is already.
pub(super) fn policies(
    scenario: &Scenario,
    named: &[PolicyWords],
) -> Result<Vec<Policy>, Vec<Problem>> {
    let mut problems = Vec::new();
    let levers = (0..scenario.levers.len()).map(LeverId::at);
    let mut list: Vec<Policy> = levers.clone().map(|lever| alone(scenario, lever)).collect();
    for words in named {
        let levers = resolve(scenario, words, &mut problems);
        let taken = ["none", "all", "as-written"].contains(&words.name.as_str());
        if taken || list.iter().any(|policy| policy.id == words.name) {
            problems.push(problem(
                words,
                ModelFault::DuplicateId {
                    kind: "lever or policy",
                    id: words.name.clone(),
                },
            ));
        }
        list.push(policy(scenario, &words.name, PolicyKind::Named, levers));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let used = |lever: &LeverId| scenario.levers[lever.index()].usage != Use::Never;
    for (id, kind, levers) in [
        ("all", PolicyKind::All, levers.clone().collect::<Vec<_>>()),
        (
            "as-written",
            PolicyKind::AsWritten,
            levers.filter(used).collect(),
        ),
    ] {
        if !levers.is_empty() && !list.iter().any(|policy| policy.levers == levers) {
            list.push(policy(scenario, id, kind, levers));
        }
    }
    Ok(list)
}

fn alone(scenario: &Scenario, lever: LeverId) -> Policy {
    let id = scenario.levers[lever.index()].id.clone();
    policy(scenario, &id, PolicyKind::Lever, vec![lever])
}

fn policy(scenario: &Scenario, id: &str, kind: PolicyKind, levers: Vec<LeverId>) -> Policy {
    let of = |lever: &LeverId| &scenario.levers[lever.index()];
    let title = match kind {
        PolicyKind::Lever => of(&levers[0]).title.clone(),
        PolicyKind::Named => id.to_owned(),
        PolicyKind::All => "All levers together".to_owned(),
        PolicyKind::AsWritten => "The levers as the file uses them".to_owned(),
    };
    Policy {
        id: id.to_owned(),
        title,
        kind,
        assumed: levers.iter().any(|lever| of(lever).usage == Use::Never),
        levers,
    }
}

fn resolve(scenario: &Scenario, words: &PolicyWords, problems: &mut Vec<Problem>) -> Vec<LeverId> {
    let mut found = Vec::new();
    for id in &words.levers {
        let place = scenario.levers.iter().position(|lever| &lever.id == id);
        match place.map(LeverId::at) {
            None => problems.push(problem(
                words,
                Fault::UnknownName {
                    kind: "lever",
                    id: id.clone(),
                    known: scenario.levers.iter().map(|it| it.id.clone()).collect(),
                },
            )),
            Some(lever) if found.contains(&lever) => {
                problems.push(problem(
                    words,
                    ModelFault::NamedTwice {
                        kind: "lever",
                        id: id.clone(),
                    },
                ));
            }
            Some(lever) => found.push(lever),
        }
    }
    found.sort_by_key(|lever| lever.index());
    found
}

fn problem(words: &PolicyWords, fault: impl Into<Fault>) -> Problem {
    Problem::with_file(&format!("--policy {words}"), fault.into())
}

impl Policy {
    /// What makes a scenario use these levers by their own rules and no others; those it never uses from round 0 on.
    pub(super) fn assignments(&self, scenario: &Scenario) -> Vec<Assignment> {
        uses(scenario, &self.levers)
    }
}

/// What makes a scenario use some levers and no others.
pub(super) fn uses(scenario: &Scenario, used: &[LeverId]) -> Vec<Assignment> {
    let set = |id: &str, value: &str| Assignment {
        path: format!("leverage.{id}.use"),
        value: value.to_owned(),
    };
    let mut assignments = Vec::new();
    for (place, lever) in scenario.levers.iter().enumerate() {
        let never = lever.usage == Use::Never;
        match used.contains(&LeverId::at(place)) {
            true if never => assignments.push(set(&lever.id, "always")),
            false if !never => assignments.push(set(&lever.id, "never")),
            _ => {}
        }
    }
    assignments
}

/// Place and id of what is ranked: single levers and the policies that the user names.
pub(super) fn ranked(policies: &[PolicyCell]) -> Vec<(usize, &str)> {
    let policies = policies.iter().map(|it| &it.policy).enumerate();
    let ranked =
        policies.filter(|(_, it)| matches!(it.kind, PolicyKind::Lever | PolicyKind::Named));
    ranked.map(|(place, it)| (place, it.id.as_str())).collect()
}
