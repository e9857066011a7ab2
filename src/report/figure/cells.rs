//! The cells of a sweep as figures read them.

use crate::bargaining::Failure;
use crate::experiment::sweep::{FactorLayout, Layout, LevelLayout};
use crate::report::labels::{counted, distinct};
use crate::results::estimates::CellEstimates;
use crate::results::{ESTIMATES, Estimates, Results, ResultsError};
use crate::simulation::Rate;

/// More cells than this are no figure to read.
pub(super) const CELLS_MAX: usize = 101;

/// A sweep as figures read it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Swept {
    /// Factors and levels in the words of readers.
    pub(super) layout: Layout,
    /// Each factor in a word or two.
    pub(super) short: Vec<String>,
    /// The cells, in their order.
    pub(super) cells: Vec<CellLine>,
}

/// A cell: its levels as readers see them, and what its runs came to.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct CellLine {
    /// By factor; none where the scenario is as written.
    pub(super) levels: Vec<Option<String>>,
    /// The same as numbers, where they are numbers.
    pub(super) numbers: Vec<Option<f64>>,
    /// Runs.
    pub(super) runs: u64,
    /// Agreement rate.
    pub(super) rate: f64,
    /// Its interval.
    pub(super) interval: [f64; 2],
    /// The rate less that of the first cell on the same realizations, with the ends of its paired interval; none where there
    /// is none, as in the first cell.
    pub(super) difference: Option<[f64; 3]>,
    /// By cause of failure, in the order of [`Failure::ALL`].
    pub(super) failures: [Rate; Failure::ALL.len()],
}

impl Swept {
    /// The sweep of a folder, where it holds one, still without its cells.
    pub(super) fn open(results: &Results) -> Option<Self> {
        let mut layout = results.sweep()?.layout;
        for (place, factor) in layout.factors.iter_mut().enumerate() {
            let labels = layout.cells.iter();
            let labels = labels.filter_map(|cell| cell.labels[place].as_ref());
            factor.levels = levels(factor, labels);
        }
        let short = layout.factors.iter();
        Some(Self {
            short: short.map(|factor| factor.id.replace('-', " ")).collect(),
            layout,
            cells: Vec::new(),
        })
    }

    /// The same with the cells of its folder; levels of the same words have their ids too.
    ///
    /// # Errors
    /// Where a number is missing or is no share; the message names it.
    pub(super) fn with_cells(mut self, results: &Results) -> Result<Self, ResultsError> {
        for factor in &mut self.layout.factors {
            let named = factor.levels.iter();
            let titles = distinct(named.map(|level| (level.label.as_str(), level.title.as_str())));
            for (level, title) in factor.levels.iter_mut().zip(titles) {
                level.title = title;
            }
        }
        let estimates = results.estimates()?;
        let estimates = estimates.ok_or_else(|| results.lacking(ESTIMATES))?;
        let cells = cell_lines(&self.layout, &estimates);
        self.cells = cells.map_err(|fault| results.garbled(ESTIMATES, fault))?;
        Ok(self)
    }

    /// The cell in which the scenario is as written.
    pub(super) fn written(&self) -> Option<&CellLine> {
        self.cells.iter().find(|cell| cell.changed().is_empty())
    }

    /// The cells in which one factor alone is set.
    pub(super) fn alone(&self, factor: usize) -> impl Iterator<Item = &CellLine> {
        let cells = self.cells.iter();
        cells.filter(move |cell| cell.changed() == [factor])
    }

    /// The levels of a factor, in the order in which they first come.
    pub(super) fn levels(&self, factor: usize) -> Vec<&str> {
        let mut levels: Vec<&str> = Vec::new();
        for level in self
            .cells
            .iter()
            .filter_map(|cell| cell.levels[factor].as_deref())
        {
            if !levels.contains(&level) {
                levels.push(level);
            }
        }
        levels
    }

    /// Runs and seed, for the foot of a figure.
    pub(super) fn runs_and_seed(&self) -> String {
        let stop = &self.layout.stop;
        let at_most = if stop.is_fixed() { "" } else { "at most " };
        format!(
            "{at_most}{} in each cell, all on the same realizations, seed {}.",
            counted(stop.ceiling(), "run"),
            self.layout.seed,
        )
    }

