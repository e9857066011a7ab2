//! The rules that every scenario keeps, however it was made: each is stated here once and names its place by a path.
//!
//! A file that is read and a scenario that is built or changed in memory are judged by the same rules. `scenario` finds
//! the line of a path in the file.

mod consent;
mod doubts;
mod entries;
mod fault;
mod finding;
mod idle;
mod idle_fault;
mod parties;
mod path;
mod places;
mod remedy;
mod sizes;
mod strategies;
mod structure;
mod table;

pub(crate) use doubts::doubts;
pub(crate) use entries::Bounds;
pub(crate) use fault::ID_RULE;
pub use fault::ModelFault;
pub use finding::{Finding, Part};
pub use idle::Idle;
pub(crate) use idle::idle;
pub use idle_fault::IdleFault;
pub(crate) use path::quote_segment;
pub use path::{Path, Segment};
pub(crate) use structure::{NOTES, is_id};

use crate::model::Scenario;
use crate::model::check::entries::Entries;
use crate::model::check::finding::Check;

/// All broken conditions of a scenario; `bounds` says what is legal at a path.
pub(crate) fn check(scenario: &Scenario, bounds: fn(&Path) -> Bounds) -> Vec<Finding> {
    let mut findings = check_parts(scenario, bounds);
    if findings.is_empty() {
        findings = check_whole(scenario);
    }
    findings
}

/// The broken conditions of the parts of a scenario and between them; `bounds` says what is legal at a path.
pub(crate) fn check_parts(scenario: &Scenario, bounds: fn(&Path) -> Bounds) -> Vec<Finding> {
    let mut entries = Entries::of(scenario, bounds);
    // All other rules follow references.
    for found in [&mut entries.lists, &mut entries.references] {
        if !found.findings.is_empty() {
            return std::mem::take(&mut found.findings);
        }
    }
    entries.drawn_numbers();
    let mut check = entries.numbers;
    check.ids();
    check.structure();
    check.consent_rules();
    check.parties();
    check.table();
    check.strategies();
    check.findings
}

/// The conditions on whole deals; they would repeat what is wrong with the parts.
pub(crate) fn check_whole(scenario: &Scenario) -> Vec<Finding> {
    let mut check = Check::of(scenario);
    check.consent_of_one();
    check.deals();
    if check.blocks() {
        check.red_lines();
    }
    check.findings
}
