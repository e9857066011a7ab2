//! Charts of cells: names down the page, shares as shaded cells with their intervals beside them.

use crate::report::chart::canvas::{Canvas, Point};
use crate::report::chart::frame::{Frame, Line};
use crate::report::chart::names::{Groups, RowName};
use crate::report::chart::page::{Page, Part, pages, sheets};
use crate::report::chart::spec::{Cells, Chart, Row};
use crate::report::chart::theme::{
    BLACK, GREY, GRID, INK, LABEL, MARGIN, SMALL, Sheet, WHITE, count, leading, rounded, shade,
};
use crate::report::chart::typesetting::{Anchor, Type, is_cut};
use crate::report::labels::percent;

/// Least width of a cell with words: a share, its interval and the space between them.
const CELL_MIN: i32 = 720;
/// Most cells with words side by side.
const COLUMNS_MAX: i32 = 6;
/// Space between cells.
const GAP: i32 = 16;
/// Lines of words in a cell or above a column, at most.
const LINES_MAX: usize = 7;
/// Height of the colour bar with its numbers.
const BAR: i32 = 260;

const NUMBER: Type = Type::regular(LABEL, BLACK).bold();
const WORDS: Type = Type::regular(SMALL, BLACK);
const NAME: Type = Type::regular(LABEL, INK);
const HEAD: Type = Type::regular(SMALL, INK);

/// Where the interval of a cell stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Brackets {
    /// Nowhere: there is no room.
    None,
    /// Below the number.
    Below,
    /// Beside the number.
    Beside,
}

/// Cells side by side.
struct Strip<'a> {
    cells: Vec<(&'a Line, Vec<String>)>,
    wide: i32,
    height: i32,
}

/// A row, measured.
struct Block<'a> {
    name: RowName,
    /// The name above the cells, where the sheet is narrow.
    above: Vec<String>,
    strips: Vec<Strip<'a>>,
    height: i32,
}

/// A chart of cells, measured for a sheet.
struct Grid<'a> {
    frame: &'a Frame,
    body: &'a Cells,
    left: i32,
    right: i32,
    heads: Vec<Vec<String>>,
    heads_whole: bool,
    corner: [Vec<String>; 2],
    groups: Groups,
    brackets: Brackets,
    blocks: Vec<Block<'a>>,
}

/// Draws a chart of cells, as given or turned; turned where that shows more: heads in whole words first, then intervals,
/// then all on one sheet.
pub(super) fn draw(chart: &Chart, body: &Cells, sheet: Sheet) -> Vec<Page> {
    let given = Grid::of(&chart.frame, body, sheet);
    if !body.turnable {
        return given.pages(chart, sheet);
    }
    let (frame, turned) = turned(&chart.frame, body);
    let turned = Grid::of(&frame, &turned, sheet);
    if turned.merit(chart, sheet) > given.merit(chart, sheet) {
        turned.pages(chart, sheet)
    } else {
        given.pages(chart, sheet)
    }
}

/// The same with rows for columns.
fn turned(frame: &Frame, body: &Cells) -> (Frame, Cells) {
    let [down, across] = body.corner.clone();
    let body = Cells {
        rows: body.columns.iter().map(Row::named).collect(),
        columns: body.rows.iter().map(|row| row.name.clone()).collect(),
        corner: [across, down],
        ..body.clone()
    };
    let frame = frame.placed(|line| (Some(line.series), line.row.unwrap_or(0)));
    (frame, body)
}

impl<'a> Grid<'a> {
    fn of(frame: &'a Frame, body: &'a Cells, sheet: Sheet) -> Self {
        let right = sheet.width() - MARGIN;
        let own_names = body.columns.is_empty();
        let above = own_names && sheet == Sheet::Column;
        let left = match own_names {
            true if above => MARGIN,
            true => 1_180,
            false => (sheet.width() / 4).clamp(700, 1_250),
        };
        let room = left - MARGIN - 60;
        let most = (0..body.rows.len()).map(|row| frame.of_row(row).count());
        let columns = if own_names {
            let fit = ((right - left + GAP) / (CELL_MIN + GAP)).min(COLUMNS_MAX);
            count(most.max().unwrap_or(1)).clamp(2, fit.max(2))
        } else {
            count(body.columns.len()).max(1)
        };
        let wide = (right - left - GAP * (columns - 1)) / columns;
        let words = wide - 2 * padding(wide);
        let heads = body.columns.iter();
        let heads: Vec<Vec<String>> = heads.map(|it| HEAD.balance(it, words, LINES_MAX)).collect();
        let whole = body.columns.iter().all(|it| HEAD.keeps_words(it, words));
        let cut = |lines: &Vec<String>| is_cut(lines);
        let [down, across] = &body.corner;
        let mut grid = Self {
            frame,
            body,
            left,
            right,
            heads_whole: whole && !heads.iter().any(cut),
            heads,
            corner: [
                NAME.bold().balance(down, room, LINES_MAX),
                NAME.bold().wrap(across, right - left, 3),
            ],
            groups: Groups::new(&body.rows, right - MARGIN),
            brackets: brackets(frame, body, words),
            blocks: Vec::new(),
        };
        let rows = body.rows.iter().enumerate();
        grid.blocks = rows
            .map(|(number, row)| grid.block(number, row, (wide, columns), above))
            .collect();
        grid
    }

