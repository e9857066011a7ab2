//! Colours, type sizes and measures, the same in all figures.
//!
//! One unit is a tenth of a point: plotters draws whole units, and ten to the point make curves smooth.

/// A colour: red, green, blue.
pub type Colour = (u8, u8, u8);

/// Millimetres in a unit.
const MILLIMETRES: f64 = 25.4 / 720.0;

/// What a figure is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sheet {
    /// One column of a journal, 89 mm wide.
    Column,
    /// The width of its page, 183 mm.
    Page,
    /// A slide of 338.7 by 190.5 mm, in type twice as large.
    Slide,
}

impl Sheet {
    /// All sheets, narrowest first.
    pub const ALL: [Self; 3] = [Self::Column, Self::Page, Self::Slide];

    /// Width and greatest height in units, and by how much a unit is enlarged on paper; high is what a journal's page leaves
    /// beside a caption, 234 mm, or all of a slide.
    fn measures(self) -> (i32, i32, f64) {
        match self {
            Self::Column => (2_523, 6_633, 1.0),
            Self::Page => (5_187, 6_633, 1.0),
            Self::Slide => (4_800, 2_700, 2.0),
        }
    }

    /// Width in units.
    pub(super) fn width(self) -> i32 {
        self.measures().0
    }

    /// Width between the margins.
    pub(super) fn inner(self) -> i32 {
        self.width() - 2 * MARGIN
    }

    /// Greatest height in units.
    pub(super) fn height(self) -> i32 {
        self.measures().1
    }

    /// Width on paper.
    pub fn millimetres(self) -> f64 {
        f64::from(self.width()) * MILLIMETRES * self.measures().2
    }
}

/// Empty space round a figure.
pub(super) const MARGIN: i32 = 60;

/// Type of titles.
pub(super) const TITLE: i32 = 90;
/// Type of names beside marks.
pub(super) const LABEL: i32 = 80;
/// Type of everything else.
pub(super) const SMALL: i32 = 70;
/// Distance between baselines, per type size, in percent.
const LEADING_PERCENT: i32 = 122;

/// Distance between baselines in type of this size.
pub(super) fn leading(size: i32) -> i32 {
    size * LEADING_PERCENT / 100
}

/// Black text.
pub const INK: Colour = (0x22, 0x22, 0x22);
/// Text on coloured grounds, where contrast is short.
pub(super) const BLACK: Colour = (0x00, 0x00, 0x00);
/// Text of less weight.
pub const GREY: Colour = (0x59, 0x59, 0x59);
/// Grid lines.
pub(super) const GRID: Colour = (0xdd, 0xdd, 0xdd);
/// The page.
pub const WHITE: Colour = (0xff, 0xff, 0xff);

// Okabe and Ito (2008), Color Universal Design.
/// Blue.
pub const BLUE: Colour = (0x00, 0x72, 0xb2);
/// Vermilion.
pub const VERMILION: Colour = (0xd5, 0x5e, 0x00);
/// Orange.
pub const ORANGE: Colour = (0xe6, 0x9f, 0x00);
/// Bluish green.
pub const GREEN: Colour = (0x00, 0x9e, 0x73);
/// Reddish purple.
pub const PURPLE: Colour = (0xcc, 0x79, 0xa7);
/// Grey for what is not known.
pub const NEUTRAL: Colour = (0x99, 0x99, 0x99);

/// The light half of viridis (Smith, van der Walt and Firing 2015), its lightest end paled: black words read on all of it,
/// and it darkens evenly in grey print.
const SCALE: [Colour; 6] = [
    (0xf4, 0xf7, 0xcf),
    (0xc8, 0xe0, 0x6a),
    (0x8d, 0xd0, 0x53),
    (0x52, 0xbe, 0x6c),
    (0x2a, 0xa8, 0x7f),
    (0x21, 0x91, 0x8c),
];

/// The colour of a share in 0..=1: light for rare, dark for frequent.
pub(super) fn shade(share: f64) -> Colour {
    let place = share.clamp(0.0, 1.0) * (SCALE.len() - 1) as f64;
    let step = (0..SCALE.len() - 2)
        .find(|&step| place < (step + 1) as f64)
        .unwrap_or(SCALE.len() - 2);
    blend(SCALE[step], SCALE[step + 1], place - step as f64)
}

/// A colour between two others; drawn opaque, since transparency swells PDF files.
pub fn blend(from: Colour, to: Colour, part: f64) -> Colour {
    let mix = |from: u8, to: u8| {
        let value = f64::from(from) + (f64::from(to) - f64::from(from)) * part;
        u8::try_from(rounded(value)).unwrap_or(u8::MAX)
    };
    (mix(from.0, to.0), mix(from.1, to.1), mix(from.2, to.2))
}

/// Black or white, whichever reads better on a ground.
pub(super) fn ink_on(ground: Colour) -> Colour {
    if luminance(ground) > EVEN_LUMINANCE {
        BLACK
    } else {
        WHITE
    }
}

/// Luminance against which black and white have the same contrast, 4.6 (WCAG 2.2).
const EVEN_LUMINANCE: f64 = 0.179;

/// Relative luminance, 0 for black and 1 for white (WCAG 2.2).
fn luminance(colour: Colour) -> f64 {
    let linear = |channel: u8| {
        let value = f64::from(channel) / 255.0;
        if value <= 0.04045 {
            value / 12.92
        } else {
            libm::pow((value + 0.055) / 1.055, 2.4)
        }
    };
    0.2126 * linear(colour.0) + 0.7152 * linear(colour.1) + 0.0722 * linear(colour.2)
}

/// A number of things as a measure of so many.
pub(super) fn count(things: usize) -> i32 {
    i32::try_from(things).unwrap_or(i32::MAX / 1_000)
}

/// A measure in whole units.
#[expect(
    clippy::cast_possible_truncation,
    reason = "figures are far smaller than 2^31 units"
)]
pub(super) fn rounded(value: f64) -> i32 {
    value.round() as i32
}

#[cfg(test)]
mod tests {
    use super::{SCALE, ink_on, luminance, shade};

    #[test]
    fn words_on_every_shade_have_the_contrast_of_level_aa() {
        for step in 0..=100 {
            let ground = shade(f64::from(step) / 100.0);
            let (one, other) = (luminance(ground), luminance(ink_on(ground)));
            let contrast = (one.max(other) + 0.05) / (one.min(other) + 0.05);
            assert!(contrast >= 5.4, "{ground:?}: {contrast}");
        }
    }

    #[test]
    fn shades_run_from_the_lightest_to_the_darkest() {
        assert_eq!(shade(0.0), SCALE[0]);
        assert_eq!(shade(1.0), SCALE[SCALE.len() - 1]);
        assert_eq!(shade(f64::NAN.max(0.0)), SCALE[0]);
        let light = |step: usize| luminance(SCALE[step]);
        assert!((1..SCALE.len()).all(|step| light(step) < light(step - 1)));
    }
}
