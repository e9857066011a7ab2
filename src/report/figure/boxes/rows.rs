//! The rows of a figure of boxes: how well each box does, then a row for each of its limits.

use crate::report::figure::boxes::{BoxLimit, Choice, FoundBox};
use crate::report::figure::drawing::canvas::{Anchor, Canvas, Type};
use crate::report::figure::drawing::chart::{RowName, within};
use crate::report::figure::drawing::page::Part;
use crate::report::figure::drawing::strokes::{Stroke, stroke};
use crate::report::figure::drawing::theme::{
    BLUE, GREY, GRID, INK, LABEL, MARGIN, SMALL, Sheet, Span, WHITE, blend, leading, rounded,
};
use crate::report::figure::drawing::typesetting::{Weight, width};
use crate::report::labels::{percent, share};
use crate::simulation::Rate;

/// Height of a box's number above its rows.
const HEAD: i32 = 150;
/// Least height of a row of density or coverage.
const RATE: i32 = 190;
/// Height of the numbers below them.
const TICKS: i32 = 100;
/// Least height of a row of a number.
const NUMBER: i32 = 310;
/// Half the height of a bar.
const BAR: i32 = 36;
/// Space between and inside segments.
const GAP: i32 = 14;
/// Space above and below a row of segments.
const AIR: i32 = 36;

/// One row, measured.
struct Row<'a> {
    /// The box whose first row it is, with its number.
    head: Option<Head<'a>>,
    limit: Option<Limit<'a>>,
    height: i32,
}

struct Head<'a> {
    number: usize,
    found: &'a FoundBox,
    names: [RowName; 2],
}

struct Limit<'a> {
    of: &'a BoxLimit,
    name: RowName,
    segments: Segments,
    height: i32,
}

/// What can be chosen, side by side or, where names need more room, one below the other.
struct Segments {
    across: bool,
    names: Vec<Vec<String>>,
    height: i32,
}

/// All rows of some boxes, measured for a sheet.
pub(super) struct Drawing<'a> {
    span: Span,
    rows: Vec<Row<'a>>,
}

impl<'a> Drawing<'a> {
    /// Measures the rows of some boxes.
    pub(super) fn of(boxes: &'a [FoundBox], sheet: Sheet) -> Self {
        let span = Span {
            left: (sheet.width() * 2 / 5).clamp(950, 1_900),
            right: sheet.width() - 130,
        };
        let room = span.left - MARGIN - 60;
        let mut rows = Vec::new();
        for (number, found) in (1..).zip(boxes) {
            let mut head = Some(Head::of(number, found, room));
            for limit in &found.limits {
                let limit = Limit::of(limit, span, room);
                rows.push(Row::of(head.take(), Some(limit)));
            }
            // A box without limits holds everything.
            if head.is_some() {
                rows.push(Row::of(head, None));
            }
        }
        Self { span, rows }
    }

    /// Heights of the rows.
    pub(super) fn heights(&self) -> Vec<i32> {
        self.rows.iter().map(|row| row.height).collect()
    }

    /// Draws the rows of a sheet.
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, part: &Part) {
        let mut top = part.top;
        for row in &self.rows[part.rows.clone()] {
            let mut y = top;
            if let Some(head) = &row.head {
                head.draw(canvas, self.span, y);
                y += head.height();
            }
            if let Some(limit) = &row.limit {
                limit.draw(canvas, self.span, y);
            }
            top += row.height;
        }
    }
}

impl<'a> Row<'a> {
    fn of(head: Option<Head<'a>>, limit: Option<Limit<'a>>) -> Self {
        let above = head.as_ref().map_or(0, Head::height);
        Self {
            height: above + limit.as_ref().map_or(0, |limit| limit.height),
            head,
            limit,
        }
    }
}

