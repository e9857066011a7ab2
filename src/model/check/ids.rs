//! Ids: what they may look like, and that no two of a kind share one.

use std::collections::BTreeSet;

use crate::model::Scenario;
use crate::model::check::places::Ids;
use crate::model::check::{Findings, ModelFault};

/// Ids that would be read as notes in a table with the ids of issues as keys.
const NOTES: [&str; 2] = ["source", "assumption"];

/// Whether a text can be an id.
pub(crate) fn is_id(text: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    !text.is_empty() && text.len() <= 100 && text.bytes().all(letter)
}

pub(super) fn check(scenario: &Scenario, findings: &mut Findings) {
    for Ids {
        list, kind, ids, ..
    } in Ids::all(scenario)
    {
        let mut seen = BTreeSet::new();
        for (position, id) in ids.into_iter().enumerate() {
            let place = || list.item(position, id).key("id");
            if !is_id(id) {
                findings.value(place(), ModelFault::BadId(id.to_owned()));
            } else if kind == "issue" && NOTES.contains(&id) {
                findings.value(place(), ModelFault::ReservedId(id.to_owned()));
            }
            if !seen.insert(id) {
                let id = id.to_owned();
                findings.value(place(), ModelFault::DuplicateId { kind, id });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_id;

    #[test]
    fn ids_have_letters_digits_dashes_and_underscores() {
        assert!(["a", "800k", "oil-embargo", "no_1"].into_iter().all(is_id));
        assert!(!["", "no.1", "two words", "größe"].into_iter().any(is_id));
        assert!(!is_id(&"a".repeat(101)));
    }
}
