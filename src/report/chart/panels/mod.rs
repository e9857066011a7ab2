//! Charts of panels: lines over two axes, each named at its end.

mod layout;
mod plot;

use crate::report::chart::canvas::{Canvas, Point};
use crate::report::chart::page::{Page, pages, room_for_rows};
use crate::report::chart::panels::layout::{LEFT, Layout, Measured, NAME, NOTE};
use crate::report::chart::panels::plot::Plot;
use crate::report::chart::spec::{Chart, Panels};
use crate::report::chart::theme::{LABEL, MARGIN, SMALL, Sheet, Span};

/// Draws a chart of panels.
pub(super) fn draw(chart: &Chart, body: &Panels, sheet: Sheet) -> Vec<Page> {
    let layout = Layout::fitting(chart, body, sheet, room_for_rows(chart, sheet));
    let rows = layout.rows();
    pages(chart, sheet, 0, &rows, |canvas, part| {
        let mut top = part.top;
        for row in part.rows.clone() {
            let panels = layout.panels.iter().skip(row * layout.columns);
            let head = layout.head(row);
            for (column, panel) in (0..).zip(panels.take(layout.columns)) {
                let left = MARGIN + column * layout.wide;
                draw_panel(canvas, &layout, panel, ((left, top), head));
            }
            top += rows[row];
        }
    })
}

/// Draws a panel from its upper left corner, its plot from `head` below it.
fn draw_panel(
    canvas: &mut Canvas<'_>,
    layout: &Layout<'_>,
    measured: &Measured<'_>,
    ((left, top), head): (Point, i32),
) {
    canvas.lines((left, top + LABEL), &measured.name, NAME);
    let below = top + NAME.tall(&measured.name) + SMALL;
    canvas.lines((left, below), &measured.note, NOTE);
    let (first, last) = (top + head, top + head + layout.plot.1);
    let edges = Span {
        left: left + LEFT,
        right: left + LEFT + layout.plot.0,
    };
    let plot = Plot::of(layout, measured, edges, (first, last));
    plot.draw_axes(canvas, left, measured);
    let lines = measured.curves.len();
    for curve in &measured.curves {
        plot.draw_band(canvas, curve, lines);
    }
    plot.draw_level(canvas, measured);
    for (number, curve) in measured.curves.iter().enumerate() {
        plot.draw_curve(canvas, curve, (number, lines));
    }
    plot.draw_names(canvas, measured);
}
