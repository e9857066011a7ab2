//! Why there is no agreement.

use crate::bargaining::Failure;
use crate::report::csv::{rate_cells, table as csv_table};
use crate::report::figure::Figure;
use crate::report::figure::drawing::canvas::{Anchor, Canvas, Type};
use crate::report::figure::drawing::page::{Frame, pages, runs_and_seed};
use crate::report::figure::drawing::theme::{
    GREY, GRID, INK, LABEL, MARGIN, SMALL, Sheet, Span, leading,
};
use crate::report::figure::ends::{Group, Legend, draw_stack};
use crate::report::labels::share;
use crate::report::words::cause;
use crate::simulation::{Rate, Summary};

/// Left edge of the bars; names stand left of it.
const LEFT: i32 = 1_010;
/// Height of a bar.
const BAR: i32 = 110;
/// Space between rows.
const GAP: i32 = 60;
/// Height of the bar of all runs, with the space below it.
const STACK: i32 = BAR + 2 * GAP;
/// Height of the axis below the plot.
const AXIS: i32 = 220;

struct Bar {
    name: &'static str,
    lines: Vec<String>,
    group: Group,
    rate: Rate,
}

impl Bar {
    fn new(name: &'static str, group: Group, rate: Rate) -> Self {
        let name_type = Type::regular(LABEL, INK);
        Self {
            name,
            lines: name_type.balance(name, LEFT - MARGIN - 50, 3),
            group,
            rate,
        }
    }

    fn text_height(&self) -> i32 {
        leading(LABEL) * i32::try_from(self.lines.len()).unwrap_or(3)
    }

    fn height(&self) -> i32 {
        self.text_height().max(BAR) + GAP
    }
}

/// How runs end: agreement first, then the causes of failure by frequency.
pub fn failures(summary: &Summary, sheet: Option<Sheet>) -> Figure {
    let sheet = sheet.unwrap_or(Sheet::Column);
    // Beyond the plot is room for a number.
    let span = Span {
        left: LEFT,
        right: sheet.width() - 300,
    };
    let bars = bars(summary);
    let groups = Group::ALL.into_iter();
    let groups = groups.filter(|&group| bars.iter().any(|bar| bar.group == group));
    let groups = groups.map(|group| (group.colour(), group.name()));
    let legend = Legend::new(sheet, groups);
    let heights: Vec<i32> = bars.iter().map(Bar::height).collect();
    let frame = Frame {
        sheet,
        heading: "How the talks end, and why they fail",
        caption: "The first cause that applies counts, so the parts add up to 100 %; causes that never occur are left out. Thin lines: 95 % Wilson intervals.",
        height: legend.height() + STACK + AXIS,
    };
    let foot = runs_and_seed(summary);
    let pages = pages(&summary.title, &foot, &frame, &heights, |canvas, part| {
        legend.draw(canvas, part.top);
        let top = part.top + legend.height();
        let bottom = top + STACK + part.height;
        axis(canvas, span, top, bottom);
        draw_all(canvas, span, top, &bars);
        let mut row_top = top + STACK;
        for bar in &bars[part.rows.clone()] {
            draw_bar(canvas, span, row_top, bar);
            row_top += bar.height();
        }
        canvas.line((LEFT, top), (LEFT, bottom), GREY, 6);
    });
    let lines = bars.iter().map(|bar| {
        let mut line = vec![bar.name.to_owned(), bar.group.name().to_owned()];
        line.extend(rate_cells(bar.rate));
        line
    });
    let names = ["end", "group", "runs", "count", "rate", "low", "high"];
    let data = csv_table(&names, lines);
    Figure { pages, data }
}

fn bars(summary: &Summary) -> Vec<Bar> {
    let mut failed: Vec<(Failure, u64)> = Failure::ALL
        .into_iter()
        .zip(summary.failures)
        .filter(|it| it.1 > 0)
        .collect();
    // Stable, so that equal causes keep the order in which they are tried.
    failed.sort_by_key(|it| std::cmp::Reverse(it.1));
    let of = |(failure, count)| {
        let rate = Rate {
            count,
            runs: summary.runs,
        };
        Bar::new(cause(failure), Group::of(failure), rate)
    };
    let agreement = Bar::new("agreement", Group::Agreement, summary.agreement);
    std::iter::once(agreement)
        .chain(failed.into_iter().map(of))
        .collect()
}

fn axis(canvas: &mut Canvas<'_>, span: Span, top: i32, bottom: i32) {
    for tick in 0..=5 {
        let x = span.at(f64::from(tick) / 5.0);
        canvas.line((x, top), (x, bottom), GRID, 5);
        canvas.words(
            (x, bottom + 85),
            &(20 * tick).to_string(),
            Type::regular(SMALL, GREY).at(Anchor::Middle),
        );
    }
    canvas.words(
        (span.middle(), bottom + 175),
        "share of runs, %",
        Type::regular(LABEL, INK).at(Anchor::Middle),
    );
}

/// All runs as one bar, its parts in the order of the bars below it.
fn draw_all(canvas: &mut Canvas<'_>, span: Span, top: i32, bars: &[Bar]) {
    let middle = top + (STACK - GAP) / 2;
    let name = Type::regular(LABEL, INK).bold().at(Anchor::End);
    canvas.words((LEFT - 50, middle + 26), "all runs", name);
    let parts: Vec<_> = bars
        .iter()
        .map(|bar| (bar.group.colour(), bar.rate))
        .collect();
    draw_stack(canvas, span, (middle - BAR / 2, BAR), &parts);
}

fn draw_bar(canvas: &mut Canvas<'_>, span: Span, top: i32, bar: &Bar) {
    let middle = top + bar.height() / 2;
    let name_type = Type::regular(LABEL, INK).at(Anchor::End);
    let first = middle - bar.text_height() / 2 + LABEL - 8;
    canvas.lines((LEFT - 50, first), &bar.lines, name_type);
    if bar.rate.runs == 0 {
        return;
    }
    let end = span.at(bar.rate.value());
    let [low, high] = bar.rate.interval().map(|bound| span.at(bound));
    let (from, to) = ((LEFT, middle - BAR / 2), (end, middle + BAR / 2));
    canvas.block(from, to, bar.group.colour());
    canvas.line((low, middle), (high, middle), INK, 16);
    canvas.words_on_white(
        (high.max(end) + 35, middle + 26),
        &share(bar.rate),
        Type::regular(SMALL, INK),
    );
}
