//! What every figure has round its drawing: heading, title, caption and foot; and how long ones go over several sheets.

use std::ops::Range;

use crate::report::figure::drawing::canvas::{Anchor, Canvas, Type, drawn, lawful};
use crate::report::figure::drawing::theme::{
    GREY, INK, LABEL, MARGIN, MILLIMETRES, SMALL, Sheet, TITLE, WHITE, leading,
};
use crate::report::figure::drawing::typesetting::Weight;
use crate::report::labels::counted;
use crate::simulation::Summary;

/// What surrounds the drawing of a figure.
#[derive(Debug)]
pub(in crate::report::figure) struct Frame<'a> {
    /// What it is made for.
    pub(in crate::report::figure) sheet: Sheet,
    /// What the figure shows, in bold above it.
    pub(in crate::report::figure) heading: &'a str,
    /// What marks and intervals mean, below it.
    pub(in crate::report::figure) caption: &'a str,
    /// Height of the drawing; of figures of rows, of what stands beside them on every sheet.
    pub(in crate::report::figure) height: i32,
}

/// What is drawn of a figure of rows on one sheet.
#[derive(Clone, Debug)]
pub(in crate::report::figure) struct Part {
    /// Where the drawing begins.
    pub(in crate::report::figure) top: i32,
    /// The rows of this sheet.
    pub(in crate::report::figure) rows: Range<usize>,
    /// Their height together.
    pub(in crate::report::figure) height: i32,
}

/// Draws a figure of rows: on one sheet where they fit, else on as many as they need, each with heading and foot.
///
/// A row that is taller than a sheet has one to itself, which is then taller than others.
pub(in crate::report::figure) fn pages(
    title: &str,
    foot: &str,
    frame: &Frame<'_>,
    rows: &[i32],
    draw: impl Fn(&mut Canvas<'_>, &Part),
) -> Vec<String> {
    let room = room_for_rows(title, foot, frame);
    let parts = split(rows, room);
    let count = parts.len();
    let sheet = |(number, rows): (usize, Range<usize>), heights: &[i32]| {
        let height = heights[rows.clone()].iter().sum();
        let heading = match count {
            1 => frame.heading.to_owned(),
            _ => format!("{} ({} of {count})", frame.heading, number + 1),
        };
        let whole = Frame {
            heading: &heading,
            height: frame.height + height,
            ..*frame
        };
        page(title, foot, &whole, |canvas, top| {
            draw(canvas, &Part { top, rows, height });
        })
    };
    let numbered = parts.into_iter().enumerate();
    numbered.map(|part| sheet(part, rows)).collect()
}

/// How many of some rows, the first ones, one sheet holds.
pub(in crate::report::figure) fn fitting(
    title: &str,
    foot: &str,
    frame: &Frame<'_>,
    rows: &[i32],
) -> usize {
    let parts = split(rows, room_for_rows(title, foot, frame));
    parts.first().map_or(0, ExactSizeIterator::len)
}

/// Room for rows on a sheet, with the heading at its longest.
pub(in crate::report::figure) fn room_for_rows(title: &str, foot: &str, frame: &Frame<'_>) -> i32 {
    let heading = format!("{} (00 of 00)", frame.heading);
    let whole = Frame {
        heading: &heading,
        ..*frame
    };
    frame.sheet.height() - Layout::of(title, foot, &whole).height
}

/// Rows by sheet, in order, each sheet as full as it gets; one sheet where there are no rows.
fn split(rows: &[i32], room: i32) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let (mut from, mut height) = (0, 0);
    for (number, row) in rows.iter().enumerate() {
        if number > from && height + row > room {
            parts.push(from..number);
            (from, height) = (number, 0);
        }
        height += row;
    }
    parts.push(from..rows.len());
    parts
}

/// Names above rows that belong together, told again where a group goes on on another sheet.
#[derive(Clone, Debug)]
pub(in crate::report::figure) struct Groups {
    /// By row; none where rows are in no group.
    names: Vec<Option<String>>,
    room: i32,
    height: i32,
}

/// Space above a name and between it and its rows.
const GROUP_SPACE: i32 = 70;
const GROUP_TYPE: Type = Type {
    size: LABEL,
    ..HEADING_TYPE
};

impl Groups {
    /// Groups by row, their names broken to fit into `room`.
    pub(in crate::report::figure) fn new(names: Vec<Option<String>>, room: i32) -> Self {
        let lines = names.iter().flatten();
        let lines = lines.map(|name| lines_count(&GROUP_TYPE.wrap(name, room, 3)));
        let height = lines
            .max()
            .map_or(0, |it| it * leading(LABEL) + GROUP_SPACE);
        Self {
            names,
            room,
            height,
        }
    }

    /// Height of a name: what every sheet needs beside its rows.
    pub(in crate::report::figure) fn height(&self) -> i32 {
        self.height
    }

    fn begins(&self, row: usize) -> bool {
        self.names[row].is_some() && (row == 0 || self.names[row] != self.names[row - 1])
    }

    /// What a row takes more since a group begins with it; the first of a figure has its place on every sheet.
    pub(in crate::report::figure) fn above(&self, row: usize) -> i32 {
        if row > 0 && self.begins(row) {
            self.height
        } else {
            0
        }
    }

