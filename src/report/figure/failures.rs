//! Why there is no agreement.

use crate::bargaining::Failure;
use crate::report::csv::{rate_cells, table as csv_table};
use crate::report::figure::Figure;
use crate::report::figure::canvas::{Anchor, Canvas, Type};
use crate::report::figure::page::{Frame, page, runs_and_seed};
use crate::report::figure::theme::{
    BLUE, Colour, GREEN, GREY, GRID, INK, LABEL, MARGIN, NEUTRAL, PURPLE, SMALL, Sheet, Span,
    VERMILION, WHITE, leading,
};
use crate::report::labels::{cause, share};
use crate::simulation::{Rate, Summary};

/// Left edge of the bars; names stand left of it.
const LEFT: i32 = 1_010;
/// Height of a bar.
const BAR: i32 = 110;
/// Space between rows.
const GAP: i32 = 60;
/// Height of the bar of all runs, with the space below it.
const STACK: i32 = BAR + 2 * GAP;
/// Height of a line of the legend.
const LEGEND_LINE: i32 = 115;
/// Height of the axis below the plot.
const AXIS: i32 = 220;

/// How a run can end, as readers group it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Group {
    Agreement,
    NoZone,
    Missed,
    AtHome,
    Undecided,
}

impl Group {
    const ALL: [Self; 5] = [
        Self::Agreement,
        Self::NoZone,
        Self::Missed,
        Self::AtHome,
        Self::Undecided,
    ];

    fn of(failure: Failure) -> Self {
        match failure {
            Failure::RedLines | Failure::NoZone | Failure::Commitment => Self::NoZone,
            Failure::Deadline | Failure::Breakdown | Failure::Agenda => Self::Missed,
            Failure::Ratification => Self::AtHome,
            Failure::Undecided => Self::Undecided,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Agreement => "agreement",
            Self::NoZone => "no zone of possible agreement",
            Self::Missed => "zone open, no agreement",
            Self::AtHome => "refused at home",
            Self::Undecided => "undecided",
        }
    }

    fn colour(self) -> Colour {
        match self {
            Self::Agreement => GREEN,
            Self::NoZone => VERMILION,
            Self::Missed => BLUE,
            Self::AtHome => PURPLE,
            Self::Undecided => NEUTRAL,
        }
    }
}

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
    let groups: Vec<Group> = Group::ALL
        .into_iter()
        .filter(|&group| bars.iter().any(|bar| bar.group == group))
        .collect();
    let legend = LEGEND_LINE * i32::try_from(groups.len().div_ceil(2)).unwrap_or(3) + 40;
    let rows: i32 = bars.iter().map(Bar::height).sum();
    let frame = Frame {
        sheet,
        heading: "How the talks end, and why they fail",
        caption: "The first cause that applies counts, so the parts add up to 100 %; causes that never occur are left out. Thin lines: 95 % Wilson intervals.",
        height: legend + STACK + rows + AXIS,
    };
    let svg = page(
        &summary.title,
        &runs_and_seed(summary),
        &frame,
        |canvas, top| {
            draw_legend(canvas, top, &groups);
            let plot_top = top + legend;
            let bottom = plot_top + STACK + rows;
            axis(canvas, span, plot_top, bottom);
            draw_stack(canvas, span, plot_top, &bars);
            let mut row_top = plot_top + STACK;
            for bar in &bars {
                draw_bar(canvas, span, row_top, bar);
                row_top += bar.height();
            }
            canvas.line((LEFT, plot_top), (LEFT, bottom), GREY, 6);
        },
    );
    let lines = bars.iter().map(|bar| {
        let mut line = vec![bar.name.to_owned(), bar.group.name().to_owned()];
        line.extend(rate_cells(bar.rate));
        line
    });
    let names = ["end", "group", "runs", "count", "rate", "low", "high"];
    let data = csv_table(&names, lines);
    Figure {
        pages: vec![svg],
        data,
    }
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

fn draw_legend(canvas: &mut Canvas<'_>, top: i32, groups: &[Group]) {
    for (row, pair) in (0..).zip(groups.chunks(2)) {
        for (column, group) in (0..).zip(pair) {
            let (x, y) = (MARGIN + column * 1_130, top + row * LEGEND_LINE);
            canvas.block((x, y + 12), (x + 60, y + 72), group.colour());
            canvas.words((x + 90, y + 70), group.name(), Type::regular(LABEL, INK));
        }
    }
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
fn draw_stack(canvas: &mut Canvas<'_>, span: Span, top: i32, bars: &[Bar]) {
    let middle = top + (STACK - GAP) / 2;
    let name = Type::regular(LABEL, INK).bold().at(Anchor::End);
    canvas.words((LEFT - 50, middle + 26), "all runs", name);
    let mut before = 0;
    for bar in bars.iter().filter(|bar| bar.rate.runs > 0) {
        let edge = |count: u64| span.at(count as f64 / bar.rate.runs as f64);
        let (from, to) = (edge(before), edge(before + bar.rate.count));
        let (upper, lower) = (middle - BAR / 2, middle + BAR / 2);
        canvas.block((from, upper), (to, lower), bar.group.colour());
        if before > 0 {
            canvas.line((from, upper), (from, lower), WHITE, 8);
        }
        before += bar.rate.count;
    }
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
