//! One panel of points: two columns of the frame, with what stands among them.

use std::collections::BTreeSet;

use crate::report::chart::axis::{Axis, Unit};
use crate::report::chart::frame::Line;
use crate::report::chart::key::MARK;
use crate::report::chart::look::{Look, Shape};
use crate::report::chart::page::Plotted;
use crate::report::chart::picture::{Picture, Point};
use crate::report::chart::scale::Scale;
use crate::report::chart::scatter::place::{Area, Label, Taken};
use crate::report::chart::spec::{Chart, Scatter, Side, View};
use crate::report::chart::theme::{GREY, INK, LABEL, NEUTRAL};
use crate::report::chart::typesetting::{Anchor, Type};

/// Space left of a square, for its scale.
pub(super) const LEFT: i32 = 290;
/// Space between the name of the vertical axis and the square.
const UNDER_NAME: i32 = 40;
/// Height of the numbers of the horizontal axis.
const NUMBERS: i32 = 120;
/// Space below a panel.
const BELOW: i32 = 90;
/// Lines of an axis' name.
const NAME_LINES: usize = 6;
/// Points that can have a letter.
const LETTERS: usize = 26;

const NAME: Type = Type::regular(LABEL, INK);

/// The plot of a pair with its scales, the upper edge of its square at zero.
pub(super) struct PairPlot<'a> {
    chart: &'a Chart,
    body: &'a Scatter,
    /// What its axes are, across and up.
    sides: [&'a Side; 2],
    /// The side of its square.
    side: i32,
    x: Scale,
    y: Scale,
}

/// The letter of a named point.
pub(super) fn letter(number: usize) -> String {
    let letter = u8::try_from(number % LETTERS).unwrap_or(0) + b'A';
    char::from(letter).to_string()
}

/// The scale of a side: a little room about all that its view shows, so that no mark sits on the frame.
fn scale(chart: &Chart, side: &Side, near: Option<usize>, ends: [i32; 2]) -> Scale {
    let lines = chart.frame.lines().iter();
    let shown = lines.filter(|line| match near {
        Some(series) => line.series == series,
        None => line.row.is_some(),
    });
    let values = shown.filter_map(|line| chart.frame.number(line, &side.column));
    let [low, high] = values.fold([side.level; 2], |[low, high], item| {
        [low.min(item), high.max(item)]
    });
    let room = 0.06 * (high - low).max(0.02);
    let axis = Axis::fixed("", Unit::Plain, [low - room, high + room]);
    let apart = (ends[1] - ends[0]).abs() / 7;
    Scale::of(&axis, std::iter::empty(), ends, apart.max(200))
}

impl<'a> PairPlot<'a> {
    /// A panel with a square of some side.
    pub(super) fn new(chart: &'a Chart, body: &'a Scatter, view: View, side: i32) -> Self {
        let sides = [view.across, view.up].map(|side| &body.sides[side]);
        Self {
            x: scale(chart, sides[0], view.near, [LEFT, LEFT + side]),
            y: scale(chart, sides[1], view.near, [side, 0]),
            chart,
            body,
            sides,
            side,
        }
    }

    /// Draws it, with the named points that only have a letter here.
    pub(super) fn draw(&self) -> (Plotted, Vec<usize>) {
        let mut plot = Picture::default();
        self.draw_axes(&mut plot);
        for (look, spots) in self.spots() {
            for at in spots {
                look.mark(&mut plot, at, MARK);
            }
        }
        let (labels, lettered) = self.labels();
        for (at, text) in &labels {
            plot.text(*at, text);
        }
        for (number, at) in self.named() {
            let line = &self.chart.frame.lines()[self.body.named[number].line];
            let look = self.chart.series[line.series].look;
            look.mark(&mut plot, at, MARK);
        }
        let above = self.draw_names(&mut plot);
        (Plotted { above, plot }, lettered)
    }

