//! Results last: full disks keep what was written, gaps between shards are named with the command that fills them.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::tool::{WAGE, call, done, place_with, told};

const SWEEP: &str = r#"
format = 1
title = "Time"
scenario = "wage.toml"
runs = 20_000
design = "full-factorial"

[[factor]]
id = "deadline"
path = "clock.rounds"
levels = [5, 10, 20]
"#;

/// A folder with a sweep in it.
fn place() -> TempDir {
    place_with(&[("wage.toml", WAGE), ("time.toml", SWEEP)])
}

fn same_results(place: &Path, one: &str, other: &str) {
    for name in [
        "estimates.csv",
        "scenario.toml",
        "sweep.toml",
        "manifest.json",
    ] {
        let read = |folder: &str| fs::read(place.join(folder).join(name)).expect("it is there");
        assert!(read(one) == read(other), "{name} of {one} and {other}");
    }
}

#[test]
fn a_full_disk_is_told_and_keeps_what_was_written() {
    let place = place();
    done(place.path(), "sweep time.toml --output whole");
    // Files may grow to 8 KiB here, and whoever writes more is told so.
    let script = "trap '' XFSZ; ulimit -f 16; exec \"$0\" sweep time.toml --output full";
    let output = Command::new("sh")
        .args(["-c", script, env!("CARGO_BIN_EXE_zopa")])
        .current_dir(place.path())
        .output()
        .expect("every Unix has a shell");
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let words = told(&output);
    assert!(
        words.contains("0001.segment`: the results cannot be written: file too large")
            && words.contains("--resume"),
        "{words}"
    );
    let kept = fs::metadata(place.path().join("full/blocks/0001.segment"));
    let kept = kept.expect("it is there").len();
    assert!((4_096..=8_192).contains(&kept), "{kept} bytes are kept");
    assert!(!place.path().join("full/estimates.csv").exists());
    done(place.path(), "sweep time.toml --output full --resume");
    same_results(place.path(), "whole", "full");
}

#[test]
fn a_gap_is_named_with_the_command_that_fills_it() {
    let place = place();
    done(place.path(), "sweep time.toml --output whole");
    for shard in [1, 2, 4] {
        let folder = format!("output/time/shard-{shard}-of-4");
        done(
            place.path(),
            &format!("sweep time.toml --shard {shard}/4 --output {folder}"),
        );
    }
    let merge = "merge output/time/shard-1-of-4 output/time/shard-2-of-4 output/time/shard-3-of-4 \
                 output/time/shard-4-of-4 --output output/time";
    let refused = call(place.path(), merge);
    assert_eq!(refused.status.code(), Some(2));
    assert!(!place.path().join("output/time/estimates.csv").exists());
    let words = told(&refused);
    let command = words.lines().find_map(|line| line.strip_prefix("  zopa "));
    let command = command.expect("a command fills the gap");
    assert_eq!(
        command,
        "sweep time.toml --runs 20000 --seed 1 --shard 3/4 --output output/time/shard-3-of-4 --resume"
    );
    assert!(words.ends_with("missing shards: 3\n"), "{words}");
    done(place.path(), command);
    done(place.path(), merge);
    same_results(place.path(), "whole", "output/time");
}

#[test]
fn more_shards_than_blocks_leave_shares_empty_and_join_as_well() {
    let place = place();
    done(place.path(), "sweep time.toml --runs 1000 --output whole");
    for shard in 1..=5 {
        done(
            place.path(),
            &format!("sweep time.toml --runs 1000 --shard {shard}/5"),
        );
        let manifest = place.path().join(format!(
            "output/time-runs-1000/shard-{shard}-of-5/manifest.json"
        ));
        assert!(manifest.exists(), "an empty share says so");
    }
    let folders: Vec<String> = (1..=5)
        .map(|shard| format!("output/time-runs-1000/shard-{shard}-of-5"))
        .collect();
    done(
        place.path(),
        &format!("merge {} --output merged", folders.join(" ")),
    );
    same_results(place.path(), "whole", "merged");
}

#[test]
fn job_files_are_written_once_and_left_alone_when_edited() {
    let place = place();
    for (system, script) in [("slurm", "shards.sbatch"), ("hyperqueue", "shard.sh")] {
        let emit = format!("sweep time.toml --emit {system} --shards 7");
        done(place.path(), &emit);
        let script = place.path().join("output/time").join(system).join(script);
        let text = fs::read_to_string(&script).expect("it is there");
        assert!(
            text.contains("zopa sweep time.toml --runs 20000 --seed 1"),
            "{text}"
        );
        done(place.path(), &emit);
        fs::write(&script, text + "# mine\n").expect("it can be written");
        let refused = call(place.path(), &emit);
        assert_eq!(refused.status.code(), Some(2));
        assert!(told(&refused).contains("left alone"), "{refused:?}");
    }
    assert!(!place.path().join("output/time/estimates.csv").exists());
}
