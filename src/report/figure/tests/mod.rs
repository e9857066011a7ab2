//! What every figure keeps to, on every sheet.

#[cfg(feature = "pdf")]
mod analysis;
#[cfg(feature = "pdf")]
mod invented;
#[cfg(feature = "pdf")]
mod print;
#[cfg(feature = "pdf")]
mod theory;
mod whole;
