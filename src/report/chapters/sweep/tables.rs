//! The tables of a sweep: a row for each cell.

use crate::bargaining::Failure;
use crate::experiment::sweep::{Layout, Target};
use crate::report::chapters::sweep::method::level;
use crate::report::labels::count;
use crate::report::names::Names;
use crate::report::table::{Cell, Column, Table};
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
        self.find(measure, of).map_or(Cell::Missing, Cell::share)
    }

    /// The difference of a share to that of cell 0.
    fn change(&self, measure: &str, of: &str) -> Cell {
        self.find(measure, of)
            .map_or(Cell::Missing, Cell::paired_share)
    }

    fn mean(&self, measure: &str, of: &str) -> Cell {
        let found = self.find(measure, of);
        let mean = found.and_then(|it| Some(Cell::Mean(it.value?, it.se)));
        mean.unwrap_or(Cell::Missing)
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

    /// The columns that name a cell.
    fn keys(&self, settings: Settings) -> Vec<Column> {
        let mut columns = vec![Column::from("cell")];
        match settings {
            Settings::Together => columns.push("set".into()),
            Settings::ByFactor => {
                let factors = self.layout.factors.iter();
                columns.extend(factors.map(|it| Column::named(&it.title, &it.id)));
            }
        }
        columns
    }

    fn key(&self, cell: usize, settings: Settings) -> Vec<Cell> {
        let mut cells = vec![number(cell)];
        match settings {
            Settings::Together => cells.push(set_in_words(self.layout, cell)),
            Settings::ByFactor => {
                let labels = &self.layout.cells[cell].labels;
                cells.extend(
                    self.layout
                        .factors
                        .iter()
                        .zip(labels)
                        .map(|(factor, label)| {
                            let words = label.as_deref().map_or(AS_WRITTEN, |it| factor.level(it));
                            let number = words.parse();
                            number.map_or_else(
                                |_| words.into(),
                                |it| Cell::Written(words.to_owned(), it),
                            )
                        }),
                );
            }
        }
        cells
    }

    /// A table that begins with number and settings of each cell, of as many as are shown.
    fn table(
        &self,
        title: &str,
        (settings, shown): (Settings, usize),
        columns: impl IntoIterator<Item = Column>,
        cells: impl Fn(&Played<'_>) -> Vec<Cell>,
    ) -> Table {
        let keys = self.keys(settings);
        let rows = self.cells.iter().take(shown).map(|played| {
            let mut row = self.key(played.number, settings);
            row.extend(cells(played));
            row
        });
        let title = titled(title, shown, self.cells.len());
        let number = keys.len();
        Table::new(&title, keys)
            .and(columns)
            .keyed_by(number)
            .rows(rows)
    }

    /// Whether a cell's interval is as narrow as wished, where that was asked for.
    fn precise(&self, played: &Played<'_>) -> Option<Cell> {
        let (half_width, of) = self.layout.stop.wish()?;
        let found = played.find("agreement", "");
        let width = found.and_then(|it| match of {
            Target::Rate => Some(it.high? - it.low?),
            Target::Difference => Some(it.difference_high? - it.difference_low?),
        });
        let is_precise = width.is_some_and(|width| width <= 2.0 * half_width);
        Some((if is_precise { "yes" } else { "no" }).into())
    }

    pub(super) fn rates(&self, settings: Settings, shown: usize) -> Table {
        let legend = format!(
            "Share of runs with {} interval in percent. Change: agreement in the cell less agreement in cell 0, in points, with the \
             interval of a paired difference. All cells meet the same realizations.",
            level(self.layout)
        );
        let has_wish = self.layout.stop.wish().is_some();
        let mut columns = vec!["runs"];
        columns.extend(has_wish.then_some("precise"));
        columns.extend(["agreement", "change", "zone"]);
        // The terminal has no room for it.
        let has_signed = matches!(settings, Settings::ByFactor);
        columns.extend(has_signed.then_some("signed"));
        let columns = columns.into_iter().map(Column::from);
        let table = self.table("Cells", (settings, shown), columns, |played| {
            let runs = played.find("agreement", "").map_or(0, |it| it.runs);
            let mut cells = vec![Cell::Count(runs)];
            cells.extend(self.precise(played));
            cells.extend([
                played.share("agreement", ""),
                played.change("agreement", ""),
                played.value("zone", "").map_or(Cell::Missing, Cell::Share),
            ]);
            let signed = played
                .value("signed", "")
                .map_or(Cell::Missing, Cell::Share);
            cells.extend(has_signed.then_some(signed));
            cells
        });
        table.legend(&legend)
    }

    pub(super) fn packages(&self, names: Names<'_>) -> Table {
        let packages = &self.layout.packages;
        // With one package this is the agreement of the first table.
        if packages.len() < 2 {
            return Table::default();
        }
        let columns = packages.iter().flat_map(|package| {
            let title = names.package(package);
            let change = format!("{title}: change");
            [Column::named(title, package), change.into()]
        });
        let shown = (Settings::ByFactor, CELLS_MAX);
        let table = self.table("Packages by cell", shown, columns, |played| {
            let cells = packages.iter().flat_map(|package| {
                [
                    played.share("package", package),
                    played.change("package", package),
                ]
            });
            cells.collect()
        });
        table.legend("Agreed at the end: share of runs in percent with interval, and beside it the change against cell 0 in points.")
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
        let columns = causes.iter().map(|&it| Column::named(cause(it), it.name()));
        let shown = (Settings::ByFactor, CELLS_MAX);
        let table = self.table("Why no agreement, by cell", shown, columns, |played| {
            let share = |cause: &Failure| played.value("failure", cause.name());
            let shares = causes.iter().map(share);
            shares
                .map(|it| it.map_or(Cell::Missing, Cell::Share))
                .collect()
        });
        table.legend(
            "Share of all runs that fail for the cause; with agreement they add up to 100 %.",
        )
    }

    pub(super) fn parties(&self, names: Names<'_>) -> Table {
        let parties = &self.layout.parties;
        let columns = parties.iter().flat_map(|party| {
            let title = names.party(party);
            [format!("{title}: utility"), format!("{title}: payoff")].map(Column::from)
        });
        let shown = (Settings::ByFactor, CELLS_MAX);
        let table = self.table("Parties by cell", shown, columns, |played| {
            let cells = parties
                .iter()
                .flat_map(|party| ["utility", "payoff"].map(|it| played.mean(it, party)));
            cells.collect()
        });
        table.legend(
            "Each party on its own scale, mean ± standard error. Utility: of the agreement, else of the reservation value. Payoff: \
             with time and levers charged.",
        )
    }
}
