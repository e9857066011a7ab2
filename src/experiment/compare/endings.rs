//! How runs end without levers and with them.

use serde::{Deserialize, Serialize};

use crate::bargaining::{Failure, Outcome};
use crate::simulation::PairedRates;

/// How a run ended, as causes are compared: an agreement, or why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// Agreement.
    Agreement,
    /// No agreement, for this cause.
    Failure(Failure),
}

impl Ending {
    /// Number of endings.
    const COUNT: usize = Failure::ALL.len() + 1;

    /// All endings, agreement first.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        let failures = Failure::ALL.into_iter().map(Self::Failure);
        std::iter::once(Self::Agreement).chain(failures)
    }

    /// Name in files.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Agreement => "agreement",
            Self::Failure(failure) => failure.name(),
        }
    }

    pub(super) fn of(outcome: &Outcome) -> Self {
        outcome.failure.map_or(Self::Agreement, Self::Failure)
    }

    fn index(self) -> usize {
        match self {
            Self::Agreement => 0,
            Self::Failure(cause) => 1 + cause.place(),
        }
    }
}

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

/// Realizations by how they end without levers and how they end with them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Transitions([[u64; Ending::COUNT]; Ending::COUNT]);

impl Transitions {
    pub(super) fn add(&mut self, without: Ending, with: Ending) {
        self.0[without.index()][with.index()] += 1;
    }

    pub(super) fn merge(&mut self, other: &Self) {
        for (row, more) in self.0.iter_mut().zip(&other.0) {
            for (count, more) in row.iter_mut().zip(more) {
                *count += more;
            }
        }
    }

    /// Those that some realizations make.
    pub(super) fn met(&self) -> Vec<Transition> {
        let ways = Ending::all().flat_map(|without| Ending::all().map(move |with| (without, with)));
        let counted = ways.map(|(without, with)| Transition {
            without: without.name().to_owned(),
            with: with.name().to_owned(),
            runs: self.0[without.index()][with.index()],
        });
        counted.filter(|it| it.runs > 0).collect()
    }

    /// An ending with levers (first) and without (second).
    pub(super) fn rates(&self, ending: Ending) -> PairedRates {
        let at = ending.index();
        let both = self.0[at][at];
        let with: u64 = self.0.iter().map(|row| row[at]).sum();
        let without: u64 = self.0[at].iter().sum();
        let all: u64 = self.0.iter().flatten().sum();
        PairedRates {
            both,
            only_first: with - both,
            only_second: without - both,
            neither: all + both - with - without,
        }
    }
}
