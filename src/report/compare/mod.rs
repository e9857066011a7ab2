//! A comparison of levers, in words.

#[cfg(feature = "cli")]
mod text;

#[cfg(feature = "cli")]
pub use text::text;
