//! A rate over two factors of a sweep.

use crate::report::csv::{CsvTable, table as csv_table};
use crate::report::figure::Figure;
use crate::report::figure::canvas::{Anchor, Canvas, Type};
use crate::report::figure::page::{Frame, page};
use crate::report::figure::theme::{
    Colour, GREY, GRID, INK, LABEL, MARGIN, SMALL, Sheet, Span, WHITE, ink_on, leading, rounded,
    shade,
};
use crate::report::labels::percent;

/// Space between cells.
const GAP: i32 = 16;
/// Least height of a cell.
const CELL: i32 = 270;
/// Height of the names of columns.
const HEAD: i32 = 330;
/// Height of the colour bar with its numbers.
const BAR: i32 = 270;
/// Most levels of a factor: more cannot be told apart on a page.
const LEVELS_MAX: usize = 12;

/// A table of rates over two factors.
#[derive(Clone, Debug, PartialEq)]
pub struct HeatMap {
    /// What the numbers are.
    pub value: String,
    /// The factor down the page and its levels.
    pub rows: (String, Vec<String>),
    /// The factor across the page and its levels.
    pub columns: (String, Vec<String>),
    /// By row and column; none where there is no such cell.
    pub cells: Vec<Vec<Option<HeatCell>>>,
}

/// A rate with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HeatCell {
    /// The rate, in 0..=1; the plain mean of the cells that differ in other factors only.
    pub rate: f64,
    /// Its interval, where a single cell is behind it.
    pub interval: Option<[f64; 2]>,
}

impl HeatMap {
    /// A heat map of the lines of a sweep's cells: two columns of factors, one of rates, its bounds.
    ///
    /// Levels stand in the order in which they first come; lines without a level, as a baseline's, are left out.
    ///
    /// # Errors
    /// Where a column is missing, a number cannot be read, or a factor has more than 12 levels.
    pub fn read(
        table: &CsvTable,
        rows: &str,
        columns: &str,
        rate: &str,
        bounds: [&str; 2],
    ) -> Result<Self, String> {
        let column = |name: &str| {
            let place = table.column(name);
            place.ok_or_else(|| format!("there is no column `{name}`"))
        };
        let (down, across) = (column(rows)?, column(columns)?);
        let numbers = [column(rate)?, column(bounds[0])?, column(bounds[1])?];
        let levels = |place: usize| -> Result<Vec<String>, String> {
            let mut levels: Vec<String> = Vec::new();
            for line in &table.rows {
                if !line[place].is_empty() && !levels.contains(&line[place]) {
                    levels.push(line[place].clone());
                }
            }
            if levels.len() > LEVELS_MAX {
                let name = &table.header[place];
                return Err(format!(
                    "`{name}` has {} levels, at most {LEVELS_MAX} can be told apart",
                    levels.len()
                ));
            }
            Ok(levels)
        };
        let (row_levels, column_levels) = (levels(down)?, levels(across)?);
        let mut found = vec![vec![Vec::new(); column_levels.len()]; row_levels.len()];
        for line in &table.rows {
            let mut values = [0.0; 3];
            for (value, place) in values.iter_mut().zip(numbers) {
                let read: Result<f64, _> = line[place].parse();
                let name = &table.header[place];
                *value = read.map_err(|_| format!("`{name}` is no number: `{}`", line[place]))?;
            }
            let at =
                |levels: &[String], place: usize| levels.iter().position(|it| *it == line[place]);
            if let (Some(row), Some(column)) = (at(&row_levels, down), at(&column_levels, across)) {
                found[row][column].push(values);
            }
        }
        let rows_of = |row: &Vec<Vec<[f64; 3]>>| row.iter().map(|it| joined(it)).collect();
        Ok(Self {
            value: rate.to_owned(),
            rows: (rows.to_owned(), row_levels),
            columns: (columns.to_owned(), column_levels),
            cells: found.iter().map(rows_of).collect(),
        })
    }
}

/// One cell of the map from all that fall into it.
fn joined(values: &[[f64; 3]]) -> Option<HeatCell> {
    let mut sum = 0.0;
    for value in values {
        sum += value[0];
    }
    let interval = match values {
        [[_, low, high]] => Some([*low, *high]),
        _ => None,
    };
    (!values.is_empty()).then(|| HeatCell {
        rate: sum / values.len() as f64,
        interval,
    })
}

