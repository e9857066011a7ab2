//! Where the results of a sweep come from: all that is needed to repeat it, and to read its blocks without the sweep file.

use serde::{Deserialize, Serialize};

use crate::experiment::sweep::{CellLayout, FactorLayout, Layout, Stop, Target};
use crate::results::provenance::{Provenance, VERSION, text};
use crate::results::{FORMAT, Identity, Shard};

/// Cells that an identity names one by one; of more it holds a hash.
const CELLS_NAMED: usize = 1_000;

/// What the results of a sweep, or of a share of it, come from; without time, machine or place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(into = "SweepForm", try_from = "SweepForm")]
pub struct SweepManifest {
    /// Version of the program that made the results.
    pub version: String,
    /// Factors, cells, names, runs and seed.
    pub layout: Layout,
    /// The columns of the table with a line for each run, where there is one.
    pub run_columns: Option<String>,
    /// Which share.
    pub shard: Shard,
    /// Runs counted, over all cells; 0 in a share, which counts nothing.
    pub runs_counted: u64,
    /// Whether the sweep was stopped before all was done.
    pub interrupted: bool,
    /// The command that gives these results again, without share and folder.
    pub command: String,
    /// Names of the files it speaks for.
    pub files: Vec<String>,
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

/// The manifest as its file has it: one level of keys.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct SweepForm {
    version: String,
    sweep: String,
    scenario: String,
    fingerprint: String,
    title: String,
    seed: u64,
    /// Runs of each cell, at most.
    runs: u64,
    #[serde(deserialize_with = "Option::deserialize")]
    precision: Option<PrecisionForm>,
    runs_counted: u64,
    interrupted: bool,
    shard: Shard,
    command: String,
    files: Vec<String>,
    #[serde(deserialize_with = "Option::deserialize")]
    run_columns: Option<String>,
    design: String,
    packages: Vec<String>,
    parties: Vec<String>,
    levers: Vec<String>,
    factors: Vec<FactorLayout>,
    cells: Vec<CellForm>,
}

/// Until when cells are played.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct PrecisionForm {
    half_width: f64,
    of: String,
    looks: Vec<u64>,
}

/// A cell with its number.
#[derive(Serialize, Deserialize)]
struct CellForm {
    cell: usize,
    levels: Vec<Option<String>>,
    set: Vec<String>,
}

impl From<SweepManifest> for SweepForm {
    fn from(manifest: SweepManifest) -> Self {
        let layout = manifest.layout;
        let cells = layout.cells.into_iter().enumerate();
        let precision = layout.stop.wish().map(|(half_width, of)| PrecisionForm {
            half_width,
            of: of.name().to_owned(),
            looks: layout.stop.looks().to_vec(),
        });
        Self {
            version: manifest.version,
            sweep: layout.sweep,
            scenario: layout.scenario,
            fingerprint: layout.fingerprint,
            title: layout.title,
            seed: layout.seed,
            runs: layout.stop.ceiling(),
            precision,
            runs_counted: manifest.runs_counted,
            interrupted: manifest.interrupted,
            shard: manifest.shard,
            command: manifest.command,
            files: manifest.files,
            run_columns: manifest.run_columns,
            design: layout.design,
            packages: layout.packages,
            parties: layout.parties,
            levers: layout.levers,
            factors: layout.factors,
            cells: cells
                .map(|(cell, it)| CellForm {
                    cell,
                    levels: it.labels,
                    set: it.sets,
                })
                .collect(),
        }
    }
}

impl TryFrom<SweepForm> for SweepManifest {
    type Error = String;

    fn try_from(form: SweepForm) -> Result<Self, String> {
        let stop = match form.precision {
            None => Stop::fixed(form.runs),
            Some(wish) => {
                let of = Target::named(&wish.of);
                let of =
                    of.ok_or_else(|| format!("`precision.of`: nothing is called `{}`", wish.of))?;
                Stop::until(wish.half_width, of, &wish.looks)
            }
        };
        let numbered = form.cells.iter().map(|it| it.cell);
        if !numbered.eq(0..form.cells.len()) {
            return Err("`cells` are not in order".to_owned());
        }
        let cells = form.cells.into_iter().map(|it| CellLayout {
            labels: it.levels,
            sets: it.set,
        });
        Ok(Self {
            version: form.version,
            layout: Layout {
                title: form.title,
                sweep: form.sweep,
                scenario: form.scenario,
                fingerprint: form.fingerprint,
                design: form.design,
                seed: form.seed,
                stop,
                factors: form.factors,
                cells: cells.collect(),
                packages: form.packages,
                parties: form.parties,
                levers: form.levers,
            },
            run_columns: form.run_columns,
            shard: form.shard,
            runs_counted: form.runs_counted,
            interrupted: form.interrupted,
            command: form.command,
            files: form.files,
        })
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
