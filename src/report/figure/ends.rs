//! How runs end, as readers group it: the colours, the legend and the bar that adds up to all runs.

use crate::bargaining::Failure;
use crate::report::figure::drawing::canvas::{Anchor, Canvas, Type};
use crate::report::figure::drawing::theme::{
    BLUE, Colour, GREEN, INK, LABEL, MARGIN, NEUTRAL, ORANGE, PURPLE, SMALL, Sheet, Span, WHITE,
    blend, ink_on, rounded,
};
use crate::report::figure::drawing::typesetting::{Weight, width};
use crate::simulation::Rate;

/// Height of a line of the legend.
const LEGEND_LINE: i32 = 115;

/// How a run can end, as readers group it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    /// An agreement in force.
    Agreement,
    /// No deal that all could have accepted.
    NoZone,
    /// Such a deal, and yet no agreement.
    Missed,
    /// Signed, and refused at home.
    AtHome,
    /// Not known.
    Undecided,
}

impl Group {
    /// All groups, in the order of bars.
    pub(super) const ALL: [Self; 5] = [
        Self::Agreement,
        Self::NoZone,
        Self::Missed,
        Self::AtHome,
        Self::Undecided,
    ];

    /// The group of a cause.
    pub(super) fn of(failure: Failure) -> Self {
        match failure {
            Failure::RedLines | Failure::NoZone | Failure::Commitment => Self::NoZone,
            Failure::Deadline | Failure::Breakdown | Failure::Agenda => Self::Missed,
            Failure::Ratification => Self::AtHome,
            Failure::Undecided => Self::Undecided,
        }
    }

    /// Name for readers.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Agreement => "agreement",
            Self::NoZone => "no zone of possible agreement",
            Self::Missed => "zone open, no agreement",
            Self::AtHome => "refused at home",
            Self::Undecided => "undecided",
        }
    }

    /// Its colour: beside each other in a bar they differ in grey print too.
    pub(super) fn colour(self) -> Colour {
        match self {
            Self::Agreement => GREEN,
            Self::NoZone => ORANGE,
            Self::Missed => BLUE,
            Self::AtHome => PURPLE,
            Self::Undecided => NEUTRAL,
        }
    }
}

/// The colour of a cause among all causes: that of its group, paler for the second and third of one.
pub(super) fn colour_of(failure: Failure) -> Colour {
    let group = Group::of(failure);
    let before = Failure::ALL.into_iter().take_while(|it| *it != failure);
    let place = before.filter(|it| Group::of(*it) == group).count();
    blend(group.colour(), WHITE, [0.0, 0.4, 0.7][place.min(2)])
}

/// What colours mean, in as many columns as a sheet has room for.
pub(super) struct Legend {
    entries: Vec<(Colour, &'static str)>,
    columns: usize,
    column: i32,
}

impl Legend {
    /// A legend of some colours, each once, in their order.
    pub(super) fn new(sheet: Sheet, all: impl Iterator<Item = (Colour, &'static str)>) -> Self {
        let mut entries: Vec<(Colour, &'static str)> = Vec::new();
        for entry in all {
            if !entries.contains(&entry) {
                entries.push(entry);
            }
        }
        let long = |entry: &(Colour, &str)| width(entry.1, LABEL, Weight::Regular);
        let longest = entries.iter().map(long).fold(0.0, f64::max);
        let column = rounded(longest) + 90 + 60;
        let fit = (sheet.width() - 2 * MARGIN) / column;
        let fit = usize::try_from(fit).unwrap_or(1).clamp(1, 4);
        // Lines of nearly equal length.
        let lines = entries.len().div_ceil(fit).max(1);
        Self {
            columns: entries.len().div_ceil(lines).max(1),
            entries,
            column,
        }
    }

    /// Its height.
    pub(super) fn height(&self) -> i32 {
        let lines = self.entries.len().div_ceil(self.columns);
        LEGEND_LINE * i32::try_from(lines).unwrap_or(9) + 40
    }

    /// Draws it from a height down.
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, top: i32) {
        for (row, entries) in (0..).zip(self.entries.chunks(self.columns)) {
            for (place, (colour, words)) in (0..).zip(entries) {
                let (x, y) = (MARGIN + place * self.column, top + row * LEGEND_LINE);
                canvas.block((x, y + 12), (x + 60, y + 72), *colour);
                canvas.words((x + 90, y + 70), words, Type::regular(LABEL, INK));
            }
        }
    }
}

/// Draws a bar of all runs, its parts from the left in their order, from a height down; `span` is 0 to 100 %.
///
/// Parts have their number in whole percent where it fits, and a thin line from end to end of the interval of each border:
/// what lies left of a border is a share of the runs too.
pub(super) fn draw_stack(
    canvas: &mut Canvas<'_>,
    span: Span,
    (top, height): (i32, i32),
    parts: &[(Colour, Rate)],
) {
    let (bottom, middle) = (top + height, top + height / 2);
    let mut before = 0;
    for &(colour, part) in parts.iter().filter(|(_, part)| part.count > 0) {
        let edge = |count: u64| span.at(count as f64 / part.runs as f64);
        let (from, to) = (edge(before), edge(before + part.count));
        canvas.block((from, top), (to, bottom), colour);
        if before > 0 {
            canvas.line((from, top), (from, bottom), WHITE, 8);
        }
        let words = format!("{:.0}", 100.0 * part.value());
        if f64::from(to - from) > width(&words, SMALL, Weight::Bold) + 90.0 {
            let kind = Type::regular(SMALL, ink_on(colour)).bold();
            let at = (i32::midpoint(from, to), middle + 25);
            canvas.words(at, &words, kind.at(Anchor::Middle));
        }
        before += part.count;
    }
    let mut left = 0;
    for &(_, part) in parts.iter().filter(|(_, part)| part.count > 0) {
        left += part.count;
        if left < part.runs {
            let border = Rate {
                count: left,
                runs: part.runs,
            };
            let [low, high] = border.interval().map(|bound| span.at(bound));
            canvas.line((low, bottom - 16), (high, bottom - 16), INK, 10);
        }
    }
}
