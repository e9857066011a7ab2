//! Where the results of a sweep come from: all that is needed to repeat it, and to read its blocks without the sweep file.

use serde::{Deserialize, Serialize};

use crate::experiment::sweep::{Layout, Stop};
use crate::results::json::parse;
use crate::results::provenance::{Provenance, VERSION, text};
use crate::results::{FORMAT, Identity, Shard};

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
    /// The columns of the table with a line for each run, where there is one.
    #[serde(deserialize_with = "Option::deserialize")]
    pub run_columns: Option<String>,
    /// Factors, cells, names, runs and seed; its keys stand at the level of the manifest.
    #[serde(flatten, skip_deserializing)]
    pub layout: Layout,
}

impl SweepManifest {
    /// What blocks must share to be put together.
    pub fn identity(&self) -> Identity {
        let layout = &self.layout;
        let mut facts = vec![
            ("version".to_owned(), VERSION.to_owned()),
            ("format".to_owned(), FORMAT.to_string()),
            ("scenario".to_owned(), layout.fingerprint.clone()),
            ("seed".to_owned(), layout.seed.to_string()),
            ("runs".to_owned(), runs_in_words(&layout.stop)),
            ("cells".to_owned(), layout.cells.len().to_string()),
            (
                "lines for runs".to_owned(),
                self.run_columns.is_some().to_string(),
            ),
        ];
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
        let mut numbered = layout.cells.iter().enumerate();
        if numbered.any(|(number, cell)| cell.cell != number) {
            return Err("`cells` are not in order".to_owned());
        }
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
            assignments: Vec::new(),
            command: self.command.clone(),
            files: self.files.clone(),
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
