//! Charts of panels: lines over two axes, each named at its end.

use crate::report::chart::canvas::{Canvas, Point};
use crate::report::chart::frame::Line;
use crate::report::chart::look::Shape;
use crate::report::chart::page::{Page, Part, pages, room_for_rows};
use crate::report::chart::scale::{Scale, written};
use crate::report::chart::spec::{Chart, Extent, Panel, Panels};
use crate::report::chart::strokes::{Stroke, stroke};
use crate::report::chart::theme::{
    GREY, INK, LABEL, MARGIN, SMALL, Sheet, Span, WHITE, blend, count, rounded,
};
use crate::report::chart::typesetting::{Anchor, Type, is_cut};

/// Space left of a plot, for its scale.
const LEFT: i32 = 210;
/// Space between a plot and the names right of it.
const BESIDE: i32 = 80;
/// Space right of a panel.
const GAP: i32 = 70;
/// Space between the edges of a plot and the ends of a scale of numbers.
const INSET: i32 = 75;
/// Height of the numbers below a plot.
const NUMBERS: i32 = 110;
/// How far the marks of neighbouring lines stand apart.
const DODGE: i32 = 22;
/// Lines of a note that is short enough.
const NOTE_MAX: usize = 6;

const NAME: Type = Type::regular(LABEL, INK).bold();
const TITLE: Type = Type::regular(LABEL, INK);
const NOTE: Type = Type::regular(SMALL, GREY);
const END: Type = Type::regular(SMALL, INK).bold();

/// A line of a panel: its points in the order of the frame.
struct Curve<'a> {
    series: usize,
    points: Vec<&'a Line>,
    /// Its name, broken into lines.
    name: Vec<String>,
}

/// A panel, measured.
struct Measured<'a> {
    panel: &'a Panel,
    name: Vec<String>,
    note: Vec<String>,
    title: Vec<String>,
    curves: Vec<Curve<'a>>,
}

/// How panels stand on a sheet.
struct Layout<'a> {
    chart: &'a Chart,
    body: &'a Panels,
    columns: usize,
    /// Width of a panel with all that belongs to it.
    wide: i32,
    /// Width and height of a plot.
    plot: (i32, i32),
    panels: Vec<Measured<'a>>,
}

/// Draws a chart of panels.
pub(super) fn draw(chart: &Chart, body: &Panels, sheet: Sheet) -> Vec<Page> {
    let layout = Layout::fitting(chart, body, sheet, room_for_rows(chart, sheet));
    let rows = layout.rows();
    pages(chart, sheet, 0, &rows, |canvas, part: &Part| {
        let mut top = part.top;
        for row in part.rows.clone() {
            let panels = layout.panels.iter().skip(row * layout.columns);
            let head = layout.head(row);
            for (column, panel) in (0..).zip(panels.take(layout.columns)) {
                let left = MARGIN + column * layout.wide;
                layout.draw(canvas, panel, (left, top), head);
            }
            top += rows[row];
        }
    })
}

impl<'a> Layout<'a> {
    /// As many columns as leave the names whole on two lines and the rows on a sheet; where none does, one with shorter names.
    fn fitting(chart: &'a Chart, body: &'a Panels, sheet: Sheet, room: i32) -> Self {
        let most = match sheet {
            Sheet::Column => 1,
            Sheet::Page | Sheet::Slide => body.columns.min(body.panels.len()),
        };
        let several = (2..=most).rev().map(|columns| (columns, 2));
        let tries = several.chain([(1, 7), (1, 3), (1, 2), (1, 1)]);
        let mut layouts =
            tries.map(|(columns, lines)| Self::of(chart, body, sheet, (columns, lines)));
        let cut = |curve: &Curve<'_>| is_cut(&curve.name);
        let fits = |it: &Self| {
            let names = || it.panels.iter().flat_map(|panel| &panel.curves);
            it.rows().iter().all(|row| *row <= room) && (it.columns == 1 || !names().any(cut))
        };
        let found = layouts.find(fits);
        found.unwrap_or_else(|| Self::of(chart, body, sheet, (1, 1)))
    }

