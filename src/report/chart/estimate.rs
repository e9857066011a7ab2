//! The layers of a row: marks, bars and stacks with their intervals and numbers.

use crate::report::chart::canvas::Canvas;
use crate::report::chart::frame::Line;
use crate::report::chart::look::Look;
use crate::report::chart::scale::{Scale, written};
use crate::report::chart::spec::{Chart, Estimate, Layer, Rows, Start};
use crate::report::chart::theme::{INK, SMALL, WHITE, count, ink_on};
use crate::report::chart::typesetting::{Anchor, Type};
use crate::simulation::Rate;

/// Half the height of a bar, at most.
const BAR: i32 = 55;
/// Radius of a mark.
const MARK: i32 = 32;

const LABEL: Type = Type::regular(SMALL, INK);

/// The row that is drawn.
pub(super) struct Place<'a> {
    pub(super) chart: &'a Chart,
    pub(super) body: &'a Rows,
    pub(super) scale: &'a Scale,
    /// Height of a lane.
    pub(super) lane: i32,
    pub(super) row: usize,
    /// The height of its middle.
    pub(super) middle: i32,
}

impl Place<'_> {
    fn look(&self, line: &Line) -> Look {
        self.chart.series[line.series].look
    }

    /// The middle of the lane of a line.
    fn y(&self, line: &Line) -> i32 {
        let lanes = self.body.lanes;
        let place = count(line.series % lanes);
        self.middle + self.lane * (2 * place + 1 - count(lanes)) / 2
    }

    /// Half the height of a bar.
    fn half(&self) -> i32 {
        match (self.body.dense, self.body.lanes) {
            (true, _) => 22,
            (false, 1) => BAR,
            _ => (self.lane / 2 - 4).min(BAR),
        }
    }

    /// The places of the ends of an interval.
    fn ends(&self, line: &Line, columns: [&str; 2]) -> Option<[i32; 2]> {
        let bounds = self.chart.frame.pair(line, columns)?;
        Some(bounds.map(|bound| self.scale.at(bound)))
    }

    /// The radius of a mark: where rows are dense, no wider than a step of the axis.
    fn radius(&self) -> i32 {
        if self.body.dense {
            (self.scale.unit_length() * 2 / 5).clamp(4, MARK - 2)
        } else {
            MARK
        }
    }
}

/// Draws what a layer says of a row.
pub(super) fn draw_layer(canvas: &mut Canvas<'_>, place: &Place<'_>, layer: &Layer) {
    let frame = &place.chart.frame;
    let lines = frame.of_row(place.row);
    match layer {
        Layer::Stack(None) => draw_stack(canvas, place, lines),
        Layer::Stack(Some(row)) if *row == place.row => {
            draw_stack(canvas, place, frame.lines().iter());
        }
        Layer::Bar(start, columns) => {
            lines.for_each(|line| draw_bar(canvas, place, line, (*start, columns)));
        }
        Layer::Mark(columns) => {
            lines.for_each(|line| draw_mark(canvas, place, line, columns));
        }
        Layer::Stack(Some(_)) | Layer::Rule(..) => {}
    }
}

fn draw_mark(canvas: &mut Canvas<'_>, place: &Place<'_>, line: &Line, columns: &Estimate) {
    let Some(value) = place.chart.frame.number(line, columns.value) else {
        return;
    };
    let (x, y) = (place.scale.at(value), place.y(line));
    let look = place.look(line);
    let bounds = |columns| place.ends(line, columns);
    if let Some([low, high]) = columns.wider.and_then(bounds) {
        canvas.line((low, y), (high, y), look.colour, 10);
        if let Some([low, high]) = columns.interval.and_then(bounds) {
            canvas.line((low, y), (high, y), look.colour, 30);
        }
        look.mark(canvas, (x, y), place.radius());
        return;
    }
    look.mark(canvas, (x, y), place.radius());
    // Across the mark, which would hide a short one.
    let interval = columns.interval.and_then(bounds);
    if let Some([low, high]) = interval {
        canvas.line((low, y), (high, y), INK, 10);
    }
    if columns.labelled {
        let [low, high] = interval.unwrap_or([x, x]);
        let ends = [low.min(x - MARK), high.max(x + MARK)];
        // The number goes where there is room for it.
        let before = x > place.scale.span.at(0.8);
        draw_label(canvas, place, value, (ends, y), before);
    }
}

