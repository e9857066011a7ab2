//! Where the names in a panel of the frontier stand: beside their marks, apart from all that is drawn.

use crate::report::chart::picture::Point;
use crate::report::chart::theme::{INK, SMALL, rounded};
use crate::report::chart::typesetting::{Anchor, Text, Type};

/// Distances of words from their mark, the nearest first.
const NEAR: [i32; 5] = [44, 70, 100, 150, 230];
/// The ways to go from a mark, in degrees from the right upwards.
const WAYS: [i32; 12] = [0, 180, 90, 270, 45, 225, 135, 315, 22, 338, 158, 202];
/// Widths into which a name is broken, from one line to several.
const ROOMS: [i32; 4] = [2_400, 1_100, 750, 480];

const NAME: Type = Type::regular(SMALL, INK).on_white();

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

/// Words that have found their place, the first line on this baseline.
pub(super) type Label = (Point, Text);

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
                    let (area, label) = beside(mark, way, distance, text);
                    if self.free(&area, over_points) {
                        self.hard.push(area);
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

/// Words beside a mark, some way off, and the box they fill.
fn beside(mark: Point, way: i32, distance: i32, text: &Text) -> (Area, Label) {
    let (wide, tall) = (text.width() + 4, text.height() - 8);
    let angle = f64::from(way).to_radians();
    let (across, up) = (libm::cos(angle), libm::sin(angle));
    let moved = |share: f64| rounded(share * f64::from(distance));
    let (x, y) = (mark.0 + moved(across), mark.1 - moved(up));
    let anchor = match way {
        90 | 270 => Anchor::Middle,
        91..270 => Anchor::End,
        _ => Anchor::Start,
    };
    // Words stand above or below a mark rather than beside it where the way is steep.
    let top = match up {
        0.5.. => y - tall,
        ..-0.5 => y,
        _ => y - tall / 2,
    };
    let left = anchor.left(x, wide);
    let area = Area {
        from: (left, top),
        to: (left + wide, top + tall),
    };
    let (kind, lines) = (text.kind.at(anchor), text.lines.clone());
    (area, ((x, top + SMALL - 8), Text { lines, kind }))
}
