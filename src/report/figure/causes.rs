//! Why there is no agreement, cell by cell or lever by lever: bars that add up to all runs.

use crate::bargaining::Failure;
use crate::experiment::compare::{Comparison, PairedEffect, PolicyEffect};
use crate::report::chart::{Axis, Body, Chart, Frame, Layer, Look, Row, Rows, Series, Sheet};
use crate::report::figure::Drawn;
use crate::report::figure::cells::CELLS_MAX;
use crate::report::figure::ends::{AGREEMENT, GROUPS, colour_of, group_of};
use crate::report::labels::{counted, percent};
use crate::report::swept::Swept;
use crate::report::words::cause;
use crate::simulation::Rate;

/// How the runs of a cell, or with a lever, end.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Ends {
    /// What it stands under together with its neighbours.
    pub(super) group: Option<String>,
    /// Name for readers.
    pub(super) title: String,
    /// Agreement.
    pub(super) agreement: Rate,
    /// By cause, in the order of [`Failure::ALL`].
    pub(super) failures: [Rate; Failure::ALL.len()],
}

/// How talks end in each cell of a sweep.
pub(super) fn of_cells(swept: &Swept) -> Drawn {
    if swept.cells.is_empty() || swept.cells.len() > CELLS_MAX {
        return Err("sweeps of 1 to 101 cells");
    }
    let ends = swept.cells.iter().map(|cell| {
        let (group, title) = match cell.changed().as_slice() {
            [] => (None, "as written".to_owned()),
            _ => swept.name(cell),
        };
        Ends {
            group,
            title,
            agreement: Rate::of_share(cell.rate.max(0.0), cell.runs),
            failures: Failure::ALL.map(|cause| cell.failure(cause)),
        }
    });
    Ok(Chart {
        title: swept.layout.title.clone(),
        foot: format!(
            "{} Intervals: simulation error, 95 %.",
            swept.runs_and_seed()
        ),
        ..causes(&ends.collect::<Vec<_>>())
    })
}

/// How talks end without levers, and with each of them, by rank.
pub(super) fn of_levers(found: &Comparison) -> Chart {
    let runs = found.none.runs;
    let of = |title: &str, agreement: Rate, cause: fn(&PairedEffect) -> Rate, of: &PolicyEffect| {
        let rate = |failure: Failure| of.failures.get(failure.name()).map(cause);
        Ends {
            group: None,
            title: title.to_owned(),
            agreement,
            failures: Failure::ALL.map(|it| rate(it).unwrap_or(Rate { count: 0, runs })),
        }
    };
    let effects = found.by_rank();
    let first = effects.first();
    let none = first.map(|it| of("no lever used", found.none, |cause| cause.without, it));
    let levers = effects
        .iter()
        .map(|it| of(&it.title, it.agreement.with, |cause| cause.with, it));
    Chart {
        title: found.title.clone(),
        foot: format!(
            "{} of each, all on the same realizations, seed {}. Intervals: simulation error, 95 %.",
            counted(runs, "run"),
            found.seed
        ),
        ..causes(&none.into_iter().chain(levers).collect::<Vec<_>>())
    }
}

/// A bar for each, in their order.
pub(super) fn causes(ends: &[Ends]) -> Chart {
    // Stable: causes of a group keep the order in which they are tried.
    let mut order: Vec<usize> = (0..Failure::ALL.len()).collect();
    order.sort_by_key(|&place| group_of(Failure::ALL[place]));
    let (name, colour) = GROUPS[AGREEMENT];
    let mut series = vec![Series::new(name, Look::of(colour))];
    series.extend(order.iter().map(|&place| {
        let failure = Failure::ALL[place];
        Series::new(cause(failure), Look::of(colour_of(failure)))
    }));
    let mut frame = Frame::of_rates(["group", "row", "end", "ends"]);
    for (row, end) in ends.iter().enumerate() {
        let failed = order
            .iter()
            .map(|&place| (group_of(Failure::ALL[place]), end.failures[place]));
        let parts = std::iter::once((AGREEMENT, end.agreement)).chain(failed);
        for (number, (group, rate)) in parts.enumerate() {
            // What never occurs is a number in the data file only.
            let line = frame.line((rate.count > 0).then_some(row), number);
            line.value(&end.group).value(&end.title);
            line.value(&series[number].name).value(GROUPS[group].0);
            line.rate(rate);
        }
    }
    let rows = ends.iter().map(|item| Row {
        group: item.group.clone(),
        numbers: vec![percent(item.agreement.value())],
        ..Row::named(&item.title)
    });
    let layers = vec![Layer::Stack(None)];
    Chart {
        sheet: Sheet::Page,
        series,
        legend: true,
        ..Chart::new(
            "How the talks end, and why they fail",
            "Each bar is all runs, in the order of the legend: agreement, then the causes of failure, of which the first that applies counts. Numbers: percent; right: agreement. Thin lines: 95 % Wilson intervals of each border, the share of all that lies left of it.",
            frame,
            Body::Rows(Rows::new(rows, Axis::share_of_runs(), layers)),
        )
    }
}