    fn of(
        chart: &'a Chart,
        body: &'a Panels,
        sheet: Sheet,
        (columns, lines): (usize, usize),
    ) -> Self {
        let wide = (sheet.width() - 2 * MARGIN) / count(columns);
        let curves = (0..body.panels.len()).map(|panel| curves(chart, panel));
        let mut curves: Vec<Vec<Curve<'a>>> = curves.collect();
        let words = |curve: &Curve<'_>| end_words(chart, body, curve);
        let longest = curves
            .iter()
            .flatten()
            .map(|curve| END.width(&words(curve)));
        let longest = rounded(longest.fold(0.0, f64::max)) + 2;
        let inner = wide - LEFT - BESIDE - GAP;
        // A lone column of a wide sheet leaves room for long names; those of few lines may take two lines each.
        let most = curves.iter().map(Vec::len).max().unwrap_or(0);
        let wanted = if most > 2 { longest } else { longest * 7 / 10 };
        let names = wanted.min(inner * if inner > 3_500 { 7 } else { 5 } / 10);
        for curve in curves.iter_mut().flatten() {
            curve.name = END.wrap(&words(curve), names, lines);
        }
        let tall = |curves: &Vec<Curve<'_>>| -> i32 {
            curves.iter().map(|curve| END.tall(&curve.name) + 8).sum()
        };
        let tallest = curves.iter().map(tall).max().unwrap_or(0);
        let plot_width = if longest > 2 {
            inner - names
        } else {
            inner + BESIDE
        };
        let measured = body.panels.iter().zip(curves);
        let panels = measured.map(|(panel, curves)| Measured {
            name: NAME.balance(&panel.name, wide - GAP, 3),
            note: note(&panel.notes, wide - GAP),
            title: TITLE.balance(&panel.x.title, wide - GAP, 4),
            panel,
            curves,
        });
        Self {
            chart,
            body,
            columns,
            wide,
            plot: (
                plot_width,
                least_plot(sheet, body.panels.len()).max(tallest),
            ),
            panels: panels.collect(),
        }
    }

    /// Height of the words above the plots of a row.
    fn head(&self, row: usize) -> i32 {
        let panels = self
            .panels
            .iter()
            .skip(row * self.columns)
            .take(self.columns);
        let heads = panels.map(|it| {
            let remarks = !self.body.axis.title.is_empty() || it.panel.level.is_some();
            NAME.tall(&it.name) + NOTE.tall(&it.note) + if remarks { 150 } else { 70 }
        });
        heads.max().unwrap_or(0)
    }

    /// Heights of the rows of panels.
    fn rows(&self) -> Vec<i32> {
        let rows = self.panels.chunks(self.columns).enumerate();
        let foot = |panels: &[Measured<'_>]| {
            let titles = panels.iter().map(|it| TITLE.tall(&it.title));
            NUMBERS + titles.max().unwrap_or(0) + 75
        };
        rows.map(|(row, panels)| self.head(row) + self.plot.1 + foot(panels))
            .collect()
    }

    /// Draws a panel from its upper left corner, its plot from `head` below it.
    fn draw(&self, canvas: &mut Canvas<'_>, it: &Measured<'_>, (left, top): Point, head: i32) {
        canvas.lines((left, top + LABEL), &it.name, NAME);
        let below = top + NAME.tall(&it.name) + SMALL;
        canvas.lines((left, below), &it.note, NOTE);
        let (first, last) = (top + head, top + head + self.plot.1);
        let edges = Span {
            left: left + LEFT,
            right: left + LEFT + self.plot.0,
        };
        let plot = Plot::of(self, it, edges, (first, last));
        plot.draw_axes(canvas, left, it);
        let lines = it.curves.len();
        for curve in &it.curves {
            plot.draw_band(canvas, curve, lines);
        }
        plot.draw_level(canvas, it);
        for (number, curve) in it.curves.iter().enumerate() {
            plot.draw_curve(canvas, curve, (number, lines));
        }
        plot.draw_names(canvas, it);
    }
}

/// Least height of a plot: less where there are many, so that two rows fit on a slide.
fn least_plot(sheet: Sheet, panels: usize) -> i32 {
    match (sheet, panels) {
        (_, 0 | 1) => 1_250,
        (Sheet::Slide, _) => 420,
        (_, 2 | 3) => 800,
        _ => 580,
    }
}

/// The first of some notes that is short enough, else the last one.
fn note(notes: &[String], room: i32) -> Vec<String> {
    let mut lines = notes
        .iter()
        .map(|note| NOTE.balance(note, room, NOTE_MAX + 1));
    let short = lines.find(|lines| lines.len() <= NOTE_MAX);
    let last = || notes.last().map(|note| NOTE.balance(note, room, NOTE_MAX));
    short.or_else(last).unwrap_or_default()
}

