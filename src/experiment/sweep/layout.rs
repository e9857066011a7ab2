//! What a table of cells says besides numbers: all that is needed to read records without the sweep file.

use serde::{Deserialize, Serialize};

use crate::experiment::cell::{batch_count, batch_runs};
use crate::experiment::sweep::record::Block;
use crate::experiment::sweep::stop::Stop;
use crate::model::Scenario;
use crate::scenario::{Factor, Level, Sweep};
use crate::simulation::measure::Subjects;
use crate::simulation::{BATCH_RUNS, DEALS_MAX, DealCounts, simultaneous};

/// Names and numbers that the cells of one sweep share.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Layout {
    /// Name of the sweep file, without its folder.
    pub sweep: String,
    /// Name of the scenario file, without its folder.
    pub scenario: String,
    /// Hash of the scenario's text, in hexadecimal.
    pub fingerprint: String,
    /// Title of the sweep.
    pub title: String,
    /// Seed.
    pub seed: u64,
    /// When a cell has been played enough; stands at the level of the layout and is read by itself, so that a fault in it
    /// is found with its key.
    #[serde(flatten, skip_deserializing)]
    pub stop: Stop,
    /// Name of the design.
    pub design: String,
    /// Ids of the packages.
    pub packages: Vec<String>,
    /// Ids of the parties.
    pub parties: Vec<String>,
    /// Ids of the levers.
    pub levers: Vec<String>,
    /// The issues; none where the options of some are not the same in every cell.
    pub issues: Vec<IssueLayout>,
    /// The factors.
    pub factors: Vec<FactorLayout>,
    /// The cells; the first one is the baseline.
    pub cells: Vec<CellLayout>,
}

/// An issue as all cells share it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct IssueLayout {
    /// Name in files.
    pub id: String,
    /// Names of its options.
    pub options: Vec<String>,
    /// What is at stake in it for those whose consent may be needed, in utility: the mean over the cells.
    pub stake: f64,
}

/// A factor's names.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FactorLayout {
    /// Name in files.
    pub id: String,
    /// Name for readers.
    pub title: String,
    /// Its levels that have a name for readers, with it.
    pub levels: Vec<LevelLayout>,
    /// The number that holds where the scenario is left as written, where it is one.
    pub written: Option<f64>,
}

/// The names of a factor's level.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LevelLayout {
    /// Name in files.
    #[serde(rename = "level")]
    pub label: String,
    /// Name for readers.
    pub title: String,
}

impl FactorLayout {
    /// What readers call a level: its title, else what it is called in files.
    pub fn level<'a>(&'a self, label: &'a str) -> &'a str {
        let named = self.levels.iter().find(|level| level.label == label);
        named.map_or(label, |level| &level.title)
    }

    fn of(sweep: &Sweep, factor: &Factor) -> Self {
        let levels = factor.values.levels();
        let named = levels.iter().filter_map(|level| {
            Some(LevelLayout {
                label: level.label.clone(),
                title: level.title.clone()?,
            })
        });
        Self {
            id: factor.id.clone(),
            title: factor.title.clone(),
            levels: named.collect(),
            written: written(sweep, levels),
        }
    }
}

/// The number at the one path that all levels set, as it stands without them.
fn written(sweep: &Sweep, levels: &[Level]) -> Option<f64> {
    let path = match levels.first()?.sets.as_slice() {
        [set] => &set.assignment.path,
        _ => return None,
    };
    let same = |level: &Level| matches!(&level.sets[..], [set] if set.assignment.path == *path);
    if !levels.iter().all(same) {
        return None;
    }
    let mut before = sweep.set.iter().map(|set| &set.assignment);
    // What is set above the path or under it may change what stands there.
    let touches = |other: &str| path.starts_with(other) || other.starts_with(path.as_str());
    match before.find(|assignment| touches(&assignment.path)) {
        Some(assignment) if assignment.path == *path => assignment.value.parse().ok(),
        Some(_) => None,
        None => sweep.scenario.number_at(path),
    }
}

