//! The agreement rate along one factor whose levels are numbers.

use crate::experiment::sweep::Layout;
use crate::report::csv::table as csv_table;
use crate::report::figure::Figure;
use crate::report::figure::canvas::{Anchor, Canvas, Point, Type};
use crate::report::figure::cells::CellLine;
use crate::report::figure::chart::{AXIS, Scale};
use crate::report::figure::page::{Frame, page};
use crate::report::figure::theme::{
    BLUE, GREY, GRID, INK, LABEL, MARGIN, SMALL, Sheet, Span, WHITE, blend, rounded,
};

/// Height of the plot.
const PLOT: i32 = 1_250;
/// Height of the name of the vertical axis.
const HEAD: i32 = 150;

/// A line with its band over the numbers of a sweep's only factor; none where there are several factors, or fewer than
/// two numbers.
pub fn factor(
    layout: &Layout,
    cells: &[CellLine],
    foot: &str,
    sheet: Option<Sheet>,
) -> Option<Figure> {
    let [names] = layout.factors.as_slice() else {
        return None;
    };
    let mut points = Vec::new();
    for cell in cells.iter().filter(|cell| cell.levels[0].is_some()) {
        points.push((cell.numbers[0]?, cell));
    }
    points.sort_by(|one, other| one.0.total_cmp(&other.0));
    points.dedup_by(|one, other| one.0.total_cmp(&other.0).is_eq());
    if points.len() < 2 {
        return None;
    }
    let sheet = sheet.unwrap_or(Sheet::Column);
    let span = Span {
        left: 260,
        right: sheet.width() - 150,
    };
    let scale = Scale::holding(points.iter().map(|it| it.0), span, 280);
    let heading = format!("Agreement by: {}", names.title);
    let frame = Frame {
        sheet,
        heading: &heading,
        caption: "Discs: cells of the sweep, on a straight line between them. Band: intervals cell by cell.",
        height: HEAD + PLOT + AXIS,
    };
    let svg = page(&layout.title, foot, &frame, |canvas, top| {
        draw(canvas, &scale, top + HEAD, &names.title, &points);
    });
    Some(Figure {
        pages: vec![svg],
        data: data(&points),
    })
}

fn draw(
    canvas: &mut Canvas<'_>,
    scale: &Scale,
    top: i32,
    title: &str,
    points: &[(f64, &CellLine)],
) {
    let highest = points.iter().map(|it| it.1.interval[1]).fold(0.0, f64::max);
    // The axis begins at 0 and ends at the next tenth, in five steps or fewer.
    let most = (highest * 10.0).ceil().max(1.0);
    let step = if most <= 2.0 {
        0.5
    } else if most <= 5.0 {
        1.0
    } else {
        2.0
    };
    let y = |share: f64| top + PLOT - rounded(share * 10.0 / most * f64::from(PLOT));
    scale.draw(canvas, (top, top + PLOT), title);
    let mut tick = 0.0;
    while tick <= most {
        let at = y(tick / 10.0);
        canvas.line((scale.span.left, at), (scale.span.right, at), GRID, 5);
        let words = rounded(10.0 * tick).to_string();
        let kind = Type::regular(SMALL, GREY).at(Anchor::End);
        canvas.words((scale.span.left - 35, at + 25), &words, kind);
        tick += step;
    }
    canvas.words(
        (MARGIN, top - 70),
        "agreement rate, %",
        Type::regular(LABEL, INK),
    );
    let along = |value: fn(&CellLine) -> f64| -> Vec<Point> {
        let points = points.iter();
        points
            .map(|(at, cell)| (scale.x(*at), y(value(cell))))
            .collect()
    };
    let mut band = along(|cell| cell.interval[1]);
    band.extend(along(|cell| cell.interval[0]).into_iter().rev());
    canvas.shape(band, blend(WHITE, BLUE, 0.35));
    canvas.path(along(|cell| cell.rate), BLUE, 16);
    for at in along(|cell| cell.rate) {
        canvas.disc(at, 28, BLUE);
    }
}

/// What is drawn, a line for each cell.
fn data(points: &[(f64, &CellLine)]) -> String {
    let lines = points.iter().map(|(at, cell)| {
        let [low, high] = cell.interval;
        let mut line = vec![at.to_string(), cell.runs.to_string()];
        line.extend([cell.rate, low, high].map(|it| it.to_string()));
        line
    });
    csv_table(&["value", "runs", "rate", "low", "high"], lines)
}
