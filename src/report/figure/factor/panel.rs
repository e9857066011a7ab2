//! One panel of the agreement rate along a factor.

use crate::report::figure::cells::CellLine;
use crate::report::figure::drawing::canvas::{Anchor, Canvas, Point, Type};
use crate::report::figure::drawing::chart::{AXIS, Scale};
use crate::report::figure::drawing::strokes::{Stroke, stroke};
use crate::report::figure::drawing::theme::{
    BLUE, Colour, GREEN, GREY, GRID, INK, LABEL, MARGIN, PURPLE, SMALL, Sheet, Span, VERMILION,
    WHITE, blend, leading, rounded,
};
use crate::report::figure::drawing::typesetting::{Weight, width};
use crate::report::figure::factor::{Along, Series};
use crate::report::labels::percent;

/// Height of a plot that is alone.
const PLOT: i32 = 1_250;
/// Height of a plot among others.
const SMALL_PLOT: i32 = 800;
/// Height of the name of the vertical axis.
const HEAD: i32 = 150;
/// Space between the edges of a plot and the ends of its scale.
const INSET: i32 = 75;
/// Space between panels.
const BETWEEN: i32 = 60;
/// Space between names at the ends of lines.
const GAP: i32 = 24;
/// How far the marks of neighbouring lines stand apart.
const DODGE: i32 = 22;
/// Colours of lines, in their order.
const COLOURS: [Colour; 5] = [BLUE, VERMILION, GREEN, PURPLE, INK];

/// What all panels share.
pub(super) struct Measures {
    /// Panels side by side.
    pub(super) columns: usize,
    /// Width of each.
    wide: i32,
    plot: i32,
    /// Room for names at the ends of lines.
    names: i32,
    /// The end of the axis of rates, in tenths.
    most: f64,
}

impl Measures {
    /// Measures for some factors on a sheet.
    pub(super) fn of(series: &[Series<'_>], sheet: Sheet) -> Self {
        let names = series.iter().flat_map(|it| &it.lines);
        let names = names.filter_map(|line| Some(width(line.name?, SMALL, Weight::Bold)));
        let longest = rounded(names.fold(0.0, f64::max)) + 1;
        let columns = if sheet == Sheet::Column || series.len() == 1 {
            1
        } else {
            2
        };
        let cells = series.iter().flat_map(|it| {
            let points = it.lines.iter().flat_map(|line| &line.points);
            let written = it.written.map(|written| written.1);
            points.map(|point| point.1).chain(written)
        });
        let highest = cells.map(|cell| cell.interval[1]).fold(0.0, f64::max);
        Self {
            columns,
            wide: sheet.width() / if columns == 1 { 1 } else { 2 },
            plot: if series.len() > 1 { SMALL_PLOT } else { PLOT },
            names: longest.min(sheet.width() * 3 / 10),
            // The axis begins at 0 and ends at the next tenth.
            most: (highest * 10.0).ceil().max(1.0),
        }
    }
}

/// A panel, measured.
pub(super) struct Panel<'a> {
    series: &'a Series<'a>,
    measures: &'a Measures,
    /// Where it begins and ends.
    edges: Span,
    /// Where its plot lies.
    span: Span,
    /// The scale, a little inside the plot, so that marks at its ends stay clear of numbers.
    scale: Scale,
    plot: i32,
    title: Vec<String>,
    names: Vec<Vec<String>>,
}

impl<'a> Panel<'a> {
    /// Measures a panel, the one of this number.
    pub(super) fn of(number: usize, series: &'a Series<'a>, measures: &'a Measures) -> Self {
        let column = i32::try_from(number % measures.columns).unwrap_or(0);
        let edges = Span {
            left: column * measures.wide + MARGIN,
            right: (column + 1) * measures.wide - MARGIN,
        };
        let points = series.lines.iter().flat_map(|line| &line.points);
        let written = series.written.and_then(|written| written.0);
        let numbers = points.map(|point| point.0).chain(written);
        let kind = Type::regular(SMALL, INK).bold();
        let room = measures.names;
        let names: Vec<Vec<String>> = series
            .lines
            .iter()
            .filter_map(|line| Some(kind.wrap(line.name?, room, 7)))
            .collect();
        let tall: i32 = names.iter().map(|lines| block(lines) + GAP).sum();
        let aside = if names.is_empty() { 30 } else { room + 90 };
        let span = Span {
            left: edges.left + 200,
            right: edges.right - aside,
        };
        let inner = Span {
            left: span.left + INSET,
            right: span.right - INSET,
        };
        Self {
            series,
            measures,
            edges,
            span,
            scale: Scale::holding(numbers, inner, 280),
            plot: measures.plot.max(tall),
            title: Type::regular(LABEL, INK).balance(series.title, edges.right - edges.left, 4),
            names,
        }
    }

    /// Its height.
    pub(super) fn height(&self) -> i32 {
        let more = i32::try_from(self.title.len()).unwrap_or(1) - 1;
        HEAD + self.plot + AXIS + more * leading(LABEL) + BETWEEN
    }

    fn y(&self, top: i32, share: f64) -> i32 {
        let part = share * 10.0 / self.measures.most;
        top + self.plot - rounded(part * f64::from(self.plot))
    }

