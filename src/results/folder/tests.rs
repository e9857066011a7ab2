use std::fs;
use std::path::Path;

use super::{Claim, Folder, write_apart};
use crate::results::{
    CODEBOOK, MANIFEST, METHODS, Provenance, RUNS, Results, ResultsError, SUMMARY, VERSION,
};

const RUN: Claim<'static> = Claim {
    command: "zopa run wage.toml",
    files: &[SUMMARY, CODEBOOK],
    figures: &["terms"],
    draws: true,
};

fn provenance() -> Provenance {
    Provenance {
        version: VERSION.to_owned(),
        scenario: "wage.toml".to_owned(),
        fingerprint: "0".to_owned(),
        title: "Wage".to_owned(),
        seed: 1,
        runs: 10,
        runs_asked: 10,
        command: "zopa run wage.toml".to_owned(),
        ..Provenance::default()
    }
}

/// Takes a folder and puts files in place.
fn write(path: &Path, files: &[(&str, &str)]) {
    let mut folder = Folder::prepare(path, &RUN).expect("it takes results");
    let staged = files.iter().map(|(name, text)| folder.stage(name, text));
    let staged = staged.collect::<Result<_, _>>().expect("there is room");
    let placed = folder.place(staged, |ledger| provenance().with(ledger).to_json());
    placed.expect("nothing is in the way");
}

fn names(path: &Path) -> Vec<String> {
    let entries = fs::read_dir(path).expect("the folder is there");
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("it can be read").file_name().into_string())
        .map(|name| name.expect("names are text"))
        .collect();
    names.sort();
    names
}

/// The names that a folder is refused for.
fn foreign(refused: Result<Folder, ResultsError>) -> Vec<String> {
    match refused {
        Err(ResultsError::Foreign { files, .. }) => files,
        other => panic!("refused otherwise: {other:?}"),
    }
}

#[test]
fn files_appear_whole_or_not_at_all_and_a_folder_with_them() {
    let place = tempfile::tempdir().expect("a folder for the test");
    let path = place.path().join("a/b");
    let folder = Folder::prepare(&path, &RUN).expect("it can be made");
    let mut growing = folder.begin(RUNS).expect("it can be written");
    growing.append("half").expect("it can be written");
    drop((growing, folder));
    assert!(names(place.path()).is_empty());
    write(&path, &[(SUMMARY, "{}")]);
    assert_eq!(names(&path), [MANIFEST, SUMMARY]);
}

#[test]
fn results_of_an_earlier_run_are_replaced_and_others_left_alone() {
    let place = tempfile::tempdir().expect("a folder for the test");
    let at = |name: &str| place.path().join(name);
    fs::write(at(SUMMARY), "mine").expect("it can be written");
    assert_eq!(foreign(Folder::prepare(place.path(), &RUN)), [SUMMARY]);
    fs::remove_file(at(SUMMARY)).expect("it is there");
    write(place.path(), &[(SUMMARY, "one"), (CODEBOOK, "one")]);
    write(place.path(), &[(SUMMARY, "two")]);
    let mut folder = Folder::prepare(place.path(), &RUN).expect("it is a result folder");
    let left = folder.left_over(&[SUMMARY.to_owned(), MANIFEST.to_owned()]);
    assert_eq!(left, [at(CODEBOOK)]);
    assert_eq!(folder.origin().map(|origin| origin.seed), Some(Some(1)));

    // What somebody has changed or put here is named, all of it at once, before the work and after it.
    for name in [SUMMARY, CODEBOOK, "terms.svg", METHODS] {
        fs::write(at(name), "mine").expect("it can be written");
    }
    let staged = folder.stage(METHODS, "ours").expect("there is room");
    let refused = folder.add(vec![staged], Provenance::default());
    assert!(refused.is_err_and(|error| error.is_refusal()));
    drop(folder);
    let mine = [CODEBOOK, SUMMARY, "terms.svg"];
    assert_eq!(foreign(Folder::prepare(place.path(), &RUN)), mine);
    for name in [SUMMARY, CODEBOOK, "terms.svg", METHODS] {
        let text = fs::read_to_string(at(name)).expect("it is there");
        assert_eq!(text, "mine", "{name}");
    }
    assert_eq!(names(place.path()).len(), 5);
}

#[test]
fn a_command_killed_between_two_names_is_completed_by_the_next() {
    let place = tempfile::tempdir().expect("a folder for the test");
    write(place.path(), &[(SUMMARY, "one"), (CODEBOOK, "one")]);
    let wanted = tempfile::tempdir().expect("a folder for the test");
    write(wanted.path(), &[(SUMMARY, "two"), (CODEBOOK, "two")]);
    let read = |path: &Path, name: &str| fs::read_to_string(path.join(name)).expect("it is there");
    let hidden = |name: &str| place.path().join(name);
    // One file has its name and the other one not.
    let manifest = read(wanted.path(), MANIFEST);
    fs::write(hidden(".manifest.json.next"), manifest).expect("it can be written");
    fs::write(hidden(SUMMARY), "two").expect("it can be written");
    fs::write(hidden(".codebook.csv.part"), "two").expect("it can be written");
    Results::open(place.path()).expect("it is completed by whoever reads it too");
    for name in [SUMMARY, CODEBOOK, MANIFEST] {
        assert_eq!(
            read(place.path(), name),
            read(wanted.path(), name),
            "{name}"
        );
    }
    assert_eq!(names(place.path()), [CODEBOOK, MANIFEST, SUMMARY]);
}

#[test]
fn what_was_begun_is_cleared_and_nothing_else_that_is_hidden() {
    let place = tempfile::tempdir().expect("a folder for the test");
    let begun = [
        ".summary.json.part",
        ".runs.csv.4711.part",
        ".zopa.part",
        ".terms.svg.part",
    ];
    let others = [".hidden", ".mine.part", "notes.part"];
    for name in begun.iter().chain(&others) {
        fs::write(place.path().join(name), "x").expect("it can be written");
    }
    write(place.path(), &[(SUMMARY, "{}")]);
    assert_eq!(
        names(place.path()),
        [".hidden", ".mine.part", MANIFEST, "notes.part", SUMMARY]
    );
}

#[test]
fn files_without_a_manifest_are_written_or_left_alone_all_of_them() {
    let place = tempfile::tempdir().expect("a folder for the test");
    let file = |name: &str, text: &str| (place.path().join(name), text.as_bytes().to_vec());
    let one = [
        file("a.sh", "one"),
        file("b.sh", "one"),
        file("c.sh", "one"),
    ];
    write_apart(&one).expect("nothing is there");
    write_apart(&one).expect("the same is there");
    let two = [
        file("a.sh", "two"),
        file("b.sh", "two"),
        file("c.sh", "one"),
    ];
    let refused = write_apart(&two).expect_err("something else is there");
    assert!(refused.is_refusal());
    assert!(matches!(refused, ResultsError::Edited(edited) if edited.len() == 2));
    let there = fs::read_to_string(place.path().join("a.sh")).expect("it is there");
    assert_eq!(there, "one");
}

#[test]
fn a_file_is_no_folder() {
    let place = tempfile::tempdir().expect("a folder for the test");
    let file = place.path().join("file");
    fs::write(&file, "mine").expect("it can be written");
    assert!(matches!(
        Folder::prepare(&file, &RUN),
        Err(ResultsError::NotAFolder(_))
    ));
    let inside = Folder::prepare(&file.join("inside"), &RUN);
    assert!(matches!(inside, Err(ResultsError::NotCreated(..))));
}
