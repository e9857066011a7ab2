//! Lines that grey printing tells apart: solid, dashed and dotted.

use crate::report::chart::canvas::{Canvas, Point};
use crate::report::chart::theme::{Colour, rounded};

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
    /// All of them, the plainest first.
    pub(super) const ALL: [Self; 5] = [
        Self::Solid,
        Self::Dashed,
        Self::Dotted,
        Self::DashDot,
        Self::LongDashed,
    ];

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

/// Draws a line through points.
pub(super) fn stroke(
    canvas: &mut Canvas<'_>,
    points: &[Point],
    colour: Colour,
    width: u32,
    kind: Stroke,
) {
    if kind == Stroke::Solid {
        canvas.path(points.to_vec(), colour, width);
        return;
    }
    for piece in pieces(points, kind.pattern()) {
        canvas.path(piece, colour, width);
    }
}

/// The pieces of a line; a piece goes round the corners it meets.
fn pieces(points: &[Point], pattern: &[f64]) -> Vec<Vec<Point>> {
    let mut pieces = Vec::new();
    let (mut turn, mut left) = (0, pattern[0]);
    let mut piece: Vec<Point> = points.first().copied().into_iter().collect();
    for pair in points.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let (wide, tall) = (f64::from(to.0 - from.0), f64::from(to.1 - from.1));
        let long = libm::sqrt(wide * wide + tall * tall);
        let mut done = 0.0;
        while long - done > left {
            done += left;
            let part = done / long;
            let at = (from.0 + rounded(part * wide), from.1 + rounded(part * tall));
            if turn % 2 == 0 {
                piece.push(at);
                pieces.push(std::mem::take(&mut piece));
            } else {
                piece = vec![at];
            }
            turn = (turn + 1) % pattern.len();
            left = pattern[turn];
        }
        left -= long - done;
        if turn % 2 == 0 {
            piece.push(to);
        }
    }
    if piece.len() > 1 {
        pieces.push(piece);
    }
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
