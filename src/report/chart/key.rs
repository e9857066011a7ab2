//! What colours and shapes stand for: samples with their words, in columns.

use crate::report::chart::look::Look;
use crate::report::chart::picture::{Picture, Point};
use crate::report::chart::spec::Series;
use crate::report::chart::theme::{INK, LABEL, MARGIN, NEUTRAL, SMALL, Sheet};
use crate::report::chart::typesetting::Type;

/// Radius of marks, in keys as among points.
pub(super) const MARK: i32 = 28;
/// Lines of an entry.
const LINES_MAX: usize = 8;

/// What is explained.
#[derive(Clone, Copy, Debug)]
pub(super) enum Sample {
    Mark(Look),
    Bar(Look),
    /// A level line.
    Level,
}

impl Sample {
    fn draw(self, picture: &mut Picture, (x, y): Point) {
        match self {
            Self::Mark(look) => look.mark(picture, (x, y), MARK),
            Self::Bar(look) => look.bar(picture, (x - 30, y - 30), (x + 30, y + 30)),
            Self::Level => picture.line((x - 50, y), (x + 50, y), NEUTRAL, 10),
        }
    }
}

/// How a key is set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key {
    words: Type,
    /// Space for the sample.
    indent: i32,
    /// Space between two rows.
    gap: i32,
}

impl Key {
    /// Short names above a plot.
    pub(super) const LEGEND: Self = Self {
        words: Type::regular(LABEL, INK),
        indent: 90,
        gap: 18,
    };
    /// Explanations beside or below panels.
    pub(super) const NOTES: Self = Self {
        words: Type::regular(SMALL, INK),
        indent: 160,
        gap: 50,
    };

    /// The rows of a key from the margin on, with columns of some width.
    pub(super) fn rows(
        self,
        entries: &[(Sample, String)],
        columns: usize,
        wide: i32,
    ) -> Vec<Picture> {
        let row = |entries: &[(Sample, String)]| {
            let mut picture = Picture::default();
            for (column, (sample, words)) in (0..).zip(entries) {
                let (x, y) = (MARGIN + column * wide, self.gap / 2 + 35);
                let room = wide - self.indent - 40;
                let words = self.words.balance(words, room, LINES_MAX);
                sample.draw(&mut picture, (x + self.indent * 2 / 5, y));
                picture.text((x + self.indent, y + 26), &words);
                picture.height = picture.height.max(words.height() + self.gap);
            }
            picture
        };
        entries.chunks(columns).map(row).collect()
    }
}

/// A legend of some series, each name once, in as many columns as a sheet has room for; `sample` is how they are shown.
pub(super) fn legend<'a>(
    series: impl Iterator<Item = &'a Series>,
    sample: fn(Look) -> Sample,
    sheet: Sheet,
) -> Picture {
    let mut entries: Vec<(Sample, String)> = Vec::new();
    for one in series {
        if entries.iter().all(|(_, name)| *name != one.name) {
            entries.push((sample(one.look), one.name.clone()));
        }
    }
    let key = Key::LEGEND;
    let names = entries.iter().map(|(_, name)| name);
    let wide = (key.words.widest(names) + key.indent + 60).min(sheet.inner());
    let fit = usize::try_from(sheet.inner() / wide).unwrap_or(1);
    // Lines of nearly equal length.
    let lines = entries.len().div_ceil(fit.clamp(1, 4)).max(1);
    let columns = entries.len().div_ceil(lines).max(1);
    let mut legend = Picture::stacked(&key.rows(&entries, columns, wide));
    legend.height += if entries.is_empty() { 0 } else { 40 };
    legend
}