/// The lines of a panel, in the order of their series.
fn curves(chart: &Chart, panel: usize) -> Vec<Curve<'_>> {
    let mut curves: Vec<Curve<'_>> = Vec::new();
    for line in chart.frame.of_row(panel) {
        match curves.iter_mut().find(|it| it.series == line.series) {
            Some(curve) => curve.points.push(line),
            None => curves.push(Curve {
                series: line.series,
                points: vec![line],
                name: Vec::new(),
            }),
        }
    }
    curves
}

/// The words at the end of a line.
fn end_words(chart: &Chart, body: &Panels, curve: &Curve<'_>) -> String {
    let name = &chart.series[curve.series].name;
    let last = curve.points.last();
    let last = last.and_then(|line| chart.frame.number(line, body.y));
    match last.filter(|_| body.numbered && !name.is_empty()) {
        Some(last) => format!("{} {name}", written(last, body.axis.unit)),
        None => name.clone(),
    }
}

/// The scales of a panel.
struct Plot<'a> {
    chart: &'a Chart,
    body: &'a Panels,
    edges: Span,
    x: Scale,
    y: Scale,
}

impl<'a> Plot<'a> {
    fn of(layout: &Layout<'a>, it: &Measured<'_>, edges: Span, (top, bottom): (i32, i32)) -> Self {
        let body = layout.body;
        let up = Span {
            left: bottom,
            right: top,
        };
        let points = it.curves.iter().flat_map(|curve| &curve.points);
        let places = points.filter_map(|line| layout.chart.frame.number(line, body.x));
        let level = it.panel.level.as_ref().and_then(|level| level.place);
        // Marks at the ends of a scale stay clear of its numbers, and the last step of a curve shows.
        let (before, after) = if body.steps {
            (0, 50)
        } else if matches!(it.panel.x.extent, Extent::Words(_)) {
            (45, 45)
        } else {
            (INSET, INSET)
        };
        let across = Span {
            left: edges.left + before,
            right: edges.right - after,
        };
        Self {
            chart: layout.chart,
            body,
            edges,
            x: Scale::of(&it.panel.x, places.chain(level), across, 210),
            y: Scale::of(&body.axis, std::iter::empty(), up, 150),
        }
    }

    fn draw_axes(&self, canvas: &mut Canvas<'_>, left: i32, it: &Measured<'_>) {
        let (top, bottom) = (self.y.span.right, self.y.span.left);
        self.y.draw_up(canvas, (self.edges.left, self.edges.right));
        canvas.words((left, top - 65), &self.body.axis.title, TITLE);
        self.x.draw_across(canvas, (top, bottom));
        canvas.line(
            (self.edges.left, bottom),
            (self.edges.right, bottom),
            GREY,
            6,
        );
        // A long title reaches further than the plot.
        let longest = it.title.iter().map(|line| TITLE.width(line));
        let half = rounded(longest.fold(0.0, f64::max)) / 2;
        let x = self.edges.middle().max(left + half);
        let at = (x, bottom + NUMBERS + LABEL - 8);
        canvas.lines(at, &it.title, TITLE.at(Anchor::Middle));
    }

    fn draw_level(&self, canvas: &mut Canvas<'_>, it: &Measured<'_>) {
        let Some(level) = &it.panel.level else {
            return;
        };
        let y = self.y.at(level.at);
        let ends = [(self.edges.left, y), (self.edges.right, y)];
        stroke(canvas, &ends, GREY, 8, Stroke::Dashed);
        if let Some(place) = level.place {
            canvas.ring((self.x.at(place), y), 44, INK, 10);
        }
        let kind = Type::regular(SMALL, INK).at(Anchor::End);
        let above = self.y.span.right - 65;
        canvas.words((self.edges.right, above), &level.words, kind);
    }

    /// The points of a line by the value of some column, moved aside.
    fn points(&self, curve: &Curve<'_>, column: &str, aside: i32) -> Vec<Point> {
        let frame = &self.chart.frame;
        let mut points: Vec<Point> = Vec::new();
        for line in &curve.points {
            let place = self.x.place(frame.get(line, self.body.x));
            if let (Some(x), Some(y)) = (place, frame.number(line, column)) {
                let at = (self.x.at(x) + aside, self.y.at(y));
                if let Some(last) = points.last().copied().filter(|_| self.body.steps) {
                    points.push((at.0, last.1));
                }
                points.push(at);
            }
        }
        if let Some(last) = points.last().copied().filter(|_| self.body.steps) {
            points.push((self.edges.right, last.1));
        }
        points
    }

