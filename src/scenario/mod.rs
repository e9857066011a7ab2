//! Text to [`Scenario`]: the only folder that knows the file format.
//!
//! A file becomes a tree of values with places, assignments change the tree, and then it is decoded against the list of
//! known keys and validated. Each step reports all problems it finds.
//! The checks of a whole deal (consent, blocks, red lines) wait until the parts are right.

mod decode;
mod document;
mod edit;
mod excerpt;
mod fault;
mod fields;
mod file;
mod problem;
mod read;
mod remedy;
mod report;
mod schema;
mod sources;
mod template;
mod validate;
mod words;

use std::path::Path;

pub use edit::Assignment;
pub use fault::{Fault, NumberFault, TableFault};
pub use problem::{Problem, Problems, Severity};
pub use schema::json_schema;
pub use sources::{Note, NoteKind, Stated, Unsourced};
pub use template::{Template, templates};

use crate::model::Scenario;
use crate::scenario::document::Places;
use crate::scenario::report::{Report, Sources};

/// A scenario with what its file says about it.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The scenario.
    pub scenario: Scenario,
    /// What has no effect.
    pub warnings: Problems,
    /// Numbers with neither source nor assumption, in file order.
    pub unsourced: Vec<Unsourced>,
    /// What the file says about the origin of its numbers, in file order.
    pub notes: Vec<Note>,
    /// Every number of the file with what vouches for it, in file order.
    pub numbers: Vec<Stated>,
    /// The text as read.
    pub text: String,
    /// Hash of text and assignments, in hexadecimal.
    pub fingerprint: String,
}

/// Reads a scenario file, with some values replaced.
///
/// # Errors
/// Every problem of the file and of the assignments.
pub fn load(path: &Path, assignments: &[Assignment]) -> Result<Loaded, Problems> {
    let text = read::read(path).map_err(|problem| Problems::one(*problem))?;
    parse(&path.display().to_string(), &text, assignments)
}

/// Reads a scenario text; `name` stands for the file in messages.
///
/// # Errors
/// Every problem of the text and of the assignments.
pub fn parse(name: &str, text: &str, assignments: &[Assignment]) -> Result<Loaded, Problems> {
    let shown: Vec<String> = assignments
        .iter()
        .map(|assignment| format!("--set {assignment}"))
        .collect();
    let sources = Sources {
        name,
        text,
        assignments: &shown,
    };
    if text.trim().is_empty() {
        return Err(Problems::one(Problem::with_file(name, Fault::Empty)));
    }
    if text.len() as u64 > read::SIZE_MAX {
        let fault = read::too_long(text.len() as u64);
        return Err(Problems::one(Problem::with_file(name, fault)));
    }
    let mut places = Places::default();
    let mut report = Report::default();
    let mut root = document::parse(text, &mut places, &mut report);
    if report.is_broken() {
        return Err(report.resolve(&places, sources));
    }
    edit::apply(&mut root, assignments, &mut places, &mut report);
    let file = decode::scenario(&root, &mut report);
    let scenario = file.and_then(|file| validate::scenario(&file, &mut report));
    let has_errors = report.has_errors();
    let problems = report.resolve(&places, sources);
    let collected = sources::collect(&root, &places, text);
    match scenario {
        Some(scenario) if !has_errors => Ok(Loaded {
            scenario,
            warnings: problems,
            unsourced: collected.unsourced,
            notes: collected.notes,
            numbers: collected.numbers,
            text: text.to_owned(),
            fingerprint: fingerprint(text, &shown),
        }),
        _ => Err(problems),
    }
}

/// 64-bit FNV-1a of a text and assignments, in hexadecimal.
fn fingerprint(text: &str, assignments: &[String]) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for part in std::iter::once(text).chain(assignments.iter().map(String::as_str)) {
        // A zero byte, which no text holds, keeps the parts apart.
        for byte in part.bytes().chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    format!("{hash:016x}")
}