    fn draw_axes(&self, plot: &mut Picture) {
        let (from, to) = ((LEFT, 0), (LEFT + self.side, self.side));
        self.x.draw_axes(plot, &self.y, (from, to));
        let (x, y) = self.level();
        plot.line((x, from.1), (x, to.1), NEUTRAL, 10);
        plot.line((from.0, y), (to.0, y), NEUTRAL, 10);
        plot.frame(from, to, GREY, 6);
    }

    /// Writes the names of both axes, and returns the space that the upper one takes.
    fn draw_names(&self, plot: &mut Picture) -> Picture {
        let [across, up] = self.sides.map(|side| &side.title);
        let up = format!("↑\u{a0}{up}");
        let up = NAME.balance(&up, self.side + LEFT - 40, NAME_LINES);
        let above = Picture::space(up.height() + UNDER_NAME);
        plot.text((40, LABEL - above.height), &up);
        let across = format!("{across}\u{a0}→");
        let name = NAME.at(Anchor::End);
        let across = name.balance(&across, self.side, NAME_LINES);
        plot.height = self.side + NUMBERS;
        plot.write(LEFT + self.side, &across);
        plot.height += BELOW;
        above
    }

    /// Where a point stands, if the panel shows it.
    fn place(&self, line: &Line) -> Option<Point> {
        let of = |side: &Side| self.chart.frame.number(line, &side.column);
        let [across, up] = self.sides.map(of);
        let at = (self.x.at(across?), self.y.at(up?));
        let inside = |place: i32| (0..=self.side).contains(&place);
        (inside(at.0 - LEFT) && inside(at.1)).then_some(at)
    }

    /// The series whose points have no names, each with the spots of its points; those that fall on one spot, a fifth of a point
    /// wide, are drawn once.
    fn spots(&self) -> impl Iterator<Item = (Look, BTreeSet<Point>)> {
        let series = self.chart.series.iter().enumerate();
        let series = series.filter(|(_, series)| !series.name.is_empty());
        series.map(|(number, series)| {
            let lines = self.chart.frame.of_row(0);
            let lines = lines.filter(|line| line.series == number);
            let places = lines.filter_map(|line| self.place(line));
            let spots = places.map(|(x, y)| (x / 2 * 2, y / 2 * 2));
            (series.look, spots.collect())
        })
    }

    /// The named points that are shown: which, and where.
    fn named(&self) -> Vec<(usize, Point)> {
        let named = self.body.named.iter().take(LETTERS).enumerate();
        let placed = named.filter_map(|(number, named)| {
            let line = &self.chart.frame.lines()[named.line];
            Some((number, self.place(line)?))
        });
        placed.collect()
    }

    /// Where the grey lines cross.
    fn level(&self) -> Point {
        let [across, up] = self.sides.map(|side| side.level);
        (self.x.at(across), self.y.at(up))
    }

    /// The names of points where there is room for them, the letters of the others, and which these are.
    fn labels(&self) -> (Vec<Label>, Vec<usize>) {
        let named = self.named();
        let (x, y) = self.level();
        let (right, bottom) = (LEFT + self.side, self.side);
        let area = |from, to| Area { from, to };
        let mut soft = vec![
            area((x - 10, 0), (x + 10, bottom)),
            area((LEFT, y - 10), (right, y + 10)),
        ];
        for (look, spots) in self.spots() {
            let reach = match look.shape {
                Shape::Dot(radius) => i32::from(radius) + 6,
                _ => 60,
            };
            soft.extend(spots.into_iter().map(|at| Area::about(at, reach)));
        }
        let mut taken = Taken {
            square: area((LEFT + 20, 20), (right - 20, bottom - 20)),
            hard: named.iter().map(|item| Area::about(item.1, 36)).collect(),
            soft,
        };
        let (mut labels, mut unnamed) = (Vec::new(), Vec::new());
        for (number, at) in named {
            match taken.name(at, &self.body.named[number].name) {
                Some(label) => labels.push(label),
                None => unnamed.push((number, at)),
            }
        }
        for (number, at) in &unnamed {
            labels.extend(taken.letter(*at, &letter(*number)));
        }
        let lettered = unnamed.into_iter().map(|(number, _)| number);
        (labels, lettered.collect())
    }
}
