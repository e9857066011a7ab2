//! Result folders read back.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::results::folder::heal;
use crate::results::json::{self, ResultFile};
use crate::results::stamp::{Stamp, Stamps};
use crate::results::{
    COMPARISON, DISCOVERY_JSON, ESTIMATES, Estimates, FRONTIER, FrontierPoints, MANIFEST,
    Provenance, ResultsError, SCENARIO, SENSITIVITY_JSON, SOLUTION, SUMMARY, SWEEP, Solution,
    SweepManifest, TERMS, manifest,
};

/// The files that figures and reports are made from.
const READ: [&str; 10] = [
    SCENARIO,
    SWEEP,
    SUMMARY,
    SOLUTION,
    FRONTIER,
    COMPARISON,
    ESTIMATES,
    TERMS,
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
    /// Of these the ones that no longer hold what was written.
    changed: BTreeSet<&'static str>,
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
        heal(path)?;
        let text = read(path, MANIFEST)?.ok_or_else(none)?;
        Self::of(path, &text, |name| {
            let lacking = || ResultsError::Lacking(path.join(name));
            read(path, name)?.ok_or_else(lacking)
        })
    }

    /// Results before they are put in place: what [`Results::open`] reads once they are.
    ///
    /// # Errors
    /// As [`Results::open`].
    pub fn beforehand(
        path: &Path,
        manifest: &str,
        files: &[(&str, &str)],
    ) -> Result<Self, ResultsError> {
        Self::of(path, manifest, |name| {
            let found = files.iter().find(|file| file.0 == name);
            let text = found.map(|file| file.1.to_owned());
            text.ok_or_else(|| ResultsError::Lacking(path.join(name)))
        })
    }

    fn of(
        path: &Path,
        manifest: &str,
        text_of: impl Fn(&str) -> Result<String, ResultsError>,
    ) -> Result<Self, ResultsError> {
        let (provenance, sweep) = manifest::read(path, manifest)?;
        let (mut texts, mut changed) = (BTreeMap::new(), BTreeSet::new());
        let has = |name: &str| provenance.files.iter().any(|file| file == name);
        for name in READ.into_iter().filter(|name| has(name)) {
            let text = text_of(name)?;
            if !is_as_written(&provenance.checksums, name, &text) {
                changed.insert(name);
            }
            texts.insert(name, text);
        }
        if sweep.is_some() && !texts.contains_key(ESTIMATES) {
            return Err(ResultsError::Unmerged(path.to_owned()));
        }
        Ok(Self {
            path: path.to_owned(),
            provenance,
            sweep,
            texts,
            changed,
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

    /// What some reader makes of every estimate, where the folder has them.
    ///
    /// # Errors
    /// When the table is not what it should be.
    pub fn estimates<T>(
        &self,
        read: impl FnOnce(&Estimates) -> Result<T, String>,
    ) -> Result<Option<T>, ResultsError> {
        self.parsed(ESTIMATES, |text| read(&Estimates::from_csv(text)?))
    }

    /// The points of the frontiers of a solution, where the folder has them.
    ///
    /// # Errors
    /// When they are not those of this solution.
    pub fn frontier(&self, of: &Solution) -> Result<Option<FrontierPoints>, ResultsError> {
        let parties: Vec<String> = of.parties.iter().map(|party| party.id.clone()).collect();
        self.parsed(FRONTIER, |text| FrontierPoints::from_csv(text, &parties))
    }

    /// A file by name as it is found, whatever was written there.
    pub fn as_found(&self, name: &str) -> Option<&str> {
        self.texts.get(name).map(String::as_str)
    }

    /// A file by name, where the folder has it.
    ///
    /// # Errors
    /// When it no longer holds what was written.
    pub fn text(&self, name: &str) -> Result<Option<&str>, ResultsError> {
        self.parsed(name, |_| Ok(()))?;
        Ok(self.as_found(name))
    }

    /// A file of the folder, read from its text.
    ///
    /// What is wrong in it is said with its place; a change after which it still reads is found by its checksum.
    fn parsed<T>(
        &self,
        name: &str,
        read: impl FnOnce(&str) -> Result<T, String>,
    ) -> Result<Option<T>, ResultsError> {
        let read = self.as_found(name).map(read).transpose();
        let read = read.map_err(|fault| self.garbled(name, fault))?;
        if self.changed.contains(name) {
            return Err(self.garbled(name, NOT_AS_WRITTEN.to_owned()));
        }
        Ok(read)
    }
}

/// What is wrong with a file that can be read and was changed.
const NOT_AS_WRITTEN: &str = "its checksum is not that in the manifest beside it";

fn is_as_written(checksums: &Stamps, name: &str, text: &str) -> bool {
    checksums.get(name) == Some(&Stamp::of(text.as_bytes()))
}

/// A file that the manifest of a folder names, where the folder has it.
///
/// # Errors
/// When it no longer holds what was written, and when it cannot be read.
pub fn named_in(
    manifest: &SweepManifest,
    folder: &Path,
    name: &str,
) -> Result<Option<String>, ResultsError> {
    let text = read(folder, name)?;
    let text = text.filter(|_| manifest.checksums.contains_key(name));
    match text {
        Some(text) if !is_as_written(&manifest.checksums, name, &text) => {
            Err(ResultsError::Garbled {
                path: folder.join(name),
                fault: NOT_AS_WRITTEN.to_owned(),
            })
        }
        text => Ok(text),
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
