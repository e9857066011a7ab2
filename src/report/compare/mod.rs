//! A comparison of levers: tables, JSON, and lines for figures and spreadsheets.

mod json;
#[cfg(feature = "cli")]
mod text;
mod tidy;

pub use json::json;
#[cfg(feature = "cli")]
pub use text::text;
pub use tidy::tidy;
