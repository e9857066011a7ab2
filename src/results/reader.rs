//! Result folders read back.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::experiment::compare::Comparison;
use crate::experiment::discovery::BoxSearch;
use crate::experiment::sensitivity::SobolIndices;
use crate::results::json::{ResultFile, read_file};
use crate::results::manifest::Manifest;
use crate::results::{
    COMPARISON, DISCOVERY_JSON, ESTIMATES, Estimates, FRONTIER, FrontierPoints, MANIFEST,
    Provenance, ResultsError, SCENARIO, SENSITIVITY_JSON, SOLUTION, SUMMARY, SWEEP, Solution,
    SweepManifest,
};
use crate::simulation::{RealizedTheory, Summary};

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
    sweep: Option<Box<SweepManifest>>,
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
        let (provenance, sweep) = match Manifest::read(path, &text)? {
            Manifest::One(provenance) => (provenance, None),
            Manifest::Sweep(sweep) => (sweep.provenance(), Some(sweep)),
        };
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
        self.sweep.as_deref().cloned()
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

    /// What many runs say, where the folder holds that.
    ///
    /// # Errors
    /// When the file is not what it should be.
    pub fn summary(&self) -> Result<Option<Summary>, ResultsError> {
        self.file()
    }

    /// What theory says of central values, where the folder holds that.
    ///
    /// # Errors
    /// When the file is not what it should be.
    pub fn solution(&self) -> Result<Option<Solution>, ResultsError> {
        if self.provenance.runs > 0 {
            return Ok(None);
        }
        self.file()
    }

    /// What theory says of many realizations, where the folder holds that.
    ///
    /// # Errors
    /// When the file is not what it should be.
    pub fn realized_theory(&self) -> Result<Option<RealizedTheory>, ResultsError> {
        if self.provenance.runs == 0 {
            return Ok(None);
        }
        self.file()
    }

    /// What each lever changes, where the folder holds that.
    ///
    /// # Errors
    /// When the file is not what it should be.
    pub fn comparison(&self) -> Result<Option<Comparison>, ResultsError> {
        self.file()
    }

    /// Which numbers drive a result, where the folder holds that.
    ///
    /// # Errors
    /// When the file is not what it should be.
    pub fn sensitivity(&self) -> Result<Option<SobolIndices>, ResultsError> {
        self.file()
    }

    /// Under which numbers a result comes about, where the folder holds that.
    ///
    /// # Errors
    /// When the file is not what it should be.
    pub fn discovery(&self) -> Result<Option<BoxSearch>, ResultsError> {
        self.file()
    }

    /// Every estimate, where the folder has them.
    ///
    /// # Errors
    /// When the table is not what it should be.
    pub fn estimates(&self) -> Result<Option<Estimates>, ResultsError> {
        let read = self.text(ESTIMATES).map(Estimates::from_csv).transpose();
        read.map_err(|fault| self.garbled(ESTIMATES, fault))
    }

    /// The points of the frontiers of a solution, where the folder has them.
    ///
    /// # Errors
    /// When they are not those of this solution.
    pub fn frontier(&self, of: &Solution) -> Result<Option<FrontierPoints>, ResultsError> {
        let parties: Vec<String> = of.parties.iter().map(|party| party.id.clone()).collect();
        let read = |text| FrontierPoints::from_csv(text, &parties);
        let points = self.text(FRONTIER).map(read).transpose();
        points.map_err(|fault| self.garbled(FRONTIER, fault))
    }

    /// What a result file holds, where the folder has it.
    fn file<T: ResultFile>(&self) -> Result<Option<T>, ResultsError> {
        let text = self.text(T::NAME);
        text.map(|text| read_file(&self.path, text)).transpose()
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
