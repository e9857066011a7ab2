//! What all figures are drawn with: the sheet and its frame, colours and measures, type, scales and strokes.

pub(in crate::report::figure) mod canvas;
pub(in crate::report::figure) mod chart;
pub(in crate::report::figure) mod page;
pub(in crate::report::figure) mod strokes;
pub(in crate::report::figure) mod theme;
pub(in crate::report::figure) mod typesetting;

pub use theme::Sheet;
