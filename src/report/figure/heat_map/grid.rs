//! The cells of a heat map: measured for a sheet, then drawn.

use crate::report::figure::drawing::canvas::{Anchor, Canvas, Type};
use crate::report::figure::drawing::page::Part;
use crate::report::figure::drawing::theme::{
    BLACK, GREY, GRID, INK, LABEL, MARGIN, SMALL, Sheet, Span, WHITE, leading, rounded, shade,
};
use crate::report::figure::heat_map::{HeatCell, HeatMap};
use crate::report::labels::percent;

/// Space between cells.
const GAP: i32 = 16;
/// Least height of a cell.
const CELL: i32 = 230;
/// Space inside the edges of a cell.
const INSET: i32 = 10;
/// Height of the colour bar with its numbers.
const BAR: i32 = 270;
/// Names of levels take at most so many lines.
const LINES: usize = 7;

/// A heat map, measured.
pub(super) struct Grid<'a> {
    map: &'a HeatMap,
    span: Span,
    /// Width of a cell.
    wide: i32,
    /// The name of the factor across the page.
    across: Vec<String>,
    /// That of the one down the page.
    down: Vec<String>,
    heads: Vec<Vec<String>>,
    rows: Vec<Vec<String>>,
    /// The highest rate of the scale.
    most: f64,
    /// Whether all heads are drawn in whole words.
    pub(super) heads_whole: bool,
    /// Whether all cells have room for their intervals.
    pub(super) brackets: bool,
}

impl<'a> Grid<'a> {
    /// Measures a heat map for a sheet.
    pub(super) fn of(map: &'a HeatMap, sheet: Sheet) -> Self {
        // Levels of the factor down the page stand left of the cells.
        let span = Span {
            left: (sheet.width() / 4).clamp(700, 1_250),
            right: sheet.width() - MARGIN,
        };
        let columns = count(map.columns.1.len()).max(1);
        let wide = (span.right - span.left - GAP * (columns - 1)) / columns;
        let room = wide - 2 * INSET;
        let head = Type::regular(SMALL, INK);
        let name = Type::regular(LABEL, INK);
        let bold = name.bold();
        let left = span.left - MARGIN - 60;
        let heads = map.columns.1.iter();
        let bracket = |cell: &HeatCell| {
            let words = cell.interval.map(in_brackets);
            words.is_some_and(|words| head.keeps_line(&words, room))
        };
        let mut cells = map.cells.iter().flatten().flatten();
        let heads: Vec<Vec<String>> = heads.map(|it| head.balance(it, room, LINES)).collect();
        let whole = |level: &String| head.keeps_words(level, room);
        let cut = |lines: &Vec<String>| lines.last().is_some_and(|last| last.ends_with('…'));
        Self {
            span,
            wide,
            across: bold.wrap(&map.columns.0, span.right - span.left, 3),
            down: bold.balance(&map.rows.0, left, LINES),
            rows: map
                .rows
                .1
                .iter()
                .map(|it| name.balance(it, left, LINES))
                .collect(),
            most: highest(map),
            heads_whole: map.columns.1.iter().all(whole) && !heads.iter().any(cut),
            heads,
            brackets: cells.all(bracket),
            map,
        }
    }

    /// Height of the heads.
    fn head(&self) -> i32 {
        let lines = self.heads.iter().map(Vec::len).max().unwrap_or(1);
        let across = leading(LABEL) * count(self.across.len()) + 40;
        let down = leading(LABEL) * count(self.down.len());
        (across + leading(SMALL) * count(lines)).max(down) + 50
    }

    /// Height of what stands beside the rows.
    pub(super) fn beside(&self) -> i32 {
        self.head() + BAR
    }

    /// Heights of the rows.
    pub(super) fn heights(&self) -> Vec<i32> {
        let tall = |lines: &Vec<String>| (leading(LABEL) * count(lines.len()) + 30).max(CELL) + GAP;
        self.rows.iter().map(tall).collect()
    }

