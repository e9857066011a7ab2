//! How marks, lines and bars look: colour, shape and stroke together, so that grey print tells them apart too.

use crate::report::chart::picture::{Picture, Point};
use crate::report::chart::theme::{
    BLUE, Colour, GREEN, INK, PURPLE, VERMILION, WHITE, blend, rounded,
};

/// The shape of a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// There are no marks.
    None,
    /// A filled disc.
    Disc,
    /// A filled square.
    Square,
    /// A ring.
    Ring,
    /// A filled triangle.
    Triangle,
    /// A filled square on its tip.
    Diamond,
    /// The outline of a regular polygon of so many corners, turned by so many degrees.
    Outline(u8, u16),
    /// A dot of this radius.
    Dot(u8),
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stroke {
    /// In one piece.
    Solid,
    /// In long pieces.
    Dashed,
    /// In points.
    Dotted,
    /// In long pieces and points by turns.
    DashDot,
    /// In very long pieces.
    LongDashed,
}

impl Stroke {
    /// Lengths of pieces and gaps by turns, in units.
    fn pattern(self) -> &'static [f64] {
        match self {
            Self::Solid => &[],
            Self::Dashed => &[60.0, 35.0],
            Self::Dotted => &[16.0, 26.0],
            Self::DashDot => &[70.0, 28.0, 16.0, 28.0],
            Self::LongDashed => &[130.0, 35.0],
        }
    }
}

/// How bars look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BarLook {
    /// There are none.
    None,
    /// Filled.
    Filled,
    /// Pale with an outline.
    Outlined,
}

/// How the marks of a series look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Colour.
    pub colour: Colour,
    /// Shape of marks.
    pub shape: Shape,
    /// Stroke of lines.
    pub stroke: Stroke,
    /// How bars look.
    pub bar: BarLook,
}

impl Look {
    /// Discs, solid lines and filled bars of a colour.
    pub const fn of(colour: Colour) -> Self {
        Self {
            colour,
            shape: Shape::Disc,
            stroke: Stroke::Solid,
            bar: BarLook::Filled,
        }
    }

    /// The same with marks of another shape.
    #[must_use]
    pub const fn shaped(self, shape: Shape) -> Self {
        Self { shape, ..self }
    }

    /// The same with other lines.
    #[must_use]
    pub const fn stroked(self, stroke: Stroke) -> Self {
        Self { stroke, ..self }
    }

    /// The same with pale, outlined bars.
    #[must_use]
    pub const fn outlined(self) -> Self {
        let bar = BarLook::Outlined;
        Self { bar, ..self }
    }

    /// The same without bars.
    #[must_use]
    pub const fn without_bar(self) -> Self {
        let bar = BarLook::None;
        Self { bar, ..self }
    }

    /// The look of one among several equals; after five they repeat.
    pub fn numbered(number: usize) -> Self {
        const LOOKS: [(Colour, Shape, Stroke); 5] = [
            (BLUE, Shape::Disc, Stroke::Solid),
            (VERMILION, Shape::Square, Stroke::Dashed),
            (GREEN, Shape::Ring, Stroke::Dotted),
            (PURPLE, Shape::Triangle, Stroke::DashDot),
            (INK, Shape::Diamond, Stroke::LongDashed),
        ];
        let (colour, shape, stroke) = LOOKS[number % LOOKS.len()];
        Self::of(colour).shaped(shape).stroked(stroke)
    }

    /// Draws a mark of about this radius.
    pub(super) fn mark(self, picture: &mut Picture, at: Point, radius: i32) {
        let part = |share: f64| rounded(share * f64::from(radius));
        let colour = self.colour;
        match self.shape {
            Shape::None => {}
            Shape::Disc => picture.disc(at, radius.unsigned_abs(), colour),
            Shape::Dot(radius) => picture.disc(at, radius.into(), colour),
            Shape::Ring => {
                let width = part(0.42).max(2).unsigned_abs();
                picture.ring(at, radius.unsigned_abs() - width / 2, colour, width);
            }
            Shape::Square => picture.shape(polygon(at, 4, part(1.27), 45), colour),
            Shape::Triangle => picture.shape(polygon(at, 3, part(1.25), 0), colour),
            Shape::Diamond => picture.shape(polygon(at, 4, part(1.25), 0), colour),
            Shape::Outline(corners, turned) => {
                let mut path = polygon(at, corners, part(1.8), turned);
                path.push(path[0]);
                picture.path(path, colour, 9);
            }
        }
    }

    /// Draws a line through points.
    pub(super) fn line(self, picture: &mut Picture, points: &[Point], width: u32) {
        for piece in pieces(points, self.stroke.pattern()) {
            picture.path(piece, self.colour, width);
        }
    }

    /// Draws a bar between two corners.
    pub(super) fn bar(self, picture: &mut Picture, from: Point, to: Point) {
        match self.bar {
            _ if to.0 <= from.0 => {}
            BarLook::None => {}
            BarLook::Filled => picture.block(from, to, self.colour),
            BarLook::Outlined => {
                picture.block(from, to, blend(WHITE, self.colour, 0.25));
                picture.frame(from, to, self.colour, 8);
            }
        }
    }
}

/// Corners of a regular polygon with one corner on top, turned by so many degrees.
fn polygon(at: Point, corners: u8, radius: i32, turned: u16) -> Vec<Point> {
    let corner = |number: u8| {
        let angle = f64::from(turned) + 360.0 * f64::from(number) / f64::from(corners);
        let (angle, radius) = (angle.to_radians(), f64::from(radius));
        let x = rounded(radius * libm::sin(angle));
        let y = rounded(radius * libm::cos(angle));
        (at.0 + x, at.1 - y)
    };
    (0..corners).map(corner).collect()
}

/// The pieces of a line by a pattern of pieces and gaps; a piece goes round the corners it meets.
fn pieces(points: &[Point], pattern: &[f64]) -> Vec<Vec<Point>> {
    let mut turns = pattern.iter().copied().cycle();
    let mut left = turns.next().unwrap_or(f64::INFINITY);
    let mut pieces = Vec::new();
    // None in a gap.
    let mut piece = points.first().map(|first| vec![*first]);
    for pair in points.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let (wide, tall) = (f64::from(to.0 - from.0), f64::from(to.1 - from.1));
        let long = libm::sqrt(wide * wide + tall * tall);
        let mut done = 0.0;
        while long - done > left {
            done += left;
            let part = done / long;
            let at = (from.0 + rounded(part * wide), from.1 + rounded(part * tall));
            if let Some(mut whole) = piece.take() {
                whole.push(at);
                pieces.push(whole);
            } else {
                piece = Some(vec![at]);
            }
            left = turns.next().unwrap_or(f64::INFINITY);
        }
        left -= long - done;
        if let Some(piece) = &mut piece {
            piece.push(to);
        }
    }
    pieces.extend(piece.filter(|piece| piece.len() > 1));
    pieces
}

#[cfg(test)]
mod tests {
    use super::pieces;

    #[test]
    fn pieces_and_gaps_take_turns_and_go_round_corners() {
        let found = pieces(&[(0, 0), (100, 0), (100, 50)], &[60.0, 30.0]);
        assert_eq!(
            found,
            [vec![(0, 0), (60, 0)], vec![(90, 0), (100, 0), (100, 50)],]
        );
        assert!(pieces(&[], &[1.0, 1.0]).is_empty());
    }
}
