//! On what terms the parties agree.

use crate::report::csv::{rate_cells, table as csv_table};
use crate::report::figure::Figure;
use crate::report::figure::drawing::canvas::{Anchor, Canvas, Type};
use crate::report::figure::drawing::page::{Frame, Groups, pages, runs_and_seed};
use crate::report::figure::drawing::theme::{
    BLACK, GREY, GRID, INK, LABEL, MARGIN, SMALL, Sheet, WHITE, leading, rounded, shade,
};
use crate::report::labels::{counted, percent};
use crate::simulation::{IssueSummary, OptionSummary, Summary};

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
            Sheet::Slide => 1_140,
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

/// An issue, measured.
struct Block<'a> {
    name: Vec<String>,
    /// Height of the name above the cells.
    head: i32,
    rows: Vec<Row<'a>>,
    /// Title of its package, where there are several.
    package: Option<&'a str>,
}

/// One row of cells, measured.
struct Row<'a> {
    cells: Vec<(&'a OptionSummary, Vec<String>)>,
    /// Width of a cell.
    cell: i32,
    height: i32,
}

impl Block<'_> {
    fn height(&self) -> i32 {
        let rows: i32 = self.rows.iter().map(|row| row.height + GAP).sum();
        self.head + rows
    }
}

/// The share of each option among the agreements, issue by issue.
pub fn terms(summary: &Summary, sheet: Option<Sheet>) -> Figure {
    let sheet = sheet.unwrap_or(Sheet::Page);
    let grid = Grid::of(sheet, summary);
    let agreements = summary.agreement.count;
    let blocks = blocks(summary, grid);
    let packages = blocks.iter().map(|block| block.package.map(str::to_owned));
    let groups = Groups::new(packages.collect(), grid.right - MARGIN);
    let heights = blocks.iter().enumerate();
    let heights: Vec<i32> = heights
        .map(|(number, block)| block.height() + groups.above(number))
        .collect();
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
        height: groups.height() + BAR,
    };
    let foot = runs_and_seed(summary);
    let pages = pages(&summary.title, &foot, &frame, &heights, |canvas, part| {
        let mut y = part.top;
        for number in part.rows.clone() {
            y = groups.draw(canvas, part, number, y);
            draw_block(canvas, grid, y, &blocks[number]);
            y += blocks[number].height();
        }
        colour_bar(canvas, grid, y + 40);
    });
    Figure {
        pages,
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

fn blocks(summary: &Summary, grid: Grid) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let several = summary.packages.len() > 1;
    // Issues stand with their package, whatever the order of the file.
    for package in &summary.packages {
        let title = several.then_some(package.title.as_str());
        let issues = summary.issues.iter();
        for issue in issues.filter(|issue| issue.package == package.id) {
            blocks.push(block(issue, grid, title));
        }
    }
    blocks
}

fn block<'a>(issue: &'a IssueSummary, grid: Grid, package: Option<&'a str>) -> Block<'a> {
    let name = Type::regular(LABEL, INK).wrap(&issue.title, grid.name_room, LINES_MAX);
    let count = issue.options.len();
    // What needs several rows has them of equal length, as wide as the sheet.
    let (in_row, cell) = if count > grid.columns {
        let in_row = count.div_ceil(count.div_ceil(grid.columns));
        let cells = i32::try_from(in_row).unwrap_or(COLUMNS_MAX);
        let wide = grid.right - grid.left - GAP * (cells - 1);
        (in_row, wide / cells)
    } else {
        (grid.columns, grid.cell)
    };
    let rows = issue.options.chunks(in_row);
    let mut rows: Vec<Row<'a>> = rows.map(|options| measured(options, cell)).collect();
    let beside = lines_height(name.len(), LABEL) + 2 * PADDING;
    let (head, least) = if grid.name_above {
        (beside - PADDING, 0)
    } else {
        (0, beside)
    };
    let cells: i32 = rows.iter().map(|row| row.height + GAP).sum();
    if let Some(last) = rows.last_mut() {
        last.height += (least + GAP - cells).max(0);
    }
    Block {
        name,
        head,
        rows,
        package,
    }
}

fn measured<'a>(options: &'a [OptionSummary], cell: i32) -> Row<'a> {
    let title_type = Type::regular(SMALL, INK);
    let wrapped = |option: &'a OptionSummary| {
        let room = cell - 2 * PADDING;
        (option, title_type.wrap(&option.title, room, LINES_MAX))
    };
    let cells: Vec<_> = options.iter().map(wrapped).collect();
    let most = cells.iter().map(|cell| cell.1.len()).max().unwrap_or(0);
    Row {
        cells,
        cell,
        height: leading(LABEL) + lines_height(most, SMALL) + 2 * PADDING,
    }
}

fn lines_height(count: usize, size: i32) -> i32 {
    leading(size) * i32::try_from(count).unwrap_or(6)
}

fn draw_block(canvas: &mut Canvas<'_>, grid: Grid, top: i32, block: &Block<'_>) {
    canvas.lines(
        (MARGIN, top + PADDING + LABEL - 8),
        &block.name,
        Type::regular(LABEL, INK),
    );
    let mut y = top + block.head;
    for row in &block.rows {
        let mut x = grid.left;
        for (option, title) in &row.cells {
            draw_cell(
                canvas,
                (x, y),
                (x + row.cell, y + row.height),
                option,
                title,
            );
            x += row.cell + GAP;
        }
        y += row.height + GAP;
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
    let ink = if option.share.count > 0 { BLACK } else { GREY };
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
