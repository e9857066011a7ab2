//! Charts of rows: names down the page, marks and bars along one axis.

use crate::report::chart::canvas::Canvas;
use crate::report::chart::estimate::{Place, draw_layer};
use crate::report::chart::legend::Legend;
use crate::report::chart::names::{Groups, RowName, room_for_names};
use crate::report::chart::page::{Page, Part, pages};
use crate::report::chart::scale::{Scale, written};
use crate::report::chart::spec::{Chart, Layer, Row, Rows, Start, Unit};
use crate::report::chart::theme::{GREY, INK, LABEL, MARGIN, SMALL, Sheet, Span, leading, rounded};
use crate::report::chart::typesetting::{Anchor, Type};

/// Height of an axis with its title below a plot.
const AXIS: i32 = 230;
/// Space above a row that stands apart.
const APART: i32 = 110;
/// Space between names and plot, and between plot and numbers.
const BESIDE: i32 = 60;

const NUMBER: Type = Type::regular(LABEL, INK).bold();
const MORE: Type = Type::regular(SMALL, GREY);
const REMARK: Type = Type::regular(SMALL, INK);
const TITLE: Type = Type::regular(LABEL, INK).at(Anchor::Middle);

/// A chart of rows, measured for a sheet.
struct Measured<'a> {
    chart: &'a Chart,
    body: &'a Rows,
    sheet: Sheet,
    scale: Scale,
    names: Vec<RowName>,
    groups: Groups,
    legend: Legend<'a>,
    remark: Vec<String>,
    title: Vec<String>,
    /// Width of the widest bold number.
    number: i32,
}

/// Draws a chart of rows.
pub(super) fn draw(chart: &Chart, body: &Rows, sheet: Sheet) -> Vec<Page> {
    let measured = Measured::of(chart, body, sheet);
    let rows: Vec<i32> = (0..body.rows.len())
        .map(|row| measured.height(row) + measured.groups.above(row))
        .collect();
    pages(chart, sheet, measured.beside(), &rows, |canvas, part| {
        measured.draw(canvas, part);
    })
}

impl<'a> Measured<'a> {
    fn of(chart: &'a Chart, body: &'a Rows, sheet: Sheet) -> Self {
        let stacked = sheet == Sheet::Column;
        let widest = |place: usize, kind: Type| {
            let numbers = body.rows.iter().filter_map(|row| row.numbers.get(place));
            let widths = numbers.map(|number| kind.width(number));
            rounded(widths.fold(0.0, f64::max))
        };
        let (number, more) = (widest(0, NUMBER), widest(1, MORE));
        let numbers = match (number, more) {
            (0, _) => label_room(body),
            (_, 0) => number + BESIDE,
            _ if stacked => number.max(more) + BESIDE,
            _ => number + more + 2 * BESIDE,
        };
        let most = (sheet.width() * 40 / 100).clamp(790, 1_750);
        let left = MARGIN + room_for_names(&body.rows, body.dense, most - MARGIN - BESIDE) + BESIDE;
        let span = Span {
            left,
            right: sheet.width() - MARGIN - numbers,
        };
        let room = span.left - MARGIN - BESIDE;
        let series = chart.frame.lines().iter();
        let series = series.filter(|line| line.row.is_some() && chart.legend);
        let mut used: Vec<usize> = series.map(|line| line.series).collect();
        used.sort_unstable();
        used.dedup();
        let bars = body
            .layers
            .iter()
            .any(|layer| !matches!(layer, Layer::Mark(_) | Layer::Rule(..)));
        Self {
            scale: Scale::of(&body.axis, held(chart, body).into_iter(), span, 210),
            names: body
                .rows
                .iter()
                .map(|row| RowName::new(row, body.dense, room))
                .collect(),
            groups: Groups::new(&body.rows, sheet.width() - 2 * MARGIN),
            legend: Legend::new(
                sheet,
                used.into_iter().map(|item| &chart.series[item]),
                bars,
            ),
            remark: body.remark.as_ref().map_or_else(Vec::new, |remark| {
                REMARK.wrap(remark, sheet.width() - 2 * MARGIN, 3)
            }),
            // Names of axes may be a little wider than they.
            title: TITLE.wrap(&body.axis.title, span.right - span.left + 300, 2),
            chart,
            body,
            sheet,
            number,
        }
    }

    /// Height of what stands beside the rows on every sheet.
    fn beside(&self) -> i32 {
        let title = TITLE.tall(&self.title) - leading(LABEL);
        self.head() + self.groups.height + AXIS + title.max(0)
    }

    /// Height of the words above the plot.
    fn head(&self) -> i32 {
        let remark = match REMARK.tall(&self.remark) {
            0 => 0,
            tall => tall + 40,
        };
        self.legend.height() + remark
    }

