//! Issues tied to each other, and red lines that leave nothing.

use crate::model::check::places;
use crate::model::check::{Findings, ModelFault, Path};
use crate::model::{BLOCK_COMBOS_MAX, Deal, IssueId, Pattern, Scenario};

/// Checks the blocks that linkages, red lines and breach tables of all parties make.
pub(super) fn check_sizes(scenario: &Scenario, findings: &mut Findings) {
    let limit = BLOCK_COMBOS_MAX as f64;
    for block in scenario.blocks() {
        let found = scenario.combinations(&block);
        if found > limit {
            let fault = ModelFault::BlockTooLarge {
                issues: ids(scenario, &block),
                limit,
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
        for block in scenario.blocks_of(red_lines.iter().map(Pattern::issues)) {
            let inside: Vec<&Pattern> = red_lines
                .iter()
                .filter(|pattern| pattern.issues().iter().all(|issue| block.contains(issue)))
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
fn leaves_something(scenario: &Scenario, block: &[IssueId], patterns: &[&Pattern]) -> bool {
    let mut deal = Deal(vec![0; scenario.issues.len()]);
    loop {
        if !patterns.iter().any(|pattern| pattern.matches(&deal)) {
            return true;
        }
        // Counts through the block like an odometer.
        let mut advanced = false;
        for issue in block {
            let count = scenario.issues[issue.index()].options.len();
            let option = &mut deal.0[issue.index()];
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

fn ids(scenario: &Scenario, block: &[IssueId]) -> Vec<String> {
    let issues = block.iter().map(|issue| &scenario.issues[issue.index()]);
    issues.map(|issue| issue.id.clone()).collect()
}
