//! Where results come from, and how a manifest is known to be ours.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::results::FORMAT;
use crate::results::json::{self, pretty};

/// Name by which a manifest is known to be ours.
const TOOL: &str = "zopa";

/// Version of this program, as results name it.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Where results come from; without time, machine or place, so that equal runs have equal manifests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Provenance {
    /// Version of the program that made the results.
    pub version: String,
    /// Name of the scenario file, without its folder.
    pub scenario: String,
    /// Hash of the scenario and the assignments.
    pub fingerprint: String,
    /// Title of the scenario.
    pub title: String,
    /// Seed.
    pub seed: u64,
    /// Runs completed; 0 where nothing was drawn.
    pub runs: u64,
    /// Runs asked for.
    pub runs_asked: u64,
    /// Whether the work was stopped before all was done.
    pub interrupted: bool,
    /// `path=value` as given.
    pub assignments: Vec<String>,
    /// The command that gives these results again.
    pub command: String,
    /// Names of the files it speaks for.
    pub files: Vec<String>,
}

/// A manifest with what it is known by, beside the version of its format.
#[derive(Serialize)]
struct Signed<'a, T> {
    tool: &'static str,
    #[serde(flatten)]
    content: &'a T,
}

/// What a manifest of any version of this tool is known by.
#[derive(Deserialize)]
pub(super) struct Signature {
    tool: String,
    format: Option<Value>,
    command: Option<Value>,
}

impl Signature {
    /// That of a text; none of one that is no manifest of ours.
    pub(super) fn of(text: &str) -> Option<Self> {
        let signature: Option<Self> = serde_json::from_str(text).ok();
        signature.filter(|it| it.tool == TOOL)
    }

    /// Whether this version reads the format; none where the manifest names no number.
    pub(super) fn is_readable(&self) -> Option<bool> {
        let format = self.format.as_ref().and_then(Value::as_u64);
        format.map(|format| format == u64::from(FORMAT))
    }

    /// The command that made the results, as far as it is known.
    pub(super) fn command(&self) -> String {
        let command = self.command.as_ref().and_then(Value::as_str);
        command.unwrap_or(TOOL).to_owned()
    }
}

/// The text of a manifest.
pub(super) fn text<T: Serialize>(content: &T) -> String {
    let tool = TOOL;
    json::text(&Signed { tool, content })
}

/// The text of a manifest of ours that speaks for more files; none when it is something else.
pub(super) fn joined(text: &str, names: &[String]) -> Option<String> {
    Signature::of(text)?;
    let mut value: Value = serde_json::from_str(text).ok()?;
    let files = value["files"].as_array_mut()?;
    for name in names {
        if !files.iter().any(|file| file == name) {
            files.push(json!(name));
        }
    }
    Some(pretty(&value))
}

/// Whether a text is a manifest of any version of this tool.
pub(super) fn is_ours(text: &str) -> bool {
    Signature::of(text).is_some()
}

impl Provenance {
    /// The text of the file.
    pub fn to_json(&self) -> String {
        text(self)
    }
}