    /// Height of the marks of a row.
    fn lane(&self) -> i32 {
        let labelled = self.body.layers.iter().any(|layer| match layer {
            Layer::Mark(estimate) | Layer::Bar(_, estimate) => estimate.labelled,
            Layer::Stack(_) | Layer::Rule(..) => false,
        });
        match (self.body.dense, self.body.lanes) {
            (true, _) => 76,
            (false, 1) => 120,
            _ if labelled => 92,
            _ => 60,
        }
    }

    fn gap(&self, row: &Row) -> i32 {
        let apart = if row.apart { APART } else { 0 };
        apart + if self.body.dense { 20 } else { 55 }
    }

    /// Height of a row.
    fn height(&self, row: usize) -> i32 {
        let lanes = self.lane() * i32::try_from(self.body.lanes).unwrap_or(1);
        // Two lines of numbers stand on a column.
        let stacked = self.sheet == Sheet::Column && self.body.rows[row].numbers.len() > 1;
        let numbers = if stacked { 170 } else { 0 };
        let tall = self.names[row].height().max(lanes).max(numbers);
        tall + self.gap(&self.body.rows[row])
    }

    /// Draws the rows of a sheet: grid and rules first, so that marks stand on them.
    fn draw(&self, canvas: &mut Canvas<'_>, part: &Part) {
        self.legend.draw(canvas, part.top);
        let remark = part.top + self.legend.height() + SMALL;
        canvas.lines((MARGIN, remark), &self.remark, REMARK);
        let top = part.top + self.head();
        let bottom = top + self.groups.height + part.height - self.groups.spare(&part.rows);
        self.scale.draw_across(canvas, (top, bottom));
        let title = (self.scale.span.middle(), bottom + 185);
        canvas.lines(title, &self.title, TITLE);
        for layer in &self.body.layers {
            if let Layer::Rule(at, look) = layer {
                let x = self.scale.at(*at);
                canvas.line((x, top), (x, bottom), look.colour, 12);
            }
        }
        let mut y = top;
        for row in part.rows.clone() {
            y = self.groups.draw(canvas, (row, row == part.rows.start), y);
            self.draw_row(canvas, row, y);
            y += self.height(row);
        }
    }

    fn draw_row(&self, canvas: &mut Canvas<'_>, number: usize, top: i32) {
        let row = &self.body.rows[number];
        let apart = if row.apart { APART } else { 0 };
        let middle = top + (self.height(number) + apart) / 2;
        self.names[number].draw(canvas, self.scale.span.left - BESIDE, middle);
        let place = Place {
            chart: self.chart,
            scale: &self.scale,
            unit: self.body.axis.unit,
            lanes: self.body.lanes,
            lane: self.lane(),
            dense: self.body.dense,
            row: number,
            middle,
        };
        for layer in &self.body.layers {
            draw_layer(canvas, &place, layer);
        }
        self.draw_numbers(canvas, row, middle);
    }

    fn draw_numbers(&self, canvas: &mut Canvas<'_>, row: &Row, middle: i32) {
        let left = self.scale.span.right + BESIDE;
        let (first, second) = match row.numbers.as_slice() {
            [_, _, ..] if self.sheet == Sheet::Column => {
                ((left, middle - 15), (left, middle - 15 + leading(SMALL)))
            }
            _ => (
                (left, middle + 26),
                (left + self.number + BESIDE, middle + 26),
            ),
        };
        for ((at, kind), number) in [(first, NUMBER), (second, MORE)].iter().zip(&row.numbers) {
            canvas.words(*at, number, *kind);
        }
    }
}

/// Room right of the plot where no numbers stand: for half a number of the axis, or for a label beside a full bar.
fn label_room(body: &Rows) -> i32 {
    let beside_bars = body.layers.iter().any(|layer| match layer {
        Layer::Bar(_, estimate) => estimate.labelled,
        Layer::Mark(_) | Layer::Stack(_) | Layer::Rule(..) => false,
    });
    if beside_bars {
        let longest = [written(0.999, body.axis.unit), written(1.0, Unit::Percent)];
        let widths = longest.map(|words| REMARK.width(&words));
        rounded(widths[0].max(widths[1])) + 50
    } else {
        60
    }
}

/// All values that the axis has to hold.
fn held(chart: &Chart, body: &Rows) -> Vec<f64> {
    let frame = &chart.frame;
    let mut values = Vec::new();
    for layer in &body.layers {
        let (columns, base) = match layer {
            Layer::Mark(item) | Layer::Bar(Start::From(..), item) => (item, None),
            Layer::Bar(Start::At(base), item) => (item, Some(*base)),
            Layer::Rule(at, _) => {
                values.push(*at);
                continue;
            }
            Layer::Stack(_) => continue,
        };
        values.extend(base);
        let names = [Some([columns.value; 2]), columns.interval, columns.wider];
        for names in names.into_iter().flatten() {
            let lines = frame.lines().iter().filter(|line| line.row.is_some());
            values.extend(lines.filter_map(|line| frame.pair(line, names)).flatten());
        }
    }
    values
}
