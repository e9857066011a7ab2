//! What theory says as a page of tables, for central values and for many realizations.

#[cfg(feature = "cli")]
mod equilibrium;
#[cfg(feature = "cli")]
mod rates_table;
#[cfg(feature = "cli")]
mod table;
#[cfg(feature = "cli")]
mod words;

#[cfg(feature = "cli")]
pub use rates_table::rates_table;
#[cfg(feature = "cli")]
pub use table::table;

/// What theory found of central values.
pub use crate::results::CentralTheory as Solution;
