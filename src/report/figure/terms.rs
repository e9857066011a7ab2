//! On what terms the parties agree.

use crate::report::csv::{rate_cells, table as csv_table};
use crate::report::figure::Figure;
use crate::report::figure::canvas::{Anchor, Canvas, Type};
use crate::report::figure::page::{Frame, page, runs_and_seed};
use crate::report::figure::theme::{
    GREY, GRID, INK, LABEL, MARGIN, SMALL, Sheet, WHITE, ink_on, leading, rounded, shade,
};
use crate::report::labels::{counted, percent};
use crate::simulation::{OptionSummary, Summary};

/// Least width of a cell: a share, its interval and the space between them.
const CELL_MIN: i32 = 720;
/// Most cells in a row; issues with more options take several rows.
const COLUMNS_MAX: i32 = 6;
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

/// Where names and cells stand.
#[derive(Clone, Copy, Debug)]
struct Grid {
    /// Left edge of the cells.
    left: i32,
    /// Right edge of the cells.
    right: i32,
    /// Cells in a row.
    columns: usize,
    /// Width of a cell.
    cell: i32,
    /// Room for the name of an issue: left of the cells, or above them where the sheet is narrow.
    name_room: i32,
    name_above: bool,
}

impl Grid {
    fn of(sheet: Sheet, summary: &Summary) -> Self {
        let right = sheet.width() - MARGIN;
        let name_above = sheet == Sheet::Column;
        let left = match sheet {
            Sheet::Column => MARGIN,
            Sheet::Page => 1_180,
            Sheet::Slide => 1_000,
        };
        let most = summary.issues.iter().map(|issue| issue.options.len()).max();
        let most = i32::try_from(most.unwrap_or(1)).unwrap_or(COLUMNS_MAX);
        let fit = ((right - left + GAP) / (CELL_MIN + GAP)).min(COLUMNS_MAX);
        let columns = most.clamp(2, fit.max(2));
        Self {
            left,
            right,
            columns: usize::try_from(columns).unwrap_or(2),
            cell: (right - left - GAP * (columns - 1)) / columns,
            name_room: if name_above {
                right - MARGIN
            } else {
                left - MARGIN - 60
            },
            name_above,
        }
    }
}

/// One row of cells, measured.
struct Row<'a> {
    /// Title of the issue, empty in its later rows.
    name: Vec<String>,
    cells: Vec<(&'a OptionSummary, Vec<String>)>,
    /// Height of the cells.
    height: i32,
    /// Height of the name above them.
    head: i32,
    /// Title of the package that begins here, where there are several.
    package: Option<&'a str>,
}

/// The share of each option among the agreements, issue by issue.
pub fn terms(summary: &Summary, sheet: Option<Sheet>) -> Figure {
    let sheet = sheet.unwrap_or(Sheet::Page);
    let grid = Grid::of(sheet, summary);
    let agreements = summary.agreement.count;
    let rows = rows(summary, grid);
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
        sheet,
        heading: "On what terms the parties agree",
        caption: &caption,
        height: cells + BAR,
    };
    let svg = page(
        &summary.title,
        &runs_and_seed(summary),
        &frame,
        |canvas, top| {
            let mut y = top;
            for row in &rows {
                draw_row(canvas, grid, y, row);
                y += row_height(row);
            }
            colour_bar(canvas, grid, top + cells + 40);
        },
    );
    Figure {
        pages: vec![svg],
        data: data(summary),
    }
}

/// What is drawn, a line for each option.
fn data(summary: &Summary) -> String {
    let lines = summary.issues.iter().flat_map(|issue| {
        issue.options.iter().map(|option| {
            let mut line = vec![issue.id.clone(), option.id.clone()];
            line.extend(rate_cells(option.share));
            line
        })
    });
    let names = [
        "issue",
        "option",
        "agreements",
        "count",
        "rate",
        "low",
        "high",
    ];
    csv_table(&names, lines)
}

fn row_height(row: &Row<'_>) -> i32 {
    row.head + row.height + GAP + row.package.map_or(0, |_| PACKAGE)
}

fn rows(summary: &Summary, grid: Grid) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    // Issues stand with their package, whatever the order of the file.
    for package in &summary.packages {
        let mut named = summary.packages.len() < 2;
        let issues = summary.issues.iter();
        for issue in issues.filter(|issue| issue.package == package.id) {
            for (part, options) in issue.options.chunks(grid.columns).enumerate() {
                let begins = !std::mem::replace(&mut named, true);
                let title = begins.then_some(package.title.as_str());
                let name = (part == 0).then_some(issue.title.as_str());
                rows.push(measured(name, options, grid, title));
            }
        }
    }
    rows
}

fn measured<'a>(
    name: Option<&str>,
    options: &'a [OptionSummary],
    grid: Grid,
    package: Option<&'a str>,
) -> Row<'a> {
    let name_type = Type::regular(LABEL, INK);
    let name = name.map_or(Vec::new(), |name| {
        name_type.wrap(name, grid.name_room, LINES_MAX)
    });
    let room = grid.cell - 2 * PADDING;
    let title_type = Type::regular(SMALL, INK);
    let cells: Vec<_> = options
        .iter()
        .map(|option| (option, title_type.wrap(&option.title, room, LINES_MAX)))
        .collect();
    let lines = |count: usize, size: i32| leading(size) * i32::try_from(count).unwrap_or(6);
    let most = cells.iter().map(|cell| cell.1.len()).max().unwrap_or(0);
    let cell = leading(LABEL) + lines(most, SMALL);
    let name_height = lines(name.len(), LABEL);
    let (head, beside) = match (grid.name_above, name.is_empty()) {
        (true, false) => (name_height + PADDING, 0),
        (true, true) => (0, 0),
        (false, _) => (0, name_height),
    };
    Row {
        name,
        cells,
        height: cell.max(beside) + 2 * PADDING,
        head,
        package,
    }
}

fn draw_row(canvas: &mut Canvas<'_>, grid: Grid, top: i32, row: &Row<'_>) {
    let mut top = top;
    if let Some(title) = row.package {
        let kind = Type::regular(LABEL, INK).bold();
        if let Some(line) = kind.wrap(title, grid.right - MARGIN, 1).first() {
            canvas.words((MARGIN, top + 105), line, kind);
        }
        top += PACKAGE;
    }
    canvas.lines(
        (MARGIN, top + PADDING + LABEL - 8),
        &row.name,
        Type::regular(LABEL, INK),
    );
    let mut x = grid.left;
    let from = top + row.head;
    for (option, title) in &row.cells {
        let to = (x + grid.cell, from + row.height);
        draw_cell(canvas, (x, from), to, option, title);
        x += grid.cell + GAP;
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

fn colour_bar(canvas: &mut Canvas<'_>, grid: Grid, top: i32) {
    let left = grid.left.max(MARGIN + 40);
    let width = 1_300;
    let steps = 50;
    for step in 0..steps {
        let edge = |step: i32| left + width * step / steps;
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
        let x = left + rounded(f64::from(width * tick) / 4.0);
        canvas.line((x, top + 70), (x, top + 90), GREY, 6);
        canvas.words((x, top + 165), &(tick * 25).to_string(), tick_type);
    }
    canvas.words(
        (left + width + 90, top + 62),
        "share of agreements, %",
        Type::regular(LABEL, INK),
    );
}
