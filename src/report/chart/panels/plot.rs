//! One plot of a panel: axes, lines with their intervals, names at their ends.

use crate::report::chart::canvas::{Canvas, Point};
use crate::report::chart::look::Shape;
use crate::report::chart::panels::layout::{BESIDE, Curve, END, Layout, Measured, NUMBERS, TITLE};
use crate::report::chart::scale::Scale;
use crate::report::chart::spec::{Chart, Extent, Panels};
use crate::report::chart::strokes::{Stroke, stroke};
use crate::report::chart::theme::{GREY, INK, LABEL, SMALL, Span, WHITE, blend, count, rounded};
use crate::report::chart::typesetting::{Anchor, Type};

/// Space between the edges of a plot and the ends of a scale of numbers.
const INSET: i32 = 75;
/// How far the marks of neighbouring lines stand apart.
const DODGE: i32 = 22;

/// The scales of a panel.
pub(super) struct Plot<'a> {
    chart: &'a Chart,
    body: &'a Panels,
    edges: Span,
    x: Scale,
    y: Scale,
}

impl<'a> Plot<'a> {
    pub(super) fn of(
        layout: &Layout<'a>,
        measured: &Measured<'_>,
        edges: Span,
        (top, bottom): (i32, i32),
    ) -> Self {
        let body = layout.body;
        let up = Span {
            left: bottom,
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
            chart: layout.chart,
            body,
            edges,
            x: Scale::of(&measured.panel.x, places.chain(level), across, 210),
            y: Scale::of(&body.axis, std::iter::empty(), up, 150),
        }
    }

    pub(super) fn draw_axes(&self, canvas: &mut Canvas<'_>, left: i32, measured: &Measured<'_>) {
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
        let longest = measured.title.iter().map(|line| TITLE.width(line));
        let half = rounded(longest.fold(0.0, f64::max)) / 2;
        let x = self.edges.middle().max(left + half);
        let at = (x, bottom + NUMBERS + LABEL - 8);
        canvas.lines(at, &measured.title, TITLE.at(Anchor::Middle));
    }

    pub(super) fn draw_level(&self, canvas: &mut Canvas<'_>, measured: &Measured<'_>) {
        let Some(level) = &measured.panel.level else {
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

    pub(super) fn draw_band(&self, canvas: &mut Canvas<'_>, curve: &Curve<'_>, lines: usize) {
        if self.banded(lines) {
            let look = self.chart.series[curve.series].look;
            let mut band = self.points(curve, "low", 0);
            band.extend(self.points(curve, "high", 0).into_iter().rev());
            canvas.shape(band, blend(WHITE, look.colour, 0.35));
        }
    }

    /// Draws one of several lines with its marks; without a band it stands a little aside, with intervals across the marks.
    pub(super) fn draw_curve(
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
    pub(super) fn draw_names(&self, canvas: &mut Canvas<'_>, measured: &Measured<'_>) {
        let named = measured
            .curves
            .iter()
            .filter(|curve| !curve.name.is_empty());
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
