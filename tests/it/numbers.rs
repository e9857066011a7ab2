//! The walk over the uncertain numbers of a scenario meets each of them once, under the path that a file sets it by.

use std::collections::{BTreeMap, HashSet};

use zopa::model::{Distribution, Group, Protocol, Scenario, Subject, Uncertain};
use zopa::scenario::{self, Assignment};

use crate::reference::random_scenario::{ALL, random_scenario};

fn files() -> Vec<std::path::PathBuf> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let entries = std::fs::read_dir(folder).expect("the folder is there");
    let paths = entries.map(|entry| entry.expect("it can be read").path());
    let mut files: Vec<_> = paths.filter(|path| path.is_file()).collect();
    files.sort();
    files
}

/// The scenarios of the project and some random ones.
fn scenarios() -> Vec<(String, Scenario)> {
    let files = files().into_iter().map(|path| {
        let loaded = scenario::load(&path, &[]).expect("every scenario loads");
        (path.display().to_string(), loaded.scenario)
    });
    let random = (0..200).map(|seed| (format!("random {seed}"), random_scenario(seed, ALL)));
    files.chain(random).collect()
}

/// Distributions that the model needs but no file writes: the certainty of an only type, probabilities that rows of joint
/// types stand for, and the channel of parties at one table.
fn unwritten(scenario: &Scenario) -> usize {
    let row = scenario.joint_types.first();
    let joint =
        |party: usize| row.is_some_and(|row| row.types.iter().any(|cell| cell.0.index() == party));
    let parties = scenario.parties.iter().enumerate();
    let types = parties.map(|(index, party)| match party.types.len() {
        1 => 1,
        count if joint(index) => count,
        _ => 0,
    });
    let channel = match &scenario.protocol {
        Protocol::SingleText(mediation) => {
            2 + usize::from(mediation.channel.reading_error.is_some())
        }
        _ => 0,
    };
    types.sum::<usize>() + channel
}

#[test]
fn every_uncertain_number_is_met_once() {
    for (name, mut scenario) in scenarios() {
        let numbers = scenario.numbers();
        // The derived text of a scenario shows every field there is, whether the walk knows it or not.
        let written = format!("{scenario:?}").matches("Uncertain {").count();
        assert_eq!(numbers.len() + unwritten(&scenario), written, "{name}");
        let mut paths = HashSet::new();
        let mut slots = HashSet::new();
        for (position, number) in (0..).zip(&numbers) {
            assert_eq!(number.id.0, position, "{name}");
            let path = number.place.path(&scenario);
            // Random levers have effects that no file could write: several of one kind in one entry.
            let written = !name.starts_with("random") || !path.contains(".effects.");
            assert!(
                paths.insert(path.clone()) || !written,
                "{name}: `{path}` twice"
            );
            let kind = match number.place.subject {
                Subject::Party(_, kind) => kind.index(),
                _ => 0,
            };
            let slot = (number.place.owner(&scenario), number.place.slot, kind);
            assert!(slots.insert(slot), "{name}: `{path}` shares a slot");
        }
        let places: Vec<_> = numbers.iter().map(|number| number.place).collect();
        let changed = scenario.numbers_mut().into_iter();
        assert_eq!(
            changed.map(|number| number.place).collect::<Vec<_>>(),
            places
        );
    }
}

#[test]
fn slots_are_counted_through_with_those_of_missing_numbers() {
    for (name, scenario) in scenarios() {
        let mut next = BTreeMap::new();
        for (place, _) in scenario.slots() {
            let next = next
                .entry((place.owner(&scenario), place.subject))
                .or_insert(0);
            assert_eq!(place.slot, *next, "{name}: {place:?}");
            *next += 1;
        }
        assert!(!next.is_empty(), "{name}");
    }
}

#[test]
fn nothing_is_left_to_chance_at_central_values() {
    for (name, scenario) in scenarios() {
        let central = scenario.central();
        for number in central.numbers() {
            assert!(
                matches!(number.value.distribution(), Distribution::Fixed(_)),
                "{name}: `{}`",
                number.place.path(&central)
            );
        }
    }
}

fn is_indifferent(scenario: &Scenario, subject: Subject) -> bool {
    let Subject::Party(party, kind) = subject else {
        return false;
    };
    let kind = &scenario.parties[party.index()].types[kind.index()];
    let weights = &kind.profile.utility.weights;
    weights.iter().all(|weight| weight.known() == Some(0.0))
}

#[test]
fn every_number_of_a_file_is_set_by_its_path() {
    for path in files() {
        let name = path.display().to_string();
        let loaded = scenario::load(&path, &[])
            .expect("every scenario loads")
            .scenario;
        let mut wanted = loaded.clone();
        let (mut assignments, mut paths) = (Vec::new(), HashSet::new());
        for (number, set) in loaded.numbers().iter().zip(wanted.numbers_mut()) {
            // Parties without preferences have no table whose numbers could be set.
            let group = number.place.group;
            if matches!(group, Group::Weights | Group::Scores)
                && is_indifferent(&loaded, number.place.subject)
            {
                continue;
            }
            let value = number.value.central();
            let assignment = |path: &str| -> Assignment {
                let assignment = format!("{path}={value:?}");
                assignment.parse().expect("it is an assignment")
            };
            let mut own = number.place.path(&loaded);
            let shared = number.place.shared_path(&loaded);
            // A table that a type takes over whole from its party is changed there, for all types that take it over.
            if own != shared && scenario::load(&path, &[assignment(&own)]).is_err() {
                own = shared;
            }
            if paths.insert(own.clone()) {
                assignments.push(assignment(&own));
            }
            *set.value = Uncertain::fixed(value);
        }
        let set = scenario::load(&path, &assignments)
            .unwrap_or_else(|problems| panic!("{name}: {problems}"));
        let (found, wanted) = (set.scenario.numbers(), wanted.numbers());
        assert_eq!(found.len(), wanted.len(), "{name}");
        for (found, wanted) in found.iter().zip(&wanted) {
            let path = wanted.place.path(&loaded);
            assert_eq!(
                found.value.known(),
                wanted.value.known(),
                "{name}: `{path}`"
            );
        }
    }
}
