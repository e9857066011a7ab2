//! Charts of rows: names down the page, marks and bars along one axis.

use crate::report::chart::axis::Unit;
use crate::report::chart::canvas::Canvas;
use crate::report::chart::estimate::{Place, draw_layer};
use crate::report::chart::legend::Legend;
use crate::report::chart::names::{Groups, RowName, room_for_names};
use crate::report::chart::page::{Page, Part, pages};
use crate::report::chart::scale::{Scale, written};
use crate::report::chart::spec::{Chart, Estimate, Layer, Row, Rows, Start};
use crate::report::chart::theme::{GREY, INK, LABEL, MARGIN, SMALL, Sheet, Span, count, leading};
use crate::report::chart::typesetting::{Anchor, Text, Type};

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
    /// Whether the numbers of a row stand one below the other.
    stacked: bool,
    scale: Scale,
    names: Vec<RowName>,
    groups: Groups,
    legend: Legend<'a>,
    remark: Text,
    title: Text,
    /// Width of the widest bold number.
    number: i32,
}

/// Draws a chart of rows.
pub(super) fn draw(chart: &Chart, body: &Rows, sheet: Sheet) -> Vec<Page> {
    let measured = Measured::of(chart, body, sheet);
    let rows = 0..body.rows.len();
    let rows = rows.map(|row| measured.height(row) + measured.groups.above(row));
    let rows: Vec<i32> = rows.collect();
    pages(chart, sheet, measured.beside(), &rows, |canvas, part| {
        measured.draw(canvas, part);
    })
}

impl<'a> Measured<'a> {
    fn of(chart: &'a Chart, body: &'a Rows, sheet: Sheet) -> Self {
        let stacked = sheet == Sheet::Column;
        let inner = sheet.width() - 2 * MARGIN;
        let numbers = |place: usize| {
            body.rows
                .iter()
                .filter_map(move |row| row.numbers.get(place))
        };
        let (number, more) = (NUMBER.widest(numbers(0)), MORE.widest(numbers(1)));
        let numbers = match (number, more) {
            (0, _) => label_room(body),
            (_, 0) => number + BESIDE,
            _ if stacked => number.max(more) + BESIDE,
            _ => number + more + 2 * BESIDE,
        };
        let most = (sheet.width() * 40 / 100).clamp(790, 1_750);
        let room = room_for_names(&body.rows, body.dense, most - MARGIN - BESIDE);
        let span = Span {
            left: MARGIN + room + BESIDE,
            right: sheet.width() - MARGIN - numbers,
        };
        let drawn = chart.frame.lines().iter();
        let drawn = drawn.filter(|line| line.row.is_some() && chart.legend);
        let mut used: Vec<usize> = drawn.map(|line| line.series).collect();
        used.sort_unstable();
        used.dedup();
        let series = used.into_iter().map(|item| &chart.series[item]);
        let mut layers = body.layers.iter();
        let bars = layers.any(|layer| matches!(layer, Layer::Bar(..) | Layer::Stack(_)));
        let names = body.rows.iter();
        Self {
            scale: Scale::of(&body.axis, held(chart, body).into_iter(), span, 210),
            names: names
                .map(|row| RowName::new(row, body.dense, room))
                .collect(),
            groups: Groups::new(&body.rows, inner),
            legend: Legend::new(sheet, series, bars),
            remark: REMARK.wrap(body.remark.as_deref().unwrap_or_default(), inner, 3),
            // Names of axes may be a little wider than they.
            title: TITLE.wrap(&body.axis.title, span.right - span.left + 300, 2),
            chart,
            body,
            stacked,
            number,
        }
    }

    /// Height of what stands beside the rows on every sheet.
    fn beside(&self) -> i32 {
        let title = self.title.height() - leading(LABEL);
        self.head() + self.groups.height + AXIS + title.max(0)
    }

    /// Height of the words above the plot.
    fn head(&self) -> i32 {
        let remark = match self.remark.height() {
            0 => 0,
            tall => tall + 40,
        };
        self.legend.height() + remark
    }

