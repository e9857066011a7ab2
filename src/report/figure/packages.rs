//! How often each package is agreed.

use crate::report::figure::canvas::{Anchor, Canvas, Frame, Point, Type, figure};
use crate::report::figure::theme::{
    BLUE, COLUMN, Colour, GREEN, GREY, GRID, INK, LABEL, MARGIN, SMALL, VERMILION, leading, rounded,
};
use crate::report::labels::share;
use crate::simulation::{PackageSummary, Rate, Summary};

/// Left edge of the plot; names stand left of it.
const LEFT: i32 = 790;
/// Right edge of the plot.
const RIGHT: i32 = COLUMN - 110;
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
pub fn packages(summary: &Summary) -> String {
    let name_type = Type::regular(LABEL, INK);
    let names: Vec<Vec<String>> = summary
        .packages
        .iter()
        .map(|package| name_type.balance(&package.title, LEFT - MARGIN - 50, 5))
        .collect();
    let height_of = |lines: &Vec<String>| {
        let text = leading(LABEL) * i32::try_from(lines.len()).unwrap_or(5);
        text.max(3 * STEP) + GAP
    };
    let rows: i32 = names.iter().map(height_of).sum();
    let frame = Frame {
        width: COLUMN,
        heading: "How often each package is agreed",
        caption: "At some time: accepted by all its consenters in some round. At the end: in the last round held, or closed before. In force: part of an agreement, or in force by itself. Bars: 95 % Wilson intervals, where wider than the mark.",
        height: LEGEND + rows + AXIS,
    };
    figure(summary, &frame, |canvas, top| {
        legend(canvas, top);
        axis(canvas, top + LEGEND, top + LEGEND + rows);
        let mut row_top = top + LEGEND;
        for (package, lines) in summary.packages.iter().zip(&names) {
            row(canvas, row_top, height_of(lines), package, lines);
            row_top += height_of(lines);
        }
    })
}

fn place(share: f64) -> i32 {
    LEFT + rounded(share * f64::from(RIGHT - LEFT))
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

fn axis(canvas: &mut Canvas<'_>, top: i32, bottom: i32) {
    let tick_type = Type::regular(SMALL, GREY).at(Anchor::Middle);
    for tick in 0..=5 {
        let share = f64::from(tick) / 5.0;
        let x = place(share);
        canvas.line((x, top), (x, bottom), GRID, 5);
        canvas.words((x, bottom + 85), &format!("{}", tick * 20), tick_type);
    }
    canvas.line((LEFT, bottom), (RIGHT, bottom), GREY, 6);
    canvas.words(
        (i32::midpoint(LEFT, RIGHT), bottom + 175),
        "share of runs, %",
        Type::regular(LABEL, INK).at(Anchor::Middle),
    );
}

fn row(canvas: &mut Canvas<'_>, top: i32, height: i32, package: &PackageSummary, lines: &[String]) {
    let middle = top + height / 2;
    let text = leading(LABEL) * i32::try_from(lines.len()).unwrap_or(5);
    let name_type = Type::regular(LABEL, INK).at(Anchor::End);
    canvas.lines((LEFT - 50, middle - text / 2 + LABEL - 8), lines, name_type);
    let mut y = middle - STEP;
    for mark in Mark::ALL {
        estimate(canvas, y, mark, mark.rate(package));
        y += STEP;
    }
}

fn estimate(canvas: &mut Canvas<'_>, y: i32, mark: Mark, rate: Rate) {
    if rate.runs == 0 {
        return;
    }
    let [low, high] = rate.interval().map(place);
    let x = place(rate.value());
    canvas.line((low, y), (high, y), mark.colour(), 16);
    mark.draw(canvas, (x, y));
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
