//! What is drawn in rows: marks, bars and stacks with their intervals and numbers.

use crate::report::chart::frame::Line;
use crate::report::chart::picture::Picture;
use crate::report::chart::scale::Scale;
use crate::report::chart::spec::{BAND, Chart, Column, Columns, Layer, Rows, Start};
use crate::report::chart::theme::{INK, SMALL, WHITE, blend, count, ink_on};
use crate::report::chart::typesetting::{Anchor, Type};
use crate::simulation::Rate;

/// Radius of a mark.
const MARK: i32 = 32;
/// Half the height of the band at the lower edge of a bar.
const STRIP: i32 = 14;
/// Space above and below the band of a mark, whose lane may be next to another.
const GAP: i32 = 10;
/// How much of the colour of a mark its band has.
const LIGHT: f64 = 0.3;

const LABEL: Type = Type::regular(SMALL, INK).on_white();
const NUMBER: Type = Type::regular(SMALL, INK).bold().at(Anchor::Middle);

/// The layers of a chart of rows.
pub(super) struct Marks<'a> {
    chart: &'a Chart,
    body: &'a Rows,
    scale: &'a Scale,
    /// Height of a lane.
    lane: i32,
    /// Half the height of a bar.
    half: i32,
}

impl<'a> Marks<'a> {
    pub(super) fn new(chart: &'a Chart, body: &'a Rows, scale: &'a Scale) -> Self {
        let mut shown = body.layers.iter().filter_map(Layer::columns);
        let labelled = shown.any(|columns| columns.labelled);
        let (lane, half) = match (body.dense, body.lanes) {
            (true, _) => (76, 22),
            (false, 1) => (120, 55),
            _ if labelled => (92, 42),
            _ => (60, 26),
        };
        Self {
            chart,
            body,
            scale,
            lane,
            half,
        }
    }

    /// Height of all lanes of a row.
    pub(super) fn height(&self) -> i32 {
        self.lane * count(self.body.lanes)
    }

    /// Draws what all layers show of a row about its middle.
    pub(super) fn draw(&self, picture: &mut Picture, row: usize, middle: i32) {
        let frame = &self.chart.frame;
        for layer in &self.body.layers {
            match layer {
                Layer::Stack(None) => self.draw_stack(picture, frame.of_row(row), middle),
                Layer::Stack(Some(only)) if *only == row => {
                    self.draw_stack(picture, frame.lines().iter(), middle);
                }
                Layer::Mark(estimate) => {
                    for line in frame.of_row(row) {
                        self.draw_mark(picture, line, estimate, middle);
                    }
                }
                Layer::Bar(start, estimate) => {
                    for line in frame.of_row(row) {
                        self.draw_bar(picture, line, (*start, estimate), middle);
                    }
                }
                Layer::Band => {
                    for line in frame.of_row(row) {
                        self.draw_band(picture, line, middle);
                    }
                }
                Layer::Stack(Some(_)) | Layer::Rule(..) => {}
            }
        }
    }

    /// A bar behind a mark, a strip along the lower edge of a bar: lighter than either.
    fn draw_band(&self, picture: &mut Picture, line: &Line, middle: i32) {
        let Some([low, high]) = self.ends(line, Some(BAND)) else {
            return;
        };
        let mut layers = self.body.layers.iter();
        let has_bars = layers.any(|layer| matches!(layer, Layer::Bar(..)));
        let (y, half) = if has_bars {
            (self.lane(line, middle) + self.half - STRIP, STRIP)
        } else {
            (self.lane(line, middle), self.lane / 2 - GAP)
        };
        let look = self.chart.series[line.series].look;
        let colour = blend(WHITE, look.colour, LIGHT);
        picture.block((low, y - half), (high, y + half), colour);
    }

    /// The middle of the lane of a line.
    fn lane(&self, line: &Line, middle: i32) -> i32 {
        let lanes = self.body.lanes;
        let place = count(line.series % lanes);
        middle + self.lane * (2 * place + 1 - count(lanes)) / 2
    }

    /// The places of the ends of an interval, if there is one.
    fn ends(&self, line: &Line, columns: Option<[Column; 2]>) -> Option<[i32; 2]> {
        let bounds = self.chart.frame.pair(line, columns?)?;
        Some(bounds.map(|bound| self.scale.at(bound)))
    }

