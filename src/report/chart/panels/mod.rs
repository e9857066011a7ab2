//! Charts of panels: lines over two axes, each named at its end.

mod layout;
mod plot;

use crate::report::chart::page::{Page, pages, room_for_rows};
use crate::report::chart::panels::layout::Layout;
use crate::report::chart::panels::plot::draw_panel;
use crate::report::chart::spec::{Chart, Panels};
use crate::report::chart::theme::{MARGIN, Sheet};

/// Draws a chart of panels.
pub(super) fn draw(chart: &Chart, body: &Panels, sheet: Sheet) -> Vec<Page> {
    let layout = Layout::fitting(chart, body, sheet, room_for_rows(chart, sheet));
    let rows = layout.rows();
    pages(chart, sheet, 0, &rows, |canvas, part| {
        let mut top = part.top;
        for row in part.rows.clone() {
            let head = layout.head(row);
            for (column, panel) in (0..).zip(layout.row(row)) {
                let left = MARGIN + column * layout.wide;
                draw_panel(canvas, &layout, panel, ((left, top), head));
            }
            top += rows[row];
        }
    })
}
