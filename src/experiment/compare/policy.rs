//! Policies: sets of levers used together.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::experiment::cell::{Cell, CellError};
use crate::game::named;
use crate::model::check::ModelFault;
use crate::model::{LeverId, Scenario, Use};
use crate::scenario::{Assignment, Fault, NamedPolicy, Placed, Problem, RESERVED, Source};

/// A set of levers used together, all others never, and whatever else is set.
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
    /// What else is set with it.
    pub sets: Vec<Placed>,
    /// Whether the file never uses one of them, so that it is used from round 0 on here.
    pub assumed: bool,
}

named! {
    /// Where a policy comes from.
    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    pub enum PolicyKind {
        /// One lever alone.
        Lever = "lever",
        /// A policy of the file or of the command line.
        #[serde(rename = "policy")]
        Named = "policy",
        /// All levers.
        All = "all",
        /// The levers that the file uses.
        AsWritten = "as-written",
    }
}

impl PolicyKind {
    /// Whether it has a place in the ranking; all levers at once and those the file uses stand apart.
    pub(crate) fn is_ranked(self) -> bool {
        matches!(self, Self::Lever | Self::Named)
    }
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
        let levers = levers.split('+').map(|lever| lever.trim().to_owned());
        let levers: Vec<String> = levers.collect();
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

/// Each lever alone, the policies of the file, those of the command line, all levers, and those the file uses; all problems of the
/// names.
///
/// All levers and those of the file are left out where they are what another policy is already.
pub(super) fn policies(
    scenario: &Scenario,
    (of_file, named): (&[NamedPolicy], &[PolicyWords]),
) -> Result<Vec<Policy>, Vec<Problem>> {
    let mut problems = Vec::new();
    let levers = (0..scenario.levers.len()).map(LeverId::at);
    let alone = levers.clone().zip(&scenario.levers);
    let alone = alone.map(|(id, lever)| {
        policy(
            scenario,
            [&lever.id, &lever.title],
            PolicyKind::Lever,
            vec![id],
        )
    });
    let mut list: Vec<Policy> = alone.collect();
    list.extend(of_file.iter().map(|policy| written(scenario, policy)));
    for words in named {
        let levers = resolve(scenario, words, &mut problems);
        let id = &words.name;
        if RESERVED.contains(&id.as_str()) {
            problems.push(problem(words, ModelFault::ReservedId(id.clone())));
        } else if list.iter().any(|policy| policy.id == *id) {
            let (kind, id) = ("policy", id.clone());
            problems.push(problem(words, ModelFault::DuplicateId { kind, id }));
        }
        list.push(policy(scenario, [id, id], PolicyKind::Named, levers));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut add = |kind: PolicyKind, title, levers: Vec<LeverId>| {
        let is_same = |policy: &Policy| policy.levers == levers && policy.sets.is_empty();
        if !levers.is_empty() && !list.iter().any(is_same) {
            list.push(policy(scenario, [kind.name(), title], kind, levers));
        }
    };
    add(
        PolicyKind::All,
        "All levers together",
        levers.clone().collect(),
    );
    let used = |lever: &LeverId| scenario.levers[lever.index()].usage != Use::Never;
    let title = "The levers as the file uses them";
    add(PolicyKind::AsWritten, title, levers.filter(used).collect());
    Ok(list)
}

fn policy(
    scenario: &Scenario,
    [id, title]: [&str; 2],
    kind: PolicyKind,
    levers: Vec<LeverId>,
) -> Policy {
    let never = |lever: &LeverId| scenario.levers[lever.index()].usage == Use::Never;
    Policy {
        id: id.to_owned(),
        title: title.to_owned(),
        kind,
        assumed: levers.iter().any(never),
        levers,
        sets: Vec::new(),
    }
}

/// A policy of the file. Where it says itself when a lever is used, nothing is assumed of that.
fn written(scenario: &Scenario, named: &NamedPolicy) -> Policy {
    let mut levers = named.levers.clone();
    levers.sort_by_key(|lever| lever.index());
    let is_said = |lever: &LeverId| {
        let path = use_of(scenario, *lever);
        let mut sets = named.sets.iter();
        sets.any(|set| set.assignment.path.starts_with(&path))
    };
    let never = |lever: &LeverId| scenario.levers[lever.index()].usage == Use::Never;
    Policy {
        assumed: levers.iter().any(|lever| never(lever) && !is_said(lever)),
        sets: named.sets.clone(),
        ..policy(
            scenario,
            [&named.id, &named.title],
            PolicyKind::Named,
            levers,
        )
    }
}

/// The path of a lever's rule of use.
fn use_of(scenario: &Scenario, lever: LeverId) -> String {
    format!("leverage.{}.use", scenario.levers[lever.index()].id)
}

/// The levers that a policy names, in file order.
fn resolve(scenario: &Scenario, words: &PolicyWords, problems: &mut Vec<Problem>) -> Vec<LeverId> {
    let kind = "lever";
    let mut found = Vec::new();
    for id in &words.levers {
        let place = scenario.levers.iter().position(|lever| &lever.id == id);
        let id = id.clone();
        match place.map(LeverId::at) {
            None => {
                let known = scenario.levers.iter().map(|lever| lever.id.clone());
                let known = known.collect();
                problems.push(problem(words, Fault::UnknownName { kind, id, known }));
            }
            Some(lever) if found.contains(&lever) => {
                problems.push(problem(words, ModelFault::NamedTwice { kind, id }));
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

/// The cell in which no lever is used, then that of each policy: a scenario file with some values set.
pub(super) fn cells_of(
    policies: &[Policy],
    scenario: &Scenario,
    source: &Source,
    assignments: &[Assignment],
) -> Result<Vec<Cell>, CellError> {
    let cell = |(used, sets): (&[LeverId], &[Placed])| {
        let uses = uses(scenario, used);
        Cell::placed(source, &[assignments, &uses].concat(), sets)
    };
    played(policies).map(cell).collect()
}

/// Levers of no policy at all, then of each, with what else is set.
fn played(policies: &[Policy]) -> impl Iterator<Item = (&[LeverId], &[Placed])> {
    let of_each = policies
        .iter()
        .map(|policy| (&*policy.levers, &*policy.sets));
    std::iter::once((&[][..], &[][..])).chain(of_each)
}

/// What makes a scenario use no lever, then what makes it those of each policy.
pub(super) fn settings_of(policies: &[Policy], scenario: &Scenario) -> Vec<Vec<Assignment>> {
    let settings = played(policies).map(|(used, sets)| {
        let sets = sets.iter().map(|set| set.assignment.clone());
        uses(scenario, used).into_iter().chain(sets).collect()
    });
    settings.collect()
}

/// What makes a scenario use some levers by their own rules and no others; those it never uses from round 0 on.
fn uses(scenario: &Scenario, used: &[LeverId]) -> Vec<Assignment> {
    let levers = (0..).map(LeverId::at).zip(&scenario.levers);
    let set = levers.filter_map(|(id, lever)| {
        let never = lever.usage == Use::Never;
        let value = match used.contains(&id) {
            true if never => "always",
            false if !never => "never",
            _ => return None,
        };
        Some(Assignment {
            path: use_of(scenario, id),
            value: value.to_owned(),
        })
    });
    set.collect()
}

/// Place and id of what is ranked: single levers and the policies that the user names.
pub(super) fn ranked(policies: &[Policy]) -> Vec<(usize, &str)> {
    let policies = policies.iter().enumerate();
    let ranked = policies.filter(|(_, policy)| policy.kind.is_ranked());
    let ids = ranked.map(|(place, policy)| (place, policy.id.as_str()));
    ids.collect()
}

#[cfg(test)]
mod tests {
    use crate::experiment::compare::policy::uses;
    use crate::model::{LeverId, Scenario};

    /// What is set for some levers of a file that never uses the first, threatens with the second and uses the third.
    fn set(used: &[u32]) -> Vec<String> {
        let party = |id: &str, scores: &str| {
            format!(
                "[[party]]\nid = \"{id}\"\nrole = \"principal\"\nreservation = 0.1\n\
                 utility.pie = {{ weight = 1, scores = [{scores}] }}\n"
            )
        };
        let lever = |usage: &str| {
            format!(
                "[[leverage]]\nid = \"{usage}\"\nactor = \"left\"\nuse = \"{usage}\"\n\
                 credibility = 0.5\neffects = [{{ party = \"right\", reservation = -0.1 }}]\n"
            )
        };
        let levers = ["never", "threat", "always"].map(lever).concat();
        let text = format!(
            "format = 1\ntitle = \"A pie\"\nclock.rounds = 6\n[[issue]]\nid = \"pie\"\n\
             options = [{{ id = \"a\" }}, {{ id = \"b\" }}]\n{}{}{levers}\
             [protocol.alternating-offers]\norder = [\"left\", \"right\"]\n",
            party("left", "1, 0"),
            party("right", "0, 1"),
        );
        let scenario = Scenario::parse("pie.toml", &text, &[]).expect("a legal scenario");
        let used: Vec<LeverId> = used.iter().copied().map(LeverId).collect();
        let set = uses(&scenario, &used).into_iter();
        set.map(|set| format!("{}={}", set.path, set.value))
            .collect()
    }

    #[test]
    fn levers_are_used_by_their_own_rules_and_threats_stay_threats() {
        let none = ["leverage.threat.use=never", "leverage.always.use=never"];
        assert_eq!(set(&[]), none);
        assert_eq!(set(&[1, 2]), [""; 0]);
        let first = "leverage.never.use=always";
        assert_eq!(set(&[0, 1]), [first, "leverage.always.use=never"]);
    }
}
