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

impl Manifest {
    /// Reads the text of the manifest of a folder.
    ///
    /// # Errors
    /// When it is none of ours, of another format, or something is wrong with it.
    pub(super) fn read(folder: &Path, text: &str) -> Result<Self, ResultsError> {
        /// The keys that only a sweep has, by any of which it is known.
        #[derive(Deserialize)]
        struct OfSweep {
            shard: Option<Value>,
            cells: Option<Value>,
            factors: Option<Value>,
        }
        let garbled = |fault| ResultsError::Garbled {
            path: folder.join(MANIFEST),
            fault,
        };
        let signature = Signature::of(text);
        let signature = signature.ok_or_else(|| ResultsError::NoResults(folder.to_owned()))?;
        match signature.is_readable() {
            Some(true) => {}
            Some(false) => {
                return Err(ResultsError::OtherFormat {
                    folder: folder.to_owned(),
                    command: signature.command(),
                });
            }
            None => return Err(garbled("`format` is missing or no number".to_owned())),
        }
        let keys: OfSweep = parse(text).map_err(garbled)?;
        if keys.shard.is_some() || keys.cells.is_some() || keys.factors.is_some() {
            let sweep = SweepManifest::read(text).map_err(garbled)?;
            return Ok(Self::Sweep(Box::new(sweep)));
        }
        parse(text).map(Self::One).map_err(garbled)
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
    match Manifest::read(folder, &text) {
        Ok(Manifest::Sweep(sweep)) => Ok(Some(*sweep)),
        Ok(Manifest::One(_)) | Err(ResultsError::NoResults(_)) => Ok(None),
        Err(fault) => Err(fault),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Manifest;
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
        let read = |text: &str| Manifest::read(Path::new("out"), text);
        assert!(matches!(read(&text), Ok(Manifest::One(read)) if read == provenance()));
        let broken = |from: &str, to: &str| {
            let fault = read(&text.replace(from, to)).expect_err("it is broken");
            fault.to_string()
        };
        let place = Path::new("out").join(MANIFEST).display().to_string();
        let fault = broken("\"seed\": 1", "\"seed\": -1");
        assert!(fault.starts_with(&format!("`{place}`: `seed`")), "{fault}");
        let fault = broken("\"title\"", "\"name\"");
        assert!(
            fault.starts_with(&format!("`{place}`: `title` is missing")),
            "{fault}"
        );
        let other = broken("\"format\": 2", "\"format\": 1");
        assert!(
            other.ends_with("with this one: zopa run wage.toml"),
            "{other}"
        );
        let foreign = broken("\"zopa\"", "\"other\"");
        assert!(
            foreign.contains("there are no results of zopa here"),
            "{foreign}"
        );
    }
}
