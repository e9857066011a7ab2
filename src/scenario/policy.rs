//! Policies that a scenario names.

use crate::model::LeverId;
use crate::scenario::placed::Placed;

/// Ids that no policy may have, since comparisons have them: no lever at all, all of them, those that the file uses.
pub const RESERVED: [&str; 3] = ["none", "all", "as-written"];

/// What could be done: levers used together, and whatever else is set.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedPolicy {
    /// Name in files.
    pub id: String,
    /// Name for readers.
    pub title: String,
    /// Its levers, as the file lists them, each once; no others are used with it.
    pub levers: Vec<LeverId>,
    /// What else is set with it, in this order.
    pub sets: Vec<Placed>,
}
