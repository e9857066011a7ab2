//! The levers of a scenario against none: one at a time, in policies, and under other rules.
//!
//! [`ComparedCells`] says which cells are played. [`compare`] plays them all on the same realizations, in chunks counted in
//! run order, and makes a [`Comparison`] of them.

mod band;
mod cells;
mod comparison;
mod effect;
mod leads;
mod pairs;
mod play;
mod policy;
mod ranking;
mod robust;
mod rule;
mod sized;
mod sizes;
mod split;
mod tally;
mod terms;

pub use cells::{CompareError, CompareSettings, ComparedCells, HALF_WIDTH};
pub use comparison::{Comparison, RankLead};
pub use effect::{PartyChanges, PolicyEffect};
pub use leads::CELLS_MOVED;
pub use pairs::PairedEffect;
pub use play::{Compared, compare};
pub use policy::{Policy, PolicyKind, PolicyWords};
pub use ranking::{PolicyPair, PolicyRanking, RankExchange};
pub use robust::{Robust, RobustEffect, RobustPair};
pub use rule::{Rule, RuleComparison, RuleLeftOut, Variant};
pub use sizes::{AtSize, BreakEven, LeverSizes, PerUnit};
pub use split::{LeverSplit, SplitPart};
pub use tally::{PolicyTally, Tally, Transition};
pub use terms::{ComparedTerms, OptionChange, PolicyTerms};
