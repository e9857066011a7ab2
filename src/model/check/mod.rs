//! The rules that every scenario keeps, however it was made: each is stated here once and names its place by a path.
//!
//! A file that is read and a scenario that is built or changed in memory are judged by the same rules. `scenario` finds
//! the line of a path in the file.

mod blocks;
mod consent;
mod entries;
mod fault;
mod finding;
mod ids;
mod parties;
mod path;
mod places;
mod shapes;
mod sizes;
mod strategies;
mod structure;
mod table;

pub use fault::ModelFault;
pub use finding::{Finding, Findings, Part};
pub(crate) use ids::is_id;
pub(crate) use path::quote_segment;
pub use path::{Path, Segment};

use crate::model::Scenario;
use crate::model::check::entries::Entries;

/// All broken conditions of a scenario.
pub fn check(scenario: &Scenario) -> Findings {
    let mut findings = check_parts(scenario);
    if findings.is_empty() {
        findings = check_whole(scenario);
    }
    findings
}

/// The broken conditions of the parts of a scenario and between them.
pub(crate) fn check_parts(scenario: &Scenario) -> Findings {
    let entries = Entries::of(scenario);
    // All other rules follow references.
    for findings in [entries.lists, entries.references] {
        if !findings.is_empty() {
            return findings;
        }
    }
    let mut findings = entries.numbers;
    shapes::check(scenario, &mut findings);
    ids::check(scenario, &mut findings);
    structure::check(scenario, &mut findings);
    consent::check_rules(scenario, &mut findings);
    parties::check(scenario, &mut findings);
    parties::check_numbers(scenario, &mut findings);
    table::check(scenario, &mut findings);
    strategies::check(scenario, &mut findings);
    findings
}

/// The conditions on whole deals; they would repeat what is wrong with the parts.
pub(crate) fn check_whole(scenario: &Scenario) -> Findings {
    let mut findings = Findings::default();
    consent::check_consent_of_one(scenario, &mut findings);
    sizes::check_deals(scenario, &mut findings);
    let before = findings.clone();
    blocks::check_sizes(scenario, &mut findings);
    if findings == before {
        blocks::check_red_lines(scenario, &mut findings);
    }
    findings
}