/// What is set in a cell.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellLayout {
    /// Its number.
    pub cell: usize,
    /// Name of each factor's value; none where the scenario is left as written.
    #[serde(rename = "levels")]
    pub labels: Vec<Option<String>>,
    /// What is set, as `path=value`, in the order in which it is applied.
    #[serde(rename = "set")]
    pub sets: Vec<String>,
}

impl Layout {
    /// The layout of a sweep of a scenario, as yet without cells and what these share.
    pub(super) fn of(sweep: &Sweep, scenario: &Scenario) -> Self {
        let title = sweep.title.as_ref().unwrap_or(&scenario.title);
        let factors = sweep.factors.iter();
        Self {
            title: title.clone(),
            sweep: sweep.source.file_name(),
            scenario: sweep.scenario.file_name(),
            fingerprint: sweep.scenario.fingerprint(),
            design: sweep.design.name().to_owned(),
            seed: sweep.seed,
            stop: Stop::of(&sweep.length),
            factors: factors
                .map(|factor| FactorLayout::of(sweep, factor))
                .collect(),
            ..Self::default()
        }
    }

    /// The confidence of each difference to the baseline: such that those of all cells hold together as often as one interval
    /// of the sweep does.
    pub fn confidence_of_differences(&self) -> f64 {
        let others = self.cells.len().saturating_sub(1);
        simultaneous(self.stop.confidence(), others)
    }

    /// What the measures of every cell are of.
    pub fn subjects(&self) -> Subjects {
        Subjects {
            packages: self.packages.clone(),
            parties: self.parties.clone(),
            levers: self.levers.clone(),
            issues: self
                .issues
                .iter()
                .map(|issue| (issue.id.clone(), issue.options.clone()))
                .collect(),
            ..Subjects::default()
        }
    }

    /// What is set in a cell, in words, levels by their titles: `agenda = parallel`; empty where the scenario is left as written.
    pub fn in_words(&self, cell: usize) -> String {
        let labels = self.factors.iter().zip(&self.cells[cell].labels);
        let set: Vec<String> = labels
            .filter_map(|(factor, label)| {
                let level = factor.level(label.as_ref()?);
                Some(format!("{} = {level}", factor.id))
            })
            .collect();
        set.join(", ")
    }

    /// Batches of a cell that is played to the end.
    pub fn batches(&self) -> u64 {
        batch_count(self.stop.ceiling())
    }

    /// Different deals that each cell may keep.
    pub(super) fn deals_of_each(&self) -> usize {
        DealCounts::most_of_each(self.cells.len())
    }

    /// Different deals that a batch may keep: none beyond the first runs of a cell, so that what is kept of long cells stays small.
    pub(super) fn deals_of(&self, batch: u64) -> usize {
        let is_first = batch.saturating_mul(BATCH_RUNS) < DEALS_MAX as u64;
        if is_first && !self.issues.is_empty() {
            self.deals_of_each()
        } else {
            0
        }
    }

    /// Number of a block: batches of one cell follow one another.
    pub fn block(&self, cell: u64, batch: u64) -> u64 {
        cell * self.batches() + batch
    }

    /// Cell and batch of a block.
    pub fn place(&self, block: u64) -> (u64, u64) {
        (block / self.batches(), block % self.batches())
    }

    /// Number of runs in a block.
    pub fn runs_in(&self, block: u64) -> u64 {
        let runs = batch_runs(self.place(block).1, self.stop.ceiling());
        runs.end - runs.start
    }

    /// The block behind bytes that were kept under a number; none when they are no block of this sweep.
    pub fn read_block(&self, number: u64, bytes: &[u8]) -> Option<Block> {
        let block = Block::decode(number, bytes, &self.subjects())?;
        let is_of_runs = block.record.counts.runs() == self.runs_in(number);
        (is_of_runs && block.record.deals_fit()).then_some(block)
    }

    /// Number of blocks of a sweep whose cells are all played to the end.
    pub fn blocks(&self) -> u64 {
        self.cells.len() as u64 * self.batches()
    }
}
