//! The manifest of a result folder, of either kind: `manifest.json`.

use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

use crate::results::json::parse;
use crate::results::provenance::{Provenance, Signature};
use crate::results::sweep::SweepManifest;
use crate::results::{MANIFEST, ResultsError};

/// A manifest of either kind.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Manifest {
    /// Of a run or an analysis.
    One(Provenance),
    /// Of a sweep.
    Sweep(Box<SweepManifest>),
}

/// Why a text is no manifest that this version reads.
pub(super) enum Unread {
    /// It is none of ours.
    Foreign,
    /// It has another format; the command that made the results.
    OtherFormat(String),
    /// Something is wrong with it.
    Garbled(String),
}

impl Unread {
    /// The same as an error of a folder.
    pub(super) fn at(self, folder: &Path) -> ResultsError {
        match self {
            Self::Foreign => ResultsError::NoResults(folder.to_owned()),
            Self::OtherFormat(command) => ResultsError::OtherFormat {
                folder: folder.to_owned(),
                command,
            },
            Self::Garbled(fault) => ResultsError::Garbled {
                path: folder.join(MANIFEST),
                fault,
            },
        }
    }
}

impl Manifest {
    /// Reads the text of a manifest.
    pub(super) fn read(text: &str) -> Result<Self, Unread> {
        /// The keys that only a sweep has; any of them tells it.
        #[derive(Deserialize)]
        struct OfSweep {
            shard: Option<Value>,
            cells: Option<Value>,
            factors: Option<Value>,
        }
        let signature = Signature::of(text).ok_or(Unread::Foreign)?;
        match signature.is_readable() {
            Some(true) => {}
            Some(false) => return Err(Unread::OtherFormat(signature.command())),
            None => {
                return Err(Unread::Garbled(
                    "`format` is missing or no number".to_owned(),
                ));
            }
        }
        let keys: OfSweep = parse(text).map_err(Unread::Garbled)?;
        if keys.shard.is_some() || keys.cells.is_some() || keys.factors.is_some() {
            let sweep = SweepManifest::read(text).map_err(Unread::Garbled)?;
            return Ok(Self::Sweep(Box::new(sweep)));
        }
        parse(text).map(Self::One).map_err(Unread::Garbled)
    }
}

/// The manifest of a sweep in a folder; none where there is none, or it is that of something else.
///
/// # Errors
/// When it is one of ours and something is wrong with it.
pub fn sweep_in(folder: &Path) -> Result<Option<SweepManifest>, ResultsError> {
    let Ok(text) = fs::read_to_string(folder.join(MANIFEST)) else {
        return Ok(None);
    };
    match Manifest::read(&text) {
        Ok(Manifest::Sweep(sweep)) => Ok(Some(*sweep)),
        Ok(Manifest::One(_)) | Err(Unread::Foreign) => Ok(None),
        Err(fault) => Err(fault.at(folder)),
    }
}

#[cfg(test)]
mod tests {
    use super::{Manifest, Unread};
    use crate::results::{MANIFEST, Provenance, SUMMARY, VERSION};

    fn provenance() -> Provenance {
        Provenance {
            version: VERSION.to_owned(),
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
        let text = provenance().to_json();
        let read = Manifest::read(&text);
        assert!(matches!(read, Ok(Manifest::One(read)) if read == provenance()));
        let broken = |from: &str, to: &str| Manifest::read(&text.replace(from, to));
        let fault = broken("\"seed\": 1", "\"seed\": -1");
        assert!(matches!(fault, Err(Unread::Garbled(fault)) if fault.starts_with("`seed`")));
        let fault = broken("\"title\"", "\"name\"");
        assert!(matches!(fault, Err(Unread::Garbled(fault)) if fault == "`title` is missing"));
        let other = broken("\"format\": 2", "\"format\": 1");
        assert!(matches!(other, Err(Unread::OtherFormat(it)) if it == "zopa run wage.toml"));
        assert!(matches!(
            broken("\"zopa\"", "\"other\""),
            Err(Unread::Foreign)
        ));
    }
}
