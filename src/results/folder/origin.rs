//! Of what the results of a folder are.

use serde_json::Value;

use crate::results::Provenance;

/// Of what the results of a folder are, as its manifest says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The command that gives them.
    pub command: String,
    /// Name of the scenario file.
    pub scenario: String,
    /// Hash of the scenario and the assignments.
    pub fingerprint: String,
    /// Seed.
    pub seed: Option<u64>,
    /// Runs counted.
    pub runs: Option<u64>,
    /// Whether the command was interrupted before it had done all that was asked.
    pub interrupted: bool,
}

impl Origin {
    pub(super) fn of(manifest: &Value) -> Self {
        let words = |key: &str| manifest[key].as_str().unwrap_or_default().to_owned();
        Self {
            command: words("command"),
            scenario: words("scenario"),
            fingerprint: words("fingerprint"),
            seed: manifest["seed"].as_u64(),
            // A sweep counts over all cells, and its `runs` are those of one.
            runs: manifest["runs-counted"]
                .as_u64()
                .or(manifest["runs"].as_u64()),
            interrupted: manifest["interrupted"].as_bool().unwrap_or_default(),
        }
    }

    /// Whether results that say so of themselves are the same.
    pub fn is_of(&self, other: &Provenance) -> bool {
        let Provenance {
            scenario,
            fingerprint,
            ..
        } = other;
        let is_same = (&self.scenario, &self.fingerprint) == (scenario, fingerprint);
        is_same && self.seed == Some(other.seed) && self.runs.is_none_or(|runs| runs == other.runs)
    }
}
