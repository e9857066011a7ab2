//! Figures as PDF and PNG: made from the SVG text, with the fonts in them, the same bytes on every machine.
//!
//! The fonts are Arimo Regular and Bold (SIL Open Font License), with the metrics of Arial and Helvetica; fonts of the machine
//! are not looked at.

use std::sync::Arc;

use krilla::Document;
use krilla::geom::Size;
use krilla::page::PageSettings;
use krilla_svg::{SurfaceExt, SvgSettings};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

/// Faces that every figure can be set in.
const FACES: [&[u8]; 2] = [
    include_bytes!("fonts/Arimo-Regular.ttf"),
    include_bytes!("fonts/Arimo-Bold.ttf"),
];
/// Name of their family.
const FAMILY: &str = "Arimo";
/// Pixels in an inch as SVG counts them.
const SVG_PIXELS: f32 = 96.0;
/// Points in an inch.
const POINTS: f32 = 72.0;
/// Pixels in an inch of a PNG.
const PNG_PIXELS: f32 = 300.0;

const OURS: &str = "figures are whole SVG texts of a size that pages have";

/// A figure as a PDF of one page of its size, its words as text in embedded fonts.
///
/// # Panics
/// When the text is no figure of [`crate::report::chart`].
pub fn pdf(svg: &str) -> Vec<u8> {
    let tree = tree(svg);
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
    document.finish().expect(OURS)
}

/// A figure as a PNG of 300 pixels to the inch of its size on paper.
///
/// # Panics
/// When the text is no figure of [`crate::report::chart`].
pub fn png(svg: &str) -> Vec<u8> {
    let tree = tree(svg);
    let scale = PNG_PIXELS / SVG_PIXELS;
    let pixels = |length: f32| pixels(length * scale);
    let mut picture =
        Pixmap::new(pixels(tree.size().width()), pixels(tree.size().height())).expect(OURS);
    let transform = Transform::from_scale(scale, scale);
    resvg::render(&tree, transform, &mut picture.as_mut());
    let bytes = picture.encode_png().expect("a picture in memory is whole");
    with_resolution(&bytes)
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "figures are some thousand pixels wide and high"
)]
fn pixels(length: f32) -> u32 {
    length.ceil().max(1.0) as u32
}

/// The drawing as a tree of shapes and words.
pub(in crate::report) fn tree(svg: &str) -> Tree {
    let mut fonts = fontdb::Database::new();
    for face in FACES {
        fonts.load_font_data(face.to_vec());
    }
    let options = Options {
        font_family: FAMILY.to_owned(),
        fontdb: Arc::new(fonts),
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
