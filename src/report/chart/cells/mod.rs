//! Charts of cells: names down the page, shares as shaded cells with their intervals beside them.

mod grid;
mod paint;

use crate::report::chart::cells::grid::Grid;
use crate::report::chart::frame::Frame;
use crate::report::chart::page::{Page, pages};
use crate::report::chart::spec::{Cells, Chart, Row};
use crate::report::chart::theme::Sheet;

/// Draws a chart of cells, as given or turned; turned where that shows more: heads in whole words first, then intervals,
/// then all on one sheet.
pub(super) fn draw(chart: &Chart, body: &Cells, sheet: Sheet) -> Vec<Page> {
    let given = Grid::of(&chart.frame, body, sheet);
    if !body.turnable {
        return all(&given, chart, sheet);
    }
    let (frame, turned) = turned(&chart.frame, body);
    let turned = Grid::of(&frame, &turned, sheet);
    if turned.merit(chart, sheet) > given.merit(chart, sheet) {
        all(&turned, chart, sheet)
    } else {
        all(&given, chart, sheet)
    }
}

/// The same with rows for columns.
fn turned(frame: &Frame, body: &Cells) -> (Frame, Cells) {
    let [down, across] = body.corner.clone();
    let body = Cells {
        rows: body.columns.iter().map(Row::named).collect(),
        columns: body.rows.iter().map(|row| row.name.clone()).collect(),
        corner: [across, down],
        ..body.clone()
    };
    let frame = frame.placed(|line| (Some(line.series), line.row.unwrap_or(0)));
    (frame, body)
}

fn all(grid: &Grid<'_>, chart: &Chart, sheet: Sheet) -> Vec<Page> {
    pages(
        chart,
        sheet,
        grid.beside(),
        &grid.heights(),
        |canvas, part| {
            grid.draw(canvas, part);
        },
    )
}