    /// Whether intervals are bands: where a line is alone, or goes in steps.
    fn banded(&self, lines: usize) -> bool {
        self.body.intervals && (lines == 1 || self.body.steps)
    }

    fn draw_band(&self, canvas: &mut Canvas<'_>, curve: &Curve<'_>, lines: usize) {
        if self.banded(lines) {
            let look = self.chart.series[curve.series].look;
            let mut band = self.points(curve, "low", 0);
            band.extend(self.points(curve, "high", 0).into_iter().rev());
            canvas.shape(band, blend(WHITE, look.colour, 0.35));
        }
    }

    /// Draws one of several lines with its marks; without a band it stands a little aside, with intervals across the marks.
    fn draw_curve(
        &self,
        canvas: &mut Canvas<'_>,
        curve: &Curve<'_>,
        (number, lines): (usize, usize),
    ) {
        let look = self.chart.series[curve.series].look;
        let whiskers = self.body.intervals && !self.banded(lines);
        let aside = if whiskers {
            (2 * count(number) - count(lines) + 1) * DODGE / 2
        } else {
            0
        };
        let points = self.points(curve, self.body.y, aside);
        stroke(canvas, &points, look.colour, 14, look.stroke);
        if self.body.steps {
            return;
        }
        for (place, at) in points.iter().enumerate() {
            // Where a line comes from is a ring.
            let starts = place == 0 && !self.body.intervals;
            let look = if starts {
                look.shaped(Shape::Ring)
            } else {
                look
            };
            look.mark(canvas, *at, 28);
        }
        if whiskers {
            let [lows, highs] = ["low", "high"].map(|column| self.points(curve, column, aside));
            for (low, high) in lows.into_iter().zip(highs) {
                canvas.line(low, high, INK, 10);
            }
        }
    }

    /// Names at the ends of lines, as near to them as they can stand without touching; a thin line leads to those that had to
    /// move.
    fn draw_names(&self, canvas: &mut Canvas<'_>, it: &Measured<'_>) {
        let named = it.curves.iter().filter(|curve| !curve.name.is_empty());
        let named: Vec<&Curve<'_>> = named.collect();
        let wanted = named.iter().filter_map(|curve| {
            let y = self.chart.frame.number(curve.points.last()?, self.body.y)?;
            Some((self.y.at(y), END.tall(&curve.name) + 8))
        });
        let wanted: Vec<(i32, i32)> = wanted.collect();
        let middles = apart(&wanted, (self.y.span.right - SMALL / 2, self.y.span.left));
        for ((curve, middle), (y, _)) in named.into_iter().zip(middles).zip(wanted) {
            let right = self.edges.right;
            if (middle - y).abs() > SMALL / 2 {
                canvas.line((right + 28, y), (right + BESIDE - 12, middle), GREY, 5);
            }
            let first = middle - END.tall(&curve.name) / 2 + SMALL - 8;
            let kind = Type {
                colour: self.chart.series[curve.series].look.colour,
                ..END
            };
            canvas.lines((right + BESIDE, first), &curve.name, kind);
        }
    }
}

/// Middles of blocks of some heights, in the order of the middles wished for, none over another and all between two ends.
fn apart(wanted: &[(i32, i32)], (first, last): (i32, i32)) -> Vec<i32> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    // The sort is stable: of equal ones the first stands above.
    order.sort_by_key(|&number| wanted[number].0);
    let mut middles = vec![0; wanted.len()];
    let mut free = first;
    for &number in &order {
        let (middle, height) = wanted[number];
        let top = (middle - height / 2).max(free);
        middles[number] = top + height / 2;
        free = top + height;
    }
    let mut free = last;
    for &number in order.iter().rev() {
        let height = wanted[number].1;
        let bottom = (middles[number] + height - height / 2).min(free);
        middles[number] = bottom - height + height / 2;
        free = bottom - height;
    }
    middles
}

#[cfg(test)]
mod tests {
    use super::apart;

    #[test]
    fn names_stand_apart_in_the_order_of_their_lines() {
        assert_eq!(apart(&[(500, 100), (100, 100)], (0, 1_000)), [500, 100]);
        let crowded = apart(&[(990, 100), (995, 100), (985, 100)], (0, 1_000));
        assert_eq!(crowded, [850, 950, 750]);
        assert_eq!(apart(&[(0, 100), (0, 100)], (0, 1_000)), [50, 150]);
    }
}
