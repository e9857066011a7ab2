//! On what terms the parties agree.

use crate::report::figure::canvas::{Anchor, Canvas, Frame, Type, figure};
use crate::report::figure::theme::{
    GREY, GRID, INK, LABEL, MARGIN, PAGE, SMALL, WHITE, ink_on, leading, rounded, shade,
};
use crate::report::labels::{counted, percent};
use crate::simulation::{IssueSummary, OptionSummary, Summary};

/// Left edge of the cells; issues are named left of it.
const LEFT: i32 = 1_180;
/// Right edge of the cells.
const RIGHT: i32 = PAGE - MARGIN;
/// Most cells in a row; issues with more options take several rows.
const COLUMNS_MAX: usize = 6;
/// Space between cells.
const GAP: i32 = 16;
/// Space inside a cell.
const PADDING: i32 = 34;
/// Most lines of an option's title.
const LINES_MAX: usize = 6;
/// Height of the name of a package.
const PACKAGE: i32 = 140;
/// Height of the colour bar with its numbers.
const BAR: i32 = 250;

/// One row of cells, measured.
struct Row<'a> {
    /// Title of the issue, empty in its later rows.
    name: Vec<String>,
    cells: Vec<(&'a OptionSummary, Vec<String>)>,
    height: i32,
    /// Title of the package that begins here, where there are several.
    package: Option<&'a str>,
}

/// The share of each option among the agreements, issue by issue.
pub fn terms(summary: &Summary) -> String {
    let agreements = summary.agreement.count;
    let rows = rows(summary);
    let cells: i32 = rows.iter().map(row_height).sum();
    let caption = if agreements == 0 {
        "No run ended in agreement, so there are no terms to show.".to_owned()
    } else {
        format!(
            "Share of the {} with each option, with its 95 % Wilson interval in brackets. White: in none.",
            counted(agreements, "agreement")
        )
    };
    let frame = Frame {
        width: PAGE,
        heading: "On what terms the parties agree",
        caption: &caption,
        height: cells + BAR,
    };
    let width = cell_width(summary);
    figure(summary, &frame, |canvas, top| {
        let mut y = top;
        for row in &rows {
            draw_row(canvas, y, row, width);
            y += row_height(row);
        }
        colour_bar(canvas, top + cells + 40);
    })
}

fn row_height(row: &Row<'_>) -> i32 {
    row.height + GAP + row.package.map_or(0, |_| PACKAGE)
}

fn columns(summary: &Summary) -> usize {
    let most = summary.issues.iter().map(|issue| issue.options.len()).max();
    most.unwrap_or(1).clamp(2, COLUMNS_MAX)
}

fn cell_width(summary: &Summary) -> i32 {
    let columns = i32::try_from(columns(summary)).unwrap_or(1);
    (RIGHT - LEFT - GAP * (columns - 1)) / columns
}

fn rows(summary: &Summary) -> Vec<Row<'_>> {
    let columns = columns(summary);
    let room = cell_width(summary) - 2 * PADDING;
    let mut rows = Vec::new();
    // Issues stand with their package, whatever the order of the file.
    for package in &summary.packages {
        let mut named = summary.packages.len() < 2;
        let issues = summary.issues.iter();
        for issue in issues.filter(|issue| issue.package == package.id) {
            for (part, options) in issue.options.chunks(columns).enumerate() {
                let begins = !std::mem::replace(&mut named, true);
                let title = begins.then_some(package.title.as_str());
                rows.push(measured(issue, part == 0, options, room, title));
            }
        }
    }
    rows
}

fn measured<'a>(
    issue: &'a IssueSummary,
    first: bool,
    options: &'a [OptionSummary],
    room: i32,
    package: Option<&'a str>,
) -> Row<'a> {
    let name = if first {
        Type::regular(LABEL, INK).wrap(&issue.title, LEFT - MARGIN - 60, LINES_MAX)
    } else {
        Vec::new()
    };
    let title_type = Type::regular(SMALL, INK);
    let cells: Vec<_> = options
        .iter()
        .map(|option| (option, title_type.wrap(&option.title, room, LINES_MAX)))
        .collect();
    let lines = |count: usize, size: i32| leading(size) * i32::try_from(count).unwrap_or(6);
    let most = cells.iter().map(|cell| cell.1.len()).max().unwrap_or(0);
    let cell = leading(LABEL) + lines(most, SMALL);
    let height = cell.max(lines(name.len(), LABEL)) + 2 * PADDING;
    Row {
        name,
        cells,
        height,
        package,
    }
}

fn draw_row(canvas: &mut Canvas<'_>, top: i32, row: &Row<'_>, width: i32) {
    let mut top = top;
    if let Some(title) = row.package {
        let kind = Type::regular(LABEL, INK).bold();
        if let Some(line) = kind.wrap(title, RIGHT - MARGIN, 1).first() {
            canvas.words((MARGIN, top + 105), line, kind);
        }
        top += PACKAGE;
    }
    canvas.lines(
        (MARGIN, top + PADDING + LABEL - 8),
        &row.name,
        Type::regular(LABEL, INK),
    );
    let mut x = LEFT;
    for (option, title) in &row.cells {
        draw_cell(
            canvas,
            (x, top),
            (x + width, top + row.height),
            option,
            title,
        );
        x += width + GAP;
    }
}

fn draw_cell(
    canvas: &mut Canvas<'_>,
    from: (i32, i32),
    to: (i32, i32),
    option: &OptionSummary,
    title: &[String],
) {
    let share = option.share.value();
    let ground = if option.share.count > 0 {
        shade(share)
    } else {
        WHITE
    };
    canvas.block(from, to, ground);
    if option.share.count == 0 {
        canvas.frame(from, to, GRID, 6);
    }
    let ink = if option.share.count > 0 {
        ink_on(ground)
    } else {
        GREY
    };
    let (x, y) = (from.0 + PADDING, from.1 + PADDING + LABEL - 8);
    if option.share.runs > 0 {
        let number = percent(share);
        canvas.words((x, y), &number, Type::regular(LABEL, ink).bold());
        let [low, high] = option.share.interval().map(|bound| bound * 100.0);
        canvas.words(
            (to.0 - PADDING, y),
            &format!("[{low:.1}, {high:.1}]"),
            Type::regular(SMALL, ink).at(Anchor::End),
        );
    }
    canvas.lines(
        (x, y + leading(SMALL) + 8),
        title,
        Type::regular(SMALL, ink),
    );
}

fn colour_bar(canvas: &mut Canvas<'_>, top: i32) {
    let width = 1_400;
    let steps = 50;
    for step in 0..steps {
        let edge = |step: i32| LEFT + width * step / steps;
        let share = (f64::from(step) + 0.5) / f64::from(steps);
        // A little overlap, since viewers show the page between shapes that only touch.
        canvas.block(
            (edge(step), top),
            (edge(step + 1) + 4, top + 70),
            shade(share),
        );
    }
    let tick_type = Type::regular(SMALL, GREY).at(Anchor::Middle);
    for tick in 0..=4 {
        let x = LEFT + rounded(f64::from(width * tick) / 4.0);
        canvas.line((x, top + 70), (x, top + 90), GREY, 6);
        canvas.words((x, top + 165), &(tick * 25).to_string(), tick_type);
    }
    canvas.words(
        (LEFT + width + 120, top + 62),
        "share of agreements, %",
        Type::regular(LABEL, INK),
    );
}
