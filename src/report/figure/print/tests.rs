//! What is printed is whole, the same every time, and nothing in it overlaps.

use resvg::usvg::{Group, Node, Rect};

use super::{checksum, pdf, png, tree};
use crate::report::figure::{Sheet, failures, packages, survival, terms};
use crate::report::fixture;
use crate::simulation::Summary;

/// All figures on all sheets, by name.
fn figures(summary: &Summary) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for sheet in Sheet::ALL {
        for (name, draw) in [
            ("packages", packages as fn(&Summary, Option<Sheet>) -> _),
            ("failures", failures),
            ("survival", survival),
            ("terms", terms),
        ] {
            all.push((
                format!("{name} on {sheet:?}"),
                draw(summary, Some(sheet)).svg,
            ));
        }
    }
    all
}

/// The words of a figure with the boxes their letters fill.
fn words(group: &Group, found: &mut Vec<(String, Rect)>) {
    for node in group.children() {
        match node {
            Node::Text(text) => {
                let chunks = text.chunks().iter();
                let words: String = chunks.map(|chunk| chunk.text().to_owned()).collect();
                found.push((words, text.abs_bounding_box()));
            }
            Node::Group(group) => words(group, found),
            Node::Path(_) | Node::Image(_) => {}
        }
    }
}

/// A summary with the longest names anybody would give.
fn long_named() -> Summary {
    let mut summary = fixture::summary();
    let long = |words: &str| format!("{words} and its Mitbestimmungsangelegenheiten ").repeat(2);
    summary.title = long(&summary.title);
    summary.round_length = Some("1 month of thirty days".to_owned());
    for package in &mut summary.packages {
        package.title = long(&package.title);
    }
    for issue in &mut summary.issues {
        issue.title = long(&issue.title);
        for option in &mut issue.options {
            option.title = long(&option.title);
        }
    }
    summary
}

#[test]
fn words_never_overlap_nor_leave_the_page() {
    for summary in [fixture::summary(), long_named(), fixture::nothing()] {
        for (name, svg) in figures(&summary) {
            let tree = tree(&svg);
            let mut found = Vec::new();
            words(tree.root(), &mut found);
            assert!(found.len() > 4, "{name}");
            let size = tree.size();
            for (at, (text, area)) in found.iter().enumerate() {
                let inside = area.left() >= 0.0
                    && area.top() >= 0.0
                    && area.right() <= size.width()
                    && area.bottom() <= size.height();
                assert!(inside, "{name}: {text:?} leaves the page: {area:?}");
                for (other, place) in &found[at + 1..] {
                    // Boxes include the space of accents and descenders, of which a little may be shared.
                    let shared = 0.12 * area.height().min(place.height());
                    let apart = area.right() <= place.left() + shared
                        || place.right() <= area.left() + shared
                        || area.bottom() <= place.top() + shared
                        || place.bottom() <= area.top() + shared;
                    assert!(
                        apart,
                        "{name}: {text:?} at {area:?} and {other:?} at {place:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn printing_twice_gives_the_same_bytes() {
    let svg = packages(&fixture::summary(), None).svg;
    assert_eq!(pdf(&svg), pdf(&svg));
    assert_eq!(png(&svg), png(&svg));
}

#[test]
fn a_pdf_has_the_size_on_paper_and_its_fonts() {
    let svg = packages(&fixture::summary(), Some(Sheet::Column)).svg;
    let bytes = pdf(&svg);
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.starts_with("%PDF-"));
    // 89 mm are 252.3 points.
    let page = text.split("/MediaBox").nth(1).unwrap_or_default();
    let size: String = page.chars().take(40).collect();
    assert!(size.contains("0 0 252."), "the size of the page: {size}");
    assert!(text.contains("Arimo") && text.contains("/FontFile"));
}

#[test]
fn a_png_tells_its_resolution() {
    let svg = packages(&fixture::summary(), Some(Sheet::Column)).svg;
    let bytes = png(&svg);
    assert_eq!(&bytes[..8], b"\x89PNG\r\n\x1a\n");
    let width = u32::from_be_bytes(bytes[16..20].try_into().expect("four bytes"));
    // 89 mm at 300 pixels to the inch.
    assert!((1_050..=1_053).contains(&width), "{width}");
    assert_eq!(&bytes[37..41], b"pHYs");
}

#[test]
fn the_checksum_is_that_of_png() {
    // The check value of CRC-32 (ISO 3309).
    assert_eq!(checksum(b"123456789"), 0xcbf4_3926);
}
