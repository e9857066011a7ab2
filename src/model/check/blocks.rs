//! Issues tied to each other, and red lines that leave nothing.

use std::collections::BTreeMap;

use crate::model::check::places;
use crate::model::check::{Findings, ModelFault, Path};
use crate::model::{Deal, Pattern, Profile, Scenario};

/// Combinations of the options of issues tied together.
const BLOCK_MAX: f64 = 65_536.0;

/// Checks the blocks that linkages, red lines and breach tables of all parties make.
pub(super) fn check_sizes(scenario: &Scenario, findings: &mut Findings) {
    let kinds = scenario.parties.iter().flat_map(|party| &party.types);
    let ties = kinds.flat_map(|kind| ties_of(&kind.profile)).collect();
    for block in blocks(scenario.issues.len(), ties) {
        let found = combinations(scenario, &block);
        if found > BLOCK_MAX {
            let fault = ModelFault::BlockTooLarge {
                issues: ids(scenario, &block),
                limit: BLOCK_MAX,
                found,
            };
            findings.key(Path::of("issue"), fault);
        }
    }
}

/// Every type whose consent is needed can accept something.
pub(super) fn check_red_lines(scenario: &Scenario, findings: &mut Findings) {
    let needed = scenario.consenting();
    for (path, party_id, party, kind) in places::types(scenario) {
        if !needed[party_id.index()] {
            continue;
        }
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
            let name = if places::has_types(party) {
                format!("{}.{}", party.id, kind.id)
            } else {
                party.id.clone()
            };
            let fault = ModelFault::NothingAllowed {
                party: name,
                issues: ids(scenario, &block),
            };
            findings.value(path.key("never"), fault);
        }
    }
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
