//! The exact zone test: is there a deal that everybody whose consent it needs would accept?
//!
//! Utility adds up over independent blocks of issues, so weights of the parties separate the deals block by block:
//! they prove emptiness or yield a deal that is its own proof (`relaxation`). What is left goes to a branch and
//! bound with a node limit (`tree`). A deal counts as in the zone by plain sums in block order, exactly as talks
//! compute them; proofs of emptiness leave [`SLACK`] for rounding.

mod home;
mod layout;
mod red_lines;
mod relaxation;
mod searcher;
mod state;
mod table;
mod terms;
#[cfg(test)]
mod tests;
mod tree;
mod vote;
mod zone_test;

pub use home::Body;
pub(crate) use home::ways_home;
pub use layout::Layout;
pub use red_lines::{mark_red_lines, red_lines};
pub use searcher::{NODE_LIMIT, Searcher};
pub use state::ZoneState;
pub use terms::{SLACK, Terms};
pub use vote::VOTE_NODES_MAX;
pub use zone_test::{Yardstick, ZoneTest};
