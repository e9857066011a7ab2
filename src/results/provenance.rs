//! Where results come from, and how a manifest is known to be ours.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::results::json::{self, pretty};

/// Name by which a manifest is known to be ours.
pub(super) const TOOL: &str = "zopa";

/// Version of this program, as results name it.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Where results come from; without time, machine or place, so that equal runs have equal manifests.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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

/// The manifest that a text holds, of any version of this tool; none where it is something else.
pub(super) fn ours(text: &str) -> Option<Value> {
    let manifest: Option<Value> = serde_json::from_str(text).ok();
    manifest.filter(|manifest| manifest["tool"] == TOOL)
}

/// The text of a manifest.
pub(super) fn text<T: Serialize>(content: &T) -> String {
    let tool = TOOL;
    json::text(&Signed { tool, content })
}

/// The text of a manifest of ours that speaks for more files; none when it is something else.
pub(super) fn joined(text: &str, names: &[String]) -> Option<String> {
    let mut manifest = ours(text)?;
    let files = manifest["files"].as_array_mut()?;
    for name in names {
        if !files.iter().any(|file| file == name) {
            files.push(json!(name));
        }
    }
    Some(pretty(&manifest))
}

impl Provenance {
    /// The text of the file.
    pub fn to_json(&self) -> String {
        text(self)
    }
}
