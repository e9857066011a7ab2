//! Boxes in the space of the numbers drawn.

use serde::{Deserialize, Serialize};

use crate::experiment::titled::Titled;
use crate::simulation::Rate;

/// A number or a choice that every run draws.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Column {
    /// Its path.
    pub path: String,
    /// Name for readers.
    pub title: String,
    /// What can be chosen, where it is a choice; empty for a number.
    pub choices: Vec<Titled>,
}

/// What a box demands of one column.
#[derive(Clone, Debug, PartialEq)]
pub enum Limit {
    /// Nothing.
    Free,
    /// A number from `low` to `high`, ends included; a run without the number does not meet it.
    Range {
        /// Least value, −∞ for none.
        low: f64,
        /// Greatest value, ∞ for none.
        high: f64,
    },
    /// One of these categories.
    Among(Vec<bool>),
}

impl Limit {
    /// Whether a value meets it.
    pub fn holds(&self, value: f64) -> bool {
        match self {
            Self::Free => true,
            Self::Range { low, high } => *low <= value && value <= *high,
            Self::Among(kept) => kept.iter().enumerate().any(|(position, &kept)| {
                // Positions are whole and small, so they are exact.
                kept && (value - position as f64).abs() < 0.5
            }),
        }
    }

    /// Whether it demands anything.
    pub fn is_free(&self) -> bool {
        *self == Self::Free
    }

    /// With a new lower or upper end.
    pub(crate) fn ranged(&self, side: Side, end: f64) -> Self {
        let (mut low, mut high) = match self {
            Self::Range { low, high } => (*low, *high),
            _ => (f64::NEG_INFINITY, f64::INFINITY),
        };
        match side {
            Side::Low => low = end,
            Side::High => high = end,
        }
        Self::Range { low, high }
    }

    /// With one category kept or not.
    pub(crate) fn switched(&self, categories: usize, position: usize) -> Self {
        let mut kept = match self {
            Self::Among(kept) => kept.clone(),
            _ => vec![true; categories],
        };
        kept[position] = !kept[position];
        if kept.iter().all(|&kept| kept) {
            Self::Free
        } else {
            Self::Among(kept)
        }
    }
}

/// The two ends of a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Low,
    High,
}

/// A limit for each column.
#[derive(Clone, Debug, PartialEq)]
pub struct Region {
    /// In the order of the columns.
    pub limits: Vec<Limit>,
}

impl Region {
    /// The whole space.
    pub fn whole(columns: usize) -> Self {
        Self {
            limits: vec![Limit::Free; columns],
        }
    }

    /// The columns it restricts.
    pub fn restricted(&self) -> impl Iterator<Item = usize> {
        let limits = self.limits.iter().enumerate();
        limits.filter_map(|(position, limit)| (!limit.is_free()).then_some(position))
    }
}

/// A box on the way down: the column peeled last, none of the whole space, and what the half holds that was peeled.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Peeled {
    pub(super) column: Option<usize>,
    pub(super) region: Region,
    pub(super) counts: BoxCounts,
}

/// Runs inside a box, and all runs it was sought among; shares from 0 to 1, 0 of nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct BoxCounts {
    /// All runs judged.
    pub runs: u64,
    /// Those of interest.
    pub interesting: u64,
    /// Those inside.
    pub inside: u64,
    /// Those of interest inside.
    pub hits: u64,
    /// Of the runs of interest, those inside.
    pub coverage: f64,
    /// Of the runs inside, those of interest.
    pub density: f64,
    /// Of all runs, those inside.
    pub mass: f64,
    /// Of all runs, those of interest.
    pub base: f64,
    /// How many runs are worth one independent run, for each of these shares (design effect); none where runs are independent.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub effects: Option<Effects>,
}

/// Design effects of the shares of a box, each 1 at least: runs at one point in the ranges of numbers are not independent.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Effects {
    /// Of its coverage.
    pub coverage: f64,
    /// Of its density.
    pub density: f64,
    /// Of its mass.
    pub mass: f64,
    /// Of the base rate.
    pub base: f64,
}

/// A share of runs of which so many are worth one independent run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BoxRate {
    /// The share.
    pub rate: Rate,
    /// The design effect, 1 where runs are independent.
    pub effect: f64,
}

impl BoxRate {
    /// The share, in 0..=1; 0 when there are no runs.
    pub fn value(self) -> f64 {
        self.rate.value()
    }

    /// Its standard error; none without runs.
    pub fn standard_error(self) -> Option<f64> {
        let error = self.rate.standard_error();
        error.map(|error| error * libm::sqrt(self.effect))
    }

    /// Its interval at 95 %.
    pub fn interval(self) -> [f64; 2] {
        self.rate.interval_of_effect(self.effect)
    }
}

impl BoxCounts {
    /// Of so many runs and runs of interest so many inside, and so many of interest inside.
    pub(super) fn of([runs, interesting]: [u64; 2], [inside, hits]: [u64; 2]) -> Self {
        let counts = Self {
            runs,
            interesting,
            inside,
            hits,
            ..Self::default()
        };
        Self {
            coverage: counts.coverage_rate().value(),
            density: counts.density_rate().value(),
            mass: counts.mass_rate().value(),
            base: counts.base_rate().value(),
            ..counts
        }
    }

    /// Coverage with what its interval needs.
    pub fn coverage_rate(&self) -> BoxRate {
        self.rate(Rate::of(self.hits, self.interesting), |of| of.coverage)
    }

    /// Density with what its interval needs.
    pub fn density_rate(&self) -> BoxRate {
        self.rate(Rate::of(self.hits, self.inside), |of| of.density)
    }

    /// Mass with what its interval needs.
    pub fn mass_rate(&self) -> BoxRate {
        self.rate(Rate::of(self.inside, self.runs), |of| of.mass)
    }

    /// The rate in all runs, with what its interval needs.
    pub fn base_rate(&self) -> BoxRate {
        self.rate(Rate::of(self.interesting, self.runs), |of| of.base)
    }

    fn rate(&self, rate: Rate, effect: impl Fn(&Effects) -> f64) -> BoxRate {
        let effect = self.effects.as_ref().map_or(1.0, effect);
        BoxRate { rate, effect }
    }

    /// Correlation of lying inside with being of interest, φ in −1..=1 (Yule 1912; Matthews 1975); 0 where all or none are.
    ///
    /// It weighs coverage against density whether few or most runs are of interest.
    pub fn correlation(&self) -> f64 {
        let [runs, inside, interesting] =
            [self.runs, self.inside, self.interesting].map(|count| count as f64);
        let spread = inside * (runs - inside) * interesting * (runs - interesting);
        if spread <= 0.0 {
            return 0.0;
        }
        (runs * self.hits as f64 - inside * interesting) / libm::sqrt(spread)
    }
}
