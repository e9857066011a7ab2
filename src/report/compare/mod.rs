//! A comparison of levers as JSON, and as lines for figures and spreadsheets.

mod json;
mod tidy;

pub use json::json;
pub use tidy::tidy;
