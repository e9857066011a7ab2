//! How far each factor of a sweep moves the agreement rate by itself.

use crate::experiment::sweep::Layout;
use crate::report::csv::table as csv_table;
use crate::report::figure::Figure;
use crate::report::figure::cells::CellLine;
use crate::report::figure::drawing::canvas::{Canvas, Type};
use crate::report::figure::drawing::chart::{AXIS, RowName, Scale};
use crate::report::figure::drawing::page::{Frame, pages};
use crate::report::figure::drawing::theme::{
    BLUE, Colour, GREY, INK, MARGIN, SMALL, Sheet, Span, VERMILION,
};
use crate::report::labels::percent;

/// Least height of a row.
const ROW: i32 = 210;
/// Height of the words above the plot.
const HEAD: i32 = 120;

/// A factor with its cells, least rate first.
struct Row<'a> {
    id: &'a str,
    cells: Vec<(&'a str, &'a CellLine)>,
    name: RowName,
}

impl Row<'_> {
    fn ends(&self) -> Option<[(&str, &CellLine); 2]> {
        Some([*self.cells.first()?, *self.cells.last()?])
    }

    fn range(&self) -> f64 {
        self.ends()
            .map_or(0.0, |[low, high]| high.1.rate - low.1.rate)
    }

    fn height(&self) -> i32 {
        (self.name.height() + 60).max(ROW)
    }
}

/// The range of the agreement rate over the levels of each factor, about the scenario as written; none where no cell is
/// that, or where cells differ in several factors.
pub fn tornado(
    layout: &Layout,
    cells: &[CellLine],
    foot: &str,
    sheet: Option<Sheet>,
) -> Option<Figure> {
    let baseline = cells.iter().find(|cell| changed(cell).is_empty())?;
    if layout.design != "one-at-a-time" || cells.len() < 2 {
        return None;
    }
    let sheet = sheet.unwrap_or(Sheet::Column);
    let span = Span {
        left: (sheet.width() / 3).clamp(790, 1_500),
        right: sheet.width() - 620,
    };
    let rows = rows(layout, cells, span.left - MARGIN - 60);
    let rates = cells.iter().map(|cell| cell.rate);
    let bounds = cells.iter().filter_map(|cell| about(baseline, cell));
    let all = rates.chain(bounds.flatten());
    let scale = Scale::holding(all.map(|bound| 100.0 * bound), span, 210);
    let frame = Frame {
        sheet,
        heading: "What each factor by itself does to agreement",
        caption: "Bars: from the least to the greatest rate over the factor's levels, named below it in this order; all else as in the scenario, whose rate is the vertical line. Thin lines: paired intervals of the two ends' differences to the scenario as written, drawn about its rate; one that does not touch the line is told from it.",
        height: HEAD + AXIS,
    };
    let heights: Vec<i32> = rows.iter().map(Row::height).collect();
    let pages = pages(&layout.title, foot, &frame, &heights, |canvas, part| {
        let first = part.top + HEAD;
        let last = first + part.height;
        scale.draw(canvas, (first, last), "agreement rate, %");
        let x = scale.x(100.0 * baseline.rate);
        canvas.line((x, first - 25), (x, last), GREY, 12);
        let words = format!("scenario as written: {}", percent(baseline.rate));
        canvas.words((MARGIN, part.top + 62), &words, Type::regular(SMALL, INK));
        let mut y = first;
        for row in &rows[part.rows.clone()] {
            draw_row(canvas, &scale, (y, row.height()), row, baseline);
            y += row.height();
        }
    });
    Some(Figure {
        pages,
        data: data(&rows, baseline),
    })
}

/// The ends of a cell's paired interval, about the rate of the scenario as written.
fn about(baseline: &CellLine, cell: &CellLine) -> Option<[f64; 2]> {
    let [_, low, high] = cell.difference?;
    Some([low, high].map(|bound| baseline.rate + bound))
}

