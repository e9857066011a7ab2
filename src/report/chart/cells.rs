//! Charts of cells: names down the page, shares as shaded cells with their intervals beside them.

use crate::report::chart::frame::{Frame, Line};
use crate::report::chart::page::{Pieces, room, row_name};
use crate::report::chart::picture::Picture;
use crate::report::chart::spec::{BAND, Cells, Chart, Row};
use crate::report::chart::theme::{
    BLACK, GREY, GRID, INK, LABEL, MARGIN, SMALL, Sheet, WHITE, count, leading, rounded, shade,
};
use crate::report::chart::typesetting::{Anchor, Text, Type};
use crate::report::labels::{percent, share_bounds};

/// Least width of a cell with words: a share, its interval and the space between them.
const CELL_MIN: i32 = 720;
/// Most cells with words side by side.
const COLUMNS_MAX: i32 = 6;
/// Space between cells.
const GAP: i32 = 16;
/// Lines of words in a cell or above a column, at most.
const LINES_MAX: usize = 7;
/// Space for a band at the foot of a cell.
const STRIP: i32 = 70;
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

/// A chart of cells, as given or turned; turned where that shows more: heads in whole words first, then intervals, then all on
/// one sheet.
pub(super) fn pieces(chart: &Chart, body: &Cells, sheet: Sheet) -> Pieces {
    let of = |frame: &Frame, body: &Cells| {
        let grid = Grid::of(frame, body, sheet);
        let (heads_whole, head) = grid.head();
        let pieces = Pieces {
            head,
            rows: body
                .rows
                .iter()
                .enumerate()
                .map(|row| grid.row(row))
                .collect(),
            groups: Pieces::groups(&body.rows),
            foot: grid.bar(),
            ..Pieces::default()
        };
        let one_sheet = pieces.sheets(room(chart, sheet)).len() == 1;
        let merit = (heads_whole, grid.brackets > Brackets::None, one_sheet);
        (merit, pieces)
    };
    let (merit, given) = of(&chart.frame, body);
    if body.turnable {
        let (frame, body) = turned(&chart.frame, body);
        let (better, turned) = of(&frame, &body);
        if better > merit {
            return turned;
        }
    }
    given
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

/// How cells stand on a sheet.
struct Grid<'a> {
    frame: &'a Frame,
    body: &'a Cells,
    /// Where the first cell begins and the last one ends.
    ends: [i32; 2],
    /// Cells side by side.
    columns: usize,
    brackets: Brackets,
    /// Whether names of rows stand above their cells, not beside them.
    names_above: bool,
}

impl<'a> Grid<'a> {
    fn of(frame: &'a Frame, body: &'a Cells, sheet: Sheet) -> Self {
        let right = sheet.width() - MARGIN;
        let own_names = body.columns.is_empty();
        let names_above = own_names && sheet == Sheet::Column;
        let left = match own_names {
            true if names_above => MARGIN,
            true => 1_180,
            false => (sheet.width() / 4).clamp(700, 1_250),
        };
        let most = (0..body.rows.len()).map(|row| frame.of_row(row).count());
        let columns = if own_names {
            let fit = ((right - left + GAP) / (CELL_MIN + GAP)).min(COLUMNS_MAX);
            let fit = usize::try_from(fit).unwrap_or(2).max(2);
            most.max().unwrap_or(1).clamp(2, fit)
        } else {
            body.columns.len().max(1)
        };
        let mut grid = Self {
            frame,
            body,
            ends: [left, right],
            columns,
            brackets: Brackets::None,
            names_above,
        };
        grid.brackets = grid.brackets(inside(grid.width_of(columns)));
        grid
    }

    /// Width of each of some cells that fill the sheet.
    fn width_of(&self, cells: usize) -> i32 {
        let [left, right] = self.ends;
        (right - left - GAP * (count(cells) - 1)) / count(cells)
    }

