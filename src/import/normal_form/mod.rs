//! Games in normal form as others write them.

mod fault;
mod gambit;
mod named;
mod table;
#[cfg(test)]
mod tests;

pub use gambit::read_gambit;
pub use named::NamedGame;
pub use table::read_table;
