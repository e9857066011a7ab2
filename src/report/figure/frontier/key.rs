//! The marks of the figure of the frontier, and their key.

use crate::report::figure::drawing::canvas::{Canvas, Point, Type};

use crate::report::figure::drawing::theme::{
    BLUE, Colour, GREEN, INK, NEUTRAL, PURPLE, SMALL, VERMILION, leading, rounded,
};

/// Plans that have a letter; more would hide each other.
pub(super) const KEY_LETTERS: usize = 26;
/// Lines of an entry of the key.
const LINES_MAX: usize = 8;
/// Space of a mark in the key.
const INDENT: i32 = 160;

/// What is drawn at a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// On the frontier of all deals.
    Free,
    /// On the frontier of the zone.
    Zone,
    /// A line at a reservation value.
    Reservation,
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
        Mark::Reservation => canvas.line((at.0 - 50, at.1), (at.0 + 50, at.1), NEUTRAL, 10),
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

/// A key of some columns, its entries broken into lines.
#[derive(Clone, Debug)]
pub(super) struct Key {
    /// Width of a column.
    wide: i32,
    rows: Vec<Vec<(Mark, Vec<String>)>>,
}

impl Key {
    /// A key in some room.
    pub(super) fn new(entries: &[(Mark, String)], room: i32, columns: usize) -> Self {
        let wide = room / i32::try_from(columns).unwrap_or(1);
        let kind = Type::regular(SMALL, INK);
        let room = wide - INDENT - 40;
        let entry = |(mark, words): &(Mark, String)| (*mark, kind.balance(words, room, LINES_MAX));
        let entries: Vec<_> = entries.iter().map(entry).collect();
        Self {
            wide,
            rows: entries.chunks(columns).map(<[_]>::to_vec).collect(),
        }
    }

    /// Heights of its rows.
    pub(super) fn heights(&self) -> Vec<i32> {
        let lines = |row: &Vec<(Mark, Vec<String>)>| row.iter().map(|entry| entry.1.len()).max();
        let tall = |row| leading(SMALL) * i32::try_from(lines(row).unwrap_or(1)).unwrap_or(1) + 50;
        self.rows.iter().map(tall).collect()
    }

    /// Height of all of it.
    pub(super) fn height(&self) -> i32 {
        self.heights().iter().sum()
    }

    /// Draws one of its rows from a corner.
    pub(super) fn draw_row(&self, canvas: &mut Canvas<'_>, row: usize, corner: Point) {
        let mut x = corner.0;
        for (mark, words) in &self.rows[row] {
            let y = corner.1;
            draw_mark(canvas, (x + 70, y + 55), *mark);
            let kind = Type::regular(SMALL, INK);
            canvas.lines((x + INDENT, y + 80), words, kind);
            x += self.wide;
        }
    }

    /// Draws all of it from a corner.
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, corner: Point) {
        let mut y = corner.1;
        for (row, height) in self.heights().into_iter().enumerate() {
            self.draw_row(canvas, row, (corner.0, y));
            y += height;
        }
    }
}