    /// Height of the marks of a row.
    fn lane(&self) -> i32 {
        let labelled = estimates(self.body).any(|estimate| estimate.labelled);
        match (self.body.dense, self.body.lanes) {
            (true, _) => 76,
            (false, 1) => 120,
            _ if labelled => 92,
            _ => 60,
        }
    }

    /// Space above a row.
    fn apart(&self, row: usize) -> i32 {
        if self.body.rows[row].apart { APART } else { 0 }
    }

    /// Height of a row.
    fn height(&self, row: usize) -> i32 {
        let lanes = self.lane() * count(self.body.lanes);
        // Two lines of numbers stand on a column.
        let stacked = self.stacked && self.body.rows[row].numbers.len() > 1;
        let numbers = if stacked { 170 } else { 0 };
        let tall = self.names[row].height().max(lanes).max(numbers);
        tall + self.apart(row) + if self.body.dense { 20 } else { 55 }
    }

    /// Draws the rows of a sheet: grid and rules first, so that marks stand on them.
    fn draw(&self, canvas: &mut Canvas<'_>, part: &Part) {
        self.legend.draw(canvas, part.top);
        let remark = part.top + self.legend.height() + SMALL;
        canvas.text((MARGIN, remark), &self.remark);
        let top = part.top + self.head();
        let bottom = top + self.groups.height + part.height - self.groups.spare(&part.rows);
        self.scale.draw_across(canvas, (top, bottom));
        canvas.text((self.scale.span.middle(), bottom + 185), &self.title);
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

    fn draw_row(&self, canvas: &mut Canvas<'_>, row: usize, top: i32) {
        let middle = i32::midpoint(top + self.apart(row), top + self.height(row));
        self.names[row].draw(canvas, self.scale.span.left - BESIDE, middle);
        let place = Place {
            chart: self.chart,
            body: self.body,
            scale: &self.scale,
            lane: self.lane(),
            row,
            middle,
        };
        for layer in &self.body.layers {
            draw_layer(canvas, &place, layer);
        }
        self.draw_numbers(canvas, &self.body.rows[row], middle);
    }

    fn draw_numbers(&self, canvas: &mut Canvas<'_>, row: &Row, middle: i32) {
        let left = self.scale.span.right + BESIDE;
        let (first, second) = if self.stacked && row.numbers.len() > 1 {
            let baseline = middle - 15;
            ((left, baseline), (left, baseline + leading(SMALL)))
        } else {
            let baseline = middle + 26;
            ((left, baseline), (left + self.number + BESIDE, baseline))
        };
        for ((at, kind), number) in [(first, NUMBER), (second, MORE)].iter().zip(&row.numbers) {
            canvas.words(*at, number, *kind);
        }
    }
}

/// What marks and bars show.
fn estimates(body: &Rows) -> impl Iterator<Item = &Estimate> {
    body.layers.iter().filter_map(|layer| match layer {
        Layer::Mark(estimate) | Layer::Bar(_, estimate) => Some(estimate),
        Layer::Stack(_) | Layer::Rule(..) => None,
    })
}

/// Room right of the plot where no numbers stand: for half a number of the axis, or for a label beside a full bar.
fn label_room(body: &Rows) -> i32 {
    let mut layers = body.layers.iter();
    if layers.any(|layer| matches!(layer, Layer::Bar(_, estimate) if estimate.labelled)) {
        REMARK.widest([written(0.999, body.axis.unit), written(1.0, Unit::Percent)]) + 50
    } else {
        60
    }
}

/// All values that the axis has to hold.
fn held(chart: &Chart, body: &Rows) -> Vec<f64> {
    let bases = body.layers.iter().filter_map(|layer| match layer {
        Layer::Bar(Start::At(base), _) | Layer::Rule(base, _) => Some(*base),
        _ => None,
    });
    let columns = estimates(body).flat_map(|estimate| {
        let value = Some([estimate.value; 2]);
        [value, estimate.interval, estimate.wider]
            .into_iter()
            .flatten()
    });
    let values = columns.flat_map(|columns| {
        let drawn = chart.frame.lines().iter();
        let drawn = drawn.filter(|line| line.row.is_some());
        drawn
            .filter_map(move |line| chart.frame.pair(line, columns))
            .flatten()
    });
    bases.chain(values).collect()
}
