//! Ids and what they stand for.

use std::collections::BTreeMap;

use crate::scenario::fault::Fault;
use crate::scenario::file::{Named, ScenarioFile, Word};
use crate::scenario::report::Report;
use crate::scenario::words::near;

/// The ids of one kind and their positions.
#[derive(Debug)]
pub(super) struct Index {
    kind: &'static str,
    positions: BTreeMap<String, usize>,
    order: Vec<String>,
}

/// All ids of a file.
#[derive(Debug)]
pub(super) struct Names {
    pub(super) packages: Index,
    pub(super) issues: Index,
    /// Options of each issue.
    pub(super) options: Vec<Index>,
    pub(super) parties: Index,
    /// Types of each party.
    pub(super) types: Vec<Index>,
    pub(super) plans: Index,
    pub(super) drivers: Index,
}

impl Index {
    fn of<'n>(
        kind: &'static str,
        reserved: &[&str],
        named: impl Iterator<Item = &'n Named>,
        report: &mut Report,
    ) -> Self {
        let mut index = Self {
            kind,
            positions: BTreeMap::new(),
            order: Vec::new(),
        };
        for (position, name) in named.enumerate() {
            let Some(id) = &name.id else {
                // Keeps the positions of those that follow.
                index.order.push(String::new());
                continue;
            };
            if !is_id(&id.value) {
                report.value(id.at, Fault::BadId(id.value.clone()));
            } else if reserved.contains(&id.value.as_str()) {
                report.value(id.at, Fault::ReservedId(id.value.clone()));
            }
            if index.positions.contains_key(&id.value) {
                let id_text = id.value.clone();
                report.value(id.at, Fault::DuplicateId { kind, id: id_text });
            } else {
                index.positions.insert(id.value.clone(), position);
            }
            index.order.push(id.value.clone());
        }
        index
    }

    /// The position of an id that stands as a value.
    pub(super) fn find(&self, word: &Word, report: &mut Report) -> Option<usize> {
        let found = self.positions.get(&word.value).copied();
        if found.is_none() {
            report.value(word.at, self.unknown(word));
        }
        found
    }

    /// The position of an id that stands as a key.
    pub(super) fn find_key(&self, word: &Word, report: &mut Report) -> Option<usize> {
        let found = self.positions.get(&word.value).copied();
        if found.is_none() {
            report.key(word.at, self.unknown(word));
        }
        found
    }

    /// The positions of a list of ids, each at most once.
    pub(super) fn find_all(&self, words: &[Word], report: &mut Report) -> Vec<usize> {
        let mut found = Vec::new();
        for word in words {
            let Some(position) = self.find(word, report) else {
                continue;
            };
            if found.contains(&position) {
                let id = word.value.clone();
                let kind = self.kind;
                report.value(word.at, Fault::NamedTwice { kind, id });
            } else {
                found.push(position);
            }
        }
        found
    }

    /// The id at a position.
    pub(super) fn id(&self, position: usize) -> &str {
        self.order.get(position).map_or("", String::as_str)
    }

    fn unknown(&self, word: &Word) -> Fault {
        Fault::UnknownName {
            kind: self.kind,
            id: word.value.clone(),
            known: self
                .order
                .iter()
                .filter(|id| !id.is_empty())
                .cloned()
                .collect(),
        }
    }
}

impl Names {
    pub(super) fn of(file: &ScenarioFile, report: &mut Report) -> Self {
        let notes = ["source", "assumption"];
        Self {
            packages: Index::of(
                "package",
                &[],
                file.packages.items.iter().map(|item| &item.name),
                report,
            ),
            // An issue's id is a key beside the notes in a table of utilities.
            issues: Index::of(
                "issue",
                &notes,
                file.issues.items.iter().map(|item| &item.name),
                report,
            ),
            options: file
                .issues
                .items
                .iter()
                .map(|issue| {
                    Index::of(
                        "option",
                        &[],
                        issue.options.items.iter().map(|item| &item.name),
                        report,
                    )
                })
                .collect(),
            parties: Index::of(
                "party",
                &[],
                file.parties.items.iter().map(|item| &item.name),
                report,
            ),
            types: file
                .parties
                .items
                .iter()
                .map(|party| {
                    Index::of(
                        "type",
                        &[],
                        party.types.items.iter().map(|item| &item.name),
                        report,
                    )
                })
                .collect(),
            plans: Index::of(
                "plan",
                &[],
                file.plans.items.iter().map(|item| &item.name),
                report,
            ),
            drivers: Index::of(
                "driver",
                &[],
                file.drivers.items.iter().map(|item| &item.name),
                report,
            ),
        }
    }
}

/// Levers and stages are not referred to, but their ids must differ.
pub(super) fn check_unreferenced(file: &ScenarioFile, report: &mut Report) {
    Index::of(
        "lever",
        &[],
        file.levers.items.iter().map(|item| &item.name),
        report,
    );
    Index::of(
        "stage",
        &[],
        file.stages.items.iter().map(|item| &item.name),
        report,
    );
}

/// Id and title of an object; the title is the id where left out.
pub(super) fn id_and_title(name: &Named) -> (String, String) {
    let id = name
        .id
        .as_ref()
        .map_or(String::new(), |id| id.value.clone());
    let title = name
        .title
        .as_ref()
        .map_or_else(|| id.clone(), |title| title.value.clone());
    (id, title)
}

/// Those missing names that no unknown one can have meant.
pub(super) fn not_misspelt(missing: Vec<String>, unknown: &[String]) -> Vec<String> {
    let meant = |name: &String| {
        let name = std::slice::from_ref(name);
        unknown.iter().any(|word| near(word, name).is_some())
    };
    missing.into_iter().filter(|name| !meant(name)).collect()
}

/// Whether a text can be an id.
pub(crate) fn is_id(text: &str) -> bool {
    text.len() <= 100
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}