    fn block(
        &self,
        number: usize,
        row: &Row,
        (wide, columns): (i32, i32),
        above: bool,
    ) -> Block<'a> {
        let cells: Vec<&Line> = self.frame.of_row(number).collect();
        let columns = usize::try_from(columns).unwrap_or(1);
        // What needs several lines has them of equal length, as wide as the sheet.
        let (in_line, wide) = if cells.len() > columns {
            let in_line = cells.len().div_ceil(cells.len().div_ceil(columns));
            let room = self.right - self.left - GAP * (count(in_line) - 1);
            (in_line, room / count(in_line))
        } else {
            (columns, wide)
        };
        let mut strips: Vec<Strip<'a>> = cells
            .chunks(in_line)
            .map(|cells| self.strip(cells, wide))
            .collect();
        let room = self.left - MARGIN - 60;
        let (name, above) = if above {
            (
                Row::default(),
                NAME.wrap(&row.name, self.right - MARGIN, LINES_MAX),
            )
        } else {
            (row.clone(), Vec::new())
        };
        let name = RowName::new(&name, false, room);
        let tall: i32 = strips.iter().map(|strip| strip.height + GAP).sum();
        if let Some(last) = strips.last_mut() {
            last.height += (name.height() + 30 + GAP - tall).max(0);
        }
        let head = NAME.tall(&above) + if above.is_empty() { 0 } else { 34 };
        let height = head + strips.iter().map(|strip| strip.height + GAP).sum::<i32>();
        Block {
            name,
            above,
            strips,
            height,
        }
    }

    fn strip(&self, cells: &[&'a Line], wide: i32) -> Strip<'a> {
        let padding = padding(wide);
        let words = |line: &&'a Line| {
            let words = self
                .body
                .words
                .and_then(|it| self.frame.get(line, it).text());
            (
                *line,
                WORDS.wrap(words.unwrap_or_default(), wide - 2 * padding, LINES_MAX),
            )
        };
        let cells: Vec<_> = cells.iter().map(words).collect();
        let tallest = cells.iter().map(|cell| WORDS.tall(&cell.1)).max();
        let below = if self.brackets == Brackets::Below {
            leading(SMALL)
        } else {
            0
        };
        Strip {
            cells,
            wide,
            height: leading(LABEL) + below + tallest.unwrap_or(0) + 68,
        }
    }

    /// What decides whether a chart is turned; more is better.
    fn merit(&self, chart: &Chart, sheet: Sheet) -> (bool, bool, bool) {
        let one_sheet = sheets(chart, sheet, self.beside(), &self.heights()) == 1;
        (self.heads_whole, self.brackets > Brackets::None, one_sheet)
    }

    /// Height of the names of columns.
    fn head(&self) -> i32 {
        if self.heads.is_empty() {
            return 0;
        }
        let tallest = self.heads.iter().map(|lines| HEAD.tall(lines)).max();
        let across = NAME.tall(&self.corner[1]) + 40 + tallest.unwrap_or(0);
        across.max(NAME.tall(&self.corner[0])) + 50
    }

    /// Height of what stands beside the rows on every sheet.
    fn beside(&self) -> i32 {
        self.head() + self.groups.height + BAR
    }

    fn heights(&self) -> Vec<i32> {
        let blocks = self.blocks.iter().enumerate();
        blocks
            .map(|(number, block)| block.height + self.groups.above(number))
            .collect()
    }

    fn pages(&self, chart: &Chart, sheet: Sheet) -> Vec<Page> {
        pages(
            chart,
            sheet,
            self.beside(),
            &self.heights(),
            |canvas, part| {
                self.draw(canvas, part);
            },
        )
    }

    fn draw(&self, canvas: &mut Canvas<'_>, part: &Part) {
        self.draw_heads(canvas, part.top);
        let mut y = part.top + self.head();
        for row in part.rows.clone() {
            y = self.groups.draw(canvas, (row, row == part.rows.start), y);
            self.draw_block(canvas, &self.blocks[row], y);
            y += self.blocks[row].height;
        }
        self.draw_bar(canvas, y + 40);
    }

    fn draw_heads(&self, canvas: &mut Canvas<'_>, top: i32) {
        let [down, across] = &self.corner;
        let (bold, last) = (NAME.bold(), top + self.head() - 40);
        let first =
            |lines: &[String], kind: Type| last - leading(kind.size) * (count(lines.len()) - 1);
        canvas.lines((self.left, top + 75), across, bold);
        canvas.lines((MARGIN, first(down, bold)), down, bold);
        let columns = count(self.heads.len());
        for (column, lines) in (0..).zip(&self.heads) {
            let x = self.left + (self.right - self.left + GAP) * column / columns;
            canvas.lines((x, first(lines, HEAD)), lines, HEAD);
        }
    }

    fn draw_block(&self, canvas: &mut Canvas<'_>, block: &Block<'_>, top: i32) {
        canvas.lines((MARGIN, top + LABEL + 10), &block.above, NAME);
        let middle = top + (block.height - GAP) / 2;
        block.name.draw(canvas, self.left - 50, middle);
        let strips: i32 = block.strips.iter().map(|strip| strip.height + GAP).sum();
        let mut y = top + block.height - strips;
        for strip in &block.strips {
            for (place, (line, words)) in strip.cells.iter().enumerate() {
                let column = if self.heads.is_empty() {
                    place
                } else {
                    line.series
                };
                let x = self.left + (strip.wide + GAP) * count(column);
                let corners = ((x, y), (x + strip.wide, y + strip.height));
                self.draw_cell(canvas, corners, line, words);
            }
            y += strip.height + GAP;
        }
    }

    fn draw_cell(
        &self,
        canvas: &mut Canvas<'_>,
        (from, to): (Point, Point),
        line: &Line,
        words: &[String],
    ) {
        let share = self.frame.number(line, &self.body.value);
        let filled = share.filter(|it| *it > 0.0 || self.body.words.is_none());
        canvas.block(
            from,
            to,
            filled.map_or(WHITE, |it| shade(it / self.body.most)),
        );
        if filled.is_none() {
            canvas.frame(from, to, GRID, 6);
        }
        let ink = |kind: Type| Type {
            colour: if filled.is_some() { BLACK } else { GREY },
            ..kind
        };
        let padding = padding(to.0 - from.0);
        let (x, right) = (from.0 + padding, to.0 - padding);
        let mut y = from.1 + 34 + LABEL - 8;
        if let Some(share) = share {
            canvas.words((x, y), &fitting(share, right - x), ink(NUMBER));
        }
        let interval = self.frame.pair(line, ["low", "high"]).map(in_brackets);
        match (self.brackets, interval) {
            (Brackets::Beside, Some(interval)) if self.body.words.is_some() => {
                canvas.words((right, y), &interval, ink(WORDS).at(Anchor::End));
            }
            (Brackets::Beside, Some(interval)) => {
                let beside = rounded(NUMBER.width(&percent(share.unwrap_or(0.0)))) + 40;
                canvas.words((x + beside, y), &interval, ink(WORDS));
            }
            (Brackets::Below, Some(interval)) => {
                y += leading(SMALL) + 8;
                canvas.words((x, y), &interval, ink(WORDS));
            }
            _ => {}
        }
        canvas.lines((x, y + leading(SMALL) + 8), words, ink(WORDS));
    }

    fn draw_bar(&self, canvas: &mut Canvas<'_>, top: i32) {
        const NUMBER: Type = Type::regular(SMALL, GREY).at(Anchor::Middle);
        let left = self.left.max(MARGIN + 40);
        let (wide, steps) = ((self.right - left) * 2 / 5, 50);
        for step in 0..steps {
            let edge = |step: i32| left + wide * step / steps;
            let share = (f64::from(step) + 0.5) / f64::from(steps);
            // A little overlap, since viewers show the page between shapes that only touch.
            let to = (edge(step + 1) + 4, top + 70);
            canvas.block((edge(step), top), to, shade(share));
        }
        for tick in 0..=2 {
            let x = left + wide * tick / 2;
            canvas.line((x, top + 70), (x, top + 90), GREY, 6);
            let number = rounded(50.0 * self.body.most * f64::from(tick)).to_string();
            canvas.words((x, top + 165), &number, NUMBER);
        }
        let x = left + wide + 100;
        let lines = NAME.wrap(&self.body.scale, self.right - x, 2);
        canvas.lines((x, top + 62), &lines, NAME);
    }
}

