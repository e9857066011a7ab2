//! The page of a tool without figures.

use maud::Markup;

use crate::report::content::Content;

/// Nothing is loaded from anywhere; scripts and styles stand in the page.
pub(super) const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

/// No figures.
pub(super) fn figures(_: &Content, _: usize) -> (usize, Markup) {
    (0, Markup::default())
}

/// No live copies.
pub(super) fn live(_: &Content, _: usize) -> Markup {
    Markup::default()
}

/// No libraries.
pub(super) fn libraries() -> Markup {
    Markup::default()
}
