//! Result folders read back.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::results::manifest::{FORMAT, TOOL};
use crate::results::{
    BOXES, CELLS, COMPARISON, COMPARISON_LINES, DISCOVERY_JSON, FRONTIER, MANIFEST, Provenance,
    ResultsError, SCENARIO, SENSITIVITY, SENSITIVITY_JSON, SOLUTION, SUMMARY, SWEEP, SweepManifest,
};

/// The files that figures and reports are made from.
const READ: [&str; 12] = [
    SCENARIO,
    SWEEP,
    SUMMARY,
    SOLUTION,
    FRONTIER,
    COMPARISON,
    COMPARISON_LINES,
    CELLS,
    SENSITIVITY,
    SENSITIVITY_JSON,
    BOXES,
    DISCOVERY_JSON,
];

/// What a result folder holds, as far as figures and reports need it.
#[derive(Clone, Debug)]
pub struct Results {
    path: PathBuf,
    manifest: String,
    /// What the manifest says.
    pub provenance: Provenance,
    texts: BTreeMap<&'static str, String>,
}

impl Results {
    /// Reads the files that the manifest of a folder speaks for.
    ///
    /// # Errors
    /// When it is no folder, has no manifest of ours, is a share of a sweep, or lacks a file that its manifest names.
    pub fn open(path: &Path) -> Result<Self, ResultsError> {
        let none = || ResultsError::NoResults(path.to_owned());
        if !path.is_dir() {
            return Err(none());
        }
        let manifest = read(path, MANIFEST)?.ok_or_else(none)?;
        let value: Value = serde_json::from_str(&manifest).map_err(|_| none())?;
        if value["tool"] != TOOL {
            return Err(none());
        }
        if value["format"] != FORMAT {
            return Err(ResultsError::OtherFormat(path.to_owned()));
        }
        let files = value["files"].as_array().ok_or_else(none)?;
        let files: Vec<&str> = files.iter().filter_map(Value::as_str).collect();
        let mut texts = BTreeMap::new();
        for name in READ.into_iter().filter(|name| files.contains(name)) {
            let lacking = || ResultsError::Lacking(path.join(name));
            texts.insert(name, read(path, name)?.ok_or_else(lacking)?);
        }
        if value["shard"].is_string() && !texts.contains_key(CELLS) {
            return Err(ResultsError::Unmerged(path.to_owned()));
        }
        let provenance = Provenance::read(&value);
        let provenance = provenance.map_err(|fault| ResultsError::Garbled {
            path: path.join(MANIFEST),
            fault,
        })?;
        Ok(Self {
            path: path.to_owned(),
            provenance,
            manifest,
            texts,
        })
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Title of the scenario or of the sweep.
    pub fn title(&self) -> &str {
        &self.provenance.title
    }

    /// Seed of the runs.
    pub fn seed(&self) -> u64 {
        self.provenance.seed
    }

    /// The manifest, where the folder holds a sweep.
    pub fn sweep(&self) -> Option<SweepManifest> {
        SweepManifest::from_json(&self.manifest)
    }

    /// Says what is wrong with one of its files.
    pub fn garbled(&self, name: &str, fault: String) -> ResultsError {
        ResultsError::Garbled {
            path: self.path.join(name),
            fault,
        }
    }

    /// A file by name, where the folder has it.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.texts.get(name).map(String::as_str)
    }
}

fn read(folder: &Path, name: &str) -> Result<Option<String>, ResultsError> {
    let path = folder.join(name);
    match fs::read_to_string(&path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(ResultsError::not_read(&path, &error)),
    }
}
