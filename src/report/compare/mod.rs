//! A comparison of levers as lines for figures and spreadsheets.

mod tidy;

pub use tidy::tidy;
