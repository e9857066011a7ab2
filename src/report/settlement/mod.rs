//! What other settlement rules would have given: beside the talks, and beside what theory says.

#[cfg(feature = "cli")]
mod table;

#[cfg(feature = "cli")]
pub(super) use table::{table, title, verdicts};
