//! Rows of cells, measured for a sheet.

use crate::report::chart::frame::{Frame, Line};
use crate::report::chart::names::{Groups, RowName};
use crate::report::chart::page::sheets;
use crate::report::chart::spec::{Cells, Chart, Row};
use crate::report::chart::theme::{BLACK, INK, LABEL, MARGIN, SMALL, Sheet, count, leading};
use crate::report::chart::typesetting::{Text, Type};
use crate::report::labels::percent;

/// Least width of a cell with words: a share, its interval and the space between them.
const CELL_MIN: i32 = 720;
/// Most cells with words side by side.
const COLUMNS_MAX: i32 = 6;
/// Space between cells.
pub(super) const GAP: i32 = 16;
/// Lines of words in a cell or above a column, at most.
const LINES_MAX: usize = 7;
/// Height of the colour bar with its numbers.
const BAR: i32 = 260;
pub(super) const NUMBER: Type = Type::regular(LABEL, BLACK).bold();
pub(super) const WORDS: Type = Type::regular(SMALL, BLACK);
pub(super) const NAME: Type = Type::regular(LABEL, INK);
pub(super) const HEAD: Type = Type::regular(SMALL, INK);

/// Where the interval of a cell stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Brackets {
    /// Nowhere: there is no room.
    None,
    /// Below the number.
    Below,
    /// Beside the number.
    Beside,
}

/// Cells side by side.
pub(super) struct Strip<'a> {
    pub(super) cells: Vec<(&'a Line, Text)>,
    pub(super) wide: i32,
    pub(super) height: i32,
}

/// A row, measured.
pub(super) struct Block<'a> {
    pub(super) name: RowName,
    /// The name above the cells, where the sheet is narrow.
    pub(super) above: Text,
    pub(super) strips: Vec<Strip<'a>>,
    pub(super) height: i32,
}

/// A chart of cells, measured for a sheet.
pub(super) struct Grid<'a> {
    pub(super) frame: &'a Frame,
    pub(super) body: &'a Cells,
    pub(super) left: i32,
    pub(super) right: i32,
    pub(super) heads: Vec<Text>,
    heads_whole: bool,
    pub(super) corner: [Text; 2],
    pub(super) groups: Groups,
    pub(super) brackets: Brackets,
    pub(super) blocks: Vec<Block<'a>>,
}

impl<'a> Grid<'a> {
    pub(super) fn of(frame: &'a Frame, body: &'a Cells, sheet: Sheet) -> Self {
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
        let heads: Vec<Text> = heads
            .map(|item| HEAD.balance(item, words, LINES_MAX))
            .collect();
        let mut names = body.columns.iter();
        let whole = names.all(|item| HEAD.keeps_words(item, words));
        let [down, across] = &body.corner;
        let mut grid = Self {
            frame,
            body,
            left,
            right,
            heads_whole: whole && !heads.iter().any(Text::is_cut),
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
        let (beside, above) = if above {
            (Row::default(), row.name.as_str())
        } else {
            (row.clone(), "")
        };
        let name = RowName::new(&beside, false, self.left - MARGIN - 60);
        let above = NAME.wrap(above, self.right - MARGIN, LINES_MAX);
        let tall: i32 = strips.iter().map(|strip| strip.height + GAP).sum();
        let missing = (name.height() + 30 + GAP - tall).max(0);
        if let Some(last) = strips.last_mut() {
            last.height += missing;
        }
        let head = match above.height() {
            0 => 0,
            tall => tall + 34,
        };
        let strips_tall = strips.iter().map(|strip| strip.height + GAP).sum::<i32>();
        Block {
            name,
            above,
            height: head + strips_tall,
            strips,
        }
    }

    fn strip(&self, cells: &[&'a Line], wide: i32) -> Strip<'a> {
        let room = wide - 2 * padding(wide);
        let cell = |line: &&'a Line| {
            let column = self.body.words;
            let words = column.and_then(|item| self.frame.get(line, item).as_str());
            let text = WORDS.wrap(words.unwrap_or_default(), room, LINES_MAX);
            (*line, text)
        };
        let cells: Vec<(&Line, Text)> = cells.iter().map(cell).collect();
        let tallest = cells.iter().map(|cell| cell.1.height()).max();
        let below = match self.brackets {
            Brackets::Below => leading(SMALL),
            Brackets::None | Brackets::Beside => 0,
        };
        Strip {
            cells,
            wide,
            height: leading(LABEL) + below + tallest.unwrap_or(0) + 68,
        }
    }

    /// What decides whether a chart is turned; more is better.
    pub(super) fn merit(&self, chart: &Chart, sheet: Sheet) -> (bool, bool, bool) {
        let one_sheet = sheets(chart, sheet, self.beside(), &self.heights()) == 1;
        (self.heads_whole, self.brackets > Brackets::None, one_sheet)
    }

    /// Height of the names of columns.
    pub(super) fn head(&self) -> i32 {
        if self.heads.is_empty() {
            return 0;
        }
        let tallest = self.heads.iter().map(Text::height).max();
        let across = self.corner[1].height() + 40 + tallest.unwrap_or(0);
        across.max(self.corner[0].height()) + 50
    }

    /// Height of what stands beside the rows on every sheet.
    pub(super) fn beside(&self) -> i32 {
        self.head() + self.groups.height + BAR
    }

    pub(super) fn heights(&self) -> Vec<i32> {
        let blocks = self.blocks.iter().enumerate();
        blocks
            .map(|(number, block)| block.height + self.groups.above(number))
            .collect()
    }
}

/// Space inside the edges of a cell.
pub(super) fn padding(wide: i32) -> i32 {
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

/// An interval as it stands in a cell.
pub(super) fn in_brackets([low, high]: [f64; 2]) -> String {
    format!("[{:.1}, {:.1}]", 100.0 * low, 100.0 * high)
}
