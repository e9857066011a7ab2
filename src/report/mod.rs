//! Results for readers: tables, sentences, pages, CSV and figures.
//!
//! Nothing here computes a result, opens a file or prints; every function returns a value or a text.

#[cfg(feature = "cli")]
pub mod chapters;
#[cfg(feature = "figures")]
pub mod chart;
#[cfg(any(feature = "cli", feature = "figures"))]
mod content;
#[cfg(feature = "figures")]
pub mod figure;
pub mod json;
#[cfg(any(feature = "cli", feature = "figures"))]
mod labels;
#[cfg(feature = "cli")]
mod names;
#[cfg(feature = "cli")]
pub mod paper;
#[cfg(feature = "cli")]
mod precision;
mod story;
#[cfg(any(feature = "cli", feature = "figures"))]
mod swept;
#[cfg(feature = "cli")]
mod table;
mod traced_run;
mod words;

#[cfg(test)]
pub(crate) mod fixture;

#[cfg(feature = "cli")]
pub use chapters::table;
#[cfg(any(feature = "cli", feature = "figures"))]
pub use content::Content;
#[cfg(feature = "cli")]
pub use precision::precision;
pub use story::story;
#[cfg(feature = "cli")]
pub use table::{Cell, Column, Row, Table};
pub use traced_run::TracedRun;
pub use words::when;
