//! The manifest of a result folder: where the results come from, by which a folder is known to be ours. Of a sweep it also
//! holds all that is needed to repeat it, and to read its blocks without the sweep file.

use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::experiment::sweep::{Layout, Stop};
use crate::results::json::{self, parse, pretty};
use crate::results::manifest_checks::{check_files, check_layout};
use crate::results::same_ids::missing;
use crate::results::stamp::{Ledger, Stamps};
use crate::results::{FORMAT, Identity, MANIFEST, ResultsError, Shard};

/// Name by which a manifest is known to be ours.
pub(super) const TOOL: &str = "zopa";

/// Version of this program, as results name it.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Where results come from; without time, machine or place, so that equal runs have equal manifests.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
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
    /// What each file held that this program wrote into the folder, by name.
    pub checksums: Stamps,
}

/// A manifest with what it is known by, beside the version of its format.
#[derive(Serialize)]
struct Signed<'a, T> {
    tool: &'static str,
    #[serde(flatten)]
    content: &'a T,
}

/// The manifest that a text holds, of any version of this tool; none where it is something else.
pub(super) fn ours(text: &str) -> Option<Value> {
    let manifest: Option<Value> = serde_json::from_str(text).ok();
    manifest.filter(|manifest| manifest["tool"] == TOOL)
}

/// The text of a manifest, with its own checksum at the end.
pub(super) fn text<T: Serialize>(content: &T) -> String {
    let signed = json::value(&Signed {
        tool: TOOL,
        content,
    });
    sealed(signed)
}

/// The text of a manifest of ours that speaks for more files; none when it is something else.
pub(super) fn joined(text: &str, ledger: &Ledger) -> Option<String> {
    let mut manifest = ours(text)?;
    let files = manifest["files"].as_array_mut()?;
    for name in &ledger.files {
        if !files.iter().any(|file| file == name) {
            files.push(json!(name));
        }
    }
    manifest["checksums"] = json!(ledger.checksums);
    Some(sealed(manifest))
}

/// Key of the checksum of a manifest itself.
const SEAL: &str = "checksum";

/// The text of a manifest that carries the checksum of all the rest of it.
fn sealed(mut manifest: Value) -> String {
    let seal = seal(&mut manifest);
    manifest[SEAL] = json!(seal);
    pretty(&manifest)
}

/// The checksum of a manifest, CRC-32 of it on one line; takes away the one that it carries.
fn seal(manifest: &mut Value) -> String {
    if let Some(keys) = manifest.as_object_mut() {
        keys.shift_remove(SEAL);
    }
    format!("{:08x}", crc32fast::hash(manifest.to_string().as_bytes()))
}

impl Provenance {
    /// The same, of these files.
    #[must_use]
    pub fn with(self, ledger: Ledger) -> Self {
        let Ledger { files, checksums } = ledger;
        Self {
            files,
            checksums,
            ..self
        }
    }

    /// The text of the file.
    pub fn to_json(&self) -> String {
        text(self)
    }
}

/// Keys that only the manifest of a sweep has, by any of which it is known.
const OF_SWEEP: [&str; 3] = ["shard", "cells", "factors"];

/// Cells that an identity names one by one; of more it holds a hash.
const CELLS_NAMED: usize = 1_000;

/// What the results of a sweep, or of a share of it, come from; without time, machine or place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct SweepManifest {
    /// Version of the program that made the results.
    pub version: String,
    /// Runs counted, over all cells; 0 in a share, which counts nothing.
    pub runs_counted: u64,
    /// Whether the sweep was stopped before all was done.
    pub interrupted: bool,
    /// Which share.
    pub shard: Shard,
    /// The command that gives these results again, without share and folder.
    pub command: String,
    /// Names of the files it speaks for.
    pub files: Vec<String>,
    /// What each file held that this program wrote into the folder, by name.
    pub checksums: Stamps,
    /// The columns of the table with a line for each run, where there is one.
    pub run_columns: Option<String>,
    /// Factors, cells, names, runs and seed; its keys stand at the level of the manifest.
    #[serde(flatten, skip_deserializing)]
    pub layout: Layout,
}

impl SweepManifest {
    /// What blocks must share to be put together.
    pub fn identity(&self) -> Identity {
        let layout = &self.layout;
        let facts = [
            ("version", VERSION.to_owned()),
            ("format", FORMAT.to_string()),
            ("scenario", layout.fingerprint.clone()),
            ("seed", layout.seed.to_string()),
            ("runs", runs_in_words(&layout.stop)),
            ("cells", layout.cells.len().to_string()),
            ("lines for runs", self.run_columns.is_some().to_string()),
        ];
        let facts = facts.map(|(name, value)| (name.to_owned(), value));
        let mut facts = Vec::from(facts);
        let sets = layout.cells.iter().map(|cell| cell.sets.join(" "));
        if layout.cells.len() <= CELLS_NAMED {
            let named = sets.enumerate();
            facts.extend(named.map(|(number, sets)| (format!("cell {number}"), sets)));
        } else {
            let sets: Vec<String> = sets.collect();
            let hash = crc32fast::hash(sets.join("\n").as_bytes());
            facts.push(("what cells set".to_owned(), format!("{hash:08x}")));
        }
        Identity {
            facts,
            blocks: layout.blocks(),
            shard: self.shard,
            command: self.command.clone(),
        }
    }

