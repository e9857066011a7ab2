//! What the cells of a sweep set, as figures name and order them.

use indexmap::IndexSet;

use crate::report::chart::{Body, Chart, Frame, Row};
use crate::report::labels::counted;
use crate::report::swept::{PlayedCell, Swept, confidence};
use crate::report::words::joined;
use crate::results::settings::AS_WRITTEN;

/// The most cells that a figure with a row for each cell shows.
pub(super) const CELLS_MAX: usize = 101;

impl Swept {
    /// The cell in which the scenario is as written.
    pub(super) fn written(&self) -> Option<&PlayedCell> {
        self.cells.iter().find(|cell| cell.changed().is_empty())
    }

    /// The cells in which one factor alone is set.
    pub(super) fn alone(&self, factor: usize) -> impl Iterator<Item = &PlayedCell> {
        let cells = self.cells.iter();
        cells.filter(move |cell| cell.changed() == [factor])
    }

    /// The names of a factor's levels, in the order in which they first come.
    pub(super) fn levels(&self, factor: usize) -> IndexSet<&str> {
        let labels = self.cells.iter().map(|cell| cell.labels[factor].as_deref());
        labels.flatten().collect()
    }

    /// What a cell sets, or other words where nothing is set.
    pub(super) fn settings(&self, cell: &PlayedCell, none: &str) -> String {
        let levels = self.set_in(cell).into_iter().map(|(_, level)| level);
        match joined(levels, ", ") {
            levels if levels.is_empty() => none.to_owned(),
            levels => levels,
        }
    }

    /// A row for a cell: its name and its group.
    ///
    /// Cells of a one-at-a-time design stand by factor, those of a full factorial by the levels of its first factor.
    pub(super) fn row(&self, cell: &PlayedCell) -> Row {
        let set = self.set_in(cell);
        let words = |set: &[(&str, String)]| {
            let words = set
                .iter()
                .map(|(factor, level)| format!("{factor}: {level}"));
            joined(words, "; ")
        };
        match (self.layout.design.as_str(), set.as_slice()) {
            (_, []) => Row::named(AS_WRITTEN),
            ("one-at-a-time", [(factor, level)]) => Row::named(level).under((*factor).to_owned()),
            ("full-factorial", [_, (_, level)]) => Row::named(level).under(words(&set[..1])),
            ("full-factorial", [_, others @ ..]) if !others.is_empty() => {
                Row::named(words(others)).under(words(&set[..1]))
            }
            (_, set) => Row::named(words(set)),
        }
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

    /// A chart of all cells, with runs, seed and confidence at its foot.
    pub(super) fn chart(
        &self,
        heading: impl Into<String>,
        caption: impl Into<String>,
        (frame, body): (Frame, Body),
    ) -> Chart {
        let (runs, confidence) = (self.runs_and_seed(), confidence(&self.layout));
        Chart {
            title: self.layout.title.clone(),
            foot: format!("{runs} Intervals: simulation error, {confidence} %."),
            ..Chart::new(heading, caption, frame, body)
        }
    }
}

impl PlayedCell {
    /// The factors in which it differs from the scenario as written.
    pub(super) fn changed(&self) -> Vec<usize> {
        let labels = self.labels.iter().enumerate();
        let changed = labels.filter(|(_, label)| label.is_some());
        changed.map(|(factor, _)| factor).collect()
    }

    /// The level of a factor as a place on an axis; names like `inf` are none.
    pub(super) fn place(&self, factor: usize) -> Option<f64> {
        let number: f64 = self.labels[factor].as_ref()?.parse().ok()?;
        (number.abs() < 1e12).then_some(number)
    }
}
