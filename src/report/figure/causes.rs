//! Why there is no agreement, cell by cell or lever by lever: bars that add up to all runs.

use crate::bargaining::Failure;
use crate::experiment::compare::{Comparison, PairedEffect, PolicyEffect};
use crate::report::chart::{Axis, Body, Chart, Frame, Layer, Look, Row, Rows, Series, Sheet};
use crate::report::figure::endings::{AGREEMENT, GROUPS, HEADING, colour_of, group_of};
use crate::report::figure::settings::CELLS_MAX;
use crate::report::labels::{counted, percent};
use crate::report::swept::Swept;
use crate::report::words::cause;
use crate::simulation::Rate;

/// How the runs of a cell, or with a lever, end.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Ends {
    /// Group and name for readers.
    pub(super) row: Row,
    /// Agreement.
    pub(super) agreement: Rate,
    /// By cause, in the order of [`Failure::ALL`].
    pub(super) failures: [Rate; Failure::ALL.len()],
}

/// How talks end in each cell of a sweep.
pub(super) fn of_cells(swept: &Swept) -> Option<Chart> {
    if swept.cells.is_empty() || swept.cells.len() > CELLS_MAX {
        return None;
    }
    let ends = swept.cells.iter().map(|cell| Ends {
        row: swept.row(cell),
        agreement: Rate::of_share(cell.rate.max(0.0), cell.runs),
        failures: Failure::ALL.map(|cause| cell.failure(cause)),
    });
    Some(Chart {
        title: swept.layout.title.clone(),
        foot: format!(
            "{} Intervals: simulation error, 95 %.",
            swept.runs_and_seed()
        ),
        ..causes(ends)
    })
}

/// How talks end without levers, and with each of them, by rank.
pub(super) fn of_levers(found: &Comparison) -> Chart {
    let runs = found.none.runs;
    let of = |title: &str, agreement: Rate, cause: fn(&PairedEffect) -> Rate, of: &PolicyEffect| {
        let rate = |failure: Failure| of.failures.get(failure.name()).map(cause);
        Ends {
            row: Row::named(title),
            agreement,
            failures: Failure::ALL.map(|failure| rate(failure).unwrap_or(Rate { count: 0, runs })),
        }
    };
    let effects = found.by_rank();
    let first = effects.first();
    let none = first.map(|effect| of("no lever used", found.none, |cause| cause.without, effect));
    let levers = effects.iter().map(|effect| {
        of(
            &effect.title,
            effect.agreement.with,
            |cause| cause.with,
            effect,
        )
    });
    Chart {
        title: found.title.clone(),
        foot: format!(
            "{} of each, all on the same realizations, seed {}. Intervals: simulation error, 95 %.",
            counted(runs, "run"),
            found.seed
        ),
        ..causes(none.into_iter().chain(levers))
    }
}

/// A bar for each, in their order.
pub(super) fn causes(ends: impl Iterator<Item = Ends>) -> Chart {
    let mut order = Failure::ALL;
    // Stable: causes of a group keep the order in which they are tried.
    order.sort_by_key(|&failure| group_of(failure));
    let (name, colour) = GROUPS[AGREEMENT];
    let mut series = vec![Series::new(name, Look::of(colour))];
    series.extend(order.map(|failure| Series::new(cause(failure), Look::of(colour_of(failure)))));
    let mut frame = Frame::of_rates(["group", "row", "end", "ends"]);
    let mut rows = Vec::new();
    for end in ends {
        let failed = order.map(|failure| (group_of(failure), end.failures[failure.place()]));
        let parts = std::iter::once((AGREEMENT, end.agreement)).chain(failed);
        for (number, (group, rate)) in parts.enumerate() {
            // What never occurs is a number in the data file only.
            let line = frame.line((rate.count > 0).then_some(rows.len()), number);
            line.value(&end.row.group).value(&end.row.name);
            line.value(&series[number].name).value(GROUPS[group].0);
            line.rate(rate);
        }
        rows.push(Row {
            numbers: vec![percent(end.agreement.value())],
            ..end.row
        });
    }
    let layers = vec![Layer::Stack(None)];
    Chart {
        sheet: Sheet::Page,
        series,
        legend: true,
        ..Chart::new(
            HEADING,
            "Each bar is all runs, in the order of the legend: agreement, then the causes of failure, of which the first that applies counts. Numbers: percent; right: agreement. Thin lines: 95 % Wilson intervals of each border, the share of all that lies left of it.",
            frame,
            Body::Rows(Rows::new(rows, Axis::share_of_runs(), layers)),
        )
    }
}
