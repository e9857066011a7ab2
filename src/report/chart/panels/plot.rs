//! One plot of a panel: axes, lines with their intervals, names at their ends.

use crate::report::chart::axis::{Extent, Unit};
use crate::report::chart::frame::Line;
use crate::report::chart::look::{Look, Shape, Stroke};
use crate::report::chart::picture::{Picture, Point};
use crate::report::chart::scale::{NUMBER, Scale};
use crate::report::chart::spec::{BAND, Chart, Panel, Panels};
use crate::report::chart::theme::{GREY, INK, LABEL, SMALL, WHITE, blend, count};
use crate::report::chart::typesetting::{Anchor, Text, Type};

/// Space left of a plot, for its scale.
pub(super) const LEFT: i32 = 210;
/// Space between a plot and the names right of it.
pub(super) const BESIDE: i32 = 80;
/// Height of the numbers below a plot.
const NUMBERS: i32 = 110;
/// Space between the edges of a plot and the ends of a scale of numbers.
const INSET: i32 = 75;
/// How far the marks of neighbouring lines stand apart.
const DODGE: i32 = 22;
const TITLE: Type = Type::regular(LABEL, INK);

/// A line of a panel: its points in the order of the frame, and the words at its end.
#[derive(Default)]
pub(super) struct Curve<'a> {
    pub(super) series: usize,
    pub(super) points: Vec<&'a Line>,
    pub(super) words: String,
}

/// A plot with its scales, its upper edge at zero.
pub(super) struct Plot<'a> {
    chart: &'a Chart,
    body: &'a Panels,
    panel: &'a Panel,
    curves: &'a [Curve<'a>],
    /// Its right edge and its bottom.
    corner: Point,
    x: Scale,
    y: Scale,
}

