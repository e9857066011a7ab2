//! Which uncertain numbers drive a result: Sobol indices with their intervals.

use crate::report::csv::{CsvTable, table as csv_table};
use crate::report::figure::Figure;
use crate::report::figure::canvas::{Canvas, Type};
use crate::report::figure::chart::{AXIS, RowName, Scale};
use crate::report::figure::page::{Frame, page};
use crate::report::figure::theme::{
    BLUE, Colour, INK, LABEL, MARGIN, SMALL, Sheet, Span, VERMILION, WHITE, blend,
};

/// Least height of a row.
const ROW: i32 = 250;
/// Height of the legend above the plot.
const LEGEND: i32 = 160;
/// More rows than this nobody reads.
const ROWS_MAX: usize = 25;

/// An index with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Index {
    /// Estimate.
    pub value: f64,
    /// Its interval.
    pub interval: [f64; 2],
}

/// The indices of one factor.
#[derive(Clone, Debug, PartialEq)]
pub struct SobolRow {
    /// Name for readers.
    pub title: String,
    /// Share of the variance that this factor makes alone.
    pub first: Option<Index>,
    /// Share of the variance that it makes together with others.
    pub total: Option<Index>,
}

/// A whole analysis.
#[derive(Clone, Debug, PartialEq)]
pub struct Sobol {
    /// What was asked for.
    pub of: String,
    /// Points of the design, runs at each.
    pub samples: [String; 2],
    /// Factors, greatest total index first; of equal ones in the order of the table.
    pub rows: Vec<SobolRow>,
}

impl Sobol {
    /// Reads the lines of a sensitivity analysis; none where it has none.
    ///
    /// # Errors
    /// Where a column is missing or a number cannot be read.
    pub fn read(table: &CsvTable) -> Result<Option<Self>, String> {
        let mut places = [0; 8];
        let names = [
            "of",
            "factor",
            "index",
            "value",
            "low",
            "high",
            "samples",
            "runs-per-sample",
        ];
        for (place, name) in places.iter_mut().zip(names) {
            let column = table.column(name);
            *place = column.ok_or_else(|| format!("there is no column `{name}`"))?;
        }
        let [of, factor, index, value, low, high, samples, runs] = places;
        let Some(first) = table.rows.first() else {
            return Ok(None);
        };
        let mut rows: Vec<SobolRow> = Vec::new();
        for line in &table.rows {
            let number = |place: usize| {
                let read = line[place].parse::<f64>();
                read.map_err(|_| {
                    format!("`{}` is no number: `{}`", table.header[place], line[place])
                })
            };
            let found = Some(Index {
                value: number(value)?,
                interval: [number(low)?, number(high)?],
            });
            let is_new = rows.last().is_none_or(|row| row.title != line[factor]);
            if is_new {
                rows.push(SobolRow {
                    title: line[factor].clone(),
                    first: None,
                    total: None,
                });
            }
            let Some(row) = rows.last_mut() else {
                continue;
            };
            match line[index].as_str() {
                "first" => row.first = found,
                "total" => row.total = found,
                other => return Err(format!("`index` is neither `first` nor `total`: `{other}`")),
            }
        }
        let total = |row: &SobolRow| row.total.map_or(0.0, |it| it.value);
        rows.sort_by(|one, other| total(other).total_cmp(&total(one)));
        Ok(Some(Self {
            of: first[of].clone(),
            samples: [first[samples].clone(), first[runs].clone()],
            rows,
        }))
    }
}

/// Bars of first and total order with intervals, greatest total order first.
pub fn sobol(title: &str, seed: u64, found: &Sobol, sheet: Option<Sheet>) -> Figure {
    let sheet = sheet.unwrap_or(Sheet::Column);
    let span = Span {
        left: (sheet.width() * 2 / 5).clamp(950, 1_900),
        right: sheet.width() - 110,
    };
    let shown = &found.rows[..found.rows.len().min(ROWS_MAX)];
    let row_name = |row: &SobolRow| RowName::new(&row.title, "", span.left - MARGIN - 50);
    let names: Vec<RowName> = shown.iter().map(row_name).collect();
    let height_of = |name: &RowName| (name.height() + 60).max(ROW);
    let height: i32 = names.iter().map(height_of).sum();
    let indices = shown
        .iter()
        .flat_map(|row| [row.first, row.total])
        .flatten();
    let bounds = indices.flat_map(|it| [it.interval[0], it.value, it.interval[1]]);
    let scale = Scale::holding(bounds.chain([0.0]), span, 210);
    let heading = format!("What drives {}: shares of its variance", found.of);
    let mut caption = "First order: what a number makes alone. Total order: what it makes together with others. Bars: Sobol indices; lines: 95 % bootstrap intervals.".to_owned();
    if found.rows.len() > shown.len() {
        let more = format!(
            " Shown are the {} numbers of greatest total order, of {}.",
            shown.len(),
            found.rows.len()
        );
        caption.push_str(&more);
    }
    let [samples, runs] = &found.samples;
    let foot = format!("{samples} samples, runs at each point: {runs}, seed {seed}.");
    let frame = Frame {
        sheet,
        heading: &heading,
        caption: &caption,
        height: LEGEND + height + AXIS,
    };
    let svg = page(title, &foot, &frame, |canvas, top| {
        legend(canvas, top);
        let first = top + LEGEND;
        scale.draw(canvas, (first, first + height), "share of the variance");
        let mut y = first;
        for (row, name) in shown.iter().zip(&names) {
            let middle = y + height_of(name) / 2;
            name.draw(canvas, span.left - 50, middle);
            bar(canvas, &scale, middle - 50, row.first, BLUE);
            bar(canvas, &scale, middle + 50, row.total, VERMILION);
            y += height_of(name);
        }
        let zero = scale.x(0.0);
        canvas.line((zero, first), (zero, first + height), INK, 8);
    });
    Figure {
        pages: vec![svg],
        data: data(shown),
    }
}

fn legend(canvas: &mut Canvas<'_>, top: i32) {
    let mut x = MARGIN + 30;
    for (words, colour) in [("first order", BLUE), ("total order", VERMILION)] {
        canvas.block((x, top + 15), (x + 70, top + 75), blend(WHITE, colour, 0.6));
        let kind = Type::regular(LABEL, INK);
        canvas.words((x + 110, top + 72), words, kind);
        x += 800;
    }
}

fn bar(canvas: &mut Canvas<'_>, scale: &Scale, middle: i32, index: Option<Index>, colour: Colour) {
    let Some(index) = index else {
        return;
    };
    let (zero, end) = (scale.x(0.0), scale.x(index.value));
    let (from, to) = (zero.min(end), zero.max(end));
    let half = SMALL / 2;
    canvas.block(
        (from, middle - half),
        (to, middle + half),
        blend(WHITE, colour, 0.6),
    );
    let [low, high] = index.interval.map(|bound| scale.x(bound));
    canvas.line((low, middle), (high, middle), INK, 10);
    canvas.line(
        (end, middle - half - 8),
        (end, middle + half + 8),
        colour,
        14,
    );
}

/// What is drawn, a line for each index.
fn data(rows: &[SobolRow]) -> String {
    let lines = rows.iter().flat_map(|row| {
        let both = [("first", row.first), ("total", row.total)];
        both.into_iter().filter_map(move |(order, index)| {
            let index = index?;
            let [low, high] = index.interval;
            let mut line = vec![row.title.clone(), order.to_owned()];
            line.extend([index.value, low, high].map(|it| it.to_string()));
            Some(line)
        })
    });
    csv_table(&["factor", "index", "value", "low", "high"], lines)
}
