//! Figures as PDF and PNG: made from the SVG text, with the fonts in them.
//!
//! The fonts are Arimo Regular and Bold (SIL Open Font License), with the metrics of Arial and Helvetica: where these have all
//! letters, the bytes are the same on every machine. For others a font of the machine is taken.

use std::collections::BTreeSet;
use std::sync::Arc;

use krilla::Document;
use krilla::geom::Size;
use krilla::page::PageSettings;
use krilla_svg::{SurfaceExt, SvgSettings};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{Options, Tree};

#[cfg(test)]
use crate::report::chart::fonts::own;
use crate::report::chart::fonts::{FAMILY, Fonts};

/// Pixels in an inch as SVG counts them.
const SVG_PIXELS: f32 = 96.0;
/// Points in an inch.
const POINTS: f32 = 72.0;
/// Pixels in an inch of a PNG.
const PNG_PIXELS: f32 = 300.0;

const OURS: &str = "figures are whole SVG texts of a size that pages have";

/// A figure in a format of pages or pixels.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Printed {
    /// The file.
    pub bytes: Vec<u8>,
    /// Letters that it lacks, since no font has them.
    pub lacking: BTreeSet<char>,
}

/// A figure as a PDF of one page of its size, its words as text in embedded fonts.
///
/// # Panics
/// When the text is no figure of [`crate::report::chart`].
pub fn pdf(svg: &str, fonts: &Fonts) -> Printed {
    let (fonts, lacking) = fonts.for_figure(svg);
    let tree = tree_in(svg, fonts);
    let scale = POINTS / SVG_PIXELS;
    let (width, height) = (tree.size().width() * scale, tree.size().height() * scale);
    let mut document = Document::new();
    let settings = PageSettings::from_wh(width, height).expect(OURS);
    let mut page = document.start_page_with(settings);
    let mut surface = page.surface();
    let size = Size::from_wh(width, height).expect(OURS);
    surface
        .draw_svg(&tree, size, SvgSettings::default())
        .expect(OURS);
    surface.finish();
    page.finish();
    let bytes = document.finish().expect(OURS);
    Printed { bytes, lacking }
}

/// A figure as a PNG of 300 pixels to the inch of its size on paper.
///
/// # Panics
/// When the text is no figure of [`crate::report::chart`].
pub fn png(svg: &str, fonts: &Fonts) -> Printed {
    let (fonts, lacking) = fonts.for_figure(svg);
    let tree = tree_in(svg, fonts);
    let scale = PNG_PIXELS / SVG_PIXELS;
    let pixels = |length: f32| pixels(length * scale);
    let mut picture =
        Pixmap::new(pixels(tree.size().width()), pixels(tree.size().height())).expect(OURS);
    let transform = Transform::from_scale(scale, scale);
    resvg::render(&tree, transform, &mut picture.as_mut());
    let bytes = picture.encode_png().expect("a picture in memory is whole");
    let bytes = with_resolution(&bytes);
    Printed { bytes, lacking }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "figures are some thousand pixels wide and high"
)]
fn pixels(length: f32) -> u32 {
    length.ceil().max(1.0) as u32
}

/// The drawing as a tree of shapes and words, in its own fonts.
#[cfg(test)]
pub(in crate::report) fn tree(svg: &str) -> Tree {
    tree_in(svg, Arc::new(own()))
}

/// The drawing as a tree of shapes and words.
fn tree_in(svg: &str, fontdb: Arc<Database>) -> Tree {
    let options = Options {
        font_family: FAMILY.to_owned(),
        fontdb,
        ..Options::default()
    };
    Tree::from_str(svg, &options).expect(OURS)
}

/// Adds the resolution to a PNG, so that programs show it in its size on paper: the chunk `pHYs` before the data (PNG
/// specification, third edition, 11.3.4.3).
fn with_resolution(png: &[u8]) -> Vec<u8> {
    /// Signature and the chunk `IHDR` with its length, name, 13 bytes and checksum.
    const HEAD: usize = 8 + 4 + 4 + 13 + 4;
    // 300 pixels to the inch are 11,811 to the metre.
    let per_metre = 11_811_u32.to_be_bytes();
    let mut chunk = b"pHYs".to_vec();
    chunk.extend([per_metre, per_metre].concat());
    chunk.push(1);
    let mut out = png[..HEAD].to_vec();
    out.extend(9_u32.to_be_bytes());
    out.extend(&chunk);
    out.extend(crc32fast::hash(&chunk).to_be_bytes());
    out.extend(&png[HEAD..]);
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_checksum_is_that_of_png() {
        // The check value of CRC-32 (ISO 3309).
        assert_eq!(crc32fast::hash(b"123456789"), 0xcbf4_3926);
    }
}
