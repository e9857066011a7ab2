//! Where the results of a folder come from.

use serde_json::{Value, json};

/// Version of the manifest's format.
pub(super) const FORMAT: u32 = 1;

/// Name by which a manifest is known to be ours.
pub(super) const TOOL: &str = "zopa";

/// Where results come from; without time, machine or place, so that equal runs have equal manifests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
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
    /// Names of the files it speaks for.
    pub files: Vec<String>,
}

impl Manifest {
    /// The text of the file, with the version of this tool.
    pub fn to_json(&self) -> String {
        let value = json!({
            "format": FORMAT,
            "tool": TOOL,
            "version": env!("CARGO_PKG_VERSION"),
            "scenario": self.scenario,
            "fingerprint": self.fingerprint,
            "title": self.title,
            "seed": self.seed,
            "runs": self.runs,
            "runs-asked": self.runs_asked,
            "interrupted": self.interrupted,
            "assignments": self.assignments,
            "command": self.command,
            "files": self.files,
        });
        format!("{value:#}\n")
    }

    /// The text of a manifest of ours that speaks for more files; none when it is something else.
    pub(super) fn joined(text: &str, names: &[String]) -> Option<String> {
        let mut value: Value = serde_json::from_str(text).ok()?;
        if value["tool"] != TOOL {
            return None;
        }
        let files = value["files"].as_array_mut()?;
        for name in names {
            if !files.iter().any(|file| file == name) {
                files.push(json!(name));
            }
        }
        Some(format!("{value:#}\n"))
    }

    /// Whether a text is a manifest of any version of this tool.
    pub(super) fn is_ours(text: &str) -> bool {
        let value: Result<Value, _> = serde_json::from_str(text);
        value.is_ok_and(|value| value["tool"] == TOOL && value["format"].is_u64())
    }
}
