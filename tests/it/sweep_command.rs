//! What `zopa sweep` and `zopa merge` promise their callers: files, bytes and exit codes, whatever comes between.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

use crate::tool::{WAGE, done, place_with, refused, tool};

const LEVELS: &str = r#"
format = 1
scenario = "wage.toml"
design = "full-factorial"
runs = 2500

[[factor]]
id = "rounds"
path = "clock.rounds"
levels = [2, 10]

[[factor]]
id = "order"
path = "protocol.alternating-offers.order"
levels = [["union", "firm"], ["firm", "union"]]
"#;

/// A folder with a scenario and a sweep in it.
fn place() -> TempDir {
    place_with(&[("wage.toml", WAGE), ("levels.toml", LEVELS)])
}

fn assert_same_tables(place: &TempDir, one: &str, other: &str) {
    let copies = ["scenario.toml", "sweep.toml"];
    for name in [
        "estimates.csv",
        "settings.csv",
        "terms.json",
        "codebook.csv",
        "runs.csv",
        "manifest.json",
    ]
    .into_iter()
    .chain(copies)
    {
        let bytes = |folder: &str| fs::read(place.path().join(folder).join(name)).ok();
        assert_eq!(bytes(one), bytes(other), "{name} of {one} and {other}");
    }
    for name in ["estimates.csv", "terms.json", copies[0], copies[1]] {
        assert!(place.path().join(one).join(name).exists(), "{name}");
    }
}

#[test]
fn a_sweep_writes_a_whole_result_folder() {
    let place = place();
    let output = done(&place, "sweep levels.toml --per-run");
    let page = String::from_utf8_lossy(&output.stdout);
    assert!(page.contains("4 cells of 2,500 runs"), "{page}");
    let folder = place.path().join("output/levels");
    let text = |name: &str| fs::read_to_string(folder.join(name)).expect("the file is there");
    let settings = text("settings.csv");
    assert!(settings.starts_with("setting,title,factor:rounds,factor:order\n0,"));
    assert_eq!(
        (settings.lines().count(), text("runs.csv").lines().count()),
        (5, 10_001)
    );
    let estimates = text("estimates.csv");
    assert!(estimates.starts_with("setting,rule,group,measure,of,runs,value,se,low,high,"));
    assert!(estimates.contains("\n3,,,agreement,,2500,"));
    let book = text("codebook.csv");
    assert!(
        book.contains("\nruns.csv,utility:union,union,utility,"),
        "{book}"
    );
    let widths = |text: &str| -> Vec<usize> {
        let mut reader: Vec<usize> = text.lines().map(|line| line.matches(',').count()).collect();
        reader.dedup();
        reader
    };
    assert_eq!(widths(&text("runs.csv")).len(), 1);
    let manifest: serde_json::Value =
        serde_json::from_str(&text("manifest.json")).expect("it is JSON");
    assert_eq!(manifest["runs-counted"], 10_000);
    assert_eq!(manifest["interrupted"], false);
    assert_eq!(manifest["cells"][3]["set"][0], "clock.rounds=10");
    let given = |name: &str| fs::read_to_string(place.path().join(name)).expect("it is there");
    assert_eq!(text("sweep.toml"), given("levels.toml"));
    assert_eq!(text("scenario.toml"), given("wage.toml"));
    let named = manifest["files"].as_array().expect("a list");
    assert!(named.contains(&"sweep.toml".into()) && named.contains(&"scenario.toml".into()));
}

#[test]
fn killed_and_resumed_is_the_same_as_never_killed() {
    let place = place();
    let arguments = "sweep levels.toml --runs 30000 --threads 2 --per-run";
    done(&place, &format!("{arguments} --output whole"));
    // Moments from the first blocks to the last ones, whatever the machine is doing.
    for (attempt, wait) in [40_u64, 90, 150, 230, 330, 450, 600, 900]
        .into_iter()
        .enumerate()
    {
        let folder = format!("killed-{attempt}");
        for wait in [wait, wait / 2] {
            let mut child = tool(&place, &format!("{arguments} --output {folder} --resume"))
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .expect("the tool starts");
            std::thread::sleep(Duration::from_millis(wait));
            // SIGKILL: nothing can be tidied up.
            let _ = child.kill();
            child.wait().expect("it has ended");
        }
        done(&place, &format!("{arguments} --output {folder} --resume"));
        assert_same_tables(&place, "whole", &folder);
    }
}

