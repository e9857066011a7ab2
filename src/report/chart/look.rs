//! How marks look: colour, shape and stroke together, so that grey print tells them apart too.

use crate::report::chart::canvas::{Canvas, Point};
use crate::report::chart::strokes::Stroke;
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
    pub const fn shaped(self, shape: Shape) -> Self {
        Self { shape, ..self }
    }

    /// The same with other lines.
    pub const fn stroked(self, stroke: Stroke) -> Self {
        Self { stroke, ..self }
    }

    /// The same with pale, outlined bars.
    pub const fn outlined(self) -> Self {
        let bar = BarLook::Outlined;
        Self { bar, ..self }
    }

    /// The same without bars.
    pub const fn without_bar(self) -> Self {
        let bar = BarLook::None;
        Self { bar, ..self }
    }

    /// The look of one among several equals; after five they repeat.
    pub fn numbered(number: usize) -> Self {
        const COLOURS: [Colour; 5] = [BLUE, VERMILION, GREEN, PURPLE, INK];
        const SHAPES: [Shape; 5] = [
            Shape::Disc,
            Shape::Square,
            Shape::Ring,
            Shape::Triangle,
            Shape::Diamond,
        ];
        let place = number % COLOURS.len();
        Self::of(COLOURS[place])
            .shaped(SHAPES[place])
            .stroked(Stroke::ALL[place])
    }

    /// Draws a mark of about this radius.
    pub(super) fn mark(self, canvas: &mut Canvas<'_>, at: Point, radius: i32) {
        let (x, y) = at;
        let part = |share: f64| rounded(share * f64::from(radius));
        let size = radius.unsigned_abs();
        match self.shape {
            Shape::None => {}
            Shape::Disc => canvas.disc(at, size, self.colour),
            Shape::Square => {
                let half = part(0.9);
                canvas.block((x - half, y - half), (x + half, y + half), self.colour);
            }
            Shape::Ring => {
                let width = part(0.42).max(2).unsigned_abs();
                canvas.ring(at, size - width / 2, self.colour, width);
            }
            Shape::Triangle => canvas.shape(polygon(at, 3, part(1.25), 0.0), self.colour),
            Shape::Diamond => canvas.shape(polygon(at, 4, part(1.25), 0.0), self.colour),
            Shape::Outline(corners, turned) => {
                let mut path = polygon(at, u32::from(corners), part(1.8), f64::from(turned));
                path.push(path[0]);
                canvas.path(path, self.colour, 9);
            }
            Shape::Dot(radius) => canvas.disc(at, u32::from(radius), self.colour),
        }
    }

    /// Draws a bar between two corners.
    pub(super) fn bar(self, canvas: &mut Canvas<'_>, from: Point, to: Point) {
        if to.0 <= from.0 {
            return;
        }
        match self.bar {
            BarLook::Filled => canvas.block(from, to, self.colour),
            BarLook::Outlined => {
                canvas.block(from, to, blend(WHITE, self.colour, 0.25));
                canvas.frame(from, to, self.colour, 8);
            }
            BarLook::None => {}
        }
    }
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
