//! Charts as values, and what draws them: SVG through plotters, PDF and PNG from that.
//!
//! A [`Chart`] says what is shown: a frame of numbers, rows or axes, and the layers that turn lines of the frame into marks. The
//! drawing, its data file, its description in words and its live copy on a page come from that one value.
//!
//! Drawings are 89 mm (one column) or 183 mm (a page) wide, in type of 7 to 9 points, or fit a slide in type of twice that, on
//! white, in colours that colour-blind readers can tell apart. What is too long for a sheet goes over several.

mod axis;
mod cells;
mod draw;
#[cfg(feature = "pdf")]
mod fonts;
mod frame;
mod key;
mod look;
mod marks;
mod page;
mod panels;
mod picture;
#[cfg(feature = "pdf")]
pub(in crate::report) mod print;
mod readings;
mod rows;
mod scale;
mod scatter;
mod spec;
mod theme;
mod typesetting;
mod vega;

pub use axis::{Axis, Extent, Unit};
pub use draw::Figure;
#[cfg(feature = "pdf")]
pub use fonts::{Fonts, letters_in_words};
pub use frame::{Frame, Line};
pub use look::{BarLook, Look, Shape, Stroke};
#[cfg(feature = "pdf")]
pub use print::{Printed, pdf, png};
pub use scale::within;
pub use spec::{
    BAND, Body, Cells, Chart, Column, Columns, Layer, Level, NamedPoint, Panel, Panels, Row, Rows,
    Scatter, Series, Side, Start, View,
};
pub use theme::{
    BLUE, Colour, GREEN, GREY, INK, NEUTRAL, ORANGE, PURPLE, Sheet, VERMILION, WHITE, blend,
};
pub use vega::Live;
