//! What every chart has round its drawing: heading, title, caption and foot; and how long ones go over several sheets.

use std::ops::Range;

use crate::report::chart::canvas::{Canvas, drawn, lawful};
use crate::report::chart::spec::Chart;
use crate::report::chart::theme::{
    GREY, INK, LABEL, MARGIN, MILLIMETRES, SMALL, Sheet, TITLE, WHITE,
};
use crate::report::chart::typesetting::{Text, Type};

/// What is drawn of a chart on one sheet.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// Where the drawing begins.
    pub(super) top: i32,
    /// The rows of this sheet.
    pub(super) rows: Range<usize>,
    /// Their height together.
    pub(super) height: i32,
}

/// Draws a chart of rows of some heights, with a height for what stands beside them on every sheet: on one sheet where all
/// fit, else on as many as they need, each with heading and foot.
///
/// A row that is taller than a sheet has one to itself, which is then taller than others.
pub(super) fn pages(
    chart: &Chart,
    sheet: Sheet,
    beside: i32,
    rows: &[i32],
    draw: impl Fn(&mut Canvas<'_>, &Part),
) -> Vec<Page> {
    let parts = split(rows, room_for_rows(chart, sheet) - beside);
    let count = parts.len();
    let page = |(number, part): (usize, Range<usize>)| {
        let height = rows[part.clone()].iter().sum();
        let heading = match count {
            1 => chart.heading.clone(),
            _ => format!("{} ({} of {count})", chart.heading, number + 1),
        };
        let words = Words::of(chart, &heading, sheet, beside + height);
        let body = words.draw(sheet, |canvas, top| {
            let rows = part;
            draw(canvas, &Part { top, rows, height });
        });
        Page {
            heading,
            sheet,
            height: words.height,
            body,
        }
    };
    parts.into_iter().enumerate().map(page).collect()
}

/// How many sheets some rows take.
pub(super) fn sheets(chart: &Chart, sheet: Sheet, beside: i32, rows: &[i32]) -> usize {
    split(rows, room_for_rows(chart, sheet) - beside).len()
}

/// Room for a drawing on a sheet, with the heading at its longest.
pub(super) fn room_for_rows(chart: &Chart, sheet: Sheet) -> i32 {
    let heading = format!("{} (00 of 00)", chart.heading);
    sheet.height() - Words::of(chart, &heading, sheet, 0).height
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

/// The words round a drawing, broken into lines, with where they stand.
struct Words {
    /// Heading, title, caption and foot, and from which height down.
    blocks: [(i32, Text); 4],
    drawing_top: i32,
    height: i32,
}

const HEADING: Type = Type::regular(TITLE, INK).bold();
const SUBTITLE: Type = Type::regular(LABEL, GREY);
const FOOT: Type = Type::regular(SMALL, GREY);

impl Words {
    fn of(chart: &Chart, heading: &str, sheet: Sheet, drawing: i32) -> Self {
        let room = sheet.width() - 2 * MARGIN;
        let heading = HEADING.wrap(heading, room, 3);
        let title = SUBTITLE.wrap(&chart.title, room, 4);
        let caption = FOOT.wrap(&chart.caption, room, 12);
        let foot = FOOT.wrap(&chart.foot, room, 3);
        let title_top = MARGIN + heading.height();
        let drawing_top = title_top + title.height() + 50;
        let caption_top = drawing_top + drawing + 50;
        let foot_top = caption_top + caption.height();
        Self {
            drawing_top,
            height: foot_top + foot.height() + MARGIN,
            blocks: [
                (MARGIN, heading),
                (title_top, title),
                (caption_top, caption),
                (foot_top, foot),
            ],
        }
    }

    /// Draws a sheet: the words, and a drawing from a given height down.
    fn draw(&self, sheet: Sheet, draw: impl FnOnce(&mut Canvas<'_>, i32)) -> String {
        let size = (sheet.width(), self.height);
        let svg = drawn(size.0, size.1, |canvas| {
            canvas.block((0, 0), size, WHITE);
            for (top, text) in &self.blocks {
                canvas.text((MARGIN, top + text.kind.size), text);
            }
            draw(canvas, self.drawing_top);
        });
        let body = svg.split_once('>').map_or("", |(_, body)| body);
        // Everything is opaque; saying so for each element only makes files larger.
        body.replace(" opacity=\"1\"", "")
    }
}

/// A drawn sheet.
pub(super) struct Page {
    /// Its heading, with its number where there are several.
    pub(super) heading: String,
    sheet: Sheet,
    height: i32,
    /// The elements of the drawing, with the end of the SVG text.
    body: String,
}

impl Page {
    /// Width on paper.
    pub(super) fn millimetres(&self) -> f64 {
        f64::from(self.sheet.width()) * MILLIMETRES * self.sheet.enlargement()
    }

    /// As SVG text of its size on paper, with a name for readers who cannot see it; on a page that has others, with ids of its
    /// own and a description.
    pub(super) fn svg(&self, described: Option<(&str, &str)>) -> String {
        let (width, height) = (self.sheet.width(), self.height);
        let wide = self.millimetres();
        let tall = wide * f64::from(height) / f64::from(width);
        let name = escaped(&self.heading);
        let (attributes, words) = match described {
            None => (String::new(), format!("<title>{name}</title>")),
            Some((id, words)) => (
                format!(" aria-labelledby=\"{id}-title {id}-desc\""),
                format!(
                    "<title id=\"{id}-title\">{name}</title>\n<desc id=\"{id}-desc\">{}</desc>",
                    escaped(words)
                ),
            ),
        };
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide:.1}mm\" height=\"{tall:.1}mm\" viewBox=\"0 0 {width} {height}\" role=\"img\"{attributes}>\n{words}{}",
            self.body
        )
    }
}

/// Words as they stand in XML.
fn escaped(words: &str) -> String {
    let words = lawful(words).replace('&', "&amp;");
    words.replace('<', "&lt;").replace('>', "&gt;")
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
