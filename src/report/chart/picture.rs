//! Pictures: words and shapes in their places, put together from smaller pictures, and painted by plotters' SVG back end.

use plotters::backend::{DrawingBackend, SVGBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontFamily, FontStyle, IntoFont, RGBColor, TextStyle};

use crate::model::visible;
use crate::report::chart::theme::{Colour, WHITE, leading, rounded};
use crate::report::chart::typesetting::{Anchor, Text, Type};

/// The faces asked for: metrically alike, one of them on nearly every machine.
const FONTS: &str = "Arimo, Liberation Sans, Arial, Helvetica, sans-serif";

/// plotters writes a size 1.24 times smaller than the one it is given.
const SIZE_FACTOR: f64 = 1.24;

/// plotters hangs text 0.76 of its size above the baseline.
const ASCENT: f64 = 0.76;

const MEMORY: &str = "pictures are painted into memory, which takes them";

/// A corner or point, in units from the upper left.
pub(super) type Point = (i32, i32);

/// Words and shapes, from the back to the front.
#[derive(Clone, Debug, Default)]
pub(super) struct Picture {
    marks: Vec<Mark>,
    /// How far down it reaches, with the space that belongs to it.
    pub(super) height: i32,
}

/// Words or a shape.
#[derive(Clone, Debug)]
struct Mark {
    form: Form,
    points: Vec<Point>,
    colour: Colour,
}

#[derive(Clone, Debug)]
enum Form {
    /// One line of words on a baseline.
    Words(String, Type),
    /// A line of some width through all points.
    Line(u32),
    /// What the points enclose.
    Area,
    /// A disc of some radius.
    Disc(u32),
}

impl Picture {
    /// Empty space of some height.
    pub(super) fn space(height: i32) -> Self {
        Self {
            marks: Vec::new(),
            height,
        }
    }

    fn add(&mut self, form: Form, points: impl Into<Vec<Point>>, colour: Colour) {
        let points = points.into();
        self.marks.push(Mark {
            form,
            points,
            colour,
        });
    }

    /// Puts another picture into this one, its corner at a point.
    pub(super) fn put(&mut self, (right, down): Point, other: &Self) {
        let moved = other.marks.iter().map(|mark| {
            let points = mark.points.iter();
            Mark {
                points: points.map(|(x, y)| (x + right, y + down)).collect(),
                ..mark.clone()
            }
        });
        self.marks.extend(moved);
    }

    /// Puts another picture below this one.
    pub(super) fn append(&mut self, other: &Self) {
        self.put((0, self.height), other);
        self.height += other.height;
    }

    /// Some pictures one below the other.
    pub(super) fn stacked(pictures: &[Self]) -> Self {
        let mut stacked = Self::default();
        for picture in pictures {
            stacked.append(picture);
        }
        stacked
    }

    /// Writes words below all there is.
    pub(super) fn write(&mut self, left: i32, text: &Text) {
        self.text((left, self.height + text.kind.size - 8), text);
        self.height += text.height();
    }

    /// Several lines, the first on the given baseline.
    pub(super) fn text(&mut self, (x, mut baseline): Point, text: &Text) {
        for line in &text.lines {
            self.words((x, baseline), line, text.kind);
            baseline += leading(text.kind.size);
        }
    }

    /// One line of words on a baseline.
    pub(super) fn words(&mut self, at: Point, words: &str, kind: Type) {
        if kind.on_white {
            let long = rounded(kind.width(words));
            let left = kind.anchor.left(at.0, long);
            let top = (left - 8, at.1 - kind.size * 4 / 5);
            self.block(top, (left + long + 8, at.1 + kind.size / 5), WHITE);
        }
        self.add(
            Form::Words(visible(words).into_owned(), kind),
            [at],
            kind.colour,
        );
    }

    /// A straight line.
    pub(super) fn line(&mut self, from: Point, to: Point, colour: Colour, width: u32) {
        self.path([from, to], colour, width);
    }

    /// A line through many points.
    pub(super) fn path(&mut self, points: impl Into<Vec<Point>>, colour: Colour, width: u32) {
        self.add(Form::Line(width), points, colour);
    }

    /// A filled shape.
    pub(super) fn shape(&mut self, points: impl Into<Vec<Point>>, colour: Colour) {
        self.add(Form::Area, points, colour);
    }

    /// A filled box.
    pub(super) fn block(&mut self, from: Point, to: Point, colour: Colour) {
        self.shape([from, (to.0, from.1), to, (from.0, to.1)], colour);
    }

    /// The outline of a box.
    pub(super) fn frame(&mut self, from: Point, to: Point, colour: Colour, width: u32) {
        let corners = [from, (to.0, from.1), to, (from.0, to.1), from];
        self.path(corners, colour, width);
    }

    /// A filled disc.
    pub(super) fn disc(&mut self, centre: Point, radius: u32, colour: Colour) {
        self.add(Form::Disc(radius), [centre], colour);
    }

    /// A ring filled with white.
    pub(super) fn ring(&mut self, centre: Point, radius: u32, colour: Colour, width: u32) {
        self.disc(centre, radius + width / 2, colour);
        self.disc(centre, radius.saturating_sub(width / 2), WHITE);
    }

    /// The elements of an SVG text of some width, with its end.
    pub(super) fn elements(&self, width: i32) -> String {
        let mut svg = String::new();
        {
            let size = (width.unsigned_abs(), self.height.unsigned_abs());
            let mut backend = SVGBackend::with_string(&mut svg, size);
            let page = (width, self.height);
            let ground = RGBColor(WHITE.0, WHITE.1, WHITE.2).filled();
            backend
                .draw_rect((0, 0), page, &ground, true)
                .expect(MEMORY);
            for mark in &self.marks {
                mark.paint(&mut backend);
            }
            backend.present().expect(MEMORY);
        }
        let (_, elements) = svg.split_once('>').expect("plotters begins an SVG text");
        // Everything is opaque; saying so for each element only makes files larger.
        elements.replace(" opacity=\"1\"", "")
    }
}

impl Mark {
    fn paint(&self, backend: &mut SVGBackend<'_>) {
        let (red, green, blue) = self.colour;
        let colour = RGBColor(red, green, blue);
        let points = self.points.iter().copied();
        let painted = match (&self.form, self.points.first()) {
            (Form::Words(words, kind), Some(&(x, baseline))) => {
                let top = baseline - rounded(ASCENT * f64::from(kind.size));
                backend.draw_text(words, &style(*kind, &colour), (x, top))
            }
            (Form::Line(width), Some(_)) => backend.draw_path(points, &colour.stroke_width(*width)),
            (Form::Area, Some(_)) => backend.fill_polygon(points, &colour.filled()),
            (Form::Disc(radius), Some(centre)) => {
                backend.draw_circle(*centre, *radius, &colour.filled(), true)
            }
            (_, None) => Ok(()),
        };
        painted.expect(MEMORY);
    }
}

/// A type as plotters has it.
fn style(kind: Type, colour: &RGBColor) -> TextStyle<'_> {
    let weight = if kind.bold {
        FontStyle::Bold
    } else {
        FontStyle::Normal
    };
    let held = match kind.anchor {
        Anchor::Start => HPos::Left,
        Anchor::Middle => HPos::Center,
        Anchor::End => HPos::Right,
    };
    let size = f64::from(kind.size) * SIZE_FACTOR;
    let font = (FontFamily::Name(FONTS), size).into_font().style(weight);
    let style = TextStyle::from(font).color(colour);
    style.pos(Pos::new(held, VPos::Top))
}