/// Draws a heat map; `foot` names its runs and seed.
pub fn heat_map(title: &str, foot: &str, map: &HeatMap, sheet: Option<Sheet>) -> Figure {
    let sheet = sheet.unwrap_or(Sheet::Page);
    // Levels of the first factor stand left of the cells.
    let span = Span {
        left: (sheet.width() / 4).clamp(700, 1_250),
        right: sheet.width() - MARGIN,
    };
    let height = CELL + GAP;
    let rows = i32::try_from(map.rows.1.len()).unwrap_or(0);
    let heading = format!("{} over two factors", capital(&map.value));
    let averaged = map
        .cells
        .iter()
        .flatten()
        .flatten()
        .any(|it| it.interval.is_none());
    let caption = if averaged {
        "Each number is the mean over the cells that differ in other factors only. White: no such cell."
    } else {
        "In brackets 95 % intervals in percent. White: no such cell."
    };
    let frame = Frame {
        sheet,
        heading: &heading,
        caption,
        height: HEAD + rows * height + BAR,
    };
    let most = highest(map);
    let svg = page(title, foot, &frame, |canvas, top| {
        draw_head(canvas, span, top, map);
        let mut y = top + HEAD;
        for (level, cells) in map.rows.1.iter().zip(&map.cells) {
            draw_row(canvas, span, y, level, cells, most);
            y += height;
        }
        draw_bar(canvas, span, y + 40, most, &map.value);
    });
    Figure {
        pages: vec![svg],
        data: data(map),
    }
}

/// What is drawn, a line for each cell that there is.
fn data(map: &HeatMap) -> String {
    let rows = map.rows.1.iter().zip(&map.cells);
    let lines = rows.flat_map(|(row, cells)| {
        let cells = map.columns.1.iter().zip(cells);
        cells.filter_map(move |(column, cell)| {
            let cell = (*cell)?;
            let bound = |end: usize| {
                let bound = cell.interval.map(|interval| interval[end].to_string());
                bound.unwrap_or_default()
            };
            let line = [row, column].map(String::clone);
            let numbers = [cell.rate.to_string(), bound(0), bound(1)];
            Some(line.into_iter().chain(numbers).collect())
        })
    });
    let names = [&map.rows.0, &map.columns.0, &map.value, "low", "high"];
    csv_table(&names, lines)
}

/// Words with a capital letter in front.
fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next();
    let first: Option<String> = first.map(|letter| letter.to_uppercase().collect());
    first.unwrap_or_default() + letters.as_str()
}

/// The end of the scale: the next tenth above the highest rate.
fn highest(map: &HeatMap) -> f64 {
    let rates = map.cells.iter().flatten().flatten().map(|it| it.rate);
    let most = rates.fold(0.0, f64::max);
    ((most * 10.0).ceil() / 10.0).clamp(0.1, 1.0)
}

fn columns(map: &HeatMap) -> i32 {
    i32::try_from(map.columns.1.len()).unwrap_or(1).max(1)
}

fn width(span: Span, columns: i32) -> i32 {
    (span.right - span.left - GAP * (columns - 1)) / columns
}

fn draw_head(canvas: &mut Canvas<'_>, span: Span, top: i32, map: &HeatMap) {
    let bold = Type::regular(LABEL, INK).bold();
    for line in bold.wrap(&map.columns.0, span.right - span.left, 1) {
        canvas.words((span.left, top + 75), &line, bold);
    }
    let lines = bold.balance(&map.rows.0, span.left - MARGIN - 60, 3);
    let above = leading(LABEL) * (i32::try_from(lines.len()).unwrap_or(1) - 1);
    canvas.lines((MARGIN, top + HEAD - 40 - above), &lines, bold);
    let wide = width(span, columns(map));
    let kind = Type::regular(SMALL, INK).at(Anchor::Middle);
    let mut x = span.left;
    for level in &map.columns.1 {
        let lines = kind.balance(level, wide - 20, 2);
        let first =
            top + HEAD - 40 - leading(SMALL) * (i32::try_from(lines.len()).unwrap_or(1) - 1);
        canvas.lines((x + wide / 2, first), &lines, kind);
        x += wide + GAP;
    }
}