    /// Draws the rows of a sheet.
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, part: &Part) {
        self.draw_head(canvas, part.top);
        let heights = self.heights();
        let mut y = part.top + self.head();
        for row in part.rows.clone() {
            self.draw_row(canvas, y, heights[row] - GAP, row);
            y += heights[row];
        }
        self.draw_bar(canvas, y + 40);
    }

    fn draw_head(&self, canvas: &mut Canvas<'_>, top: i32) {
        let bold = Type::regular(LABEL, INK).bold();
        let last = top + self.head() - 40;
        canvas.lines((self.span.left, top + 75), &self.across, bold);
        let above = leading(LABEL) * (count(self.down.len()) - 1);
        canvas.lines((MARGIN, last - above), &self.down, bold);
        let kind = Type::regular(SMALL, INK).at(Anchor::Middle);
        let mut x = self.span.left;
        for lines in &self.heads {
            let first = last - leading(SMALL) * (count(lines.len()) - 1);
            canvas.lines((x + self.wide / 2, first), lines, kind);
            x += self.wide + GAP;
        }
    }

    fn draw_row(&self, canvas: &mut Canvas<'_>, top: i32, height: i32, row: usize) {
        let kind = Type::regular(LABEL, INK).at(Anchor::End);
        let lines = &self.rows[row];
        let tall = leading(LABEL) * count(lines.len());
        let first = top + (height - tall) / 2 + LABEL - 8;
        canvas.lines((self.span.left - 50, first), lines, kind);
        let mut x = self.span.left;
        for cell in &self.map.cells[row] {
            let (from, to) = ((x, top), (x + self.wide, top + height));
            let ground = cell.map_or(WHITE, |cell| shade(cell.rate / self.most));
            canvas.block(from, to, ground);
            match cell {
                None => canvas.frame(from, to, GRID, 6),
                Some(cell) => {
                    let middle = (x + self.wide / 2, top + height / 2);
                    self.draw_numbers(canvas, middle, cell);
                }
            }
            x += self.wide + GAP;
        }
    }

    fn draw_numbers(&self, canvas: &mut Canvas<'_>, middle: (i32, i32), cell: &HeatCell) {
        let kind = Type::regular(LABEL, BLACK).bold().at(Anchor::Middle);
        let interval = cell.interval.filter(|_| self.brackets);
        let first = middle.1 + if interval.is_some() { -15 } else { 28 };
        // In a narrow cell the sign goes, then the decimal, then the colour speaks alone.
        let long = percent(cell.rate);
        let short = long.trim_end_matches(" %").to_owned();
        let whole = rounded(100.0 * cell.rate).to_string();
        let fits = |words: &&String| kind.keeps_line(words, self.wide - 2 * INSET);
        if let Some(words) = [long, short, whole].iter().find(fits) {
            canvas.words((middle.0, first), words, kind);
        }
        if let Some(interval) = interval {
            let small = Type::regular(SMALL, BLACK).at(Anchor::Middle);
            let at = (middle.0, first + leading(LABEL));
            canvas.words(at, &in_brackets(interval), small);
        }
    }

    fn draw_bar(&self, canvas: &mut Canvas<'_>, top: i32) {
        let span = self.span;
        let (wide, steps) = ((span.right - span.left) / 3, 50);
        for step in 0..steps {
            let edge = |step: i32| span.left + wide * step / steps;
            let share = (f64::from(step) + 0.5) / f64::from(steps);
            // A little overlap, since viewers show the page between shapes that only touch.
            canvas.block(
                (edge(step), top),
                (edge(step + 1) + 4, top + 70),
                shade(share),
            );
        }
        let kind = Type::regular(SMALL, GREY).at(Anchor::Middle);
        for tick in 0..=2 {
            let x = span.left + wide * tick / 2;
            canvas.line((x, top + 70), (x, top + 90), GREY, 6);
            let number = rounded(100.0 * self.most * f64::from(tick) / 2.0);
            canvas.words((x, top + 165), &number.to_string(), kind);
        }
        let kind = Type::regular(LABEL, INK);
        let left = span.left + wide + 120;
        let words = format!("{}, %", self.map.value);
        for line in kind.wrap(&words, span.right - left, 1) {
            canvas.words((left, top + 62), &line, kind);
        }
    }
}

/// An interval as it stands in a cell.
fn in_brackets([low, high]: [f64; 2]) -> String {
    format!("[{:.1}, {:.1}]", 100.0 * low, 100.0 * high)
}

/// The end of the scale: the next tenth above the highest rate.
fn highest(map: &HeatMap) -> f64 {
    let rates = map.cells.iter().flatten().flatten().map(|it| it.rate);
    let most = rates.fold(0.0, f64::max);
    ((most * 10.0).ceil() / 10.0).clamp(0.1, 1.0)
}

fn count(items: usize) -> i32 {
    i32::try_from(items).unwrap_or(0)
}
