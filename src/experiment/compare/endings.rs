//! How runs end without levers and with them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::bargaining::{Failure, Outcome};

/// Realizations that end one way without a policy and another way, or the same, with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transition {
    /// Name of the cause of failure, or `agreement`.
    pub without: String,
    /// The same with the policy.
    pub with: String,
    /// How many.
    pub runs: u64,
}

/// Realizations by how they end without levers and how they end with them: the place of the cause of failure, none for an
/// agreement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Transitions(BTreeMap<[Option<usize>; 2], u64>);

impl Transitions {
    pub(super) fn add(&mut self, without: &Outcome, with: &Outcome) {
        let ends = [without, with].map(|outcome| outcome.failure.map(Failure::place));
        *self.0.entry(ends).or_default() += 1;
    }

    pub(super) fn merge(&mut self, other: &Self) {
        for (ends, more) in &other.0 {
            *self.0.entry(*ends).or_default() += more;
        }
    }

    /// Those that some realizations make, agreement first, then the causes in their order.
    pub(super) fn met(&self) -> Vec<Transition> {
        let name = |cause: Option<usize>| {
            let name = cause.map_or("agreement", |place| Failure::ALL[place].name());
            name.to_owned()
        };
        let met = self.0.iter().map(|(&[without, with], &runs)| Transition {
            without: name(without),
            with: name(with),
            runs,
        });
        met.collect()
    }
}
