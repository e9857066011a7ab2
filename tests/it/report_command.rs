//! What `zopa report` promises: one page from finished results, the same bytes each time, and nothing where it refuses.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::tool::{call, code, told};

const FILES: [&str; 4] = ["report.html", "headline.tex", "headline.md", "methods.md"];

/// A folder with results of a small scenario in `crane/`, and what theory says of it in `theory/`.
fn place() -> TempDir {
    let place = tempfile::tempdir().expect("a folder for the test");
    let scenario = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/first-steps.toml");
    fs::copy(scenario, place.path().join("crane.toml")).expect("it can be copied");
    let run = call(
        &place,
        "run crane.toml --runs 200 --output crane --set clock.rounds=7",
    );
    assert_eq!(code(&run), 0, "{run:?}");
    let solve = call(&place, "solve crane.toml --output theory");
    assert_eq!(code(&solve), 0, "{solve:?}");
    place
}

fn text(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).expect("the file is there")
}

#[test]
fn a_report_tells_results_and_keeps_its_bytes() {
    let place = place();
    let folder = place.path().join("crane");
    let output = call(&place, "report crane theory");
    assert_eq!(code(&output), 0, "{output:?}");
    let first = FILES.map(|name| text(&folder, name));
    let page = &first[0];
    for words in [
        "clock.rounds=7",
        "Every number of the scenario",
        "zone of possible agreement",
        "<span>solve</span> <span>crane.toml</span>",
        "download=\"crane.toml\"",
        "Other settlement rules on the first 200 runs",
    ] {
        assert!(page.contains(words), "{words}");
    }
    assert!(!page.contains(&place.path().display().to_string()));
    let again = call(&place, "report crane theory");
    assert_eq!(code(&again), 0, "{again:?}");
    assert_eq!(first, FILES.map(|name| text(&folder, name)));
    // Elsewhere the same page; and results that are made again say which report is of an earlier run.
    assert_eq!(code(&call(&place, "report crane theory --output paper")), 0);
    assert_eq!(*page, text(&place.path().join("paper"), "report.html"));
    let line = "run crane.toml --runs 200 --output crane --set clock.rounds=7";
    let rerun = call(&place, line);
    assert!(
        told(&rerun).contains("report.html` is from an earlier run"),
        "{rerun:?}"
    );
}

#[test]
fn what_theory_says_has_a_headline_too() {
    let place = place();
    let output = call(&place, "report theory");
    assert_eq!(code(&output), 0, "{output:?}");
    let folder = place.path().join("theory");
    assert!(folder.join("report.html").exists() && folder.join("headline.tex").exists());
}

#[test]
fn every_kind_of_result_is_told_alone_and_with_others() {
    let place = place();
    let sweep = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/scenarios/sweeps/first-steps-deadline.toml"
    );
    let text = fs::read_to_string(sweep).expect("it is there");
    let text = text.replace("../first-steps.toml", "crane.toml");
    fs::write(place.path().join("levels.toml"), text).expect("it can be written");
    let river = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/river-compact.toml");
    fs::copy(river, place.path().join("river.toml")).expect("it can be copied");
    let kinds = [
        (
            "drawn",
            "solve crane.toml --realizations 40",
            "Theory over many realizations",
        ),
        (
            "sens",
            "sensitivity crane.toml --samples 8",
            "estimator of Saltelli",
        ),
        ("boxes", "discover crane.toml --runs 200", "PRIM"),
        (
            "cells",
            "sweep levels.toml --runs 20",
            "What changes with the settings",
        ),
        ("levers", "compare river.toml --runs 40", "(Šidák 1967)"),
    ];
    for (folder, command, words) in kinds {
        let output = call(&place, &format!("{command} --output {folder}"));
        assert_eq!(code(&output), 0, "{output:?}");
        let output = call(&place, &format!("report {folder}"));
        assert_eq!(code(&output), 0, "{output:?}");
        let page = text_of(&place, folder);
        assert!(page.contains(words), "{folder}: {words}");
        assert!(page.contains("Every number of the scenario"), "{folder}");
    }
    let all = "report crane theory drawn sens boxes cells levers --output all";
    assert_eq!(code(&call(&place, all)), 0);
    let page = text_of(&place, "all");
    for (_, _, words) in kinds {
        assert!(page.contains(words), "{words}");
    }
}

fn text_of(place: &TempDir, folder: &str) -> String {
    text(&place.path().join(folder), "report.html")
}

#[test]
fn good_and_bad_results_are_judged_together() {
    let place = place();
    fs::create_dir(place.path().join("empty")).expect("it can be made");
    fs::create_dir(place.path().join("broken")).expect("it can be made");
    let manifest = place.path().join("broken/manifest.json");
    fs::write(manifest, "{ \"tool\": ").expect("it can be written");
    let output = call(
        &place,
        "report crane empty ./crane broken theory nowhere --output paper",
    );
    assert_eq!(code(&output), 2, "{output:?}");
    let words = told(&output);
    for wanted in [
        "`empty`: there are no results",
        "`./crane`: this folder is named twice",
        "`broken`: there are no results",
        "`nowhere`: there are no results",
    ] {
        assert!(words.contains(wanted), "{wanted} in {words}");
    }
    assert!(!place.path().join("paper").exists());
    assert!(!place.path().join("crane/report.html").exists());
}

#[test]
fn all_that_is_wrong_is_said_at_once_and_nothing_is_written() {
    let place = place();
    let output = call(&place, "report crane nowhere .");
    assert_eq!(code(&output), 2, "{output:?}");
    let words = told(&output);
    assert!(
        words.contains("`nowhere`: there are no results")
            && words.contains("`.`: there are no results"),
        "{words}"
    );
    assert!(!place.path().join("crane/report.html").exists());

    let refused = |name: &str, text: Option<&str>, wanted: &str| {
        let file = place.path().join("crane").join(name);
        let before = fs::read(&file).expect("the file is there");
        match text {
            Some(text) => fs::write(&file, text).expect("it can be written"),
            None => fs::remove_file(&file).expect("it can be removed"),
        }
        let output = call(&place, "report crane");
        assert_eq!(code(&output), 2, "{output:?}");
        assert!(told(&output).contains(wanted), "{}", told(&output));
        assert!(!place.path().join("crane/report.html").exists());
        fs::write(&file, before).expect("it can be written");
    };
    refused("summary.json", Some("{"), "summary.json`: this is not JSON");
    refused(
        "summary.json",
        None,
        "summary.json`: the manifest beside it names this file, and it is gone",
    );
    refused("scenario.toml", Some("format = 1"), "scenario.toml");
    let other = text(&place.path().join("crane"), "scenario.toml") + "\n# changed\n";
    refused(
        "scenario.toml",
        Some(&other),
        "not the scenario that the results were made from",
    );
    refused(
        "manifest.json",
        Some("{}"),
        "there are no results of zopa here",
    );
    assert_eq!(code(&call(&place, "report crane")), 0);
}