#[test]
fn shards_merge_to_the_same_bytes() {
    let place = place();
    done(&place, "sweep levels.toml --per-run --output whole");
    // Twelve blocks: of seventeen shards some are empty.
    for shards in [1, 2, 5, 17] {
        let mut folders = String::new();
        for shard in (1..=shards).rev() {
            let folder = format!("{shards}/part-{shard}");
            let share = format!("--shard {shard}/{shards} --output {folder}");
            done(&place, &format!("sweep levels.toml --per-run {share}"));
            for name in ["manifest.json", "scenario.toml", "sweep.toml"] {
                assert!(place.path().join(&folder).join(name).exists(), "{name}");
            }
            folders = format!("{folders} {folder}");
        }
        done(&place, &format!("merge {folders} --output merged-{shards}"));
        assert_same_tables(&place, "whole", &format!("merged-{shards}"));
    }
    let said = refused(&place, "merge 5/part-1 5/part-2 5/part-4 --output gap");
    assert!(
        said.contains("shard 3/5") && said.contains("--shard 5/5"),
        "{said}"
    );
    assert!(!place.path().join("gap").exists());
}

#[cfg(unix)]
#[test]
fn an_interrupted_sweep_keeps_what_it_has() {
    let place = place();
    let arguments = "sweep levels.toml --runs 200000 --threads 1 --output a";
    let mut child = tool(&place, arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the tool starts");
    let segment = place.path().join("a/blocks/0001.segment");
    let size = |path: &Path| fs::metadata(path).map_or(0, |file| file.len());
    // Until a few blocks are there; each is less than a kilobyte.
    while size(&segment) < 5_000 && child.try_wait().expect("it can be asked").is_none() {
        std::thread::sleep(Duration::from_millis(5));
    }
    let killed = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .expect("there is a kill");
    assert!(killed.success());
    let status = child.wait().expect("it ends");
    assert_eq!(status.code(), Some(130));
    let text = |name: &str| fs::read_to_string(place.path().join("a").join(name));
    assert!(
        text("manifest.json")
            .expect("it is written")
            .contains("\"interrupted\": true")
    );
    assert!(
        text("estimates.csv")
            .expect("it is written")
            .lines()
            .count()
            >= 2
    );

    done(&place, &format!("{arguments} --resume"));
    done(&place, "sweep levels.toml --runs 200000 --output b");
    assert_same_tables(&place, "a", "b");
}

#[test]
fn what_has_changed_is_named_on_resume() {
    let place = place();
    done(&place, "sweep levels.toml --output a");
    let said = refused(&place, "sweep levels.toml --output a");
    assert!(said.contains("--resume"), "{said}");
    done(&place, "sweep levels.toml --output a --resume");
    let said = refused(&place, "sweep levels.toml --output a --resume --seed 9");
    assert!(said.contains("seed was `1`, is `9`"), "{said}");
    let changed = LEVELS.replace("[2, 10]", "[2, 9]");
    fs::write(place.path().join("levels.toml"), changed).expect("it can be written");
    let said = refused(&place, "sweep levels.toml --output a --resume");
    assert!(said.contains("cell 2 was `clock.rounds=10"), "{said}");
    let changed = WAGE.replace("0.9", "0.8");
    fs::write(place.path().join("wage.toml"), changed).expect("it can be written");
    let said = refused(&place, "sweep levels.toml --output a --resume");
    assert!(said.contains("scenario was `"), "{said}");
}

#[test]
fn a_dry_run_and_what_is_refused_write_nothing() {
    let place = place();
    let output = done(&place, "sweep levels.toml --dry-run");
    let page = String::from_utf8_lossy(&output.stdout);
    for words in ["in all: 10,000 runs", "expected time: ", "rounds = 10"] {
        assert!(page.contains(words), "{words} is missing in\n{page}");
    }
    let precise = LEVELS.replace(
        "runs = 2500",
        "precision = { half-width = 0.1, ceiling = 9000 }",
    );
    fs::write(place.path().join("precise.toml"), precise).expect("it can be written");
    for arguments in [
        "sweep nowhere.toml",
        "sweep wage.toml",
        "sweep levels.toml --runs 0",
        "sweep levels.toml --shard 3/2",
        "sweep levels.toml --shard 0/2",
        "sweep precise.toml --shard 1/2",
        "run levels.toml",
        "merge nowhere --output a",
        "check levels.toml --set clock.rounds=3",
    ] {
        refused(&place, arguments);
    }
    assert!(!place.path().join("output").exists());
    assert!(!place.path().join("a").exists());
    let output = done(&place, "check levels.toml wage.toml precise.toml");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        said.contains("levels.toml: fine: a sweep, 2 factors, 4 cells"),
        "{said}"
    );
}
