//! Which uncertain numbers drive a result: Sobol indices with their intervals.

use crate::report::csv::table as csv_table;
use crate::report::figure::Figure;
use crate::report::figure::drawing::canvas::{Canvas, Point, Type};
use crate::report::figure::drawing::chart::{AXIS, RowName, Scale};
use crate::report::figure::drawing::page::{Frame, fitting, pages};
use crate::report::figure::drawing::theme::{
    BLUE, INK, LABEL, MARGIN, Sheet, Span, VERMILION, WHITE, blend,
};
use crate::report::labels::counted;
use crate::results::SobolIndices;

/// Least height of a row.
const ROW: i32 = 150;
/// From the middle of a row to those of its bars.
const STEP: i32 = 35;
/// Half the height of a bar.
const BAR: i32 = 24;
/// Height of the legend above the plot.
const LEGEND: i32 = 160;
/// A number whose total order lies below this with its whole interval is left out.
const SMALLEST: f64 = 0.005;

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
    /// Its path.
    pub factor: String,
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
    /// The indices found; none where the result never varied.
    pub fn of(found: &SobolIndices) -> Option<Self> {
        found.factors.as_ref()?;
        let index = |index: crate::results::Index| {
            Some(Index {
                value: index.value,
                interval: index.interval,
            })
        };
        let rows = found.ranked().into_iter().map(|factor| SobolRow {
            factor: factor.factor.clone(),
            title: factor.title.clone(),
            first: index(factor.first),
            total: index(factor.total),
        });
        Some(Self {
            of: found.of.clone(),
            samples: [found.samples, found.runs_per_sample].map(|it| it.to_string()),
            rows: rows.collect(),
        })
    }
}

/// The rows that count: of the others the whole interval of the total order lies below [`SMALLEST`].
fn telling(found: &Sobol) -> Vec<&SobolRow> {
    let small = |row: &SobolRow| row.total.is_some_and(|it| it.interval[1] < SMALLEST);
    found.rows.iter().filter(|row| !small(row)).collect()
}

/// What bars and lines mean, and how many numbers are not shown: of `all` those that count, of these those that are drawn.
fn caption(all: usize, telling: usize, drawn: usize) -> String {
    let mut words = "First order: what a number makes alone. Total order: what it makes together with others. Bars: Sobol indices; lines: 95 % bootstrap intervals.".to_owned();
    if telling > drawn {
        let more = format!(
            " Shown are the {} of greatest total order, of {all}.",
            counted(drawn as u64, "number"),
        );
        words.push_str(&more);
    }
    if all > telling {
        let less = format!(
            " Left out: {} whose total order lies below {SMALLEST} with its whole interval.",
            counted((all - telling) as u64, "number"),
        );
        words.push_str(&less);
    }
    words
}

