//! Where finished results come from, read back from their manifest.

use serde_json::Value;

/// What the manifest of any command says.
#[derive(Clone, Debug, PartialEq, Eq)]
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

impl Provenance {
    /// Reads the manifest of a run, an analysis or a sweep.
    pub(super) fn read(value: &Value) -> Result<Self, String> {
        let words = |key: &str| {
            let words = value[key].as_str().map(str::to_owned);
            words.ok_or_else(|| format!("`{key}` is missing or no text"))
        };
        let count = |key: &str| {
            let count = value[key].as_u64();
            count.ok_or_else(|| format!("`{key}` is missing or no whole number"))
        };
        let list = |key: &str| {
            let items = value[key].as_array().into_iter().flatten();
            items.filter_map(Value::as_str).map(str::to_owned).collect()
        };
        // A sweep counts its runs over all cells, and each cell has its own assignments.
        let runs = count("runs-counted").or_else(|_| count("runs"))?;
        Ok(Self {
            version: words("version")?,
            scenario: words("scenario")?,
            fingerprint: words("fingerprint")?,
            title: words("title")?,
            seed: count("seed")?,
            runs,
            runs_asked: count("runs-asked").unwrap_or(runs),
            interrupted: value["interrupted"].as_bool().unwrap_or(false),
            assignments: list("assignments"),
            command: words("command")?,
            files: list("files"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Provenance;
    use crate::results::{MANIFEST, Manifest, SUMMARY};

    fn manifest() -> Manifest {
        Manifest {
            scenario: "wage.toml".to_owned(),
            fingerprint: "0".to_owned(),
            title: "Wage".to_owned(),
            seed: 1,
            runs: 10,
            runs_asked: 20,
            interrupted: true,
            assignments: vec!["clock.rounds=3".to_owned()],
            command: "zopa run wage.toml".to_owned(),
            files: vec![SUMMARY.to_owned(), MANIFEST.to_owned()],
        }
    }

    #[test]
    fn a_manifest_reads_back() {
        let parsed = |text: &str| serde_json::from_str(text).expect("it is JSON");
        let read = Provenance::read(&parsed(&manifest().to_json())).expect("it is ours");
        assert_eq!(
            (read.runs, read.runs_asked, read.interrupted),
            (10, 20, true)
        );
        assert_eq!(read.assignments, ["clock.rounds=3"]);
        assert_eq!(read.files, [SUMMARY, MANIFEST]);
        let other = manifest().to_json().replace("\"seed\": 1", "\"seed\": -1");
        let fault = Provenance::read(&parsed(&other)).expect_err("a seed is no negative number");
        assert_eq!(fault, "`seed` is missing or no whole number");
    }
}
