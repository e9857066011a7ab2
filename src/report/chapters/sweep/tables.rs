//! The tables of a sweep: a row for each cell.

use crate::bargaining::Failure;
use crate::experiment::sweep::{Layout, Target};
use crate::report::chapters::deals::{most_frequent, of_core, option_share};
use crate::report::labels::count;
use crate::report::names::Names;
use crate::report::swept::{PlayedCell, Swept, confidence};
use crate::report::table::{Cell, Column, RowsOf, Table};
use crate::report::words::cause;
use crate::results::Estimate;
use crate::results::settings::AS_WRITTEN;

/// The measure of agreements in force before the deadline.
const IN_TIME: &str = "in-force-in-time";
/// Cells shown in the terminal.
pub(super) const SHOWN_MAX: usize = 60;
/// Cells shown on the page; the file has the rest.
const CELLS_MAX: usize = 300;

/// How a table says which cell a row is about.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Settings {
    /// A column for each factor, on the page.
    ByFactor,
    /// All that is set in one column, in the terminal.
    Together,
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

/// A table that begins with number and settings of each cell, of as many as are shown.
fn table<'a>(swept: &'a Swept, title: &str, settings: Settings) -> RowsOf<&'a PlayedCell> {
    let shown = match settings {
        Settings::ByFactor => CELLS_MAX,
        Settings::Together => SHOWN_MAX,
    };
    let rows = Table::new(&titled(title, shown, swept.cells.len()))
        .of(swept.cells.iter().take(shown))
        .column("cell", |cell| number(cell.number));
    let rows = match settings {
        Settings::Together => rows.column("set", |cell| set_in_words(&swept.layout, cell.number)),
        Settings::ByFactor => rows.columns(
            swept.layout.factors.iter().enumerate(),
            |(_, factor)| Column::named(&factor.title, &factor.id),
            |cell, (place, _)| {
                let level = swept.level(cell, *place);
                Cell::as_written(level.as_deref().unwrap_or(AS_WRITTEN))
            },
        ),
    };
    rows.keyed()
}

/// A share without its interval.
fn share(cell: &PlayedCell, measure: &str, of: &str) -> Cell {
    let value = cell.row(measure, of).and_then(|row| row.value);
    value.map(Cell::Share).into()
}

/// How often the talks agree, and how that changes.
pub(super) fn rates(swept: &Swept, settings: Settings) -> Table {
    let legend = format!(
        "Share of runs with {} % interval in percent. Change: agreement in the cell less agreement in cell 0, in points, with the \
         interval of a paired difference that holds for all cells at once. All cells meet the same realizations.",
        confidence(&swept.layout)
    );
    // The terminal has no room for it.
    let signed = (settings == Settings::ByFactor).then_some("signed");
    let comes_late = |cell: &PlayedCell| {
        let count = |measure| cell.row(measure, "").and_then(|row| row.value);
        count(IN_TIME) < count("agreement")
    };
    let late = swept
        .cells
        .iter()
        .any(comes_late)
        .then_some("in force in time");
    table(swept, "Cells", settings)
        .column("runs", |cell| Cell::Count(cell.runs))
        .columns(
            swept.layout.stop.wish(),
            |_| "precise",
            |cell, &wish| is_precise(cell, wish),
        )
        .column("agreement", |cell| Cell::Rate(cell.rate, cell.interval))
        .column("change", |cell| {
            let change = cell.difference;
            change.map(|[change, low, high]| Cell::Points(change, [low, high]))
        })
        .column("zone", |cell| share(cell, "zone", ""))
        .columns(late, |head| *head, |cell, _| share(cell, IN_TIME, ""))
        .columns(signed, |head| *head, |cell, head| share(cell, head, ""))
        .table()
        .legend(&legend)
}

/// How often each package is agreed, and how that changes.
pub(super) fn packages(swept: &Swept, names: Names<'_>) -> Table {
    let packages = &swept.layout.packages;
    // With one package this is the agreement of the first table.
    if packages.len() < 2 {
        return Table::default();
    }
    let rate = |row: &Estimate| Some(Cell::Rate(row.value?, [row.low?, row.high?]));
    let change = |row: &Estimate| {
        let interval = [row.difference_low?, row.difference_high?];
        Some(Cell::Points(row.difference?, interval))
    };
    let rows = table(swept, "Packages by cell", Settings::ByFactor);
    let rows = packages.iter().fold(rows, |rows, id| {
        let title = names.package(id);
        rows.column(Column::named(title, id), |cell| {
            cell.row("package", id).and_then(rate)
        })
        .column(format!("{title}: change"), |cell| {
            cell.row("package", id).and_then(change)
        })
    });
    rows.table().legend(
        "Agreed at the end: share of runs in percent with interval, and beside it the change against cell 0 in points.",
    )
}

