//! Issues tied to each other, and red lines that leave nothing.

use std::collections::BTreeMap;

use crate::model::{Deal, Pattern, Profile, Scenario};
use crate::scenario::document::At;
use crate::scenario::fault::Fault;
use crate::scenario::file::ScenarioFile;
use crate::scenario::report::Report;

/// Combinations of the options of issues tied together.
const BLOCK_MAX: f64 = 65_536.0;

/// Checks the blocks that linkages, red lines and breach tables of all parties make.
pub(super) fn within_limits(file: &ScenarioFile, scenario: &Scenario, report: &mut Report) -> bool {
    let profiles = scenario
        .parties
        .iter()
        .flat_map(|party| &party.types)
        .map(|kind| &kind.profile);
    let ties = profiles.flat_map(ties_of).collect();
    let mut within = true;
    for block in blocks(scenario.issues.len(), ties) {
        let found = combinations(scenario, &block);
        if found > BLOCK_MAX {
            within = false;
            let fault = Fault::BlockTooLarge {
                issues: ids(scenario, &block),
                limit: BLOCK_MAX,
                found,
            };
            report.key(file.issues.at.unwrap_or(file.at), fault);
        }
    }
    within
}

/// Every type whose consent is needed can accept something.
pub(super) fn check_red_lines(
    file: &ScenarioFile,
    scenario: &Scenario,
    needed: &[bool],
    report: &mut Report,
) {
    for (position, party) in scenario.parties.iter().enumerate() {
        if !needed.get(position).is_some_and(|needed| *needed) {
            continue;
        }
        for (type_position, kind) in party.types.iter().enumerate() {
            let red_lines = &kind.profile.red_lines;
            let ties = red_lines.iter().map(issues_of).collect();
            for block in blocks(scenario.issues.len(), ties) {
                let inside: Vec<&Pattern> = red_lines
                    .iter()
                    .filter(|pattern| issues_of(pattern).iter().all(|issue| block.contains(issue)))
                    .collect();
                if inside.is_empty() || leaves_something(scenario, &block, &inside) {
                    continue;
                }
                let name = if kind.id == party.id {
                    party.id.clone()
                } else {
                    format!("{}.{}", party.id, kind.id)
                };
                let fault = Fault::NothingAllowed {
                    party: name,
                    issues: ids(scenario, &block),
                };
                report.value(place_of(file, position, type_position), fault);
            }
        }
    }
}

/// Where the red lines of a type are written: with it or with its party.
fn place_of(file: &ScenarioFile, party: usize, kind: usize) -> At {
    let party = file.parties.items.get(party);
    let own = party.and_then(|party| party.types.items.get(kind));
    let never = own.and_then(|kind| kind.preferences.never.as_ref());
    let never = never.or(party.and_then(|party| party.preferences.never.as_ref()));
    never
        .and_then(|list| list.at)
        .or(party.map(|party| party.name.at))
        .unwrap_or(file.at)
}

/// Whether some combination of a block's options matches none of the patterns.
fn leaves_something(scenario: &Scenario, block: &[usize], patterns: &[&Pattern]) -> bool {
    let mut deal = Deal(vec![0; scenario.issues.len()]);
    loop {
        if !patterns.iter().any(|pattern| pattern.matches(&deal)) {
            return true;
        }
        // Counts through the block like an odometer.
        let mut advanced = false;
        for issue in block {
            let count = scenario
                .issues
                .get(*issue)
                .map_or(1, |issue| issue.options.len());
            let Some(option) = deal.0.get_mut(*issue) else {
                continue;
            };
            if usize::from(*option) + 1 < count {
                *option += 1;
                advanced = true;
                break;
            }
            *option = 0;
        }
        if !advanced {
            return false;
        }
    }
}

/// The sets of issues that a profile ties together.
fn ties_of(profile: &Profile) -> Vec<Vec<usize>> {
    let linkages = profile
        .linkages
        .iter()
        .map(|linkage| issues_of(&linkage.pattern));
    let red_lines = profile.red_lines.iter().map(issues_of);
    let breach = profile
        .breach
        .iter()
        .map(|breach| breach.issues.iter().map(|issue| issue.index()).collect());
    linkages.chain(red_lines).chain(breach).collect()
}

fn issues_of(pattern: &Pattern) -> Vec<usize> {
    pattern
        .conditions
        .iter()
        .map(|condition| condition.0.index())
        .collect()
}

/// Joins issues that share a tie; every issue is in one block, blocks in the order of their first issue.
fn blocks(count: usize, ties: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
    let mut label: Vec<usize> = (0..count).collect();
    for tie in ties {
        let labels: Vec<usize> = tie
            .iter()
            .filter_map(|issue| label.get(*issue).copied())
            .collect();
        let Some(least) = labels.iter().min().copied() else {
            continue;
        };
        for own in &mut label {
            if labels.contains(own) {
                *own = least;
            }
        }
    }
    let mut blocks: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (issue, label) in label.into_iter().enumerate() {
        blocks.entry(label).or_default().push(issue);
    }
    blocks.into_values().collect()
}

fn combinations(scenario: &Scenario, block: &[usize]) -> f64 {
    let issues = block.iter().filter_map(|issue| scenario.issues.get(*issue));
    issues.map(|issue| issue.options.len() as f64).product()
}

fn ids(scenario: &Scenario, block: &[usize]) -> Vec<String> {
    let issues = block.iter().filter_map(|issue| scenario.issues.get(*issue));
    issues.map(|issue| issue.id.clone()).collect()
}