/// Space inside the edges of a cell.
fn padding(wide: i32) -> i32 {
    if wide < 500 { 10 } else { 34 }
}

/// Where intervals stand: beside the numbers where all have room there, else below them, else nowhere.
fn brackets(frame: &Frame, body: &Cells, room: i32) -> Brackets {
    let mut found = Brackets::Beside;
    for line in frame.lines() {
        let share = frame.number(line, &body.value);
        let interval = frame.pair(line, ["low", "high"]).map(in_brackets);
        if let (Some(share), Some(interval)) = (share, interval) {
            let long = WORDS.width(&interval);
            let beside = long + NUMBER.width(&percent(share)) + 40.0;
            found = found.min(match f64::from(room) {
                room if beside <= room => Brackets::Beside,
                room if long <= room => Brackets::Below,
                _ => Brackets::None,
            });
        }
    }
    found
}

/// A share in some room: in a narrow cell the sign goes, then the decimal, then the shade speaks alone.
fn fitting(share: f64, room: i32) -> String {
    let long = percent(share);
    let short = long.trim_end_matches(" %").to_owned();
    let whole = rounded(100.0 * share).to_string();
    let mut tries = [long, short, whole].into_iter();
    tries
        .find(|words| NUMBER.keeps_line(words, room))
        .unwrap_or_default()
}

/// An interval as it stands in a cell.
fn in_brackets([low, high]: [f64; 2]) -> String {
    format!("[{:.1}, {:.1}]", 100.0 * low, 100.0 * high)
}