/// Bars of first and total order with intervals, greatest total order first.
pub fn sobol(title: &str, seed: u64, found: &Sobol, sheet: Option<Sheet>) -> Figure {
    let sheet = sheet.unwrap_or(Sheet::Column);
    let span = Span {
        left: (sheet.width() * 2 / 5).clamp(950, 1_900),
        right: sheet.width() - 110,
    };
    let room = span.left - MARGIN - 50;
    let row_name = |row: &SobolRow| RowName::new(&row.title, "", room);
    let telling = telling(found);
    let names: Vec<RowName> = telling.iter().map(|row| row_name(row)).collect();
    let height_of = |name: &RowName| (name.height() + 30).max(ROW);
    let heights: Vec<i32> = names.iter().map(height_of).collect();
    let heading = format!("What drives {}: shares of its variance", found.of);
    let [samples, runs] = &found.samples;
    let foot = format!("{samples} samples, runs at each point: {runs}, seed {seed}.");
    let mut frame = Frame {
        sheet,
        heading: &heading,
        caption: "",
        height: LEGEND + AXIS,
    };
    let caption = |drawn| caption(found.rows.len(), telling.len(), drawn);
    let fits = |drawn| {
        let caption = caption(drawn);
        let frame = Frame {
            caption: &caption,
            ..frame
        };
        fitting(title, &foot, &frame, &heights)
    };
    // The caption grows where not all are drawn.
    let drawn = match fits(telling.len()) {
        all if all == telling.len() => all,
        _ => fits(0),
    };
    let (rows, caption) = (&telling[..drawn], caption(drawn));
    frame.caption = &caption;
    let indices = rows.iter().flat_map(|row| [row.first, row.total]).flatten();
    let bounds = indices.flat_map(|it| [it.interval[0], it.value, it.interval[1]]);
    let scale = Scale::holding(bounds.chain([0.0]), span, 190);
    let heights = &heights[..rows.len()];
    let pages = pages(title, &foot, &frame, heights, |canvas, part| {
        legend(canvas, part.top);
        let first = part.top + LEGEND;
        let last = first + part.height;
        scale.draw(canvas, (first, last), "share of the variance");
        let mut y = first;
        for number in part.rows.clone() {
            let middle = y + heights[number] / 2;
            names[number].draw(canvas, span.left - 50, middle);
            bar(
                canvas,
                &scale,
                middle - STEP,
                rows[number].first,
                Order::First,
            );
            bar(
                canvas,
                &scale,
                middle + STEP,
                rows[number].total,
                Order::Total,
            );
            y += heights[number];
        }
        let zero = scale.x(0.0);
        canvas.line((zero, first), (zero, last), INK, 8);
    });
    Figure {
        pages,
        data: data(rows),
    }
}

/// Which index a bar shows; bars of total order are outlined, so that grey printing tells them apart.
#[derive(Clone, Copy, Debug)]
enum Order {
    First,
    Total,
}

impl Order {
    fn draw(self, canvas: &mut Canvas<'_>, from: Point, to: Point) {
        match self {
            Self::First => canvas.block(from, to, blend(WHITE, BLUE, 0.75)),
            Self::Total => {
                canvas.block(from, to, blend(WHITE, VERMILION, 0.25));
                canvas.frame(from, to, VERMILION, 8);
            }
        }
    }
}

fn legend(canvas: &mut Canvas<'_>, top: i32) {
    let mut x = MARGIN + 30;
    for (words, order) in [("first order", Order::First), ("total order", Order::Total)] {
        order.draw(canvas, (x, top + 15), (x + 70, top + 75));
        let kind = Type::regular(LABEL, INK);
        canvas.words((x + 110, top + 72), words, kind);
        x += 800;
    }
}

fn bar(canvas: &mut Canvas<'_>, scale: &Scale, middle: i32, index: Option<Index>, order: Order) {
    let Some(index) = index else {
        return;
    };
    let (zero, end) = (scale.x(0.0), scale.x(index.value));
    let (from, to) = (zero.min(end), zero.max(end));
    if to > from {
        order.draw(canvas, (from, middle - BAR), (to, middle + BAR));
    }
    let [low, high] = index.interval.map(|bound| scale.x(bound));
    canvas.line((low, middle), (high, middle), INK, 10);
    canvas.line((end, middle - BAR - 6), (end, middle + BAR + 6), INK, 12);
}

/// What is drawn, a line for each index.
fn data(rows: &[&SobolRow]) -> String {
    let lines = rows.iter().flat_map(|row| {
        let both = [("first", row.first), ("total", row.total)];
        both.into_iter().filter_map(move |(order, index)| {
            let index = index?;
            let [low, high] = index.interval;
            let mut line = vec![row.factor.clone(), row.title.clone(), order.to_owned()];
            line.extend([index.value, low, high].map(|it| it.to_string()));
            Some(line)
        })
    });
    let names = ["factor", "title", "index", "value", "low", "high"];
    csv_table(&names, lines)
}