impl<'a> Head<'a> {
    fn of(number: usize, found: &'a FoundBox, room: i32) -> Self {
        let name = |name, rate: Rate| {
            let [low, high] = rate.interval().map(|bound| 100.0 * bound);
            let note = format!("{} [{low:.1}, {high:.1}]", share(rate));
            RowName::new(name, &note, room)
        };
        Self {
            number,
            found,
            names: [
                name("density", found.density),
                name("coverage", found.coverage),
            ],
        }
    }

    fn height(&self) -> i32 {
        HEAD + self.rates() + TICKS
    }

    fn rates(&self) -> i32 {
        let heights = self.names.iter().map(|name| (name.height() + 40).max(RATE));
        heights.sum()
    }

    fn draw(&self, canvas: &mut Canvas<'_>, span: Span, top: i32) {
        let bold = Type::regular(LABEL, INK).bold();
        let words = format!("Box {}", self.number);
        canvas.words((MARGIN, top + 95), &words, bold);
        let (first, last) = (top + HEAD, top + HEAD + self.rates());
        for tick in 0..=4 {
            let x = span.at(f64::from(tick) / 4.0);
            canvas.line((x, first), (x, last), GRID, 5);
            let kind = Type::regular(SMALL, GREY).at(Anchor::Middle);
            let sign = if tick == 4 { " %" } else { "" };
            canvas.words((x, last + 80), &format!("{}{sign}", 25 * tick), kind);
        }
        let found = self.found;
        let mut y = first;
        for (name, rate) in self.names.iter().zip([found.density, found.coverage]) {
            let height = (name.height() + 40).max(RATE);
            let middle = y + height / 2;
            name.draw(canvas, span.left - 60, middle);
            let [low, high] = rate.interval().map(|bound| span.at(bound));
            canvas.line((low, middle), (high, middle), INK, 12);
            for end in [low, high] {
                canvas.line((end, middle - 22), (end, middle + 22), INK, 10);
            }
            canvas.disc((span.at(rate.value()), middle), 30, BLUE);
            y += height;
        }
        // The base rate belongs to density alone; its words stand above.
        let base = found.base.value();
        let x = span.at(base);
        let bottom = first + (self.names[0].height() + 40).max(RATE);
        stroke(
            canvas,
            &[(x, first - 10), (x, bottom)],
            INK,
            10,
            Stroke::Dashed,
        );
        let words = format!("all runs {}", percent(base));
        let kind = Type::regular(SMALL, INK);
        let x = centred(&words, x, span);
        canvas.words((x, first - 28), &words, kind);
    }
}

/// Where words begin that are centred at a place but stay within a span.
fn centred(words: &str, x: i32, span: Span) -> i32 {
    let long = rounded(width(words, SMALL, Weight::Bold));
    (x - long / 2).clamp(span.left, (span.right - long).max(span.left))
}