    /// Writes the name above a row of a sheet, if there is one, and tells where the row begins.
    pub(in crate::report::figure) fn draw(
        &self,
        canvas: &mut Canvas<'_>,
        part: &Part,
        row: usize,
        top: i32,
    ) -> i32 {
        let Some(name) = &self.names[row] else {
            return top;
        };
        let words = match (self.begins(row), row == part.rows.start) {
            (true, _) => name.clone(),
            (false, true) => format!("{name} (continued)"),
            (false, false) => return top,
        };
        let lines = GROUP_TYPE.wrap(&words, self.room, 3);
        let first = top + self.height - 25 - leading(LABEL) * (lines_count(&lines) - 1);
        for (number, line) in (0..).zip(&lines) {
            let baseline = first - 15 + number * leading(LABEL);
            canvas.words_on_white((MARGIN, baseline), line, GROUP_TYPE);
        }
        top + self.height
    }
}

/// The words round a drawing, broken into lines, with where they stand.
struct Layout {
    heading: Vec<String>,
    title: Vec<String>,
    caption: Vec<String>,
    foot: Vec<String>,
    title_top: i32,
    drawing_top: i32,
    caption_top: i32,
    foot_top: i32,
    height: i32,
}

const HEADING_TYPE: Type = Type {
    size: TITLE,
    weight: Weight::Bold,
    colour: INK,
    anchor: Anchor::Start,
};
const TITLE_TYPE: Type = Type {
    size: LABEL,
    weight: Weight::Regular,
    colour: GREY,
    anchor: Anchor::Start,
};
const FOOT_TYPE: Type = Type {
    size: SMALL,
    ..TITLE_TYPE
};

impl Layout {
    fn of(title: &str, foot: &str, frame: &Frame<'_>) -> Self {
        let room = frame.sheet.width() - 2 * MARGIN;
        let heading = HEADING_TYPE.wrap(frame.heading, room, 3);
        let title = TITLE_TYPE.wrap(title, room, 4);
        let caption = FOOT_TYPE.wrap(frame.caption, room, 12);
        let foot = FOOT_TYPE.wrap(foot, room, 3);
        let tall = |lines: &[String], kind: Type| leading(kind.size) * lines_count(lines);
        let title_top = MARGIN + tall(&heading, HEADING_TYPE);
        let drawing_top = title_top + tall(&title, TITLE_TYPE) + 50;
        let caption_top = drawing_top + frame.height + 50;
        let foot_top = caption_top + tall(&caption, FOOT_TYPE);
        let height = foot_top + tall(&foot, FOOT_TYPE) + MARGIN;
        Self {
            heading,
            title,
            caption,
            foot,
            title_top,
            drawing_top,
            caption_top,
            foot_top,
            height,
        }
    }
}

/// Draws a figure on one sheet: heading, title, drawing from a given height down, caption and foot.
pub(in crate::report::figure) fn page(
    title: &str,
    foot: &str,
    frame: &Frame<'_>,
    draw: impl FnOnce(&mut Canvas<'_>, i32),
) -> String {
    let layout = Layout::of(title, foot, frame);
    let (width, height) = (frame.sheet.width(), layout.height);
    let svg = drawn(width, height, |canvas| {
        let write = |canvas: &mut Canvas<'_>, top: i32, lines: &[String], kind: Type| {
            canvas.lines((MARGIN, top + kind.size), lines, kind);
        };
        canvas.block((0, 0), (width, height), WHITE);
        write(canvas, MARGIN, &layout.heading, HEADING_TYPE);
        write(canvas, layout.title_top, &layout.title, TITLE_TYPE);
        draw(canvas, layout.drawing_top);
        write(canvas, layout.caption_top, &layout.caption, FOOT_TYPE);
        write(canvas, layout.foot_top, &layout.foot, FOOT_TYPE);
    });
    in_millimetres(&svg, frame, height)
}

fn lines_count(lines: &[String]) -> i32 {
    i32::try_from(lines.len()).unwrap_or(i32::MAX)
}

/// Runs and seed, for the foot of a figure of many runs.
pub(in crate::report::figure) fn runs_and_seed(summary: &Summary) -> String {
    format!(
        "{}, seed {}. Intervals: simulation error, 95 %.",
        counted(summary.runs, "run"),
        summary.seed
    )
}

/// Gives the drawing its size on paper and a name for readers who cannot see it.
fn in_millimetres(svg: &str, frame: &Frame<'_>, height: i32) -> String {
    let body = svg.split_once('>').map_or("", |(_, body)| body);
    let width = frame.sheet.width();
    let millimetres = |units: i32| f64::from(units) * MILLIMETRES * frame.sheet.enlargement();
    let name = lawful(frame.heading)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    let head = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{:.1}mm\" height=\"{:.1}mm\" viewBox=\"0 0 {width} {height}\" role=\"img\">\n<title>{name}</title>",
        millimetres(width),
        millimetres(height),
    );
    // Everything is opaque; saying so for each element only makes files larger.
    head + &body.replace(" opacity=\"1\"", "")
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn rows_keep_their_order_and_fill_sheets() {
        assert_eq!(split(&[3, 3, 3, 3], 7), [0..2, 2..4]);
        assert_eq!(split(&[3, 9, 3], 7), [0..1, 1..2, 2..3]);
        assert_eq!(split(&[3, 3], 6), vec![0..2]);
        assert_eq!(split(&[], 100), vec![0..0]);
    }
}
