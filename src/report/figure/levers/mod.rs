//! What each lever changes: differences to none with their intervals, one row each.

use crate::report::csv::{CsvTable, table as csv_table};
use crate::report::figure::Figure;
use crate::report::figure::canvas::{Anchor, Canvas, Type};
use crate::report::figure::page::{Frame, page};
use crate::report::figure::theme::{
    BLUE, Colour, GREY, GRID, INK, LABEL, MARGIN, NEUTRAL, SMALL, Sheet, Span, VERMILION, leading,
    rounded,
};
use crate::report::labels::{counted, points};

/// Least height of a row.
const ROW: i32 = 190;
/// Space between what is ranked and what is not.
const GAP: i32 = 110;
/// Height of the axis below the plot.
const AXIS: i32 = 240;
/// Radius of a mark.
const RADIUS: u32 = 30;

/// One row of the figure; differences and bounds in −1..=1.
#[derive(Clone, Debug, PartialEq)]
pub struct LeverRow {
    /// Name for readers.
    pub title: String,
    /// Runs.
    pub runs: u64,
    /// Difference to none.
    pub difference: f64,
    /// Its interval.
    pub interval: [f64; 2],
    /// The interval that holds together with those of all other rows.
    pub simultaneous: [f64; 2],
    /// Whether it is told from none, all rows together.
    pub told: bool,
    /// Whether it holds a lever that the file never uses.
    pub never_in_file: bool,
    /// Whether it has a rank; rows without stand below the others.
    pub ranked: bool,
}

/// The rows of a comparison's lines: agreement as the file settles, in the order of the lines.
///
/// # Errors
/// Where a column is missing or a number cannot be read; the message names it.
pub fn lever_rows(table: &CsvTable) -> Result<Vec<LeverRow>, String> {
    let column = |name: &str| {
        let place = table.column(name);
        place.ok_or_else(|| format!("there is no column `{name}`"))
    };
    let places = [
        "rule",
        "quantity",
        "target",
        "kind",
        "title",
        "never-in-file",
    ]
    .map(column);
    let [rule, quantity, target, kind, title, never] = places;
    let (rule, quantity, target) = (rule?, quantity?, target?);
    let (kind, title, never, runs) = (kind?, title?, never?, column("runs")?);
    let names = ["difference", "low", "high", "all-low", "all-high", "p-holm"];
    let mut numbers = [0; 6];
    for (place, name) in numbers.iter_mut().zip(names) {
        *place = column(name)?;
    }
    let mut rows = Vec::new();
    for line in &table.rows {
        if line[rule] != "as-written" || line[quantity] != "agreement" || !line[target].is_empty() {
            continue;
        }
        let mut values = [0.0; 6];
        for ((value, &place), name) in values.iter_mut().zip(&numbers).zip(names) {
            *value = number(&line[place], name)?;
        }
        let [difference, low, high, all_low, all_high, p] = values;
        rows.push(LeverRow {
            title: line[title].clone(),
            never_in_file: line[never] == "true",
            runs: number(&line[runs], "runs")?,
            difference,
            interval: [low, high],
            simultaneous: [all_low, all_high],
            told: p <= 0.05,
            ranked: matches!(line[kind].as_str(), "lever" | "policy"),
        });
    }
    Ok(rows)
}

/// The rows of a sweep's cells: agreement against its baseline, one row for each cell but that.
///
/// # Errors
/// Where a column is missing or a number cannot be read; the message names it.
pub fn cell_rows(table: &CsvTable) -> Result<Vec<LeverRow>, String> {
    let column = |name: &str| {
        let place = table.column(name);
        place.ok_or_else(|| format!("there is no column `{name}`"))
    };
    let (cell, runs) = (column("cell")?, column("runs")?);
    let names = ["difference", "difference-low", "difference-high"];
    let mut numbers = [0; 3];
    for (place, name) in numbers.iter_mut().zip(names) {
        *place = column(name)?;
    }
    let mut rows = Vec::new();
    for line in table
        .rows
        .iter()
        .filter(|line| !line[numbers[0]].is_empty())
    {
        let mut values = [0.0; 3];
        for ((value, &place), name) in values.iter_mut().zip(&numbers).zip(names) {
            *value = number(&line[place], name)?;
        }
        let [difference, low, high] = values;
        // Factors stand between the cell's number and its runs; one that is as written has no label.
        let factors = (cell + 1..runs).filter(|&place| !line[place].is_empty());
        let words: Vec<String> = factors
            .map(|place| format!("{} {}", table.header[place], line[place]))
            .collect();
        rows.push(LeverRow {
            title: words.join(", "),
            never_in_file: false,
            runs: number(&line[runs], "runs")?,
            difference,
            interval: [low, high],
            simultaneous: [low, high],
            told: low > 0.0 || high < 0.0,
            ranked: true,
        });
    }
    Ok(rows)
}