/// The factors in which a cell differs from the scenario as written.
fn changed(cell: &CellLine) -> Vec<usize> {
    let levels = cell.levels.iter().enumerate();
    let changed = levels.filter(|(_, level)| level.is_some());
    changed.map(|(factor, _)| factor).collect()
}

/// A row for each factor, widest range first; of equal ones in the order of the factors.
fn rows<'a>(layout: &'a Layout, cells: &'a [CellLine], room: i32) -> Vec<Row<'a>> {
    let factors = layout.factors.iter().enumerate();
    let mut rows: Vec<Row<'a>> = factors
        .map(|(factor, names)| {
            let own = cells.iter().filter(|cell| changed(cell) == [factor]);
            let named = own.map(|cell| (cell.levels[factor].as_deref().unwrap_or_default(), cell));
            let mut cells: Vec<(&str, &CellLine)> = named.collect();
            cells.sort_by(|one, other| one.1.rate.total_cmp(&other.1.rate));
            let note = match cells.as_slice() {
                [] => String::new(),
                [only] => only.0.to_owned(),
                [first, .., last] => format!("{} – {}", first.0, last.0),
            };
            Row {
                id: &names.id,
                name: RowName::new(&names.title, &note, room),
                cells,
            }
        })
        .collect();
    rows.sort_by(|one, other| other.range().total_cmp(&one.range()));
    rows
}

fn draw_row(
    canvas: &mut Canvas<'_>,
    scale: &Scale,
    (top, height): (i32, i32),
    row: &Row<'_>,
    baseline: &CellLine,
) {
    let middle = top + height / 2;
    row.name.draw(canvas, scale.span.left - 60, middle);
    let Some([low, high]) = row.ends() else {
        return;
    };
    let x = |share: f64| scale.x(100.0 * share);
    let centre = x(baseline.rate);
    let (left, right) = (x(low.1.rate), x(high.1.rate));
    let mut bar = |from: i32, to: i32, colour: Colour| {
        if to > from {
            canvas.block((from, middle - 42), (to, middle + 42), colour);
        }
    };
    bar(left, right.min(centre), VERMILION);
    bar(left.max(centre), right, BLUE);
    // A bar of no width shows as the mark of its intervals.
    for (end, at) in [(low, middle - 16), (high, middle + 16)] {
        if let Some([from, to]) = about(baseline, end.1).map(|ends| ends.map(x)) {
            canvas.line((from, at), (to, at), INK, 8);
        }
        let x = x(end.1.rate);
        canvas.line((x, middle - 52), (x, middle + 52), INK, 12);
    }
    let ends = [low, high].map(|end| format!("{:.1}", 100.0 * end.1.rate));
    let words = if ends[0] == ends[1] {
        format!("{} %", ends[0])
    } else {
        format!("{} to {} %", ends[0], ends[1])
    };
    canvas.words(
        (scale.span.right + 60, middle + 25),
        &words,
        Type::regular(SMALL, INK),
    );
}

/// What is drawn, a line for each level, and the scenario as written without one.
fn data(rows: &[Row<'_>], baseline: &CellLine) -> String {
    let line = |factor: &str, level: &str, cell: &CellLine| {
        let [low, high] = cell.interval;
        let mut line = vec![factor.to_owned(), level.to_owned(), cell.runs.to_string()];
        line.extend([cell.rate, low, high].map(|it| it.to_string()));
        let paired = cell.difference.map(|it| it.map(|it| it.to_string()));
        line.extend(paired.unwrap_or_default());
        line
    };
    let levels = rows.iter().flat_map(|row| {
        let cells = row.cells.iter();
        cells.map(|(level, cell)| line(row.id, level, cell))
    });
    let names = [
        "factor",
        "level",
        "runs",
        "rate",
        "low",
        "high",
        "difference",
        "difference-low",
        "difference-high",
    ];
    csv_table(
        &names,
        std::iter::once(line("", "", baseline)).chain(levels),
    )
}
