//! A comparison of levers: tables, JSON, and lines for figures and spreadsheets.

mod csv;
mod json;
#[cfg(feature = "cli")]
mod text;

pub use csv::tidy;
pub use json::json;
#[cfg(feature = "cli")]
pub use text::text;