fn draw_row(
    canvas: &mut Canvas<'_>,
    span: Span,
    top: i32,
    level: &str,
    cells: &[Option<HeatCell>],
    most: f64,
) {
    let kind = Type::regular(LABEL, INK).at(Anchor::End);
    let lines = kind.balance(level, span.left - MARGIN - 60, 2);
    let tall = leading(LABEL) * i32::try_from(lines.len()).unwrap_or(1);
    canvas.lines(
        (span.left - 50, top + (CELL - tall) / 2 + LABEL - 8),
        &lines,
        kind,
    );
    let wide = width(span, i32::try_from(cells.len()).unwrap_or(1).max(1));
    let mut x = span.left;
    for cell in cells {
        let (from, to) = ((x, top), (x + wide, top + CELL));
        let ground = cell.map_or(WHITE, |cell| shade(cell.rate / most));
        canvas.block(from, to, ground);
        match cell {
            None => canvas.frame(from, to, GRID, 6),
            Some(cell) => draw_numbers(canvas, (x + wide / 2, top), wide, cell, ink_on(ground)),
        }
        x += wide + GAP;
    }
}

fn draw_numbers(canvas: &mut Canvas<'_>, at: (i32, i32), wide: i32, cell: &HeatCell, ink: Colour) {
    let kind = Type::regular(LABEL, ink).bold().at(Anchor::Middle);
    let small = Type::regular(SMALL, ink).at(Anchor::Middle);
    let interval = cell
        .interval
        .map(|[low, high]| format!("[{:.1}, {:.1}]", 100.0 * low, 100.0 * high));
    // Brackets that would leave their cell are left to the table.
    let interval = interval.filter(|words| small.wrap(words, wide - 20, 9).len() == 1);
    let first = at.1 + CELL / 2 + if interval.is_some() { -15 } else { 28 };
    // In a narrow cell the sign goes, then the decimal, then the colour speaks alone.
    let long = percent(cell.rate);
    let short = long.trim_end_matches(" %").to_owned();
    let whole = rounded(100.0 * cell.rate).to_string();
    let fits = |words: &String| kind.wrap(words, wide - 20, 9).len() == 1;
    if let Some(words) = [long, short, whole].iter().find(|words| fits(words)) {
        canvas.words((at.0, first), words, kind);
    }
    if let Some(words) = interval {
        canvas.words((at.0, first + leading(LABEL)), &words, small);
    }
}

fn draw_bar(canvas: &mut Canvas<'_>, span: Span, top: i32, most: f64, value: &str) {
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
        let number = rounded(100.0 * most * f64::from(tick) / 2.0);
        canvas.words((x, top + 165), &number.to_string(), kind);
    }
    let kind = Type::regular(LABEL, INK);
    let left = span.left + wide + 120;
    let words = format!("{value}, %");
    for line in kind.wrap(&words, span.right - left, 1) {
        canvas.words((left, top + 62), &line, kind);
    }
}

#[cfg(test)]
mod tests {
    use super::{HeatMap, heat_map};
    use crate::report::csv::CsvTable;

    const CELLS: &str = "cell,agenda,leader,depth,runs,agreement,agreement-low,agreement-high\n\
        0,,,,100,0.5,0.4,0.6\n\
        1,parallel,rubio,1,100,0.1,0.05,0.2\n\
        2,parallel,witkoff,1,100,0.3,0.2,0.4\n\
        3,single,rubio,1,100,0.2,0.1,0.3\n\
        4,single,rubio,2,100,0.4,0.3,0.5\n";

    fn map(rows: &str, columns: &str) -> Result<HeatMap, String> {
        let table = CsvTable::read(CELLS).expect("it is a table");
        let bounds = ["agreement-low", "agreement-high"];
        HeatMap::read(&table, rows, columns, "agreement", bounds)
    }

    #[test]
    fn cells_fall_into_their_places_and_others_are_averaged() {
        let map = map("agenda", "leader").expect("the columns are there");
        assert_eq!(map.rows.1, ["parallel", "single"]);
        assert_eq!(map.columns.1, ["rubio", "witkoff"]);
        let cell = map.cells[0][1].expect("there is such a cell");
        assert_eq!(cell.interval, Some([0.2, 0.4]));
        let joined = map.cells[1][0].expect("there are two");
        assert!((joined.rate - 0.3).abs() < 1e-12 && joined.interval.is_none());
        assert_eq!(map.cells[1][1], None);
        let figure = heat_map("Talks", "100 runs a cell, seed 1.", &map, None)
            .pages
            .concat();
        assert!(figure.trim_end().ends_with("</svg>") && !figure.contains("NaN"));
        assert!(figure.contains("30.0 %") && figure.contains("witkoff"));
    }

    #[test]
    fn a_factor_that_is_not_there_is_named() {
        assert_eq!(
            map("agenda", "leder"),
            Err("there is no column `leder`".to_owned())
        );
    }
}