fn number<T: std::str::FromStr>(words: &str, name: &str) -> Result<T, String> {
    let read = words.parse();
    read.map_err(|_| format!("`{name}` is no number: `{words}`"))
}

/// Where the plot's values lie on the page.
struct Scale {
    span: Span,
    /// Whether intervals stand beside the plot as numbers too.
    brackets: bool,
    low: f64,
    high: f64,
    step: f64,
}

impl Scale {
    /// A scale in whole ticks that holds all rows and zero.
    fn of(rows: &[LeverRow], sheet: Sheet) -> Self {
        let bounds = rows.iter().flat_map(|row| row.simultaneous);
        let (low, high) = bounds.fold((0.0_f64, 0.0_f64), |(low, high), it| {
            (low.min(it), high.max(it))
        });
        let span = (high - low).max(0.001);
        // Names stand left of the plot, numbers right of it.
        let brackets = sheet != Sheet::Column;
        let span_on_page = Span {
            left: (sheet.width() / 3).clamp(790, 1_750),
            right: sheet.width() - if brackets { 1_150 } else { 370 },
        };
        // Round numbers apart, and no closer than their words are wide.
        let ticks_max = f64::from(span_on_page.right - span_on_page.left) / 290.0;
        let steps = [
            0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.25,
        ];
        let fits = |step: &&f64| span / **step <= ticks_max.min(8.0);
        let step = steps.iter().find(fits).copied().unwrap_or(0.5);
        Self {
            span: span_on_page,
            brackets,
            low: (low / step).floor() * step,
            high: (high / step).ceil() * step,
            step,
        }
    }

    fn x(&self, value: f64) -> i32 {
        self.span.at((value - self.low) / (self.high - self.low))
    }

    fn ticks(&self) -> impl Iterator<Item = f64> {
        let count = rounded((self.high - self.low) / self.step);
        let (low, step) = (self.low, self.step);
        (0..=count).map(move |tick| low + f64::from(tick) * step)
    }
}

/// A row, measured.
struct Measured<'a> {
    row: &'a LeverRow,
    name: Vec<String>,
    height: i32,
    /// Space above it.
    gap: i32,
}

/// Differences of the agreement rate to a baseline, in the order of the rows; `heading` says of what.
pub fn levers(
    heading: &str,
    title: &str,
    seed: u64,
    rows: &[LeverRow],
    sheet: Option<Sheet>,
) -> Figure {
    let sheet = sheet.unwrap_or(Sheet::Page);
    let scale = Scale::of(rows, sheet);
    let mut measured: Vec<Measured<'_>> = rows.iter().map(|row| measure(row, &scale)).collect();
    for place in 1..measured.len() {
        if rows[place - 1].ranked && !rows[place].ranked {
            measured[place].gap = GAP;
        }
    }
    let height: i32 = measured.iter().map(|it| it.height + it.gap).sum();
    let frame = Frame {
        sheet,
        heading,
        caption: &caption(rows),
        height: height + AXIS,
    };
    let runs = rows.iter().map(|row| row.runs).max().unwrap_or(0);
    let foot = format!(
        "{} of each, seed {seed}. Intervals: simulation error.",
        counted(runs, "run")
    );
    let svg = page(title, &foot, &frame, |canvas, top| {
        draw_axis(canvas, &scale, top, top + height);
        let mut y = top;
        for it in &measured {
            y += it.gap;
            draw_row(canvas, &scale, y, it);
            y += it.height;
        }
    });
    Figure {
        pages: vec![svg],
        data: data(rows),
    }
}

