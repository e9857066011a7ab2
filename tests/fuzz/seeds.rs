//! What is mutated: the scenarios, sweeps and templates of the project, pieces of text from its pages and from its tests of what
//! is refused, and every key that a file may have.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use zopa::scenario::{ReferenceTable, is_sweep, reference, sweep_reference};

/// Bytes of a scenario that is swept, at most.
const SWEPT_BYTES_MAX: usize = 10_000;

/// Seeds, pieces and keys.
#[derive(Debug)]
pub(crate) struct Seeds {
    /// Whole scenarios.
    pub(crate) scenarios: Vec<String>,
    /// Sweep files, each with the scenario that it names.
    pub(crate) sweeps: Vec<[String; 2]>,
    /// Lines and parts of lines, right and wrong.
    pub(crate) pieces: Vec<String>,
    /// Tables and choices with their keys.
    pub(crate) tables: Vec<ReferenceTable>,
}

impl Seeds {
    /// Everything there is in the project.
    pub(crate) fn gather() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut scenarios = Vec::new();
        let mut sweeps = Vec::new();
        for folder in ["scenarios", "src/scenario/templates"] {
            scenarios.extend(
                texts(&root.join(folder), "toml")
                    .into_iter()
                    .map(|file| file.1),
            );
        }
        for (path, sweep) in texts(&root.join("scenarios/sweeps"), "toml") {
            let named = sweep
                .lines()
                .find_map(|line| line.strip_prefix("scenario = \""));
            let named = named
                .and_then(|rest| rest.split('"').next())
                .expect("a sweep names its scenario");
            let scenario = fs::read_to_string(path.with_file_name(named));
            let scenario = scenario.expect("the scenario is there");
            // Each cell is read by itself, which takes long of a long file.
            if scenario.len() < SWEPT_BYTES_MAX {
                sweeps.push([sweep, scenario]);
            }
        }
        let mut pieces = BTreeSet::new();
        for (_, code) in texts(&root.join("tests/it"), "rs") {
            pieces.extend(literals(&code));
        }
        for folder in ["docs/how-to", "docs/model", "docs/reference", "docs"] {
            for (_, page) in texts(&root.join(folder), "md") {
                let blocks = page
                    .split("```toml\n")
                    .skip(1)
                    .filter_map(|block| block.split("```").next());
                pieces.extend(blocks.map(str::to_owned));
            }
        }
        let (whole, pieces): (Vec<_>, Vec<_>) = pieces
            .into_iter()
            .partition(|piece| piece.contains("[[party]]"));
        scenarios.extend(whole.into_iter().filter(|text| !is_sweep(text)));
        let mut tables = reference();
        tables.extend(sweep_reference());
        Self {
            scenarios,
            sweeps,
            pieces,
            tables,
        }
    }
}

/// The files of a folder with an ending, in order.
fn texts(folder: &Path, ending: &str) -> Vec<(PathBuf, String)> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("it can be read").path())
        .collect();
    paths.retain(|path| path.extension().is_some_and(|its| its == ending));
    paths.sort();
    let read = |path: PathBuf| (fs::read_to_string(&path).expect("it is text"), path);
    paths
        .into_iter()
        .map(read)
        .map(|(text, path)| (path, text))
        .collect()
}

/// The texts in the code of a test that look like something of a file.
fn literals(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut rest = code;
    while let Some(start) = rest.find('"') {
        let hashes = rest[..start].len() - rest[..start].trim_end_matches('#').len();
        let is_raw = rest[..start - hashes].ends_with('r');
        let (text, end) = if is_raw {
            let close = format!("\"{}", "#".repeat(hashes));
            let end = rest[start + 1..]
                .find(&close)
                .map_or(rest.len(), |end| start + 1 + end);
            (
                rest[start + 1..end].to_owned(),
                (end + close.len()).min(rest.len()),
            )
        } else {
            unescaped(rest, start + 1)
        };
        if text.contains(['=', '[', '{']) && text.len() < 20_000 && !text.contains("\n//!") {
            found.insert(text);
        }
        rest = &rest[end..];
    }
    found
}

/// The text in quotation marks that begins at a byte, and where the code goes on.
fn unescaped(code: &str, start: usize) -> (String, usize) {
    let mut text = String::new();
    let mut letters = code[start..].char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return (text, start + at + 1),
            '\\' => match letters.next() {
                Some((_, 'n')) => text.push('\n'),
                Some((_, 't')) => text.push('\t'),
                Some((_, 'r')) => text.push('\r'),
                Some((_, other)) => text.push(other),
                None => break,
            },
            other => text.push(other),
        }
    }
    (text, code.len())
}
