//! What colours and shapes stand for, above a plot.

use crate::report::chart::canvas::Canvas;
use crate::report::chart::spec::Series;
use crate::report::chart::theme::{INK, LABEL, MARGIN, Sheet, count};
use crate::report::chart::typesetting::Type;

/// Height of a line.
const LINE: i32 = 115;
/// Words of an entry.
const WORDS: Type = Type::regular(LABEL, INK);

/// Series with their names, in as many columns as a sheet has room for.
pub(super) struct Legend<'a> {
    entries: Vec<&'a Series>,
    columns: usize,
    column: i32,
    bars: bool,
}

impl<'a> Legend<'a> {
    /// A legend of some series, each name once; `bars` are shown as such.
    pub(super) fn new(sheet: Sheet, series: impl Iterator<Item = &'a Series>, bars: bool) -> Self {
        let mut entries: Vec<&Series> = Vec::new();
        for one in series {
            if entries.iter().all(|item| item.name != one.name) {
                entries.push(one);
            }
        }
        let column = WORDS.widest(entries.iter().map(|entry| &entry.name)) + 90 + 60;
        let fit = usize::try_from((sheet.width() - 2 * MARGIN) / column).unwrap_or(1);
        // Lines of nearly equal length.
        let lines = entries.len().div_ceil(fit.clamp(1, 4)).max(1);
        Self {
            columns: entries.len().div_ceil(lines).max(1),
            entries,
            column,
            bars,
        }
    }

    /// Its height; none without entries.
    pub(super) fn height(&self) -> i32 {
        match self.entries.len().div_ceil(self.columns) {
            0 => 0,
            lines => LINE * count(lines) + 40,
        }
    }

    /// Draws it from a height down.
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, top: i32) {
        for (line, entries) in (0..).zip(self.entries.chunks(self.columns)) {
            for (place, series) in (0..).zip(entries) {
                let (x, y) = (MARGIN + place * self.column, top + line * LINE);
                if self.bars {
                    series.look.bar(canvas, (x, y + 12), (x + 60, y + 72));
                } else {
                    series.look.mark(canvas, (x + 32, y + 44), 30);
                }
                canvas.words((x + 90, y + 70), &series.name, WORDS);
            }
        }
    }
}
