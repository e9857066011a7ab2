//! Where the results of a folder come from.

use serde::Serialize;

/// Version of the manifest's format.
const FORMAT: u32 = 1;

/// Name by which a manifest is known to be ours.
const TOOL: &str = "zopa";

/// Where results come from; without time, machine or place, so that equal runs have equal manifests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Manifest {
    format: u32,
    tool: String,
    version: String,
    #[serde(flatten)]
    origin: Origin,
    files: Vec<String>,
}

/// What was asked and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Origin {
    /// Name of the scenario file, without its folder.
    pub scenario: String,
    /// Hash of the scenario and the assignments.
    pub fingerprint: String,
    /// Title of the scenario.
    pub title: String,
    /// Seed.
    pub seed: u64,
    /// Runs completed.
    pub runs: u64,
    /// Runs asked for.
    pub runs_asked: u64,
    /// Whether the runs were stopped before all were done.
    pub interrupted: bool,
    /// `path=value` as given.
    pub assignments: Vec<String>,
    /// The command that gives these results again.
    pub command: String,
}

impl Manifest {
    /// The manifest of files with one origin, written by this version.
    pub fn new(origin: Origin, files: Vec<String>) -> Self {
        Self {
            format: FORMAT,
            tool: TOOL.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            origin,
            files,
        }
    }

    /// The text of the file.
    pub fn to_json(&self) -> String {
        let text = serde_json::to_string_pretty(self);
        text.expect("a manifest has string keys only") + "\n"
    }

    /// Whether a text is a manifest of any version of this tool.
    pub(super) fn is_ours(text: &str) -> bool {
        let value: Result<serde_json::Value, _> = serde_json::from_str(text);
        value.is_ok_and(|value| value["tool"] == TOOL && value["format"].is_u64())
    }
}
