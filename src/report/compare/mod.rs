//! A comparison of levers: tables, JSON, and lines for figures and spreadsheets.

#[cfg(feature = "cli")]
mod text;
mod tidy;

#[cfg(feature = "cli")]
pub use text::text;
pub use tidy::tidy;
