//! What each lever, or each cell of a sweep, changes: differences to a baseline with their intervals, one row each.

use crate::experiment::compare::Comparison;
use crate::report::chart::{
    Axis, BAND, BLUE, Body, Chart, Columns, Frame, GREY, Layer, Look, NEUTRAL, Row, Rows, Series,
    Shape, Sheet, Unit, VERMILION,
};
use crate::report::figure::bands;
use crate::report::figure::settings::CELLS_MAX;
use crate::report::labels::{counted, percent, points, share_bounds};
use crate::report::swept::{PlayedCell, Swept, confidence};
use crate::report::words::ASSUMED;
use crate::simulation::excludes_zero;

/// A difference of the agreement rate to that of a baseline, with its bounds in −1..=1.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Change {
    /// Group and name for readers, and whether it stands apart from those that have a rank.
    pub(super) row: Row,
    /// Runs.
    pub(super) runs: u64,
    /// Difference to the baseline.
    pub(super) difference: f64,
    /// Its interval, which holds together with those of all other rows.
    pub(super) interval: [f64; 2],
    /// Whether it includes a lever that the file never uses.
    pub(super) never_in_file: bool,
    /// The ends of its band of assumptions; empty where it has none.
    pub(super) band: Vec<Option<f64>>,
}

/// What each lever changes, by rank.
pub(super) fn of_levers(found: &Comparison) -> Chart {
    let effects = found.by_rank();
    let before = std::iter::once(false).chain(effects.iter().map(|effect| effect.kind.is_ranked()));
    let changes = effects.iter().zip(before).map(|(effect, before)| {
        let agreement = &effect.agreement;
        Change {
            row: Row {
                apart: before && !effect.kind.is_ranked(),
                ..Row::named(&effect.title)
            },
            runs: agreement.with.runs,
            difference: agreement.difference,
            interval: agreement.interval_all,
            never_in_file: effect.never_used_in_the_file,
            band: bands::ends(found.band.as_ref(), "agreement", &effect.policy),
        }
    });
    let none = found.none;
    let remark = zero_is("no lever used", none.value(), none.interval());
    let chart = changes_chart(Some(remark), "95", changes.collect());
    Chart {
        caption: bands::caption(found.band.as_ref(), &chart.caption),
        heading: "What each lever changes, against none".to_owned(),
        title: found.title.clone(),
        foot: format!(
            "{} of each, seed {}. Intervals: simulation error.",
            counted(none.runs, "run"),
            found.seed
        ),
        ..chart
    }
}

/// What each cell changes, against the first.
pub(super) fn of_cells(swept: &Swept) -> Option<Chart> {
    let baseline = swept.cells.iter().find(|cell| cell.difference.is_none());
    let remark = baseline.map(|cell| {
        let title = swept.settings(cell, "the scenario as written");
        zero_is(&title, cell.rate, cell.interval)
    });
    let change = |cell: &PlayedCell| {
        let [difference, low, high] = cell.difference?;
        Some(Change {
            row: swept.row(cell),
            runs: cell.runs,
            difference,
            interval: [low, high],
            never_in_file: false,
            band: Vec::new(),
        })
    };
    let changes: Vec<Change> = swept.cells.iter().filter_map(change).collect();
    if changes.is_empty() || changes.len() >= CELLS_MAX {
        return None;
    }
    Some(Chart {
        heading: "What each cell changes, against the first".to_owned(),
        title: swept.layout.title.clone(),
        foot: format!("{} Intervals: simulation error.", swept.runs_and_seed()),
        ..changes_chart(remark, &confidence(&swept.layout), changes)
    })
}

/// What differences are from.
fn zero_is(title: &str, rate: f64, interval: [f64; 2]) -> String {
    format!("0 = {title}: {} {}", percent(rate), share_bounds(interval))
}

/// The rows in their order, below what they are compared with; `confidence` is that of all intervals together, in percent.
pub(super) fn changes_chart(
    remark: Option<String>,
    confidence: &str,
    changes: Vec<Change>,
) -> Chart {
    let caption = caption(confidence, &changes);
    let names = [
        "group",
        "row",
        "runs",
        "difference",
        "low",
        "high",
        "significant",
    ];
    let has_bands = changes.iter().any(|change| !change.band.is_empty());
    let mut frame = Frame::new(names).and(BAND.into_iter().filter(|_| has_bands));
    let mut rows = Vec::new();
    for (number, change) in changes.into_iter().enumerate() {
        let significant = excludes_zero(change.interval);
        let series = match (significant, change.difference > 0.0) {
            (true, true) => 0,
            (true, false) => 1,
            (false, _) => 2,
        };
        let mut row = change.row;
        let line = frame.line(number, series);
        line.value(&row.group).value(&row.name);
        line.value(change.runs).value(change.difference);
        line.values(change.interval).value(significant);
        line.values(change.band);
        if change.never_in_file {
            row.name.push_str("\u{a0}*");
        }
        let [low, high] = change.interval.map(points);
        row.numbers = vec![points(change.difference), format!("[{low}, {high}]")];
        rows.push(row);
    }
    let estimate = Columns::with_interval("difference");
    let axis = Axis::holding("difference of agreement, points", Unit::Points, &[0.0]);
    let band = has_bands.then_some(Layer::Band);
    let rule = Layer::Rule(0.0, Look::of(GREY));
    let layers = std::iter::once(rule)
        .chain(band)
        .chain([Layer::Mark(estimate)]);
    let body = Body::Rows(Rows {
        remark,
        ..Rows::new(rows, axis, layers.collect())
    });
    Chart {
        sheet: Sheet::Page,
        series: vec![
            Series::new("more agreement", Look::of(BLUE)),
            Series::new("less agreement", Look::of(VERMILION)),
            Series::new("not significant", Look::of(NEUTRAL).shaped(Shape::Ring)),
        ],
        ..Chart::new("", caption, frame, body)
    }
}

/// What the marks mean.
fn caption(confidence: &str, changes: &[Change]) -> String {
    let mut words = format!(
        "Difference of the agreement rate to the baseline, 0, on the same realizations. Lines: score intervals (Tango 1998) that \
         hold for all rows at once with {confidence} % (Šidák 1967). Open circles: intervals that contain 0.",
    );
    if changes.iter().any(|change| change.never_in_file) {
        words = format!("{words} {ASSUMED}.");
    }
    words
}

#[cfg(test)]
mod tests;
