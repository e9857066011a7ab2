//! What each lever, or each cell of a sweep, changes: differences to a baseline with their intervals, one row each.

mod rows;

use crate::report::csv::table as csv_table;
use crate::report::figure::Figure;
use crate::report::figure::drawing::canvas::Anchor;
use crate::report::figure::drawing::canvas::{Canvas, Type};
use crate::report::figure::drawing::chart::{AXIS, Scale};
use crate::report::figure::drawing::page::{Frame, Groups, Part, pages};
use crate::report::figure::drawing::theme::{
    BLUE, Colour, GREY, INK, LABEL, MARGIN, NEUTRAL, SMALL, Sheet, Span, VERMILION, leading,
};
use crate::report::labels::{percent, points};

pub use rows::{cell_rows, lever_rows};
pub(super) use rows::{in_words, name};

/// Height of the words above the plot.
const HEAD: i32 = 130;
/// Space between what is ranked and what is not.
const GAP: i32 = 110;
/// Radius of a mark.
const RADIUS: u32 = 28;

/// Differences of the agreement rate to a baseline.
#[derive(Clone, Debug, PartialEq)]
pub struct Forest {
    /// What is compared, in bold above the figure.
    pub heading: String,
    /// Title of the scenario or of the sweep.
    pub title: String,
    /// Runs and seed, below the figure.
    pub foot: String,
    /// Confidence of each interval, in percent.
    pub confidence: String,
    /// What the rows are compared with.
    pub baseline: Option<Baseline>,
    /// The rows, from the top down.
    pub rows: Vec<LeverRow>,
}

/// What rows are compared with.
#[derive(Clone, Debug, PartialEq)]
pub struct Baseline {
    /// Name for readers.
    pub title: String,
    /// Its agreement rate, in 0..=1.
    pub rate: f64,
    /// The interval of that.
    pub interval: [f64; 2],
}

/// One row of the figure; differences and bounds in −1..=1.
#[derive(Clone, Debug, PartialEq)]
pub struct LeverRow {
    /// What it stands under together with its neighbours.
    pub group: Option<String>,
    /// Name for readers.
    pub title: String,
    /// Runs.
    pub runs: u64,
    /// Difference to the baseline.
    pub difference: f64,
    /// Its interval.
    pub interval: [f64; 2],
    /// The interval that holds together with those of all other rows.
    pub simultaneous: [f64; 2],
    /// Whether it is told from none, all rows together.
    pub told: bool,
    /// Whether it holds a lever that the file never uses.
    pub never_in_file: bool,
    /// Whether it has a rank; rows without stand below the others.
    pub ranked: bool,
}

/// Where names, plot and numbers stand.
struct Places {
    scale: Scale,
    sheet: Sheet,
}

impl Places {
    fn of(rows: &[LeverRow], sheet: Sheet) -> Self {
        // Numbers stand right of the plot: an interval beside its difference, on a column below it.
        let right = match sheet {
            Sheet::Column => 640,
            Sheet::Page | Sheet::Slide => 1_100,
        };
        let span = Span {
            left: (sheet.width() / 3).clamp(790, 1_750),
            right: sheet.width() - right,
        };
        let bounds = rows.iter().flat_map(|row| row.simultaneous).chain([0.0]);
        let scale = Scale::holding(bounds.map(|it| 100.0 * it), span, 230);
        Self {
            scale: scale.of_differences(),
            sheet,
        }
    }

    fn x(&self, difference: f64) -> i32 {
        self.scale.x(100.0 * difference)
    }

    /// Least height of a row.
    fn row(&self) -> i32 {
        match self.sheet {
            Sheet::Column => 220,
            Sheet::Page => 180,
            Sheet::Slide => 150,
        }
    }
}

/// A row, measured.
struct Measured<'a> {
    row: &'a LeverRow,
    name: Vec<String>,
    /// Height without what stands above it.
    height: i32,
    /// Space above it.
    gap: i32,
}

/// Draws the rows in their order, the baseline's rate above them.
pub fn levers(forest: &Forest, sheet: Option<Sheet>) -> Figure {
    let sheet = sheet.unwrap_or(Sheet::Page);
    let places = Places::of(&forest.rows, sheet);
    let rows = measured(&forest.rows, &places);
    let groups = forest.rows.iter().map(|row| row.group.clone());
    let groups = Groups::new(groups.collect(), sheet.width() - 2 * MARGIN);
    let frame = Frame {
        sheet,
        heading: &forest.heading,
        caption: &caption(forest),
        height: HEAD + groups.height() + AXIS,
    };
    let heights = rows.iter().enumerate();
    let heights: Vec<i32> = heights
        .map(|(number, it)| it.height + it.gap + groups.above(number))
        .collect();
    let pages = pages(
        &forest.title,
        &forest.foot,
        &frame,
        &heights,
        |canvas, part| {
            draw_baseline(canvas, forest, sheet, part.top);
            draw_part(canvas, &places, &rows, &groups, part);
        },
    );
    Figure {
        pages,
        data: data(&forest.rows),
    }
}

fn measured<'a>(rows: &'a [LeverRow], places: &Places) -> Vec<Measured<'a>> {
    let room = places.scale.span.left - MARGIN - 80;
    let measure = |(number, row): (usize, &'a LeverRow)| {
        let mark = if row.never_in_file { "\u{a0}*" } else { "" };
        let name = Type::regular(LABEL, INK).balance(&format!("{}{mark}", row.title), room, 7);
        let lines = i32::try_from(name.len()).unwrap_or(7);
        let falls = number > 0 && rows[number - 1].ranked && !row.ranked;
        Measured {
            row,
            height: places.row().max(leading(LABEL) * lines + 50),
            name,
            gap: if falls { GAP } else { 0 },
        }
    };
    rows.iter().enumerate().map(measure).collect()
}

