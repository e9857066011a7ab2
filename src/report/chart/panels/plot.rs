//! One plot of a panel: axes, lines with their intervals, names at their ends.

use crate::report::chart::axis::Extent;
use crate::report::chart::canvas::{Canvas, Point};
use crate::report::chart::look::{Look, Shape};
use crate::report::chart::panels::layout::{
    BESIDE, Curve, END, LEFT, Layout, Measured, NUMBERS, TITLE,
};
use crate::report::chart::scale::Scale;
use crate::report::chart::spec::Panels;
use crate::report::chart::strokes::{Stroke, stroke};
use crate::report::chart::theme::{GREY, INK, LABEL, SMALL, Span, WHITE, blend, count};
use crate::report::chart::typesetting::{Anchor, Type};

/// Space between the edges of a plot and the ends of a scale of numbers.
const INSET: i32 = 75;
/// How far the marks of neighbouring lines stand apart.
const DODGE: i32 = 22;

/// The scales of a panel.
struct Plot<'a> {
    layout: &'a Layout<'a>,
    body: &'a Panels,
    measured: &'a Measured<'a>,
    edges: Span,
    x: Scale,
    y: Scale,
}

/// Draws a panel from its upper left corner, its plot from `head` below it.
pub(super) fn draw_panel(
    canvas: &mut Canvas<'_>,
    layout: &Layout<'_>,
    measured: &Measured<'_>,
    ((left, top), head): (Point, i32),
) {
    canvas.text((left, top + LABEL), &measured.name);
    let below = top + measured.name.height() + SMALL;
    canvas.text((left, below), &measured.note);
    let plot = Plot::of(layout, measured, (left + LEFT, top + head));
    plot.draw_axes(canvas, left);
    for curve in &measured.curves {
        plot.draw_band(canvas, curve);
    }
    plot.draw_level(canvas);
    for (number, curve) in (0..).zip(&measured.curves) {
        plot.draw_curve(canvas, curve, number);
    }
    plot.draw_names(canvas);
}

impl<'a> Plot<'a> {
    fn of(layout: &'a Layout<'a>, measured: &'a Measured<'a>, (left, top): Point) -> Self {
        let body = layout.body;
        let edges = Span {
            left,
            right: left + layout.plot.0,
        };
        let up = Span {
            left: top + layout.plot.1,
            right: top,
        };
        let points = measured.curves.iter().flat_map(|curve| &curve.points);
        let places = points.filter_map(|line| layout.chart.frame.number(line, body.x));
        let level = measured.panel.level.as_ref().and_then(|level| level.place);
        // Marks at the ends of a scale stay clear of its numbers, and the last step of a curve shows.
        let (before, after) = if body.steps {
            (0, 50)
        } else if matches!(measured.panel.x.extent, Extent::Words(_)) {
            (45, 45)
        } else {
            (INSET, INSET)
        };
        let across = Span {
            left: edges.left + before,
            right: edges.right - after,
        };
        Self {
            layout,
            body,
            measured,
            edges,
            x: Scale::of(&measured.panel.x, places.chain(level), across, 210),
            y: Scale::of(&body.axis, std::iter::empty(), up, 150),
        }
    }

    fn draw_axes(&self, canvas: &mut Canvas<'_>, left: i32) {
        let (top, bottom) = (self.y.span.right, self.y.span.left);
        let edges = self.edges;
        self.y.draw_up(canvas, (edges.left, edges.right));
        canvas.words((left, top - 65), &self.body.axis.title, TITLE);
        self.x.draw_across(canvas, (top, bottom));
        canvas.line((edges.left, bottom), (edges.right, bottom), GREY, 6);
        // A long title reaches further than the plot.
        let title = &self.measured.title;
        let x = edges.middle().max(left + title.width() / 2);
        let at = (x, bottom + NUMBERS + LABEL - 8);
        canvas.text_of(at, title, title.kind.at(Anchor::Middle));
    }

    fn draw_level(&self, canvas: &mut Canvas<'_>) {
        let Some(level) = &self.measured.panel.level else {
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
        let frame = &self.layout.chart.frame;
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
    fn has_bands(&self) -> bool {
        self.body.intervals && (self.measured.curves.len() == 1 || self.body.steps)
    }

    fn look(&self, curve: &Curve<'_>) -> Look {
        self.layout.chart.series[curve.series].look
    }

    fn draw_band(&self, canvas: &mut Canvas<'_>, curve: &Curve<'_>) {
        if self.has_bands() {
            let look = self.look(curve);
            let mut band = self.points(curve, "low", 0);
            band.extend(self.points(curve, "high", 0).into_iter().rev());
            canvas.shape(band, blend(WHITE, look.colour, 0.35));
        }
    }

    /// Draws one of several lines with its marks; without a band it stands a little aside, with intervals across the marks.
    fn draw_curve(&self, canvas: &mut Canvas<'_>, curve: &Curve<'_>, number: i32) {
        let look = self.look(curve);
        let whiskers = self.body.intervals && !self.has_bands();
        let aside = if whiskers {
            (2 * number - count(self.measured.curves.len()) + 1) * DODGE / 2
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
            let shape = match place {
                0 if !self.body.intervals => Shape::Ring,
                _ => look.shape,
            };
            look.shaped(shape).mark(canvas, *at, 28);
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
    fn draw_names(&self, canvas: &mut Canvas<'_>) {
        let frame = &self.layout.chart.frame;
        let named = self.measured.curves.iter().filter_map(|curve| {
            let y = frame.number(curve.points.last()?, self.body.y)?;
            (!curve.name.lines.is_empty()).then(|| (curve, self.y.at(y)))
        });
        let named: Vec<(&Curve<'_>, i32)> = named.collect();
        let wanted = named.iter();
        let wanted: Vec<(i32, i32)> = wanted
            .map(|(curve, y)| (*y, curve.name.height() + 8))
            .collect();
        let middles = apart(&wanted, (self.y.span.right - SMALL / 2, self.y.span.left));
        for ((curve, y), middle) in named.into_iter().zip(middles) {
            let right = self.edges.right;
            if (middle - y).abs() > SMALL / 2 {
                canvas.line((right + 28, y), (right + BESIDE - 12, middle), GREY, 5);
            }
            let first = middle - curve.name.height() / 2 + SMALL - 8;
            let kind = Type {
                colour: self.look(curve).colour,
                ..END
            };
            canvas.text_of((right + BESIDE, first), &curve.name, kind);
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
