//! A sheet to draw on: plotters' SVG back end with our type.

use plotters::backend::{DrawingBackend, SVGBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontFamily, FontStyle, IntoFont, RGBColor, TextStyle};

use crate::report::chart::theme::{Colour, WHITE, leading, rounded};
use crate::report::chart::typesetting::{Anchor, Text, Type};

/// The faces asked for: metrically alike, one of them on nearly every machine.
const FONTS: &str = "Arimo, Liberation Sans, Arial, Helvetica, sans-serif";

/// plotters writes a size 1.24 times smaller than the one it is given.
const SIZE_FACTOR: f64 = 1.24;

/// plotters hangs text 0.76 of its size above the baseline.
const ASCENT: f64 = 0.76;

const MEMORY: &str = "text is drawn into memory, which takes it";

/// A corner or point, in units from the upper left.
pub(super) type Point = (i32, i32);

/// A sheet to draw on.
pub(super) struct Canvas<'a> {
    backend: SVGBackend<'a>,
}

/// A drawing of some width and height in units, as SVG text.
pub(super) fn drawn(width: i32, height: i32, draw: impl FnOnce(&mut Canvas<'_>)) -> String {
    let mut svg = String::new();
    {
        let size = [width, height].map(i32::unsigned_abs);
        let mut canvas = Canvas {
            backend: SVGBackend::with_string(&mut svg, (size[0], size[1])),
        };
        draw(&mut canvas);
        canvas.backend.present().expect(MEMORY);
    }
    svg
}

impl Canvas<'_> {
    /// One line of words on a baseline.
    pub(super) fn words(&mut self, at: Point, words: &str, kind: Type) {
        let words = &lawful(words);
        let weight = if kind.bold {
            FontStyle::Bold
        } else {
            FontStyle::Normal
        };
        let size = f64::from(kind.size) * SIZE_FACTOR;
        let font = (FontFamily::Name(FONTS), size).into_font().style(weight);
        let held = match kind.anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        let colour = rgb(kind.colour);
        let style = TextStyle::from(font)
            .color(&colour)
            .pos(Pos::new(held, VPos::Top));
        let top = at.1 - rounded(ASCENT * f64::from(kind.size));
        self.backend
            .draw_text(words, &style, (at.0, top))
            .expect(MEMORY);
    }

    /// One line of words that hides the grid behind it.
    pub(super) fn words_on_white(&mut self, at: Point, words: &str, kind: Type) {
        let long = rounded(kind.width(words));
        let left = match kind.anchor {
            Anchor::Start => at.0,
            Anchor::Middle => at.0 - long / 2,
            Anchor::End => at.0 - long,
        };
        let from = (left - 8, at.1 - kind.size * 4 / 5);
        self.block(from, (left + long + 8, at.1 + kind.size / 5), WHITE);
        self.words(at, words, kind);
    }

    /// Several lines, the first on the given baseline.
    pub(super) fn text(&mut self, at: Point, text: &Text) {
        self.text_of(at, text, text.kind);
    }

    /// The same in a type of another colour or about another end.
    pub(super) fn text_of(&mut self, at: Point, text: &Text, kind: Type) {
        let mut baseline = at.1;
        for line in &text.lines {
            self.words((at.0, baseline), line, kind);
            baseline += leading(kind.size);
        }
    }

    /// A straight line.
    pub(super) fn line(&mut self, from: Point, to: Point, colour: Colour, width: u32) {
        let style = rgb(colour).stroke_width(width);
        self.backend.draw_line(from, to, &style).expect(MEMORY);
    }

    /// A line through many points.
    pub(super) fn path(&mut self, points: Vec<Point>, colour: Colour, width: u32) {
        let style = rgb(colour).stroke_width(width);
        self.backend.draw_path(points, &style).expect(MEMORY);
    }

    /// A filled shape.
    pub(super) fn shape(&mut self, points: Vec<Point>, colour: Colour) {
        let style = rgb(colour).filled();
        self.backend.fill_polygon(points, &style).expect(MEMORY);
    }

    /// A filled box.
    pub(super) fn block(&mut self, from: Point, to: Point, colour: Colour) {
        let style = rgb(colour).filled();
        self.backend
            .draw_rect(from, to, &style, true)
            .expect(MEMORY);
    }

    /// The outline of a box.
    pub(super) fn frame(&mut self, from: Point, to: Point, colour: Colour, width: u32) {
        let corners = [from, (to.0, from.1), to, (from.0, to.1), from];
        self.path(corners.into(), colour, width);
    }

    /// A filled disc.
    pub(super) fn disc(&mut self, centre: Point, radius: u32, colour: Colour) {
        let style = rgb(colour).filled();
        self.backend
            .draw_circle(centre, radius, &style, true)
            .expect(MEMORY);
    }

    /// A ring filled with white.
    pub(super) fn ring(&mut self, centre: Point, radius: u32, colour: Colour, width: u32) {
        self.disc(centre, radius + width / 2, colour);
        self.disc(centre, radius.saturating_sub(width / 2), WHITE);
    }
}

/// Words without the characters that XML 1.0 forbids.
pub(super) fn lawful(words: &str) -> String {
    let is_lawful = |item: &char| !item.is_control() && !matches!(*item, '\u{fffe}' | '\u{ffff}');
    words.chars().filter(is_lawful).collect()
}

fn rgb(colour: Colour) -> RGBColor {
    RGBColor(colour.0, colour.1, colour.2)
}
