//! One command owns a result folder: two at once never mix, a kill leaves whole results, and nothing is overwritten but what
//! the same command has written there before.

use std::fs;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

use crate::tool::{SWEEP, WAGE, call, code, done, names, place_with, refused, told, tool};

fn place() -> TempDir {
    place_with(&[("wage.toml", WAGE), ("time.toml", SWEEP)])
}

fn begun(place: &TempDir, arguments: &str) -> Child {
    let mut command = tool(place, arguments);
    let command = command.stdout(Stdio::null()).stderr(Stdio::piped());
    command.spawn().expect("the tool starts")
}

fn json(path: &Path) -> Value {
    let text = fs::read_to_string(path).expect("the file is there");
    serde_json::from_str(&text).expect("it is JSON")
}

/// Whether a folder holds whole results of one seed, every file as its manifest says.
fn seed_of_whole(folder: &Path) -> u64 {
    let manifest = json(&folder.join("manifest.json"));
    let seed = manifest["seed"].as_u64().expect("a number");
    assert_eq!(json(&folder.join("summary.json"))["seed"], seed);
    for (name, stamp) in manifest["checksums"].as_object().expect("a table") {
        let bytes = fs::read(folder.join(name)).expect("the file is there");
        let sum = format!("{:08x}", crc32fast::hash(&bytes));
        assert_eq!(
            (&stamp["bytes"], &stamp["crc32"]),
            (&bytes.len().into(), &sum.into()),
            "{name}"
        );
    }
    seed
}

fn hidden(folder: &Path) -> Vec<String> {
    let mut names = names(folder);
    names.retain(|name| name.starts_with('.'));
    names
}

#[test]
fn of_two_at_once_one_writes_and_the_other_one_says_who_does() {
    let place = place();
    let folder = place.path().join("out");
    let mut stopped = 0;
    for pair in 0..12 {
        let _ = fs::remove_dir_all(&folder);
        let children = [1, 2].map(|seed| {
            let seed = 2 * pair + seed;
            let line = format!("run wage.toml --runs 3000 --output out --seed {seed}");
            begun(&place, &line)
        });
        let ended = children.map(|child| child.wait_with_output().expect("it ends"));
        let seed = seed_of_whole(&folder);
        assert!(hidden(&folder).is_empty());
        let failed: Vec<_> = ended.iter().filter(|output| code(output) != 0).collect();
        // Whoever begins when the other one has ended finds other results: it leaves them alone too.
        assert_eq!(failed.len(), 1, "{ended:?}");
        let words = told(failed[0]);
        assert_eq!(code(failed[0]), 2, "{words}");
        let winner = format!("--seed {seed}");
        assert!(
            words.contains(&winner) || words.contains("another command"),
            "{words}"
        );
        stopped += usize::from(words.contains("another command is writing into this folder"));
    }
    assert!(stopped > 0, "no two of them ever met");
}

#[test]
fn a_kill_leaves_the_results_before_and_the_next_command_clears_what_was_begun() {
    let place = place();
    let folder = place.path().join("out");
    let line = "run wage.toml --runs 40000 --output out";
    done(&place, line);
    let whole: Vec<_> = names(&folder)
        .into_iter()
        .map(|name| (name.clone(), fs::read(folder.join(name)).ok()))
        .collect();
    let mut cut = 0;
    for wait in [20, 60, 100, 160, 240, 340, 460, 600] {
        let mut child = begun(&place, line);
        std::thread::sleep(Duration::from_millis(wait));
        let _ = child.kill();
        child.wait().expect("it has ended");
        cut += hidden(&folder).len();
        // The results are those of before, or the new ones, which are the same.
        done(&place, "report out --output page");
    }
    assert!(cut > 0, "no kill came in time");
    done(&place, line);
    assert!(hidden(&folder).is_empty());
    for (name, bytes) in whole {
        assert_eq!(fs::read(folder.join(&name)).ok(), bytes, "{name}");
    }
}

#[test]
fn what_a_person_wrote_is_never_lost_and_all_of_it_is_named() {
    let place = place();
    let out = |name: &str| place.path().join("out").join(name);
    let run = "run wage.toml --runs 200 --output out";
    done(&place, run);
    done(&place, "report out");
    for name in ["methods.md", "headline.md"] {
        fs::write(out(name), "mine\n").expect("it can be written");
    }
    let words = refused(&place, "report out");
    assert!(
        words.contains("`headline.md`, `methods.md`") && words.contains("rename"),
        "{words}"
    );
    for name in ["scenario.toml", "terms.svg"] {
        fs::write(out(name), "mine\n").expect("it can be written");
    }
    fs::write(out("compare.csv"), "mine\n").expect("it can be written");
    let words = refused(&place, run);
    assert!(words.contains("`scenario.toml`, `terms.svg`"), "{words}");
    for name in [
        "methods.md",
        "headline.md",
        "scenario.toml",
        "terms.svg",
        "compare.csv",
    ] {
        assert_eq!(
            fs::read_to_string(out(name)).expect("it is there"),
            "mine\n",
            "{name}"
        );
        fs::remove_file(out(name)).expect("it is there");
    }
    done(&place, run);
    done(&place, "report out");
}

