//! The tables of a sweep: a row for each cell.

use crate::bargaining::Failure;
use crate::experiment::sweep::{Layout, Target};
use crate::report::chapters::sweep::method::level;
use crate::report::labels::count;
use crate::report::names::Names;
use crate::report::table::{Cell, Column, Rows, Table};
use crate::report::words::cause;
use crate::results::{Estimate, Estimates};

/// Cells shown on the page; the file has the rest.
pub(super) const CELLS_MAX: usize = 300;
/// What holds where nothing is set.
const AS_WRITTEN: &str = "as written";

/// How a table says which cell a row is about.
#[derive(Clone, Copy)]
pub(super) enum Settings {
    /// A column for each factor.
    ByFactor,
    /// All that is set in one column.
    Together,
}

/// A cell with runs, and what came out.
pub(super) struct Played<'a> {
    pub(super) number: usize,
    pub(super) estimates: Vec<&'a Estimate>,
}

impl Played<'_> {
    pub(super) fn find(&self, measure: &str, of: &str) -> Option<&Estimate> {
        let mut estimates = self.estimates.iter().copied();
        estimates.find(|it| it.measure == measure && it.of == of)
    }

    pub(super) fn value(&self, measure: &str, of: &str) -> Option<f64> {
        self.find(measure, of)?.value
    }

    /// A share with its interval.
    pub(super) fn share(&self, measure: &str, of: &str) -> Cell {
        let share = |it: &Estimate| Some(Cell::Rate(it.value?, [it.low?, it.high?]));
        self.find(measure, of).and_then(share).into()
    }

    /// The difference of a share to that of cell 0.
    fn change(&self, measure: &str, of: &str) -> Cell {
        let change = |it: &Estimate| {
            let interval = [it.difference_low?, it.difference_high?];
            Some(Cell::Points(it.difference?, interval))
        };
        self.find(measure, of).and_then(change).into()
    }

    fn mean(&self, measure: &str, of: &str) -> Cell {
        let mean = |it: &Estimate| Some(Cell::Mean(it.value?, it.se));
        self.find(measure, of).and_then(mean).into()
    }
}

/// A sweep with what came out.
pub(super) struct Sweep<'a> {
    pub(super) layout: &'a Layout,
    pub(super) cells: Vec<Played<'a>>,
}

pub(super) fn number(cell: usize) -> Cell {
    Cell::Written(cell.to_string(), cell as f64)
}

pub(super) fn set_in_words(layout: &Layout, cell: usize) -> Cell {
    match layout.in_words(cell) {
        set if set.is_empty() => AS_WRITTEN.into(),
        set => set.into(),
    }
}

/// A title that says where rows are left out.
pub(super) fn titled(title: &str, shown: usize, all: usize) -> String {
    if all <= shown {
        return title.to_owned();
    }
    let (shown, all) = (count(shown as u64), count(all as u64));
    format!("{title}: the first {shown} of {all} cells")
}

impl<'a> Sweep<'a> {
    pub(super) fn of(layout: &'a Layout, estimates: &'a Estimates) -> Self {
        let cells = estimates.by_setting().into_iter();
        let cells = cells.filter_map(|(setting, estimates)| {
            let number = setting.parse().ok()?;
            Some(Played { number, estimates })
        });
        Self {
            layout,
            cells: cells.collect(),
        }
    }

    /// What is set in a cell, factor by factor.
    pub(super) fn settings(&self, cell: usize) -> String {
        let labels = &self.layout.cells[cell].labels;
        let set: Vec<String> = self
            .layout
            .factors
            .iter()
            .zip(labels)
            .filter_map(|(factor, label)| {
                let level = factor.level(label.as_ref()?);
                Some(format!("“{}”: {level}", factor.title))
            })
            .collect();
        if set.is_empty() {
            AS_WRITTEN.to_owned()
        } else {
            set.join("; ")
        }
    }