    /// Where intervals stand: beside the numbers where all have room there, else below them, else nowhere.
    fn brackets(&self, room: i32) -> Brackets {
        let lines = self.frame.lines().iter();
        let found = lines.filter_map(|line| {
            let share = self.frame.number(line, &self.body.value)?;
            let long = WORDS.width(&self.interval(line)?);
            let beside = long + NUMBER.width(&percent(share)) + 40.0;
            Some(match f64::from(room) {
                room if beside <= room => Brackets::Beside,
                room if long <= room => Brackets::Below,
                _ => Brackets::None,
            })
        });
        found.min().unwrap_or(Brackets::Beside)
    }

    /// The interval of a cell as it stands in it.
    fn interval(&self, line: &Line) -> Option<String> {
        self.frame.pair(line, ["low", "high"]).map(share_bounds)
    }

    /// The names of columns, and whether they are whole.
    fn head(&self) -> (bool, Picture) {
        let names = &self.body.columns;
        if names.is_empty() {
            return (true, Picture::default());
        }
        let [left, right] = self.ends;
        let [down, across] = &self.body.corner;
        let down = NAME.bold().balance(down, left - MARGIN - 60, LINES_MAX);
        let across = NAME.bold().wrap(across, right - left, 3);
        let room = inside(self.width_of(self.columns));
        let heads = names.iter().map(|name| HEAD.balance(name, room, LINES_MAX));
        let heads: Vec<Text> = heads.collect();
        let mut widths = names.iter().map(|name| HEAD.longest(name));
        let whole = widths.all(|width| width <= f64::from(room));
        let tallest = heads.iter().map(Text::height).max().unwrap_or(0);
        let tall = across.height() + 40 + tallest;
        let mut head = Picture::space(tall.max(down.height()) + 50);
        let last = head.height - 40;
        let first = |text: &Text| last + leading(text.kind.size) - text.height();
        head.text((left, 75), &across);
        head.text((MARGIN, first(&down)), &down);
        for (column, name) in (0..).zip(&heads) {
            let x = left + (right - left + GAP) * column / count(heads.len());
            head.text((x, first(name)), name);
        }
        (whole && !heads.iter().any(Text::is_cut), head)
    }

    /// A row with its name; what needs several lines of cells has them of equal length, as wide as the sheet.
    fn row(&self, (number, row): (usize, &Row)) -> Picture {
        let left = self.ends[0];
        let cells: Vec<&Line> = self.frame.of_row(number).collect();
        let strips = cells.len().div_ceil(self.columns);
        let in_line = match strips {
            0 | 1 => self.columns,
            _ => cells.len().div_ceil(strips),
        };
        let mut picture = Picture::default();
        let mut beside = Picture::default();
        if self.names_above {
            let name = NAME.wrap(&row.name, self.ends[1] - MARGIN, LINES_MAX);
            picture.text((MARGIN, LABEL + 10), &name);
            picture.height = name.height() + 34;
        } else {
            beside = row_name(row, false, left - MARGIN - 60);
        }
        let least = (beside.height + 30 + GAP) / count(strips).max(1) - GAP;
        for cells in cells.chunks(in_line) {
            picture.append(&self.strip(cells, self.width_of(in_line), least));
        }
        let middle = (picture.height - GAP) / 2;
        picture.put((left - 50, middle - beside.height / 2), &beside);
        picture
    }

    /// Cells side by side.
    fn strip(&self, cells: &[&Line], wide: i32, least: i32) -> Picture {
        let words = |line: &&Line| {
            let column = self.body.words;
            let words = column.and_then(|item| self.frame.get(line, item).as_str());
            WORDS.wrap(words.unwrap_or_default(), inside(wide), LINES_MAX)
        };
        let words: Vec<Text> = cells.iter().map(words).collect();
        let tallest = words.iter().map(Text::height).max().unwrap_or(0);
        let below = match self.brackets {
            Brackets::Below => leading(SMALL),
            Brackets::None | Brackets::Beside => 0,
        };
        let band = if self.frame.has(BAND[0]) { STRIP } else { 0 };
        let tall = (leading(LABEL) + below + tallest + 68 + band).max(least);
        let mut strip = Picture::space(tall + GAP);
        for (place, (line, words)) in cells.iter().zip(words).enumerate() {
            let is_headed = !self.body.columns.is_empty();
            let column = if is_headed { line.series } else { place };
            let x = self.ends[0] + (wide + GAP) * count(column);
            strip.put((x, 0), &self.cell(line, words, (wide, tall)));
        }
        strip
    }

