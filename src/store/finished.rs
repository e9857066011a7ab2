//! Results read back: what the manifest says, and the text of each file.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::store::manifest::{FORMAT, TOOL};
use crate::store::{MANIFEST, StoreError};

/// A folder of finished results.
#[derive(Clone, Debug)]
pub struct Finished {
    path: PathBuf,
    /// What its manifest says.
    pub provenance: Provenance,
}

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

impl Finished {
    /// Opens a folder that a command has written.
    ///
    /// # Errors
    /// When there is no such folder, when it has no manifest, and when the manifest cannot be read.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        if !path.is_dir() {
            return Err(StoreError::NoFolder(path.to_owned()));
        }
        let place = path.join(MANIFEST);
        let Some(text) = read(&place)? else {
            return Err(StoreError::NoResult(path.to_owned()));
        };
        let provenance = Provenance::read(&text);
        let provenance = provenance.map_err(|fault| StoreError::Garbled { path: place, fault })?;
        Ok(Self {
            path: path.to_owned(),
            provenance,
        })
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether the manifest speaks for a file.
    pub fn has(&self, name: &str) -> bool {
        self.provenance.files.iter().any(|file| file == name)
    }

    /// The text of a file that the manifest speaks for; none when it does not.
    ///
    /// # Errors
    /// When the file is missing or cannot be read.
    pub fn text(&self, name: &str) -> Result<Option<String>, StoreError> {
        if !self.has(name) {
            return Ok(None);
        }
        let path = self.path.join(name);
        match read(&path)? {
            Some(text) => Ok(Some(text)),
            None => Err(StoreError::Missing {
                path,
                command: self.provenance.command.clone(),
            }),
        }
    }

    /// Says what is wrong with one of its files.
    pub fn garbled(&self, name: &str, fault: String) -> StoreError {
        StoreError::Garbled {
            path: self.path.join(name),
            fault,
        }
    }
}

/// The text of a file; none when there is none.
fn read(path: &Path) -> Result<Option<String>, StoreError> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(StoreError::NotRead {
            path: path.to_owned(),
            cause: error.kind(),
        }),
    }
}

impl Provenance {
    /// Reads the manifest of a run, an analysis or a sweep.
    fn read(text: &str) -> Result<Self, String> {
        let value: Value =
            serde_json::from_str(text).map_err(|error| format!("no JSON: {error}"))?;
        if value["tool"] != TOOL {
            return Err(format!("no manifest of {TOOL}"));
        }
        if value["format"] != FORMAT {
            return Err(format!(
                "`format` is {}, and this version reads {FORMAT}; make the results again with this version",
                value["format"]
            ));
        }
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
    use std::fs;

    use super::{Finished, Provenance};
    use crate::store::{MANIFEST, Manifest, SUMMARY, StoreError};

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
        let read = Provenance::read(&manifest().to_json()).expect("it is ours");
        assert_eq!(
            (read.runs, read.runs_asked, read.interrupted),
            (10, 20, true)
        );
        assert_eq!(read.assignments, ["clock.rounds=3"]);
        assert_eq!(read.files, [SUMMARY, MANIFEST]);
        let other = manifest().to_json().replace("\"seed\": 1", "\"seed\": -1");
        let fault = Provenance::read(&other).expect_err("a seed is no negative number");
        assert_eq!(fault, "`seed` is missing or no whole number");
    }

    #[test]
    fn what_is_missing_is_said() {
        let place = tempfile::tempdir().expect("a folder for the test");
        let none = Finished::open(place.path());
        assert!(matches!(none, Err(StoreError::NoResult(_))));
        fs::write(place.path().join(MANIFEST), "{}").expect("it can be written");
        let bad = Finished::open(place.path());
        assert!(matches!(bad, Err(StoreError::Garbled { .. })));
        fs::write(place.path().join(MANIFEST), manifest().to_json()).expect("it can be written");
        let folder = Finished::open(place.path()).expect("it is ours");
        assert!(matches!(folder.text("runs.csv"), Ok(None)));
        let missing = folder.text(SUMMARY);
        assert!(matches!(missing, Err(StoreError::Missing { .. })));
        let nowhere = Finished::open(&place.path().join("no"));
        assert!(matches!(nowhere, Err(StoreError::NoFolder(_))));
    }
}