fn draw_bar(
    canvas: &mut Canvas<'_>,
    place: &Place<'_>,
    line: &Line,
    (start, columns): (Start, &Estimate),
) {
    let frame = &place.chart.frame;
    let Some(value) = frame.number(line, columns.value) else {
        return;
    };
    let (from, to) = match start {
        Start::At(base) => (base.min(value), base.max(value)),
        Start::From(column, out) => match frame.number(line, column) {
            Some(from) => (from - out, value + out),
            None => return,
        },
    };
    let (y, half) = (place.y(line), place.half());
    let [left, right] = [from, to].map(|end| place.scale.at(end));
    let look = place.look(line);
    look.bar(canvas, (left, y - half), (right, y + half));
    let Some([low, high]) = columns.interval.and_then(|item| place.ends(line, item)) else {
        return;
    };
    canvas.line((low, y), (high, y), INK, 12);
    // A bar of no width shows as the end of its interval.
    let end = place.scale.at(value);
    canvas.line((end, y - half - 4), (end, y + half + 4), INK, 8);
    if columns.labelled {
        draw_label(canvas, place, value, ([low, high.max(end)], y), false);
    }
}

/// Writes a number beside its mark, before or behind it.
fn draw_label(
    canvas: &mut Canvas<'_>,
    place: &Place<'_>,
    value: f64,
    ([low, high], y): ([i32; 2], i32),
    before: bool,
) {
    let words = written(value, place.body.axis.unit);
    if before {
        canvas.words_on_white((low - 30, y + 25), &words, LABEL.at(Anchor::End));
    } else {
        canvas.words_on_white((high + 30, y + 25), &words, LABEL);
    }
}

/// Draws rates that add up to all as one bar, in their order.
///
/// Parts have their number in whole percent where it fits, and a thin line from end to end of the interval of each border:
/// what lies left of a border is a share of the runs too.
fn draw_stack<'a>(
    canvas: &mut Canvas<'_>,
    place: &Place<'_>,
    lines: impl Iterator<Item = &'a Line>,
) {
    const NUMBER: Type = Type::regular(SMALL, INK).bold().at(Anchor::Middle);
    let (top, bottom) = (place.middle - place.half(), place.middle + place.half());
    let mut all = Rate { count: 0, runs: 0 };
    let mut borders = Vec::new();
    let edge = |rate: Rate| place.scale.at(rate.value());
    for line in lines {
        let Some(part) = place.chart.frame.rate(line).filter(|item| item.count > 0) else {
            continue;
        };
        let from = edge(all);
        let is_first = all.count == 0;
        all = Rate {
            count: all.count + part.count,
            runs: part.runs,
        };
        let to = edge(all);
        let colour = place.look(line).colour;
        canvas.block((from, top), (to, bottom), colour);
        if !is_first {
            canvas.line((from, top), (from, bottom), WHITE, 8);
        }
        let words = format!("{:.0}", 100.0 * part.value());
        if f64::from(to - from) > NUMBER.width(&words) + 90.0 {
            let kind = Type {
                colour: ink_on(colour),
                ..NUMBER
            };
            canvas.words((i32::midpoint(from, to), place.middle + 25), &words, kind);
        }
        borders.push(all);
    }
    for border in borders.into_iter().filter(|item| item.count < item.runs) {
        let [low, high] = border.interval().map(|bound| place.scale.at(bound));
        canvas.line((low, bottom - 16), (high, bottom - 16), INK, 10);
    }
}