#[test]
fn other_results_are_never_replaced_whatever_command_wrote_them() {
    let place = place();
    fs::write(place.path().join("pay.toml"), WAGE).expect("it can be written");
    let threat = "\n[[leverage]]\nid = \"strike\"\nactor = \"union\"\neffects = [{ party = \"firm\", reservation = -0.1 }]\n\
                  use.when-stuck = { rounds = 3 }\n";
    fs::write(place.path().join("strike.toml"), format!("{WAGE}{threat}"))
        .expect("it can be written");
    let commands = [
        "run wage.toml --runs 200",
        "run wage.toml --runs 201",
        "run wage.toml --runs 200 --seed 2",
        "run wage.toml --runs 200 --set clock.rounds=5",
        "run pay.toml --runs 200",
        "compare strike.toml --runs 200",
        "discover wage.toml --runs 200",
        "sensitivity wage.toml --samples 4",
        "solve wage.toml",
        "solve wage.toml --realizations 20",
        "sweep time.toml",
    ];
    for (number, command) in commands.iter().enumerate() {
        let folder = format!("out-{number}");
        done(&place, &format!("{command} --output {folder}"));
        let before =
            fs::read(place.path().join(&folder).join("manifest.json")).expect("it is there");
        for other in commands.iter().filter(|other| *other != command) {
            let words = refused(&place, &format!("{other} --output {folder}"));
            assert!(
                words.contains("--output") || words.contains("--resume"),
                "{words}"
            );
        }
        let after =
            fs::read(place.path().join(&folder).join("manifest.json")).expect("it is there");
        assert_eq!(before, after, "{command}");
        if !command.starts_with("sweep") {
            done(&place, &format!("{command} --output {folder}"));
        }
    }
    // A scenario that was edited is the same file to a person: its results are replaced, and that is said.
    let changed = WAGE.replace("rounds = 10", "rounds = 9");
    fs::write(place.path().join("wage.toml"), changed).expect("it can be written");
    let said = told(&done(&place, "run wage.toml --runs 200 --output out-0"));
    assert!(said.contains("note: `wage.toml` has changed"), "{said}");
}

#[test]
fn figures_and_reports_of_other_results_are_never_replaced() {
    let place = place();
    done(&place, "run wage.toml --runs 200 --output one");
    done(&place, "run wage.toml --runs 200 --seed 2 --output two");
    for command in ["report", "plot"] {
        done(&place, &format!("{command} one --output paper"));
        done(&place, &format!("{command} one --output paper"));
        let words = refused(&place, &format!("{command} two --output paper"));
        assert!(words.contains("other results"), "{words}");
    }
    refused(&place, "plot two --output one");
}

#[test]
fn the_default_folder_says_what_is_not_as_in_the_file() {
    let place = place();
    for line in [
        "run wage.toml",
        "run wage.toml --runs 200",
        "run wage.toml --runs 200 --seed 7 --no-runs",
        "run wage.toml --runs 200 --set clock.rounds=5",
        "sweep time.toml",
        "sweep time.toml --seed 3",
        "discover wage.toml --runs 200 --seed 7",
    ] {
        done(&place, line);
    }
    let long = format!("run wage.toml --runs 200 --set title={}", "x".repeat(200));
    done(&place, &long);
    let mut found = names(&place.path().join("output"));
    let long = found
        .iter()
        .position(|name| name.len() > 50)
        .expect("the long one");
    assert!(found.remove(long).len() < 70);
    assert_eq!(
        found,
        [
            "time",
            "time-seed-3",
            "wage",
            "wage-clock.rounds=5-runs-200",
            "wage-discovery-runs-200-seed-7",
            "wage-runs-200",
            "wage-runs-200-seed-7",
        ]
    );
}

#[test]
fn a_command_that_fails_makes_no_folder() {
    let place = place();
    fs::write(place.path().join("file"), "").expect("it can be written");
    for line in [
        "run nowhere.toml --output a/b",
        "run wage.toml --set party.union.reservation=4 --output a/b",
        "run wage.toml --output file/b",
        "sensitivity wage.toml --parameters nothing --output a/b",
        "discover wage.toml --of nothing --output a/b",
        "sweep wage.toml --output a/b",
        "merge nowhere --output a/b",
        "plot nowhere --output a/b",
        "report nowhere --output a/b",
        "solve wage.toml --set nothing=1 --output a/b",
    ] {
        let output = call(&place, line);
        assert_ne!(code(&output), 0, "{line}");
        assert_eq!(
            names(place.path()),
            ["file", "time.toml", "wage.toml"],
            "{line}"
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_what_was_there_and_no_new_folder() {
    let place = place();
    let full = |line: &str| {
        // Files may grow to 8 KiB here, and whoever writes more is told so.
        let script = format!("trap '' XFSZ; ulimit -f 16; exec \"$0\" {line}");
        let mut shell = std::process::Command::new("sh");
        let shell = shell.args(["-c", &script, env!("CARGO_BIN_EXE_zopa")]);
        shell
            .current_dir(place.path())
            .output()
            .expect("every Unix has a shell")
    };
    let line = "run wage.toml --runs 3000 --output out";
    assert_eq!(code(&full(line)), 1);
    assert_eq!(names(place.path()), ["time.toml", "wage.toml"]);
    done(&place, line);
    let before = fs::read(place.path().join("out/runs.csv")).expect("it is there");
    assert_eq!(code(&full(line)), 1);
    assert_eq!(
        fs::read(place.path().join("out/runs.csv")).expect("it is there"),
        before
    );
    assert!(hidden(&place.path().join("out")).is_empty());
    seed_of_whole(&place.path().join("out"));
}
