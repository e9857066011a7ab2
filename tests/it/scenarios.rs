//! Every scenario of `scenarios/` loads, runs and gives its frozen table.
//!
//! The tables are in `tests/scenarios/`, one for each scenario: 2,000 runs under seed 1. After a change that is meant to
//! move results, write them anew and read the difference:
//!
//! ```text
//! ZOPA_REWRITE=1 cargo test --test it scenarios::
//! ```

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use zopa::game::Game;
use zopa::report;
use zopa::scenario::{self, Loaded, templates};
use zopa::simulation::{RunSettings, Summary, Unwatched, simulate};

const RUNS: u64 = 2_000;
/// Set to any value, it makes the tests write the tables instead of comparing them.
const REWRITE: &str = "ZOPA_REWRITE";

fn root(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)
}

/// The files of a folder that end so, by name.
fn files(folder: &Path, ending: &str) -> BTreeSet<PathBuf> {
    let entries =
        std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    entries
        .map(|entry| entry.expect("an entry of the folder").path())
        .filter(|path| path.extension().is_some_and(|found| found == ending))
        .collect()
}

fn name(path: &Path) -> &OsStr {
    path.file_stem().expect("a file name")
}

fn played(loaded: &Loaded, runs: u64) -> Summary {
    let game = Game::compile(&loaded.scenario).expect("within all limits");
    let settings = RunSettings {
        runs,
        seed: 1,
        threads: None,
    };
    let summary = simulate(
        &loaded.scenario,
        &game,
        &settings,
        &Unwatched,
        &mut |_, _| ControlFlow::Continue(()),
    );
    assert_eq!(summary.runs, runs);
    // Every run has ended in agreement or for one cause.
    let failed: u64 = summary.causes().map(|(_, rate)| rate.count).sum();
    assert_eq!(summary.agreement.count + failed, runs);
    summary
}

fn expect_table(scenario: &Path, table: &str) {
    let path = root("tests/scenarios")
        .join(name(scenario))
        .with_extension("txt");
    if std::env::var_os(REWRITE).is_some() {
        std::fs::write(&path, table).expect("a table is written");
        return;
    }
    let frozen = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        frozen == table,
        "{} is not what comes out now; if that is meant, set {REWRITE}=1\n{}",
        path.display(),
        difference(&frozen, table)
    );
}

/// The lines that differ, the frozen one first.
fn difference(frozen: &str, now: &str) -> String {
    let (mut old, mut new) = (frozen.lines(), now.lines());
    let mut text = String::new();
    loop {
        let (was, is) = match (old.next(), new.next()) {
            (None, None) => return text,
            (was, is) => (was.unwrap_or_default(), is.unwrap_or_default()),
        };
        if was != is {
            let _ = writeln!(text, "- {was}\n+ {is}");
        }
    }
}

#[test]
fn every_scenario_gives_its_frozen_table() {
    let scenarios = files(&root("scenarios"), "toml");
    assert!(!scenarios.is_empty());
    for path in &scenarios {
        let loaded = scenario::load(path, &[]).unwrap_or_else(|problems| panic!("{problems}"));
        assert!(loaded.warnings.is_empty(), "{}", loaded.warnings);
        expect_table(path, &report::table(&played(&loaded, RUNS)));
    }
}

#[test]
fn every_frozen_table_has_its_scenario() {
    let names = |folder: &str, ending: &str| -> BTreeSet<_> {
        let paths = files(&root(folder), ending);
        paths.iter().map(|path| name(path).to_owned()).collect()
    };
    let tables = names("tests/scenarios", "txt");
    let scenarios = names("scenarios", "toml");
    let orphans: Vec<_> = tables.difference(&scenarios).collect();
    assert!(orphans.is_empty(), "{orphans:?}");
}

#[test]
fn every_number_of_the_flagship_has_a_source_or_an_assumption() {
    let path = root("scenarios/ukraine-2025.toml");
    let loaded = scenario::load(&path, &[]).unwrap_or_else(|problems| panic!("{problems}"));
    assert!(loaded.unsourced.is_empty(), "{:?}", loaded.unsourced);
    assert!(!loaded.notes.is_empty());
}

#[test]
fn every_template_runs() {
    for template in templates() {
        let loaded = scenario::parse(template.name, template.text, &[])
            .unwrap_or_else(|problems| panic!("{problems}"));
        assert!(loaded.warnings.is_empty(), "{}", loaded.warnings);
        let summary = played(&loaded, 500);
        // A template shows how an agreement comes about.
        assert!(summary.agreement.count > 0, "{}", template.name);
    }
}
