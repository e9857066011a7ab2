//! The page of a tool without figures.

use maud::Markup;

use crate::report::content::Content;

/// Nothing is loaded from anywhere; scripts and styles stand in the page.
pub(super) const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

/// Nothing is drawn.
pub(super) struct Charts;

/// No charts.
pub(super) fn charts(_: &Content) -> Charts {
    Charts
}

/// No figures.
pub(super) fn figures(_: &Charts, _: usize) -> (usize, Markup) {
    (0, Markup::default())
}

/// No live copies.
pub(super) fn live(_: &Charts, _: usize) -> Markup {
    Markup::default()
}

/// No libraries.
pub(super) fn libraries() -> Markup {
    Markup::default()
}
