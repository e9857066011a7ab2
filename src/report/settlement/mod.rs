//! What other settlement rules would have given: beside the talks, and beside what theory says.

mod json;
#[cfg(feature = "cli")]
mod table;

pub(super) use json::value;
#[cfg(feature = "cli")]
pub(super) use table::{table, title, verdicts};