    /// Runs, seed and confidence, for the foot of a figure.
    pub(super) fn foot(&self) -> String {
        format!(
            "{} Intervals: simulation error, {} %.",
            self.runs_and_seed(),
            self.confidence(),
        )
    }

    /// The confidence of its intervals in percent, to two digits behind the point at most.
    pub(super) fn confidence(&self) -> String {
        let hundredths = (self.layout.stop.confidence() * 10_000.0).round();
        (hundredths / 100.0).to_string()
    }
}

impl CellLine {
    /// The factors in which it differs from the scenario as written.
    pub(super) fn changed(&self) -> Vec<usize> {
        let levels = self.levels.iter().enumerate();
        let changed = levels.filter(|(_, level)| level.is_some());
        changed.map(|(factor, _)| factor).collect()
    }

    /// Its levels, or other words where nothing is set.
    pub(super) fn settings(&self, none: &str) -> String {
        let levels: Vec<&str> = self.levels.iter().flatten().map(String::as_str).collect();
        if levels.is_empty() {
            none.to_owned()
        } else {
            levels.join(", ")
        }
    }

    /// Its group and its name.
    ///
    /// Cells of a one-at-a-time design stand by factor, those of a full factorial by the levels of its first factor.
    pub(super) fn name(&self, layout: &Layout) -> (Option<String>, String) {
        let named = layout.factors.iter().zip(&self.levels);
        let levels =
            named.filter_map(|(factor, level)| Some((factor.title.as_str(), level.as_deref()?)));
        let levels: Vec<(&str, &str)> = levels.collect();
        let words = |levels: &[(&str, &str)]| {
            let words = levels
                .iter()
                .map(|(factor, level)| format!("{factor}: {level}"));
            words.collect::<Vec<_>>().join("; ")
        };
        match (layout.design.as_str(), levels.as_slice()) {
            ("one-at-a-time", [(factor, level)]) => {
                (Some((*factor).to_owned()), (*level).to_owned())
            }
            ("full-factorial", [first, (_, level)]) => {
                (Some(words(&[*first])), (*level).to_owned())
            }
            ("full-factorial", [first, others @ ..]) if !others.is_empty() => {
                (Some(words(&[*first])), words(others))
            }
            (_, levels) => (None, words(levels)),
        }
    }
}

/// The words of each level of a factor, each once.
fn levels<'a>(factor: &FactorLayout, labels: impl Iterator<Item = &'a String>) -> Vec<LevelLayout> {
    let mut levels: Vec<LevelLayout> = Vec::new();
    for label in labels {
        if levels.iter().all(|level| level.label != *label) {
            levels.push(LevelLayout {
                label: label.clone(),
                title: factor.level(label).to_owned(),
            });
        }
    }
    levels
}

/// The cells of a sweep, or what is wrong with a number.
fn cell_lines(layout: &Layout, estimates: &Estimates) -> Result<Vec<CellLine>, String> {
    let read = |cell: &CellEstimates<'_>| {
        let (labels, factors) = (&cell.layout.labels, &layout.factors);
        let words = labels.iter().zip(factors);
        let words = words.map(|(label, factor)| Some(factor.level(label.as_ref()?).to_owned()));
        let numbers = labels.iter().map(|label| as_number(label.as_ref()?));
        let runs = cell.runs()?;
        let rate = cell.share("agreement", "")?;
        let difference = cell.difference("agreement", "")?;
        let mut failures = [Rate::default(); Failure::ALL.len()];
        for (failure, cause) in failures.iter_mut().zip(Failure::ALL) {
            let share = cell.share("failure", cause.name())?;
            *failure = Rate::of_share(share.value, runs);
        }
        Ok(CellLine {
            levels: words.collect(),
            numbers: numbers.collect(),
            runs,
            rate: rate.value,
            interval: rate.interval,
            difference: difference.map(|item| [item.value, item.interval[0], item.interval[1]]),
            failures,
        })
    };
    estimates.cells(layout)?.iter().map(read).collect()
}

/// A level as a place on an axis; names like `inf` are none.
fn as_number(label: &str) -> Option<f64> {
    let number: f64 = label.parse().ok()?;
    (number.abs() < 1e12).then_some(number)
}
