//! The key of a chart of points: marks with their words, in columns.

use crate::report::chart::canvas::{Canvas, Point};
use crate::report::chart::look::Look;
use crate::report::chart::theme::{INK, NEUTRAL, SMALL, count, leading};
use crate::report::chart::typesetting::{Text, Type};

/// Lines of an entry.
const LINES_MAX: usize = 8;
/// Space of a mark.
const INDENT: i32 = 160;
/// Radius of marks, in the key as in the panels.
pub(super) const MARK: i32 = 28;

const WORDS: Type = Type::regular(SMALL, INK);

/// One thing that is explained: a mark, or without one the level lines; and its words.
pub(super) type Entry = (Option<Look>, String);

/// A key of some columns.
pub(super) struct Key {
    /// Width of a column.
    wide: i32,
    rows: Vec<Vec<(Option<Look>, Text)>>,
}

impl Key {
    /// A key in some room.
    pub(super) fn new(entries: &[Entry], room: i32, columns: usize) -> Self {
        let wide = room / count(columns);
        let broken = |(look, words): &Entry| {
            let text = WORDS.balance(words, wide - INDENT - 40, LINES_MAX);
            (*look, text)
        };
        let rows = entries.chunks(columns);
        Self {
            wide,
            rows: rows.map(|row| row.iter().map(broken).collect()).collect(),
        }
    }

    /// Heights of its rows.
    pub(super) fn heights(&self) -> Vec<i32> {
        let tallest = |row: &Vec<(_, Text)>| row.iter().map(|entry| entry.1.height()).max();
        let rows = self.rows.iter();
        rows.map(|row| tallest(row).unwrap_or(leading(SMALL)) + 50)
            .collect()
    }

    /// Height of all of it.
    pub(super) fn height(&self) -> i32 {
        self.heights().iter().sum()
    }

    /// Draws one of its rows from a corner.
    pub(super) fn draw_row(&self, canvas: &mut Canvas<'_>, row: usize, (left, y): Point) {
        let mut x = left;
        for (look, words) in &self.rows[row] {
            match look {
                Some(look) => look.mark(canvas, (x + 70, y + 55), MARK),
                None => canvas.line((x + 20, y + 55), (x + 120, y + 55), NEUTRAL, 10),
            }
            canvas.text((x + INDENT, y + 80), words);
            x += self.wide;
        }
    }

    /// Draws all of it from a corner.
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, (left, top): Point) {
        let mut y = top;
        for (row, height) in self.heights().into_iter().enumerate() {
            self.draw_row(canvas, row, (left, y));
            y += height;
        }
    }
}
