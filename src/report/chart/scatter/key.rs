//! The key of a chart of points: marks with their words, in columns.

use crate::report::chart::canvas::{Canvas, Point};
use crate::report::chart::look::Look;
use crate::report::chart::theme::{Colour, INK, SMALL, count, leading};
use crate::report::chart::typesetting::Type;

/// Lines of an entry.
const LINES_MAX: usize = 8;
/// Space of a mark.
const INDENT: i32 = 160;
/// Radius of marks, in the key as in the panels.
pub(super) const MARK: i32 = 28;

const WORDS: Type = Type::regular(SMALL, INK);

/// One thing that is explained.
#[derive(Clone, Debug)]
pub(super) enum Entry {
    /// A mark.
    Mark(Look, String),
    /// A level line.
    Line(Colour, String),
}

/// A key of some columns, its entries broken into lines.
#[derive(Clone, Debug)]
pub(super) struct Key {
    /// Width of a column.
    wide: i32,
    rows: Vec<Vec<(Entry, Vec<String>)>>,
}

impl Key {
    /// A key in some room.
    pub(super) fn new(entries: &[Entry], room: i32, columns: usize) -> Self {
        let wide = room / count(columns);
        let entry = |entry: &Entry| {
            let (Entry::Mark(_, words) | Entry::Line(_, words)) = entry;
            (
                entry.clone(),
                WORDS.balance(words, wide - INDENT - 40, LINES_MAX),
            )
        };
        let entries: Vec<_> = entries.iter().map(entry).collect();
        Self {
            wide,
            rows: entries.chunks(columns).map(<[_]>::to_vec).collect(),
        }
    }

    /// Heights of its rows.
    pub(super) fn heights(&self) -> Vec<i32> {
        let tallest = |row: &Vec<(Entry, Vec<String>)>| row.iter().map(|entry| entry.1.len()).max();
        let tall = |row| leading(SMALL) * count(tallest(row).unwrap_or(1)) + 50;
        self.rows.iter().map(tall).collect()
    }

    /// Height of all of it.
    pub(super) fn height(&self) -> i32 {
        self.heights().iter().sum()
    }

    /// Draws one of its rows from a corner.
    pub(super) fn draw_row(&self, canvas: &mut Canvas<'_>, row: usize, (left, y): Point) {
        let mut x = left;
        for (entry, words) in &self.rows[row] {
            match entry {
                Entry::Mark(look, _) => look.mark(canvas, (x + 70, y + 55), MARK),
                Entry::Line(colour, _) => {
                    canvas.line((x + 20, y + 55), (x + 120, y + 55), *colour, 10);
                }
            }
            canvas.lines((x + INDENT, y + 80), words, WORDS);
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