    /// How far an interval and the band of its line reach.
    fn reach(&self, line: &Line, [low, high]: [i32; 2]) -> [i32; 2] {
        let has_bands = self.body.layers.contains(&Layer::Band);
        let band = has_bands.then(|| self.ends(line, Some(BAND))).flatten();
        let [least, most] = band.unwrap_or([low, high]);
        [low.min(least), high.max(most)]
    }

    fn draw_mark(&self, picture: &mut Picture, line: &Line, columns: &Columns, middle: i32) {
        let Some(value) = self.chart.frame.number(line, columns.value) else {
            return;
        };
        let (x, y) = (self.scale.at(value), self.lane(line, middle));
        let look = self.chart.series[line.series].look;
        // Where rows are dense, marks are no wider than a step of the axis.
        let radius = if self.body.dense {
            (self.scale.unit_length() * 2 / 5).clamp(4, MARK - 2)
        } else {
            MARK
        };
        let interval = self.ends(line, columns.interval);
        look.mark(picture, (x, y), radius);
        // Across the mark, which would hide a short one.
        if let Some([low, high]) = interval {
            picture.line((low, y), (high, y), INK, 10);
        }
        if columns.labelled {
            let [low, high] = self.reach(line, interval.unwrap_or([x, x]));
            let words = self.body.axis.unit.written(value);
            // The number goes where there is room for it.
            let [left, right] = self.scale.ends;
            if x > left + (right - left) * 4 / 5 {
                let before = (low.min(x - MARK) - 30, y + 25);
                picture.words(before, &words, LABEL.at(Anchor::End));
            } else {
                picture.words((high.max(x + MARK) + 30, y + 25), &words, LABEL);
            }
        }
    }

    fn draw_bar(
        &self,
        picture: &mut Picture,
        line: &Line,
        (start, columns): (Start, &Columns),
        middle: i32,
    ) {
        let frame = &self.chart.frame;
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
        let (y, half) = (self.lane(line, middle), self.half);
        let [left, right] = [from, to].map(|end| self.scale.at(end));
        let look = self.chart.series[line.series].look;
        look.bar(picture, (left, y - half), (right, y + half));
        let Some([low, high]) = self.ends(line, columns.interval) else {
            return;
        };
        picture.line((low, y), (high, y), INK, 12);
        // A bar of no width shows as the end of its interval.
        let end = self.scale.at(value);
        picture.line((end, y - half - 4), (end, y + half + 4), INK, 8);
        if columns.labelled {
            let words = self.body.axis.unit.written(value);
            let [_, high] = self.reach(line, [low, high]);
            picture.words((high.max(end) + 30, y + 25), &words, LABEL);
        }
    }

    /// Draws rates that add up to all as one bar, in their order.
    ///
    /// Parts have their number in whole percent where it fits, and a thin line from end to end of the interval of each border:
    /// what lies left of a border is a share of the runs too.
    fn draw_stack<'l>(
        &self,
        picture: &mut Picture,
        lines: impl Iterator<Item = &'l Line>,
        middle: i32,
    ) {
        let (top, bottom) = (middle - self.half, middle + self.half);
        let mut borders = vec![Rate { count: 0, runs: 0 }];
        let edge = |rate: Rate| self.scale.at(rate.value());
        for line in lines {
            let before = borders[borders.len() - 1];
            let Some(part) = self.chart.frame.rate(line).filter(|item| item.count > 0) else {
                continue;
            };
            let border = Rate {
                count: before.count + part.count,
                runs: part.runs,
            };
            let (from, to) = (edge(before), edge(border));
            let colour = self.chart.series[line.series].look.colour;
            picture.block((from, top), (to, bottom), colour);
            if before.count > 0 {
                picture.line((from, top), (from, bottom), WHITE, 8);
            }
            let words = format!("{:.0}", 100.0 * part.value());
            if f64::from(to - from) > NUMBER.width(&words) + 90.0 {
                let at = (i32::midpoint(from, to), middle + 25);
                picture.words(at, &words, NUMBER.coloured(ink_on(colour)));
            }
            borders.push(border);
        }
        let inner = borders.into_iter().skip(1);
        for border in inner.filter(|item| item.count < item.runs) {
            let [low, high] = border.interval().map(|bound| self.scale.at(bound));
            picture.line((low, bottom - 16), (high, bottom - 16), INK, 10);
        }
    }
}