/// What is drawn, a line for each row.
fn data(rows: &[LeverRow]) -> String {
    let lines = rows.iter().map(|row| {
        let [low, high] = row.interval;
        let [all_low, all_high] = row.simultaneous;
        let mut line = vec![row.title.clone(), row.runs.to_string()];
        line.extend([row.difference, low, high, all_low, all_high].map(|it| it.to_string()));
        line.push(row.told.to_string());
        line
    });
    let names = [
        "row",
        "runs",
        "difference",
        "low",
        "high",
        "all-low",
        "all-high",
        "told",
    ];
    csv_table(&names, lines)
}

/// What the marks mean.
fn caption(rows: &[LeverRow]) -> String {
    let mut words = "Difference of the agreement rate to the baseline on the same realizations. \
                     Thick lines: 95 % score intervals (Tango 1998)"
        .to_owned();
    let is_wider = |row: &LeverRow| row.simultaneous[0] < row.interval[0];
    if rows.iter().any(is_wider) {
        words.push_str(
            "; thin lines: intervals that hold all at once (Šidák). \
             Colour: told from no effect, all at once (Holm); rings: not told.",
        );
    } else {
        words.push_str(". Rings: intervals that hold 0.");
    }
    if rows.iter().any(|row| row.never_in_file) {
        words.push_str(
            " *: holds a lever that the file never uses; here it is used from round 0 on.",
        );
    }
    words
}

fn measure<'a>(row: &'a LeverRow, scale: &Scale) -> Measured<'a> {
    let mark = if row.never_in_file { " *" } else { "" };
    let title = format!("{}{mark}", row.title);
    let name = Type::regular(LABEL, INK).balance(&title, scale.span.left - MARGIN - 80, 3);
    let lines = i32::try_from(name.len()).unwrap_or(3);
    Measured {
        row,
        height: ROW.max(leading(LABEL) * lines + 50),
        name,
        gap: 0,
    }
}

fn draw_axis(canvas: &mut Canvas<'_>, scale: &Scale, top: i32, bottom: i32) {
    for tick in scale.ticks() {
        let x = scale.x(tick);
        let is_zero = tick.abs() < scale.step / 2.0;
        let (colour, width) = if is_zero { (GREY, 8) } else { (GRID, 5) };
        canvas.line((x, top), (x, bottom), colour, width);
        let value = if is_zero { 0.0 } else { tick };
        canvas.words(
            (x, bottom + 85),
            &tick_words(value, scale.step),
            Type::regular(SMALL, GREY).at(Anchor::Middle),
        );
    }
    canvas.words(
        (scale.span.middle(), bottom + 185),
        "difference of agreement, points",
        Type::regular(LABEL, INK).at(Anchor::Middle),
    );
}

fn tick_words(value: f64, step: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    // Steps below a point need a digit behind it, those below a tenth of one two.
    let decimals = usize::from(step < 0.01) + usize::from(step < 0.001);
    crate::report::labels::signed(100.0 * value, decimals)
}

fn draw_row(canvas: &mut Canvas<'_>, scale: &Scale, top: i32, it: &Measured<'_>) {
    let middle = top + it.height / 2;
    let lines = i32::try_from(it.name.len()).unwrap_or(3);
    let first = middle - leading(LABEL) * lines / 2 + LABEL - 8;
    let name_type = Type::regular(LABEL, INK).at(Anchor::End);
    canvas.lines((scale.span.left - 60, first), &it.name, name_type);
    let row = it.row;
    let colour: Colour = match (row.told, row.difference > 0.0) {
        (false, _) => NEUTRAL,
        (true, true) => BLUE,
        (true, false) => VERMILION,
    };
    let ends = |bounds: [f64; 2]| bounds.map(|bound| scale.x(bound));
    let [low, high] = ends(row.simultaneous);
    canvas.line((low, middle), (high, middle), colour, 10);
    let [low, high] = ends(row.interval);
    canvas.line((low, middle), (high, middle), colour, 30);
    let centre = (scale.x(row.difference), middle);
    if row.told {
        canvas.disc(centre, RADIUS, colour);
    } else {
        canvas.ring(centre, RADIUS - 4, colour, 12);
    }
    let [low, high] = row.interval;
    canvas.words(
        (scale.span.right + 80, middle + 26),
        &points(row.difference),
        Type::regular(LABEL, INK).bold(),
    );
    if scale.brackets {
        canvas.words(
            (scale.span.right + 420, middle + 26),
            &format!("[{}, {}]", points(low), points(high)),
            Type::regular(SMALL, GREY),
        );
    }
}

#[cfg(test)]
mod tests;
