//! The agreement rate in each cell of a sweep.

use crate::experiment::sweep::Layout;
use crate::report::chart::{
    Axis, BLUE, Body, Chart, Estimate, Extent, Frame, Layer, Look, Row, Rows, Series, Sheet, Unit,
};
use crate::report::figure::cells::CellLine;

/// The cells in their order, each with its number and its settings.
pub fn rates(layout: &Layout, cells: &[CellLine], foot: &str) -> Chart {
    let mut frame = Frame::new(["cell", "runs", "rate", "low", "high"]);
    let mut rows = Vec::new();
    for (number, cell) in cells.iter().enumerate() {
        let line = frame.line(number, 0);
        line.value(number as u64).value(cell.runs);
        line.value(cell.rate).values(cell.interval);
        let levels: Vec<&str> = cell.levels.iter().flatten().map(String::as_str).collect();
        let settings = if levels.is_empty() {
            "as in the scenario".to_owned()
        } else {
            levels.join(", ")
        };
        rows.push(Row::named(format!("{number}: {settings}")));
    }
    let rate = Extent::Holding(Vec::new());
    let axis = Axis::new("share of runs in agreement, %", Unit::Percent, rate);
    let layers = vec![Layer::Mark(Estimate::with_interval("rate"))];
    Chart {
        heading: "Agreement in each cell".to_owned(),
        title: layout.title.clone(),
        caption: "Number and settings of each cell, its agreement rate with its interval."
            .to_owned(),
        foot: foot.to_owned(),
        sheet: Sheet::Column,
        series: vec![Series::new("agreement", Look::of(BLUE))],
        legend: false,
        frame,
        body: Body::Rows(Rows::new(rows, axis, layers)),
    }
}