/// Grid and axis first, so that rows stand on them.
fn draw_part(
    canvas: &mut Canvas<'_>,
    places: &Places,
    rows: &[Measured<'_>],
    groups: &Groups,
    part: &Part,
) {
    let first = part.rows.start;
    // A group that begins a later sheet has its name in the place that every sheet keeps for one.
    let spare = part.rows.clone().next().map_or(0, |row| groups.above(row));
    let top = part.top + HEAD;
    let bottom = top + groups.height() + part.height - spare;
    places
        .scale
        .draw(canvas, (top, bottom), "difference of agreement, points");
    let zero = places.x(0.0);
    canvas.line((zero, top), (zero, bottom), GREY, 8);
    let mut y = top;
    for number in part.rows.clone() {
        let it = &rows[number];
        y = groups.draw(canvas, part, number, y);
        y += if number > first { it.gap } else { 0 };
        draw_row(canvas, places, y, it);
        y += it.height;
    }
}

fn draw_baseline(canvas: &mut Canvas<'_>, forest: &Forest, sheet: Sheet, top: i32) {
    let Some(baseline) = &forest.baseline else {
        return;
    };
    let [low, high] = baseline.interval.map(|bound| 100.0 * bound);
    let rate = percent(baseline.rate);
    let words = format!("0 = {}: {rate} [{low:.1}, {high:.1}]", baseline.title);
    let kind = Type::regular(SMALL, INK);
    // The numbers matter more than a long name.
    let short = format!("0 = the first: {rate} [{low:.1}, {high:.1}]");
    let room = sheet.width() - 2 * MARGIN;
    let fits = kind.wrap(&words, room, 9).len() == 1;
    canvas.words((MARGIN, top + 65), if fits { &words } else { &short }, kind);
}

/// What is drawn, a line for each row.
fn data(rows: &[LeverRow]) -> String {
    let lines = rows.iter().map(|row| {
        let [low, high] = row.interval;
        let [all_low, all_high] = row.simultaneous;
        let group = row.group.clone().unwrap_or_default();
        let mut line = vec![group, row.title.clone(), row.runs.to_string()];
        line.extend([row.difference, low, high, all_low, all_high].map(|it| it.to_string()));
        line.push(row.told.to_string());
        line
    });
    let names = [
        "group",
        "row",
        "runs",
        "difference",
        "low",
        "high",
        "all-low",
        "all-high",
        "told",
    ];
    csv_table(&names, lines)
}

/// What the marks mean.
fn caption(forest: &Forest) -> String {
    let mut words = format!(
        "Difference of the agreement rate to the baseline, 0, on the same realizations. Thick lines: {} % score intervals (Tango 1998)",
        forest.confidence
    );
    let is_wider = |row: &LeverRow| row.simultaneous[0] < row.interval[0];
    if forest.rows.iter().any(is_wider) {
        words.push_str(
            "; thin lines: intervals that hold all at once (Šidák). \
             Colour: told from no effect, all at once (Holm); rings: not told.",
        );
    } else {
        words.push_str(". Rings: intervals that hold 0.");
    }
    if forest.rows.iter().any(|row| row.never_in_file) {
        words.push_str(
            " *: holds a lever that the file never uses; here it is used from round 0 on.",
        );
    }
    words
}

fn draw_row(canvas: &mut Canvas<'_>, places: &Places, top: i32, it: &Measured<'_>) {
    let (row, middle) = (it.row, top + it.height / 2);
    let lines = i32::try_from(it.name.len()).unwrap_or(7);
    let first = middle - leading(LABEL) * lines / 2 + LABEL - 8;
    let name_type = Type::regular(LABEL, INK).at(Anchor::End);
    let span = places.scale.span;
    canvas.lines((span.left - 60, first), &it.name, name_type);
    let colour: Colour = match (row.told, row.difference > 0.0) {
        (false, _) => NEUTRAL,
        (true, true) => BLUE,
        (true, false) => VERMILION,
    };
    let mut bar = |bounds: [f64; 2], width: u32, colour: Colour| {
        let [low, high] = bounds.map(|bound| places.x(bound));
        canvas.line((low, middle), (high, middle), colour, width);
    };
    bar(row.simultaneous, 10, colour);
    bar(row.interval, 30, colour);
    let centre = (places.x(row.difference), middle);
    if row.told {
        canvas.disc(centre, RADIUS, colour);
    } else {
        canvas.ring(centre, RADIUS - 4, colour, 12);
    }
    let [low, high] = row.interval;
    let difference = points(row.difference);
    let interval = format!("[{}, {}]", points(low), points(high));
    let bold = Type::regular(LABEL, INK).bold();
    let small = Type::regular(SMALL, GREY);
    let left = span.right + 80;
    if places.sheet == Sheet::Column {
        canvas.words((left, middle - 15), &difference, bold);
        canvas.words((left, middle - 15 + leading(SMALL)), &interval, small);
    } else {
        canvas.words((left, middle + 26), &difference, bold);
        canvas.words((left + 340, middle + 26), &interval, small);
    }
}

#[cfg(test)]
mod tests;
