//! Result folders read back.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::results::json::{self, ResultFile};
use crate::results::{
    COMPARISON, DISCOVERY_JSON, ESTIMATES, Estimates, FRONTIER, FrontierPoints, MANIFEST,
    Provenance, ResultsError, SCENARIO, SENSITIVITY_JSON, SOLUTION, SUMMARY, SWEEP, Solution,
    SweepManifest, manifest,
};

/// The files that figures and reports are made from.
const READ: [&str; 9] = [
    SCENARIO,
    SWEEP,
    SUMMARY,
    SOLUTION,
    FRONTIER,
    COMPARISON,
    ESTIMATES,
    SENSITIVITY_JSON,
    DISCOVERY_JSON,
];

/// What a result folder holds, as far as figures and reports need it.
#[derive(Clone, Debug)]
pub struct Results {
    path: PathBuf,
    sweep: Option<SweepManifest>,
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
        let text = read(path, MANIFEST)?.ok_or_else(none)?;
        let (provenance, sweep) = manifest::read(path, &text)?;
        let mut texts = BTreeMap::new();
        let has = |name: &str| provenance.files.iter().any(|file| file == name);
        for name in READ.into_iter().filter(|name| has(name)) {
            let lacking = || ResultsError::Lacking(path.join(name));
            texts.insert(name, read(path, name)?.ok_or_else(lacking)?);
        }
        if sweep.is_some() && !texts.contains_key(ESTIMATES) {
            return Err(ResultsError::Unmerged(path.to_owned()));
        }
        Ok(Self {
            path: path.to_owned(),
            provenance,
            sweep,
            texts,
        })
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The manifest, where the folder holds a sweep.
    pub fn sweep(&self) -> Option<SweepManifest> {
        self.sweep.clone()
    }

    /// Says that one of its files is missing.
    pub fn lacking(&self, name: &str) -> ResultsError {
        ResultsError::Lacking(self.path.join(name))
    }

    /// Says what is wrong with one of its files.
    pub fn garbled(&self, name: &str, fault: String) -> ResultsError {
        ResultsError::Garbled {
            path: self.path.join(name),
            fault,
        }
    }

    /// What a result file holds, where the folder has it.
    ///
    /// # Errors
    /// When the file is not what it should be.
    pub fn file<T: ResultFile>(&self) -> Result<Option<T>, ResultsError> {
        let is_drawn = self.provenance.runs > 0;
        if T::IS_DRAWN.is_some_and(|other| other != is_drawn) {
            return Ok(None);
        }
        self.parsed(T::NAME, json::read)
    }

    /// Every estimate, where the folder has them.
    ///
    /// # Errors
    /// When the table is not what it should be.
    pub fn estimates(&self) -> Result<Option<Estimates>, ResultsError> {
        self.parsed(ESTIMATES, Estimates::from_csv)
    }

    /// The points of the frontiers of a solution, where the folder has them.
    ///
    /// # Errors
    /// When they are not those of this solution.
    pub fn frontier(&self, of: &Solution) -> Result<Option<FrontierPoints>, ResultsError> {
        let parties: Vec<String> = of.parties.iter().map(|party| party.id.clone()).collect();
        self.parsed(FRONTIER, |text| FrontierPoints::from_csv(text, &parties))
    }

    /// A file by name, where the folder has it.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.texts.get(name).map(String::as_str)
    }

    /// A file of the folder, read from its text.
    fn parsed<T>(
        &self,
        name: &str,
        read: impl FnOnce(&str) -> Result<T, String>,
    ) -> Result<Option<T>, ResultsError> {
        let read = self.text(name).map(read).transpose();
        read.map_err(|fault| self.garbled(name, fault))
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
