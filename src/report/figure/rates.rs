//! The agreement rate in each cell of a sweep.

use crate::report::chart::{
    Axis, BLUE, Body, Chart, Estimate, Frame, Layer, Look, Row, Rows, Series, Unit,
};
use crate::report::swept::Swept;

/// The cells in their order, each with its number and its settings.
pub(super) fn rates(swept: &Swept) -> Chart {
    let mut frame = Frame::new(["cell", "runs", "rate", "low", "high"]);
    let mut rows = Vec::new();
    for (number, cell) in swept.cells.iter().enumerate() {
        let line = frame.line(number, 0);
        line.value(number).value(cell.runs);
        line.value(cell.rate).values(cell.interval);
        let settings = swept.settings(cell, "as in the scenario");
        rows.push(Row::named(format!("{number}: {settings}")));
    }
    let axis = Axis::holding("share of runs in agreement, %", Unit::Percent, &[]);
    let layers = vec![Layer::Mark(Estimate::with_interval("rate"))];
    Chart {
        title: swept.layout.title.clone(),
        foot: swept.foot(),
        series: vec![Series::new("agreement", Look::of(BLUE))],
        ..Chart::new(
            "Agreement in each cell",
            "Number and settings of each cell, its agreement rate with its interval.",
            frame,
            Body::Rows(Rows::new(rows, axis, layers)),
        )
    }
}
