//! The marks of the figure of the frontier, and their key.

use crate::report::figure::canvas::{Canvas, Point, Type};

use crate::report::figure::theme::{
    BLUE, Colour, GREEN, INK, MARGIN, NEUTRAL, PURPLE, SMALL, Sheet, VERMILION, leading, rounded,
};

/// Plans that have a letter; more would hide each other.
pub(super) const KEY_LETTERS: usize = 26;
/// Space of a mark in the key.
const INDENT: i32 = 160;

/// What is drawn at a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// On the frontier of all deals.
    Free,
    /// On the frontier of the zone.
    Zone,
    /// Picked by a concept, by its number.
    Concept(usize),
    /// A plan, by its number, and whether it is acceptable to all.
    Plan(usize, bool),
}

/// The letter of a plan.
pub(super) fn letter(plan: usize) -> String {
    let letter = u8::try_from(plan % KEY_LETTERS).expect("26 letters") + b'A';
    char::from(letter).to_string()
}

/// Draws a mark; outlines of different size keep marks apart that fall on one point.
pub(super) fn draw_mark(canvas: &mut Canvas<'_>, at: Point, mark: Mark) {
    match mark {
        Mark::Free => canvas.disc(at, 10, NEUTRAL),
        Mark::Zone => canvas.disc(at, 16, BLUE),
        Mark::Concept(0) => canvas.shape(polygon(at, 4, 28, 0.0), GREEN),
        Mark::Concept(1) => outline(canvas, polygon(at, 3, 50, 180.0), PURPLE),
        Mark::Concept(2) => outline(canvas, polygon(at, 3, 50, 0.0), PURPLE),
        Mark::Concept(3) => outline(canvas, polygon(at, 4, 54, 45.0), INK),
        Mark::Concept(_) => outline(canvas, polygon(at, 32, 56, 0.0), INK),
        Mark::Plan(_, true) => canvas.disc(at, 28, VERMILION),
        Mark::Plan(_, false) => canvas.ring(at, 26, VERMILION, 11),
    }
}

fn outline(canvas: &mut Canvas<'_>, mut corners: Vec<Point>, colour: Colour) {
    corners.push(corners[0]);
    canvas.path(corners, colour, 9);
}

/// Corners of a regular polygon with one corner on top, turned by so many degrees.
fn polygon(at: Point, corners: u32, radius: i32, turned: f64) -> Vec<Point> {
    let corner = |number: u32| {
        let angle = (turned + 360.0 * f64::from(number) / f64::from(corners)).to_radians();
        let radius = f64::from(radius);
        let x = rounded(radius * libm::sin(angle));
        let y = rounded(radius * libm::cos(angle));
        (at.0 + x, at.1 - y)
    };
    (0..corners).map(corner).collect()
}

fn columns(sheet: Sheet) -> i32 {
    match sheet {
        Sheet::Column => 2,
        Sheet::Slide => 3,
        Sheet::Page => 4,
    }
}

/// Entries of the key, wrapped, row by row.
fn rows(key: &[(Mark, String)], sheet: Sheet) -> Vec<Vec<(Mark, Vec<String>)>> {
    let columns = columns(sheet);
    let room = (sheet.width() - 2 * MARGIN) / columns - INDENT - 40;
    let kind = Type::regular(SMALL, INK);
    let entry = |(mark, words): &(Mark, String)| {
        let words = match mark {
            Mark::Plan(number, _) => format!("{} {words}", letter(*number)),
            _ => words.clone(),
        };
        (*mark, kind.wrap(&words, room, 3))
    };
    let entries: Vec<_> = key.iter().map(entry).collect();
    let columns = usize::try_from(columns).expect("two or four");
    entries.chunks(columns).map(<[_]>::to_vec).collect()
}

fn row_height(row: &[(Mark, Vec<String>)]) -> i32 {
    let lines = row.iter().map(|entry| entry.1.len()).max().unwrap_or(1);
    leading(SMALL) * i32::try_from(lines).unwrap_or(1) + 60
}

/// Height of the key.
pub(super) fn key_height(key: &[(Mark, String)], sheet: Sheet) -> i32 {
    let rows = rows(key, sheet);
    rows.iter().map(|row| row_height(row)).sum()
}

/// Draws the key from a height down.
pub(super) fn draw_key(canvas: &mut Canvas<'_>, key: &[(Mark, String)], top: i32, sheet: Sheet) {
    let step = (sheet.width() - 2 * MARGIN) / columns(sheet);
    let mut y = top;
    for row in rows(key, sheet) {
        let mut x = MARGIN;
        for (mark, words) in &row {
            draw_mark(canvas, (x + 70, y + 45), *mark);
            canvas.lines((x + INDENT, y + 70), words, Type::regular(SMALL, INK));
            x += step;
        }
        y += row_height(&row);
    }
}