    fn cell(&self, line: &Line, words: Text, (wide, tall): (i32, i32)) -> Picture {
        let mut cell = Picture::default();
        let share = self.frame.number(line, &self.body.value);
        let filled = share.filter(|item| *item > 0.0 || self.body.words.is_none());
        let ground = filled.map_or(WHITE, |item| shade(item / self.body.most));
        cell.block((0, 0), (wide, tall), ground);
        if filled.is_none() {
            cell.frame((0, 0), (wide, tall), GRID, 6);
        }
        let ink = if filled.is_some() { BLACK } else { GREY };
        let (number_type, words_type) = (NUMBER.coloured(ink), WORDS.coloured(ink));
        let (left, right) = (padding(wide), wide - padding(wide));
        let mut y = 34 + LABEL - 8;
        if let Some(share) = share {
            cell.words((left, y), &fitting(share, right - left), number_type);
        }
        match (self.brackets, self.interval(line)) {
            (Brackets::Beside, Some(interval)) if self.body.words.is_some() => {
                cell.words((right, y), &interval, words_type.at(Anchor::End));
            }
            (Brackets::Beside, Some(interval)) => {
                let number = NUMBER.width(&percent(share.unwrap_or(0.0)));
                cell.words((left + rounded(number) + 40, y), &interval, words_type);
            }
            (Brackets::Below, Some(interval)) => {
                y += leading(SMALL) + 8;
                cell.words((left, y), &interval, words_type);
            }
            _ => {}
        }
        let kind = words_type;
        cell.text((left, y + leading(SMALL) + 8), &Text { kind, ..words });
        if self.frame.has(BAND[0]) {
            self.draw_band(&mut cell, line, ([left, right], tall));
        }
        cell
    }

    /// The band of a share at the foot of its cell, on a scale from 0 to 1 as wide as the cell.
    fn draw_band(&self, cell: &mut Picture, line: &Line, ([left, right], tall): ([i32; 2], i32)) {
        let Some(ends) = self.frame.pair(line, BAND) else {
            return;
        };
        let y = tall - STRIP / 2;
        let at = |share: f64| left + rounded(f64::from(right - left) * share.clamp(0.0, 1.0));
        let [low, high] = ends.map(at);
        cell.block((left, y - 14), (right, y + 14), WHITE);
        cell.frame((left, y - 14), (right, y + 14), GRID, 5);
        // A band of no width shows all the same.
        cell.block((low - 3, y - 14), (high + 3, y + 14), GREY);
    }

    /// The shades with their numbers, below the rows.
    fn bar(&self) -> Picture {
        const NUMBER: Type = Type::regular(SMALL, GREY).at(Anchor::Middle);
        let [left, right] = self.ends;
        let (left, top) = (left.max(MARGIN + 40), 40);
        let (wide, steps) = ((right - left) * 2 / 5, 50);
        let mut bar = Picture::space(BAR);
        for step in 0..steps {
            let edge = |step: i32| left + wide * step / steps;
            let share = (f64::from(step) + 0.5) / f64::from(steps);
            // A little overlap, since viewers show the page between shapes that only touch.
            let to = (edge(step + 1) + 4, top + 70);
            bar.block((edge(step), top), to, shade(share));
        }
        for tick in 0..=2 {
            let x = left + wide * tick / 2;
            bar.line((x, top + 70), (x, top + 90), GREY, 6);
            let number = rounded(50.0 * self.body.most * f64::from(tick)).to_string();
            bar.words((x, top + 165), &number, NUMBER);
        }
        let x = left + wide + 100;
        bar.text((x, top + 62), &NAME.wrap(&self.body.scale, right - x, 2));
        bar
    }
}

/// Space inside the edges of a cell.
fn padding(wide: i32) -> i32 {
    if wide < 500 { 10 } else { 34 }
}

/// Room for words in a cell.
fn inside(wide: i32) -> i32 {
    wide - 2 * padding(wide)
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