/// On what each cell agrees: the most frequent terms on the core issues.
pub(super) fn terms(swept: &Swept, names: Names<'_>, settings: Settings) -> Table {
    let terms = &swept.terms;
    if terms.core.is_empty() {
        return Table::default();
    }
    let core = terms.core.iter().map(|issue| issue.id.as_str());
    let most = |cell: &PlayedCell, place: usize| {
        let terms = terms.of_cell(cell.number);
        let cells = terms.map(|terms| most_frequent(terms, names));
        cells.map_or(Cell::Missing, |cells| cells[place].clone())
    };
    table(swept, "The most frequent terms, by cell", settings)
        .column("agreements", |cell| {
            let terms = terms.of_cell(cell.number);
            terms.map(|terms| Cell::Count(terms.agreements))
        })
        .column("most frequent terms", |cell| most(cell, 0))
        .column("share", |cell| most(cell, 1))
        .table()
        .note(&of_core(core, names))
        .legend(
            "Core issues are those on which the agreements of all cells together differ most, and differ in what matters; they are the \
             same in every cell. Share of the cell's agreements with 95 % interval in percent.",
        )
}

/// How often each option of the core issues is agreed.
pub(super) fn options(swept: &Swept, names: Names<'_>) -> Table {
    let terms = &swept.terms;
    // Options that no cell ever agrees on need no column.
    let met = terms.core.iter().flat_map(|issue| {
        let layout = swept.layout.issues.iter();
        let options = layout
            .filter(|shared| shared.id == issue.id)
            .flat_map(|shared| &shared.options);
        options.map(move |option| (&issue.id, option))
    });
    let rate = |cell: usize, issue: &str, option: &str| {
        option_share(terms.of_cell(cell)?, issue, option).filter(|rate| rate.runs > 0)
    };
    let met = met.filter(|(issue, option)| {
        let mut cells = terms.cells.iter();
        cells.any(|cell| rate(cell.cell, issue, option).is_some_and(|rate| rate.count > 0))
    });
    let met: Vec<(&String, &String)> = met.collect();
    if met.is_empty() {
        return Table::default();
    }
    table(
        swept,
        "Options of the core issues, by cell",
        Settings::ByFactor,
    )
    .columns(
        met,
        |(issue, option)| {
            let [title, words] = [names.issue(issue), names.option(issue, option)];
            Column::named(&format!("{title}: {words}"), &format!("{issue}={option}"))
        },
        |cell, (issue, option)| rate(cell.number, issue, option).map(Cell::from),
    )
    .table()
    .legend("Share of the cell's agreements that have the option, with 95 % interval in percent.")
}

/// Why the talks fail.
pub(super) fn causes(swept: &Swept) -> Table {
    let met = |failure: &Failure| {
        swept
            .cells
            .iter()
            .any(|cell| cell.failure(*failure).count > 0)
    };
    let causes: Vec<Failure> = Failure::ALL.into_iter().filter(met).collect();
    if causes.is_empty() {
        return Table::default();
    }
    table(swept, "Why no agreement, by cell", Settings::ByFactor)
        .columns(
            causes,
            |&failure| Column::named(cause(failure), failure.name()),
            |cell, failure| share(cell, "failure", failure.name()),
        )
        .table()
        .legend("Share of all runs that fail for the cause; with agreement they add up to 100 %.")
}

/// What each party gets.
pub(super) fn parties(swept: &Swept, names: Names<'_>) -> Table {
    let parties = swept.layout.parties.iter();
    let means = parties.flat_map(|party| ["utility", "payoff"].map(|measure| (party, measure)));
    let mean = |row: &Estimate| Some(Cell::Mean(row.value?, row.se));
    table(swept, "Parties by cell", Settings::ByFactor)
        .columns(
            means,
            |(party, measure)| format!("{}: {measure}", names.party(party)),
            |cell, (party, measure)| cell.row(measure, party).and_then(mean),
        )
        .table()
        .legend(
            "Each party on its own scale, mean ± standard error. Utility: of the agreement, else of the reservation value. \
             Payoff: with time and levers charged.",
        )
}

/// Whether the interval of a cell is as narrow as wished.
fn is_precise(cell: &PlayedCell, (half_width, of): (f64, Target)) -> &'static str {
    let width = match of {
        Target::Rate => Some(cell.interval[1] - cell.interval[0]),
        Target::Difference => cell.difference.map(|[_, low, high]| high - low),
    };
    let is_precise = width.is_some_and(|width| width <= 2.0 * half_width);
    if is_precise { "yes" } else { "no" }
}
