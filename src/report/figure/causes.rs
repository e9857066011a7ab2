//! Why there is no agreement, cell by cell or lever by lever: bars that add up to all runs.

use crate::bargaining::Failure;
use crate::experiment::compare::{Comparison, PairedEffect, PolicyEffect};
use crate::experiment::sweep::Layout;
use crate::report::chart::{Axis, Body, Chart, Frame, Layer, Look, RATE, Row, Rows, Series, Sheet};
use crate::report::figure::cells::CellLine;
use crate::report::figure::ends::{Group, colour_of};
use crate::report::labels::percent;
use crate::report::words::cause;
use crate::simulation::Rate;

/// How the runs of a cell end.
#[derive(Clone, Debug, PartialEq)]
pub struct Ends {
    /// What it stands under together with its neighbours.
    pub group: Option<String>,
    /// Name for readers.
    pub title: String,
    /// Agreement.
    pub agreement: Rate,
    /// By cause, in the order of [`Failure::ALL`].
    pub failures: [Rate; Failure::ALL.len()],
}

/// The causes of failure, one group after the other.
fn causes_by_group() -> Vec<Failure> {
    let mut causes = Failure::ALL.to_vec();
    let place = |failure: &Failure| {
        let mut groups = Group::ALL.into_iter();
        groups.position(|item| item == Group::of(*failure))
    };
    // Stable: causes of a group keep the order in which they are tried.
    causes.sort_by_key(place);
    causes
}

/// How the runs of each cell of a sweep end.
pub fn ends_of_cells(layout: &Layout, cells: &[CellLine]) -> Vec<Ends> {
    let ends = |cell: &CellLine| {
        let (group, title) = cell.name(layout);
        Ends {
            group,
            title: if title.is_empty() {
                "as written".to_owned()
            } else {
                title
            },
            agreement: Rate::of_share(cell.rate.max(0.0), cell.runs),
            failures: cell.failures,
        }
    };
    cells.iter().map(ends).collect()
}

/// How runs end without levers, and with each of them, by rank.
pub fn ends_of_levers(found: &Comparison) -> Vec<Ends> {
    let effects = found.by_rank();
    let of =
        |title: &str, agreement: Rate, cause: &dyn Fn(&PairedEffect) -> Rate, of: &PolicyEffect| {
            let nothing = Rate {
                count: 0,
                runs: agreement.runs,
            };
            let rate = |failure: Failure| of.failures.get(failure.name()).map_or(nothing, cause);
            Ends {
                group: None,
                title: title.to_owned(),
                agreement,
                failures: Failure::ALL.map(rate),
            }
        };
    let first = effects.first().copied();
    let none = first.map(|item| of("no lever used", found.none, &|cause| cause.without, item));
    let levers = effects
        .iter()
        .map(|item| of(&item.title, item.agreement.with, &|cause| cause.with, item));
    none.into_iter().chain(levers).collect()
}

/// A bar for each, in their order; `foot` names runs and seed.
pub fn causes(title: &str, foot: &str, ends: &[Ends]) -> Chart {
    let causes = causes_by_group();
    let agreement = Group::Agreement;
    let mut series = vec![Series::new(agreement.name(), Look::of(agreement.colour()))];
    series.extend(
        causes
            .iter()
            .map(|item| Series::new(cause(*item), Look::of(colour_of(*item)))),
    );
    let names = ["group", "row", "end", "ends"];
    let mut frame = Frame::new(names.iter().chain(&RATE));
    for (row, end) in ends.iter().enumerate() {
        let failed = causes.iter().map(|failure| {
            let place = Failure::ALL.iter().position(|item| item == failure);
            (Group::of(*failure), end.failures[place.unwrap_or(0)])
        });
        let parts = std::iter::once((agreement, end.agreement)).chain(failed);
        for (number, (group, rate)) in parts.enumerate() {
            // What never occurs is a number in the data file only.
            let line = frame.line((rate.count > 0).then_some(row), number);
            line.value(end.group.as_ref()).value(&end.title);
            line.value(&series[number].name).value(group.name());
            line.rate(rate);
        }
    }
    let rows = ends.iter().map(|item| Row {
        group: item.group.clone(),
        numbers: vec![percent(item.agreement.value())],
        ..Row::named(&item.title)
    });
    let axis = Axis::share_of_runs();
    Chart {
        heading: "How the talks end, and why they fail".to_owned(),
        title: title.to_owned(),
        caption: "Each bar is all runs, in the order of the legend: agreement, then the causes of failure, of which the first that applies counts. Numbers: percent; right: agreement. Thin lines: 95 % Wilson intervals of each border, the share of all that lies left of it.".to_owned(),
        foot: foot.to_owned(),
        sheet: Sheet::Page,
        series,
        legend: true,
        frame,
        body: Body::Rows(Rows::new(rows.collect(), axis, vec![Layer::Stack(None)])),
    }
}
