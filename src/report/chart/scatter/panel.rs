//! One panel of points: two columns of the frame, with what stands among them.

use std::collections::BTreeSet;

use crate::report::chart::axis::{Axis, Unit};
use crate::report::chart::canvas::{Canvas, Point};
use crate::report::chart::frame::Line;
use crate::report::chart::look::{Look, Shape};
use crate::report::chart::scale::Scale;
use crate::report::chart::scatter::key::MARK;
use crate::report::chart::scatter::place::{Area, Label, Taken};
use crate::report::chart::spec::{Chart, Scatter, View};
use crate::report::chart::theme::{GREY, INK, LABEL, NEUTRAL, Span};
use crate::report::chart::typesetting::{Anchor, Text, Type};

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
pub(super) const LETTERS: usize = 26;

const NAME: Type = Type::regular(LABEL, INK);

/// A panel with its words in their places, the corner of its square at zero.
pub(super) struct Panel<'a> {
    chart: &'a Chart,
    body: &'a Scatter,
    view: View,
    side: i32,
    x: Scale,
    y: Scale,
    /// The names of its axes, upwards and across.
    names: [Text; 2],
    labels: Vec<Label>,
    /// The named points that have a letter here.
    pub(super) lettered: Vec<usize>,
}

/// The letter of a named point.
pub(super) fn letter(number: usize) -> String {
    let letter = u8::try_from(number % LETTERS).unwrap_or(0) + b'A';
    char::from(letter).to_string()
}

/// The scale of a side: a little room about all that its view shows, so that no mark sits on the frame.
fn scale(chart: &Chart, body: &Scatter, (side, near): (usize, Option<usize>), span: Span) -> Scale {
    let side = &body.sides[side];
    let lines = chart.frame.lines().iter();
    let shown = lines.filter(|line| match near {
        Some(series) => line.series == series,
        None => line.row.is_some(),
    });
    let values = shown.filter_map(|line| chart.frame.number(line, &side.column));
    let ends = values.fold([side.level; 2], |[low, high], item| {
        [low.min(item), high.max(item)]
    });
    let spread = (ends[1] - ends[0]).max(0.02);
    let ends = [ends[0] - 0.06 * spread, ends[1] + 0.06 * spread];
    let room = (span.right - span.left).abs() / 7;
    Scale::of(
        &Axis::fixed("", Unit::Plain, ends),
        std::iter::empty(),
        span,
        room.max(200),
    )
}

impl<'a> Panel<'a> {
    /// Sets a panel with a square of some side.
    pub(super) fn new(chart: &'a Chart, body: &'a Scatter, view: View, side: i32) -> Self {
        let title = |side: usize| body.sides[side].title.as_str();
        let up = format!("↑\u{a0}{}", title(view.up));
        let across = format!("{}\u{a0}→", title(view.across));
        let [right, top] = [(0, side), (side, 0)].map(|(left, right)| Span { left, right });
        let mut panel = Self {
            x: scale(chart, body, (view.across, view.near), right),
            y: scale(chart, body, (view.up, view.near), top),
            names: [
                NAME.balance(&up, side + LEFT - 40, NAME_LINES),
                NAME.balance(&across, side, NAME_LINES),
            ],
            labels: Vec::new(),
            lettered: Vec::new(),
            chart,
            body,
            view,
            side,
        };
        panel.put_words();
        panel
    }

    /// Heights of the words above the square and of the words below it.
    pub(super) fn margins(&self) -> (i32, i32) {
        let [up, across] = self.names.each_ref().map(Text::height);
        (up + UNDER_NAME, NUMBERS + across + BELOW)
    }

    /// Where a point stands, if the panel shows it.
    fn place(&self, line: &Line) -> Option<Point> {
        let [across, up] = [self.view.across, self.view.up].map(|side| {
            let column = &self.body.sides[side].column;
            self.chart.frame.number(line, column)
        });
        let at = (self.x.at(across?), self.y.at(up?));
        let inside = |place: i32| (0..=self.side).contains(&place);
        (inside(at.0) && inside(at.1)).then_some(at)
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
        let level = |side: usize| self.body.sides[side].level;
        let (across, up) = (level(self.view.across), level(self.view.up));
        (self.x.at(across), self.y.at(up))
    }

    fn put_words(&mut self) {
        let named = self.named();
        let (x, y) = self.level();
        let area = |from, to| Area { from, to };
        let mut soft = vec![
            area((x - 10, 0), (x + 10, self.side)),
            area((0, y - 10), (self.side, y + 10)),
        ];
        for (look, spots) in self.spots() {
            let reach = match look.shape {
                Shape::Dot(radius) => i32::from(radius) + 6,
                _ => 60,
            };
            soft.extend(spots.into_iter().map(|at| Area::about(at, reach)));
        }
        let mut taken = Taken {
            square: area((20, 20), (self.side - 20, self.side - 20)),
            hard: named.iter().map(|item| Area::about(item.1, 36)).collect(),
            soft,
        };
        let mut unnamed = Vec::new();
        for (number, at) in named {
            match taken.name(at, &self.body.named[number].name) {
                Some(label) => self.labels.push(label),
                None => unnamed.push((number, at)),
            }
        }
        for (number, at) in unnamed {
            self.labels.extend(taken.letter(at, &letter(number)));
            self.lettered.push(number);
        }
    }

    /// Draws it, the corner of its square at a point.
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, corner: Point) {
        let moved = |at: Point| (at.0 + corner.0, at.1 + corner.1);
        self.draw_axes(canvas, corner);
        for (look, spots) in self.spots() {
            for at in spots {
                look.mark(canvas, moved(at), MARK);
            }
        }
        for label in &self.labels {
            label.draw(canvas, corner);
        }
        for (number, at) in self.named() {
            let line = &self.chart.frame.lines()[self.body.named[number].line];
            self.chart.series[line.series]
                .look
                .mark(canvas, moved(at), MARK);
        }
    }

    fn draw_axes(&self, canvas: &mut Canvas<'_>, (left, top): Point) {
        let (right, bottom) = (left + self.side, top + self.side);
        self.x.moved(left).draw_across(canvas, (top, bottom));
        self.y.moved(top).draw_up(canvas, (left, right));
        let (x, y) = self.level();
        canvas.line((left + x, top), (left + x, bottom), NEUTRAL, 10);
        canvas.line((left, top + y), (right, top + y), NEUTRAL, 10);
        canvas.frame((left, top), (right, bottom), GREY, 6);
        let [up, across] = &self.names;
        canvas.text((left - LEFT + 40, top - self.margins().0 + LABEL), up);
        let below = bottom + NUMBERS + LABEL;
        canvas.text_of((right, below), across, NAME.at(Anchor::End));
    }
}