impl<'a> Plot<'a> {
    pub(super) fn of(
        chart: &'a Chart,
        body: &'a Panels,
        panel: &'a Panel,
        (curves, (wide, tall)): (&'a [Curve<'a>], (i32, i32)),
    ) -> Self {
        let points = curves.iter().flat_map(|curve| &curve.points);
        let places = points.filter_map(|line| chart.frame.number(line, body.x));
        let level = panel.level.as_ref().and_then(|level| level.place);
        // Marks at the ends of a scale stay clear of its numbers, and the last step of a curve shows.
        let (before, after) = if body.steps {
            (0, 50)
        } else if matches!(panel.x.extent, Extent::Words(_)) {
            (45, 45)
        } else {
            (INSET, INSET)
        };
        let across = [LEFT + before, LEFT + wide - after];
        // Powers of ten soon have many digits.
        let right = match (panel.x.unit, &panel.x.extent) {
            (Unit::Ratio, Extent::Fixed([_, most])) => {
                NUMBER.widest([Unit::Ratio.written(*most)]) + 60
            }
            _ => 210,
        };
        let up = if body.axis.unit == Unit::Ratio {
            110
        } else {
            150
        };
        Self {
            chart,
            body,
            panel,
            curves,
            corner: (LEFT + wide, tall),
            x: Scale::of(&panel.x, places.chain(level), across, right),
            y: Scale::of(&body.axis, std::iter::empty(), [tall, 0], up),
        }
    }

    /// Draws it with the names of its lines, and with a title no wider than some room.
    pub(super) fn draw(&self, names: &[Text], room: i32) -> Picture {
        let mut plot = Picture::default();
        self.draw_axes(&mut plot, room);
        if self.chart.frame.has(BAND[0]) {
            self.draw_ranges(&mut plot);
        }
        for curve in self.curves.iter().filter(|_| self.has_bands()) {
            self.draw_ribbon(&mut plot, curve, (["low", "high"], 0.35));
        }
        self.draw_level(&mut plot);
        for (number, curve) in (0..).zip(self.curves) {
            self.draw_curve(&mut plot, curve, number);
        }
        self.draw_names(&mut plot, names);
        plot
    }

    /// The bands of assumptions, with edges that show where they lie on one another.
    fn draw_ranges(&self, plot: &mut Picture) {
        for curve in self.curves {
            self.draw_ribbon(plot, curve, (BAND, 0.13));
        }
        for curve in self.curves {
            let edge = blend(WHITE, self.look(curve).colour, 0.4);
            for column in BAND {
                Look::of(edge).line(plot, &self.points(curve, column, 0), 5);
            }
        }
    }

    /// What lies between two columns, in a share of the colour of a line.
    fn draw_ribbon(
        &self,
        plot: &mut Picture,
        curve: &Curve<'_>,
        ([low, high], light): ([&str; 2], f64),
    ) {
        let mut ribbon = self.points(curve, low, 0);
        ribbon.extend(self.points(curve, high, 0).into_iter().rev());
        plot.shape(ribbon, blend(WHITE, self.look(curve).colour, light));
    }

    fn draw_axes(&self, plot: &mut Picture, room: i32) {
        let (right, bottom) = self.corner;
        plot.words((0, -65), &self.body.axis.title, TITLE);
        let corners = ((LEFT, 0), self.corner);
        self.x.draw_axes(plot, &self.y, corners);
        plot.line((LEFT, bottom), (right, bottom), GREY, 6);
        let title = TITLE.at(Anchor::Middle);
        let title = title.balance(&self.panel.x.title, room, 4);
        // A long title reaches further than the plot.
        let middle = i32::midpoint(LEFT, right).max(title.width() / 2);
        plot.height = bottom + NUMBERS;
        plot.write(middle, &title);
        plot.height += 75;
    }

    fn draw_level(&self, plot: &mut Picture) {
        let Some(level) = &self.panel.level else {
            return;
        };
        let (right, y) = (self.corner.0, self.y.at(level.at));
        let look = Look::of(GREY).stroked(Stroke::Dashed);
        look.line(plot, &[(LEFT, y), (right, y)], 8);
        if let Some(place) = level.place {
            plot.ring((self.x.at(place), y), 44, INK, 10);
        }
        let kind = Type::regular(SMALL, INK).at(Anchor::End);
        plot.words((right, -65), &level.words, kind);
    }

    /// The points of a line by the value of some column, moved aside.
    fn points(&self, curve: &Curve<'_>, column: &str, aside: i32) -> Vec<Point> {
        let frame = &self.chart.frame;
        let mut points: Vec<Point> = Vec::new();
        let step = |points: &mut Vec<Point>, x: i32| {
            if let Some(&(_, y)) = points.last().filter(|_| self.body.steps) {
                points.push((x, y));
            }
        };
        for line in &curve.points {
            let place = self.x.place(frame.get(line, self.body.x));
            if let (Some(x), Some(y)) = (place, frame.number(line, column)) {
                step(&mut points, x + aside);
                points.push((x + aside, self.y.at(y)));
            }
        }
        step(&mut points, self.corner.0);
        points
    }

    /// Whether intervals are bands: where a line is alone, or goes in steps.
    fn has_bands(&self) -> bool {
        self.body.intervals && (self.curves.len() == 1 || self.body.steps)
    }

    fn look(&self, curve: &Curve<'_>) -> Look {
        self.chart.series[curve.series].look
    }

    /// Draws one of several lines with its marks; without a band it stands a little aside, with intervals across the marks.
    fn draw_curve(&self, plot: &mut Picture, curve: &Curve<'_>, number: i32) {
        let look = self.look(curve);
        let whiskers = self.body.intervals && !self.has_bands();
        let aside = if whiskers {
            (2 * number - count(self.curves.len()) + 1) * DODGE / 2
        } else {
            0
        };
        let points = self.points(curve, self.body.y, aside);
        look.line(plot, &points, 14);
        if self.body.steps {
            return;
        }
        for (place, at) in points.iter().enumerate() {
            // Where a line leads to a number that is written, the place it comes from is a ring.
            let shape = match place {
                0 if self.body.numbered && !self.body.intervals => Shape::Ring,
                _ => look.shape,
            };
            look.shaped(shape).mark(plot, *at, 28);
        }
        if whiskers {
            let [lows, highs] = ["low", "high"].map(|column| self.points(curve, column, aside));
            for (low, high) in lows.into_iter().zip(highs) {
                plot.line(low, high, INK, 10);
            }
        }
    }

    /// Names at the ends of lines, as near to them as they can stand without touching; a thin line leads to those that had to
    /// move.
    fn draw_names(&self, plot: &mut Picture, names: &[Text]) {
        let ends = self.curves.iter().zip(names).filter_map(|(curve, name)| {
            let y = self.chart.frame.number(curve.points.last()?, self.body.y)?;
            (!name.lines.is_empty()).then(|| (name, self.y.at(y)))
        });
        let ends: Vec<(&Text, i32)> = ends.collect();
        let wanted = ends.iter().map(|(name, y)| (*y, height(name)));
        let wanted: Vec<(i32, i32)> = wanted.collect();
        let right = self.corner.0;
        let middles = apart(&wanted, (-SMALL / 2, self.corner.1));
        for ((name, y), middle) in ends.into_iter().zip(middles) {
            if (middle - y).abs() > SMALL / 2 {
                plot.line((right + 28, y), (right + BESIDE - 12, middle), GREY, 5);
            }
            let first = middle - name.height() / 2 + SMALL - 8;
            plot.text((right + BESIDE, first), name);
        }
    }
}

/// Height that a name at the end of a line takes.
pub(super) fn height(name: &Text) -> i32 {
    name.height() + 8
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