    /// A table that begins with number and settings of each cell, of as many as are shown.
    fn table(&self, title: &str, (settings, shown): (Settings, usize)) -> Rows<&Played<'a>> {
        let rows = Table::new(&titled(title, shown, self.cells.len()))
            .of(self.cells.iter().take(shown))
            .column("cell", |it| number(it.number));
        let rows = match settings {
            Settings::Together => rows.column("set", |it| set_in_words(self.layout, it.number)),
            Settings::ByFactor => rows.columns(
                self.layout.factors.iter().enumerate(),
                |(_, factor)| Column::named(&factor.title, &factor.id),
                |it, (place, factor)| {
                    let label = self.layout.cells[it.number].labels[*place].as_deref();
                    Cell::as_written(label.map_or(AS_WRITTEN, |it| factor.level(it)))
                },
            ),
        };
        rows.keyed()
    }

    pub(super) fn rates(&self, settings: Settings, shown: usize) -> Table {
        let legend = format!(
            "Share of runs with {} interval in percent. Change: agreement in the cell less agreement in cell 0, in points, with the \
             interval of a paired difference. All cells meet the same realizations.",
            level(self.layout)
        );
        let share = |it: &Played<'_>, measure| it.value(measure, "").map(Cell::Share);
        let rows = self.table("Cells", (settings, shown)).column("runs", |it| {
            Cell::Count(it.find("agreement", "").map_or(0, |it| it.runs))
        });
        let wish = self.layout.stop.wish();
        let rows = rows
            .columns(wish, |_| "precise", |it, &wish| is_precise(it, wish))
            .column("agreement", |it| it.share("agreement", ""))
            .column("change", |it| it.change("agreement", ""))
            .column("zone", |it| share(it, "zone"));
        // The terminal has no room for it.
        let signed = matches!(settings, Settings::ByFactor).then_some("signed");
        let rows = rows.columns(signed, |it| *it, |it, signed| share(it, *signed));
        rows.table().legend(&legend)
    }

    pub(super) fn packages(&self, names: Names<'_>) -> Table {
        let packages = &self.layout.packages;
        // With one package this is the agreement of the first table.
        if packages.len() < 2 {
            return Table::default();
        }
        let shown = (Settings::ByFactor, CELLS_MAX);
        let rows = packages
            .iter()
            .fold(self.table("Packages by cell", shown), |rows, id| {
                let title = names.package(id);
                rows.column(Column::named(title, id), |it| it.share("package", id))
                    .column(format!("{title}: change"), |it| it.change("package", id))
            });
        rows.table().legend(
            "Agreed at the end: share of runs in percent with interval, and beside it the change against cell 0 in points.",
        )
    }

    pub(super) fn causes(&self) -> Table {
        let met = |failure: &Failure| {
            let mut shares = self.cells.iter();
            shares.any(|played| played.value("failure", failure.name()) > Some(0.0))
        };
        let causes: Vec<Failure> = Failure::ALL.into_iter().filter(met).collect();
        if causes.is_empty() {
            return Table::default();
        }
        self.table("Why no agreement, by cell", (Settings::ByFactor, CELLS_MAX))
            .columns(
                causes,
                |&it| Column::named(cause(it), it.name()),
                |it, cause| it.value("failure", cause.name()).map(Cell::Share),
            )
            .table()
            .legend(
                "Share of all runs that fail for the cause; with agreement they add up to 100 %.",
            )
    }

    pub(super) fn parties(&self, names: Names<'_>) -> Table {
        let parties = self.layout.parties.iter();
        let means = parties.flat_map(|party| ["utility", "payoff"].map(|measure| (party, measure)));
        self.table("Parties by cell", (Settings::ByFactor, CELLS_MAX))
            .columns(
                means,
                |(party, measure)| format!("{}: {measure}", names.party(party)),
                |it, (party, measure)| it.mean(measure, party),
            )
            .table()
            .legend(
                "Each party on its own scale, mean ± standard error. Utility: of the agreement, else of the reservation value. \
                 Payoff: with time and levers charged.",
            )
    }
}

/// Whether the interval of a cell is as narrow as wished.
fn is_precise(played: &Played<'_>, (half_width, of): (f64, Target)) -> &'static str {
    let found = played.find("agreement", "");
    let width = found.and_then(|it| match of {
        Target::Rate => Some(it.high? - it.low?),
        Target::Difference => Some(it.difference_high? - it.difference_low?),
    });
    let is_precise = width.is_some_and(|width| width <= 2.0 * half_width);
    if is_precise { "yes" } else { "no" }
}
