//! The levers of a scenario against none: one at a time, in policies, and under other rules.
//!
//! A [`Plan`] says which cells are played. [`compare`] plays them all on the same realizations, in chunks counted in run
//! order, and makes a [`Comparison`] of them.

mod effect;
mod endings;
mod pairs;
mod plan;
mod play;
mod policy;
mod ranking;
mod rule;
mod split;
mod tally;

pub use effect::{Comparison, Effect, Named, PartyEffect, RateEffect};
pub use endings::{Ending, Transitions};
pub use pairs::CONFIDENCE;
pub use plan::{CompareSettings, Part, Plan, PlanError};
pub use play::compare;
pub use policy::{Planned, Policy, PolicyKind, PolicyWords};
pub use ranking::{Exchange, Pair, Ranking};
pub use rule::{Rule, RuleResult, Variant};
pub use split::{PartEffect, Split, Target};
