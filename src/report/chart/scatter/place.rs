//! Where the names in a panel of the frontier stand: beside their marks, apart from all that is drawn.

use crate::report::chart::canvas::{Canvas, Point};
use crate::report::chart::theme::{INK, SMALL, leading};
use crate::report::chart::typesetting::{Anchor, Text, Type};

/// Distances of words from their mark, the nearest first.
const NEAR: [i32; 5] = [44, 70, 100, 150, 230];
/// The ways to go from a mark, in parts of sixteen.
const WAYS: [(i32, i32); 12] = [
    (16, 0),
    (-16, 0),
    (0, -16),
    (0, 16),
    (11, -11),
    (-11, 11),
    (-11, -11),
    (11, 11),
    (15, -6),
    (15, 6),
    (-15, -6),
    (-15, 6),
];
/// Widths into which a name is broken, from one line to several.
const ROOMS: [i32; 4] = [2_400, 1_100, 750, 480];

const NAME: Type = Type::regular(SMALL, INK);

/// A box that is taken.
#[derive(Clone, Copy, Debug)]
pub(super) struct Area {
    pub(super) from: Point,
    pub(super) to: Point,
}

impl Area {
    /// A square about a point.
    pub(super) fn about(at: Point, reach: i32) -> Self {
        Self {
            from: (at.0 - reach, at.1 - reach),
            to: (at.0 + reach, at.1 + reach),
        }
    }

    fn meets(&self, other: &Self) -> bool {
        self.from.0 < other.to.0
            && other.from.0 < self.to.0
            && self.from.1 < other.to.1
            && other.from.1 < self.to.1
    }

    fn within(&self, other: &Self) -> bool {
        self.from.0 >= other.from.0
            && self.from.1 >= other.from.1
            && self.to.0 <= other.to.0
            && self.to.1 <= other.to.1
    }
}

/// Words that have found their place.
#[derive(Clone, Debug)]
pub(super) struct Label {
    text: Text,
    area: Area,
}

impl Label {
    /// Draws it on a panel whose corner stands at some point.
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, corner: Point) {
        let moved = |at: Point| (at.0 + corner.0, at.1 + corner.1);
        let (from, to) = (moved(self.area.from), moved(self.area.to));
        let kind = self.text.kind;
        let x = match kind.anchor {
            Anchor::Start => from.0,
            Anchor::Middle => i32::midpoint(from.0, to.0),
            Anchor::End => to.0,
        };
        let mut baseline = from.1 + SMALL - 8;
        for line in &self.text.lines {
            canvas.words_on_white((x, baseline), line, kind);
            baseline += leading(SMALL);
        }
    }
}

/// What is taken in a panel: marks and words, which no name may hide, and points and lines, which it should not.
#[derive(Clone, Debug)]
pub(super) struct Taken {
    /// The square of the panel.
    pub(super) square: Area,
    /// Marks of plans and words.
    pub(super) hard: Vec<Area>,
    /// Points, marks of solutions, lines.
    pub(super) soft: Vec<Area>,
}

impl Taken {
    fn free(&self, area: &Area, over_points: bool) -> bool {
        area.within(&self.square)
            && !self.hard.iter().any(|item| item.meets(area))
            && (over_points || !self.soft.iter().any(|item| item.meets(area)))
    }

    /// Finds room for the first of some wordings that has any, the nearest first, and takes it.
    fn put(&mut self, mark: Point, wordings: &[Text], over_points: bool) -> Option<Label> {
        for distance in NEAR {
            for text in wordings {
                for way in WAYS {
                    let label = beside(mark, way, distance, text);
                    if self.free(&label.area, over_points) {
                        self.hard.push(label.area);
                        return Some(label);
                    }
                }
            }
        }
        None
    }

    /// Puts a name close by its mark, on one line or on several, nowhere cut.
    pub(super) fn name(&mut self, mark: Point, name: &str) -> Option<Label> {
        let wordings = ROOMS.map(|room| NAME.balance(name, room, 4));
        let mut wordings: Vec<Text> = wordings
            .into_iter()
            .filter(|text| !text.is_cut() && !text.lines.is_empty())
            .collect();
        wordings.dedup_by(|one, other| one.lines == other.lines);
        self.put(mark, &wordings, false)
    }

    /// Puts a letter beside a mark, over points where all round it is full of them; nothing where all is taken.
    pub(super) fn letter(&mut self, mark: Point, letter: &str) -> Option<Label> {
        let letter = [NAME.bold().wrap(letter, ROOMS[0], 1)];
        let free = self.put(mark, &letter, false);
        free.or_else(|| self.put(mark, &letter, true))
    }
}

/// Words beside a mark, some way off.
fn beside(mark: Point, way: (i32, i32), distance: i32, text: &Text) -> Label {
    let (wide, tall) = (text.width() + 4, text.height() - 8);
    let near = (
        mark.0 + way.0 * distance / 16,
        mark.1 + way.1 * distance / 16,
    );
    let (left, anchor) = match way.0 {
        0 => (near.0 - wide / 2, Anchor::Middle),
        across if across > 0 => (near.0, Anchor::Start),
        _ => (near.0 - wide, Anchor::End),
    };
    let top = match way.1 {
        ..-7 => near.1 - tall,
        8.. => near.1,
        _ => near.1 - tall / 2,
    };
    let kind = text.kind.at(anchor);
    Label {
        text: Text {
            kind,
            ..text.clone()
        },
        area: Area {
            from: (left, top),
            to: (left + wide, top + tall),
        },
    }
}