    /// The same, of these files.
    #[must_use]
    pub fn with(self, ledger: Ledger) -> Self {
        let Ledger { files, checksums } = ledger;
        Self {
            files,
            checksums,
            ..self
        }
    }

    /// The text of the file.
    pub fn to_json(&self) -> String {
        text(self)
    }

    /// Reads the text of the file.
    ///
    /// # Errors
    /// In words that name the key.
    pub(super) fn read(manifest: &str) -> Result<Self, String> {
        // Each part picks its own keys: read as one, a fault in a part would be without its key.
        let layout = Layout {
            stop: parse(manifest)?,
            ..parse(manifest)?
        };
        check_layout(&layout)?;
        Ok(Self {
            layout,
            ..parse(manifest)?
        })
    }

    /// What is said of it as of any results: runs are counted over all cells, and each cell has assignments of its own.
    pub fn provenance(&self) -> Provenance {
        Provenance {
            version: self.version.clone(),
            scenario: self.layout.scenario.clone(),
            fingerprint: self.layout.fingerprint.clone(),
            title: self.layout.title.clone(),
            seed: self.layout.seed,
            runs: self.runs_counted,
            runs_asked: self.runs_counted,
            interrupted: self.interrupted,
            command: self.command.clone(),
            files: self.files.clone(),
            checksums: self.checksums.clone(),
            ..Provenance::default()
        }
    }
}

fn runs_in_words(stop: &Stop) -> String {
    match stop.wish() {
        None => stop.ceiling().to_string(),
        Some((half_width, of)) => {
            let looks: Vec<String> = stop.looks().iter().map(u64::to_string).collect();
            format!("{} until {} ± {half_width}", looks.join(", "), of.name())
        }
    }
}

/// Reads the text of the manifest of a folder: what it says of any results, and what it says of a sweep where it is one.
///
/// # Errors
/// When it is none of ours, of another format, or something is wrong with it.
pub(super) fn read(
    folder: &Path,
    text: &str,
) -> Result<(Provenance, Option<SweepManifest>), ResultsError> {
    let garbled = |fault| ResultsError::Garbled {
        path: folder.join(MANIFEST),
        fault,
    };
    let mut manifest = ours(text).ok_or_else(|| ResultsError::NoResults(folder.to_owned()))?;
    match manifest["format"].as_u64() {
        None => return Err(garbled("`format` is missing or no number".to_owned())),
        Some(format) if format != u64::from(FORMAT) => {
            let command = manifest["command"].as_str();
            return Err(ResultsError::OtherFormat {
                folder: folder.to_owned(),
                command: command.unwrap_or(TOOL).to_owned(),
            });
        }
        Some(_) => {}
    }
    let is_sweep = OF_SWEEP.iter().any(|key| manifest.get(key).is_some());
    let sweep = is_sweep.then(|| SweepManifest::read(text));
    let sweep = sweep.transpose().map_err(garbled)?;
    let provenance = match &sweep {
        Some(sweep) => sweep.provenance(),
        None => parse(text).map_err(garbled)?,
    };
    check_files(&provenance.files, &provenance.checksums).map_err(garbled)?;
    let Some(given) = manifest[SEAL].as_str().map(str::to_owned) else {
        return Err(garbled(missing("", SEAL)));
    };
    if seal(&mut manifest) != given {
        return Err(garbled(format!(
            "`{SEAL}` is not that of what stands before it"
        )));
    }
    Ok((provenance, sweep))
}

/// The manifest of a sweep in a folder; none where there is none, or it is that of other results.
///
/// # Errors
/// When it is none of ours, or something is wrong with it.
pub fn sweep_in(folder: &Path) -> Result<Option<SweepManifest>, ResultsError> {
    let path = folder.join(MANIFEST);
    match fs::read_to_string(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(ResultsError::not_read(&path, &error)),
        Ok(text) => match read(folder, &text) {
            Err(ResultsError::NoResults(_)) => Err(ResultsError::Garbled {
                path,
                fault: "this is not a manifest of zopa".to_owned(),
            }),
            read => Ok(read?.1),
        },
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::read;
    use crate::results::stamp::{Stamp, Stamps};
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
            checksums: Stamps::from([(SUMMARY.to_owned(), Stamp::of(b"{}"))]),
        }
    }

    #[test]
    fn a_manifest_reads_back() {
        let text = provenance().to_json();
        let read = |text: &str| read(Path::new("out"), text);
        assert!(matches!(read(&text), Ok((read, None)) if read == provenance()));
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
        let other = broken("\"format\": 3", "\"format\": 1");
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