    /// Draws it.
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, top: i32) {
        let top = top + HEAD;
        self.draw_axes(canvas, top);
        let many = self.series.lines.len() > 1;
        if let (false, Some(line)) = (many, self.series.lines.first()) {
            let mut band = self.places(top, 0, line, |cell| cell.interval[1]);
            let below = self.places(top, 0, line, |cell| cell.interval[0]);
            band.extend(below.into_iter().rev());
            canvas.shape(band, blend(WHITE, BLUE, 0.35));
        }
        if let Some((at, cell)) = self.series.written {
            self.draw_written(canvas, top, at, cell);
        }
        for (number, line) in self.series.lines.iter().enumerate() {
            self.draw_line(canvas, top, number, line);
        }
        self.draw_names(canvas, top);
    }

    fn draw_axes(&self, canvas: &mut Canvas<'_>, top: i32) {
        let span = self.span;
        let most = self.measures.most;
        // Five steps or fewer.
        let step = if most <= 2.0 {
            0.5
        } else if most <= 5.0 {
            1.0
        } else {
            2.0
        };
        self.scale.draw(canvas, (top, top + self.plot), "");
        let mut tick = 0.0;
        while tick <= most {
            let at = self.y(top, tick / 10.0);
            canvas.line((span.left, at), (span.right, at), GRID, 5);
            let words = rounded(10.0 * tick).to_string();
            let kind = Type::regular(SMALL, GREY).at(Anchor::End);
            canvas.words((span.left - 35, at + 25), &words, kind);
            tick += step;
        }
        let bottom = top + self.plot;
        canvas.line((span.left, bottom), (span.right, bottom), GREY, 6);
        let kind = Type::regular(LABEL, INK);
        canvas.words((self.edges.left, top - 70), "agreement rate, %", kind);
        let middle = kind.at(Anchor::Middle);
        // A long title reaches further left than the plot.
        let longest = self
            .title
            .iter()
            .map(|line| width(line, LABEL, Weight::Regular));
        let half = rounded(longest.fold(0.0, f64::max)) / 2;
        let x = span
            .middle()
            .min(self.edges.right - half)
            .max(self.edges.left + half);
        canvas.lines((x, top + self.plot + 185), &self.title, middle);
    }

    /// Where the points of a line stand; lines stand a little apart.
    fn places(
        &self,
        top: i32,
        number: usize,
        line: &Along<'_>,
        value: fn(&CellLine) -> f64,
    ) -> Vec<Point> {
        let lines = i32::try_from(self.series.lines.len()).unwrap_or(1);
        let number = i32::try_from(number).unwrap_or(0);
        let aside = (2 * number - lines + 1) * DODGE / 2;
        let points = line.points.iter();
        points
            .map(|(at, cell)| (self.scale.x(*at) + aside, self.y(top, value(cell))))
            .collect()
    }

    fn draw_written(&self, canvas: &mut Canvas<'_>, top: i32, at: Option<f64>, cell: &CellLine) {
        let span = self.span;
        let y = self.y(top, cell.rate);
        stroke(
            canvas,
            &[(span.left, y), (span.right, y)],
            GREY,
            8,
            Stroke::Dashed,
        );
        if let Some(at) = at {
            canvas.ring((self.scale.x(at), y), 44, INK, 10);
        }
        let words = format!("as written: {}", percent(cell.rate));
        let kind = Type::regular(SMALL, INK).at(Anchor::End);
        canvas.words((span.right, top - 70), &words, kind);
    }

    fn draw_line(&self, canvas: &mut Canvas<'_>, top: i32, number: usize, line: &Along<'_>) {
        let colour = COLOURS[number % COLOURS.len()];
        let centres = self.places(top, number, line, |cell| cell.rate);
        let kind = Stroke::ALL[number % Stroke::ALL.len()];
        stroke(canvas, &centres, colour, 14, kind);
        for centre in centres {
            mark(canvas, centre, number, colour);
        }
        // Across the marks, which would hide short ones.
        if self.series.lines.len() > 1 {
            let lows = self.places(top, number, line, |cell| cell.interval[0]);
            let highs = self.places(top, number, line, |cell| cell.interval[1]);
            for (low, high) in lows.into_iter().zip(highs) {
                canvas.line(low, high, INK, 10);
            }
        }
    }

    /// Names at the ends of lines, as near to them as they can stand without touching.
    fn draw_names(&self, canvas: &mut Canvas<'_>, top: i32) {
        let ends = self
            .series
            .lines
            .iter()
            .filter_map(|line| line.points.last());
        let wanted: Vec<(i32, i32)> = ends
            .zip(&self.names)
            .map(|((_, cell), lines)| (self.y(top, cell.rate), block(lines) + GAP))
            .collect();
        let left = self.edges.right - self.measures.names;
        for (number, middle) in apart(&wanted, (top, top + self.plot))
            .into_iter()
            .enumerate()
        {
            let lines = &self.names[number];
            let colour = COLOURS[number % COLOURS.len()];
            let first = middle - block(lines) / 2 + SMALL - 8;
            let kind = Type::regular(SMALL, colour).bold();
            // A thin line leads from the end of the plot to a name that had to move.
            if (middle - wanted[number].0).abs() > SMALL / 2 {
                let from = (self.span.right + 30, wanted[number].0);
                canvas.line(from, (left - 22, middle), GREY, 5);
            }
            canvas.lines((left, first), lines, kind);
        }
    }
}

/// Height of some lines.
fn block(lines: &[String]) -> i32 {
    leading(SMALL) * i32::try_from(lines.len()).unwrap_or(7)
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

/// A mark for each line: disc, square, ring, triangle, diamond.
fn mark(canvas: &mut Canvas<'_>, (x, y): Point, number: usize, colour: Colour) {
    match number {
        0 => canvas.disc((x, y), 28, colour),
        1 => canvas.block((x - 26, y - 26), (x + 26, y + 26), colour),
        2 => canvas.ring((x, y), 26, colour, 14),
        3 => canvas.shape(
            vec![(x, y - 36), (x + 32, y + 22), (x - 32, y + 22)],
            colour,
        ),
        _ => canvas.shape(
            vec![(x, y - 38), (x + 34, y), (x, y + 38), (x - 34, y)],
            colour,
        ),
    }
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
