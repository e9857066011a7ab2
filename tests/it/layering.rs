//! Who may know whom: arrows between folders never turn back, and some crates have one home.

use std::fs;
use std::path::{Path, PathBuf};

/// Each folder of `src/` with the folders it may name.
const MAY_NAME: [(&str, &[&str]); 11] = [
    ("model", &[]),
    ("scenario", &["model"]),
    ("import", &["model", "scenario", "game", "analysis"]),
    ("game", &["model"]),
    ("analysis", &["model", "game"]),
    ("bargaining", &["model", "game", "analysis"]),
    ("simulation", &["model", "game", "analysis", "bargaining"]),
    (
        "experiment",
        &[
            "model",
            "game",
            "analysis",
            "bargaining",
            "simulation",
            "scenario",
        ],
    ),
    (
        "results",
        &[
            "model",
            "game",
            "analysis",
            "bargaining",
            "simulation",
            "experiment",
        ],
    ),
    (
        "report",
        &[
            "model",
            "scenario",
            "game",
            "analysis",
            "bargaining",
            "simulation",
            "experiment",
            "results",
        ],
    ),
    ("cli", &[]),
];

/// Crates that only one file or folder may name, so that they can be replaced there.
const HOMES: [(&str, &str); 13] = [
    ("clap", "src/cli/"),
    ("indicatif", "src/cli/"),
    ("signal_hook", "src/cli/interrupt.rs"),
    ("anyhow", "src/cli/"),
    ("toml", "src/scenario/"),
    ("plotters", "src/report/chart/"),
    ("parquet", "src/results/parquet_table.rs"),
    ("comfy_table", "src/report/table/text.rs"),
    ("maud", "src/report/"),
    ("csv", "src/results/csv.rs"),
    ("rayon", "src/simulation/monte_carlo.rs"),
    ("num_bigint", "src/analysis/normal_form/"),
    ("pulp", "src/bargaining/mediator/lanes.rs"),
];

struct Source {
    /// Path from the root of the crate, with `/`.
    path: String,
    text: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders: Vec<PathBuf> = vec![root.join("src")];
    let mut sources = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder of the crate can be read") {
            let path = entry.expect("its entries can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let inside = path.strip_prefix(root).expect("it lies in the crate");
                let parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
                sources.push(Source {
                    path: parts.join("/"),
                    text: fs::read_to_string(&path).expect("sources are text"),
                });
            }
        }
    }
    sources.sort_by(|one, other| one.path.cmp(&other.path));
    sources
}

/// Lines of code, with their numbers; comments and their examples name what they like.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = (1..).zip(text.lines());
    lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
}

/// The words that follow a prefix in a line: `model` in `use crate::model::Deal`.
fn words_after<'a>(line: &'a str, prefix: &'a str) -> impl Iterator<Item = &'a str> {
    line.match_indices(prefix).filter_map(move |(at, _)| {
        let before = line[..at].chars().next_back();
        let whole =
            before.is_none_or(|letter| !letter.is_alphanumeric() && letter != '_' && letter != ':');
        let after = &line[at + prefix.len()..];
        let end = after
            .find(|letter: char| !letter.is_alphanumeric() && letter != '_')
            .unwrap_or(after.len());
        whole.then_some(&after[..end])
    })
}

fn folder_of(path: &str) -> Option<&str> {
    let (folder, _) = path.strip_prefix("src/")?.split_once('/')?;
    Some(folder)
}

#[test]
fn folders_name_only_what_stands_left_of_them() {
    let mut faults = Vec::new();
    for source in sources() {
        let Some(folder) = folder_of(&source.path) else {
            continue;
        };
        if source.path.ends_with("/fixture.rs") {
            continue;
        }
        let Some((_, allowed)) = MAY_NAME.iter().find(|row| row.0 == folder) else {
            faults.push(format!("{}: `{folder}` is no layer", source.path));
            continue;
        };
        // Unit tests may read a scenario to make their game from.
        let rules = source.text.split("#[cfg(test)]").next().unwrap_or_default();
        for (number, line) in code(rules) {
            for named in words_after(line, "crate::") {
                if named != folder && !allowed.contains(&named) {
                    faults.push(format!("{}:{number}: names `{named}`", source.path));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn imports_show_their_layer_at_a_glance() {
    for source in sources() {
        for (number, line) in code(&source.text) {
            assert!(
                !line.contains("crate::{") && !line.contains("use super::super"),
                "{}:{number}: write `use crate::layer::…`, one line for each",
                source.path
            );
        }
    }
}

#[test]
fn each_of_these_crates_has_one_home() {
    for source in sources() {
        for (name, home) in HOMES {
            if source.path.starts_with(home) {
                continue;
            }
            let path = format!("{name}::");
            for (number, line) in code(&source.text) {
                assert!(
                    words_after(line, &path).next().is_none(),
                    "{}:{number}: `{name}` is named only in {home}",
                    source.path
                );
            }
        }
    }
}

#[test]
fn the_model_knows_no_file_format() {
    for source in sources() {
        if folder_of(&source.path) == Some("model") {
            assert!(!source.text.contains("serde"), "{}", source.path);
        }
    }
}

#[test]
fn files_hold_one_idea() {
    let mut faults = Vec::new();
    for source in sources() {
        // Tests in a file of their own may be as long as they need.
        if source.path.ends_with("/tests.rs") {
            continue;
        }
        let code = source.text.split("#[cfg(test)]\nmod tests {").next();
        let lines = code.unwrap_or_default().lines().count();
        if lines > 400 {
            faults.push(format!("{}: {lines} lines, split it", source.path));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
