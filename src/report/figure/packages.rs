//! How often each package is agreed.

use crate::report::csv::{rate_cells, table as csv_table};
use crate::report::figure::Figure;
use crate::report::figure::drawing::canvas::{Anchor, Canvas, Point, Type};
use crate::report::figure::drawing::page::{Frame, pages, runs_and_seed};
use crate::report::figure::drawing::theme::{
    BLUE, Colour, GREEN, GREY, GRID, INK, LABEL, MARGIN, SMALL, Sheet, Span, VERMILION, leading,
};
use crate::report::labels::share;
use crate::simulation::{PackageSummary, Rate, Summary};

/// Distance between the marks of one package.
const STEP: i32 = 92;
/// Space between packages.
const GAP: i32 = 70;
/// Height of the legend above the plot.
const LEGEND: i32 = 150;
/// Height of the axis below the plot.
const AXIS: i32 = 220;

/// What a mark stands for, with its look.
#[derive(Clone, Copy, Debug)]
enum Mark {
    Ever,
    Agreed,
    InForce,
}

impl Mark {
    const ALL: [Self; 3] = [Self::Ever, Self::Agreed, Self::InForce];

    fn colour(self) -> Colour {
        match self {
            Self::Ever => VERMILION,
            Self::Agreed => BLUE,
            Self::InForce => GREEN,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Ever => "at some time",
            Self::Agreed => "at the end",
            Self::InForce => "in force",
        }
    }

    fn rate(self, package: &PackageSummary) -> Rate {
        match self {
            Self::Ever => package.ever,
            Self::Agreed => package.agreed,
            Self::InForce => package.in_force,
        }
    }

    /// Marks differ in shape as well as in colour.
    fn draw(self, canvas: &mut Canvas<'_>, (x, y): Point) {
        match self {
            Self::Ever => canvas.ring((x, y), 26, self.colour(), 14),
            Self::Agreed => canvas.disc((x, y), 32, self.colour()),
            Self::InForce => canvas.block((x - 28, y - 28), (x + 28, y + 28), self.colour()),
        }
    }
}

/// The share of runs in which each package is agreed at some time, agreed at the end, and in force.
pub fn packages(summary: &Summary, sheet: Option<Sheet>) -> Figure {
    let sheet = sheet.unwrap_or(Sheet::Column);
    let span = Span {
        left: (sheet.width() / 3).clamp(790, 1_300),
        right: sheet.width() - 110,
    };
    let name_type = Type::regular(LABEL, INK);
    let names: Vec<Vec<String>> = summary
        .packages
        .iter()
        .map(|package| name_type.balance(&package.title, span.left - MARGIN - 50, 5))
        .collect();
    let height_of = |lines: &Vec<String>| {
        let text = leading(LABEL) * i32::try_from(lines.len()).unwrap_or(5);
        text.max(3 * STEP) + GAP
    };
    let rows: Vec<i32> = names.iter().map(height_of).collect();
    let frame = Frame {
        sheet,
        heading: "How often each package is agreed",
        caption: "At some time: accepted by all its consenters in some round. At the end: in the last round held, or closed before. In force: part of an agreement, or in force by itself. Thin lines across the marks: 95 % Wilson intervals.",
        height: LEGEND + AXIS,
    };
    let foot = runs_and_seed(summary);
    let pages = pages(&summary.title, &foot, &frame, &rows, |canvas, part| {
        legend(canvas, part.top);
        let mut row_top = part.top + LEGEND;
        axis(canvas, span, row_top, row_top + part.height);
        for number in part.rows.clone() {
            let height = rows[number];
            let package = &summary.packages[number];
            row(canvas, span, (row_top, height), package, &names[number]);
            row_top += height;
        }
    });
    Figure {
        pages,
        data: data(summary),
    }
}

/// What is drawn, a line for each mark.
fn data(summary: &Summary) -> String {
    let lines = summary.packages.iter().flat_map(|package| {
        Mark::ALL.map(|mark| {
            let mut line = vec![package.id.clone(), mark.name().to_owned()];
            line.extend(rate_cells(mark.rate(package)));
            line
        })
    });
    let names = ["package", "agreed", "runs", "count", "rate", "low", "high"];
    csv_table(&names, lines)
}

fn legend(canvas: &mut Canvas<'_>, top: i32) {
    let mut x = MARGIN + 30;
    for mark in Mark::ALL {
        mark.draw(canvas, (x, top + 45));
        canvas.words(
            (x + 65, top + 72),
            mark.name(),
            Type::regular(LABEL, mark.colour()).bold(),
        );
        x += 840;
    }
}

fn axis(canvas: &mut Canvas<'_>, span: Span, top: i32, bottom: i32) {
    let tick_type = Type::regular(SMALL, GREY).at(Anchor::Middle);
    for tick in 0..=5 {
        let share = f64::from(tick) / 5.0;
        let x = span.at(share);
        canvas.line((x, top), (x, bottom), GRID, 5);
        canvas.words((x, bottom + 85), &format!("{}", tick * 20), tick_type);
    }
    canvas.line((span.left, bottom), (span.right, bottom), GREY, 6);
    canvas.words(
        (span.middle(), bottom + 175),
        "share of runs, %",
        Type::regular(LABEL, INK).at(Anchor::Middle),
    );
}

fn row(
    canvas: &mut Canvas<'_>,
    span: Span,
    (top, height): (i32, i32),
    package: &PackageSummary,
    lines: &[String],
) {
    let middle = top + height / 2;
    let text = leading(LABEL) * i32::try_from(lines.len()).unwrap_or(5);
    let name_type = Type::regular(LABEL, INK).at(Anchor::End);
    canvas.lines(
        (span.left - 50, middle - text / 2 + LABEL - 8),
        lines,
        name_type,
    );
    let mut y = middle - STEP;
    for mark in Mark::ALL {
        estimate(canvas, span, y, mark, mark.rate(package));
        y += STEP;
    }
}

fn estimate(canvas: &mut Canvas<'_>, span: Span, y: i32, mark: Mark, rate: Rate) {
    if rate.runs == 0 {
        return;
    }
    let [low, high] = rate.interval().map(|bound| span.at(bound));
    let x = span.at(rate.value());
    mark.draw(canvas, (x, y));
    canvas.line((low, y), (high, y), INK, 10);
    // The number goes where there is room for it.
    let value_type = Type::regular(SMALL, INK);
    let words = share(rate);
    if rate.value() > 0.8 {
        let at = (low.min(x - 32) - 30, y + 25);
        canvas.words_on_white(at, &words, value_type.at(Anchor::End));
    } else {
        let at = (high.max(x + 32) + 30, y + 25);
        canvas.words_on_white(at, &words, value_type);
    }
}