impl<'a> Limit<'a> {
    fn of(limit: &'a BoxLimit, span: Span, room: i32) -> Self {
        let name = RowName::new(&limit.title, "", room);
        let segments = Segments::of(&limit.choices, span.right - span.left);
        let drawn = match limit.range {
            Some(_) => NUMBER,
            None => segments.height + 2 * AIR,
        };
        Self {
            height: (name.height() + 60).max(drawn),
            of: limit,
            name,
            segments,
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, span: Span, top: i32) {
        let middle = top + self.height / 2;
        self.name.draw(canvas, span.left - 60, middle);
        if let Some(range) = self.of.range {
            draw_number(canvas, span, middle, range, self.of.limits);
        } else {
            let first = middle - self.segments.height / 2;
            self.segments.draw(canvas, span, first, &self.of.choices);
        }
    }
}

fn draw_number(
    canvas: &mut Canvas<'_>,
    span: Span,
    middle: i32,
    [least, greatest]: [f64; 2],
    limits: [Option<f64>; 2],
) {
    let spread = (greatest - least).max(f64::MIN_POSITIVE);
    let x = |value: f64| span.at(((value - least) / spread).clamp(0.0, 1.0));
    let (top, bottom) = (middle - BAR, middle + BAR);
    canvas.block((span.left, top), (span.right, bottom), WHITE);
    canvas.frame((span.left, top), (span.right, bottom), GREY, 6);
    let [low, high] = limits;
    let from = low.map_or(span.left, x);
    let to = high.map_or(span.right, x).max(from + 10);
    canvas.block((from, top), (to, bottom), BLUE);
    let shown = |value: f64| within(value, greatest - least);
    let ends = Type::regular(SMALL, GREY);
    canvas.words((span.left, bottom + 80), &shown(least), ends);
    let end = ends.at(Anchor::End);
    canvas.words((span.right, bottom + 80), &shown(greatest), end);
    let (words, at) = match limits {
        [Some(low), Some(high)] => (
            format!("{} to {}", shown(low), shown(high)),
            i32::midpoint(from, to),
        ),
        [Some(low), None] => (format!("from {}", shown(low)), from),
        [None, Some(high)] => (format!("up to {}", shown(high)), to),
        [None, None] => ("any".to_owned(), span.middle()),
    };
    for edge in [(low, from), (high, to)] {
        if edge.0.is_some() {
            canvas.line((edge.1, top - 18), (edge.1, bottom + 18), INK, 12);
        }
    }
    let bold = Type::regular(SMALL, INK).bold();
    canvas.words((centred(&words, at, span), top - 38), &words, bold);
}

impl Segments {
    fn of(choices: &[Choice], room: i32) -> Self {
        let count = i32::try_from(choices.len()).unwrap_or(1).max(1);
        let kind = Type::regular(SMALL, INK).bold();
        let names = |room: i32, lines: usize| -> Vec<Vec<String>> {
            let names = choices.iter();
            names
                .map(|choice| kind.balance(&choice.title, room - 4 * GAP, lines))
                .collect()
        };
        let tallest = |names: &[Vec<String>]| {
            let lines = names.iter().map(Vec::len).max().unwrap_or(1);
            leading(SMALL) * i32::try_from(lines).unwrap_or(1) + 2 * GAP + 10
        };
        let wide = (room - GAP * (count - 1)) / count;
        let whole = |choice: &Choice| kind.keeps_words(&choice.title, wide - 4 * GAP);
        let across = names(wide, usize::MAX);
        if choices.iter().all(whole) && across.iter().all(|lines| lines.len() <= 4) {
            return Self {
                height: tallest(&across),
                names: across,
                across: true,
            };
        }
        let names = names(room, 6);
        let each = names
            .iter()
            .map(|name| tallest(std::slice::from_ref(name)) + GAP);
        Self {
            height: each.sum::<i32>() - GAP,
            names,
            across: false,
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, span: Span, top: i32, choices: &[Choice]) {
        let count = i32::try_from(choices.len()).unwrap_or(1).max(1);
        let room = span.right - span.left;
        let wide = if self.across {
            (room - GAP * (count - 1)) / count
        } else {
            room
        };
        let (mut x, mut y) = (span.left, top);
        for (choice, lines) in choices.iter().zip(&self.names) {
            let text = leading(SMALL) * i32::try_from(lines.len()).unwrap_or(1);
            let tall = if self.across {
                self.height
            } else {
                text + 2 * GAP + 10
            };
            let (from, to) = ((x, y), (x + wide, y + tall));
            let (ground, colour) = if choice.inside {
                (blend(WHITE, BLUE, 0.4), INK)
            } else {
                (WHITE, GREY)
            };
            canvas.block(from, to, ground);
            canvas.frame(from, to, if choice.inside { BLUE } else { GREY }, 6);
            let kind = Type::regular(SMALL, colour).at(Anchor::Middle);
            let kind = if choice.inside { kind.bold() } else { kind };
            let first = y + (tall - text) / 2 + SMALL - 8;
            canvas.lines((x + wide / 2, first), lines, kind);
            if self.across {
                x += wide + GAP;
            } else {
                y += tall + GAP;
            }
        }
    }
}
