//! Ids: what they may look like, and that no two of a kind share one.

use std::collections::BTreeSet;

use crate::model::Scenario;
use crate::model::check::places;
use crate::model::check::{Findings, ModelFault, Path};

/// Ids that would be read as notes in a table with the ids of issues as keys.
const NOTES: [&str; 2] = ["source", "assumption"];

/// Whether a text can be an id.
pub(crate) fn is_id(text: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    !text.is_empty() && text.len() <= 100 && text.bytes().all(letter)
}

pub(super) fn check(scenario: &Scenario, findings: &mut Findings) {
    let mut of = |kind, list: Path, ids: Vec<&String>| check_list(kind, &list, &ids, findings);
    let top = Path::of;
    of(
        "package",
        top("package"),
        scenario.packages.iter().map(|it| &it.id).collect(),
    );
    of(
        "issue",
        top("issue"),
        scenario.issues.iter().map(|it| &it.id).collect(),
    );
    of(
        "party",
        top("party"),
        scenario.parties.iter().map(|it| &it.id).collect(),
    );
    of(
        "plan",
        top("plan"),
        scenario.plans.iter().map(|it| &it.id).collect(),
    );
    of(
        "driver",
        top("driver"),
        scenario.drivers.iter().map(|it| &it.id).collect(),
    );
    of(
        "lever",
        top("leverage"),
        scenario.levers.iter().map(|it| &it.id).collect(),
    );
    of(
        "stage",
        top("stage"),
        scenario.stages.iter().map(|it| &it.id).collect(),
    );
    for (position, issue) in scenario.issues.iter().enumerate() {
        let list = top("issue").item(position, &issue.id).key("options");
        of(
            "option",
            list,
            issue.options.iter().map(|it| &it.id).collect(),
        );
    }
    for (position, party) in scenario.parties.iter().enumerate() {
        // A party without types lends its id to the only one it has.
        if places::has_types(party) {
            let list = top("party").item(position, &party.id).key("type");
            of("type", list, party.types.iter().map(|it| &it.id).collect());
        }
    }
}

fn check_list(kind: &'static str, list: &Path, ids: &[&String], findings: &mut Findings) {
    let mut seen = BTreeSet::new();
    for (position, id) in ids.iter().enumerate() {
        let place = || list.item(position, id).key("id");
        if !is_id(id) {
            findings.value(place(), ModelFault::BadId((*id).clone()));
        } else if kind == "issue" && NOTES.contains(&id.as_str()) {
            findings.value(place(), ModelFault::ReservedId((*id).clone()));
        }
        if !seen.insert(*id) {
            let id = (*id).clone();
            findings.value(place(), ModelFault::DuplicateId { kind, id });
        }
    }
}
