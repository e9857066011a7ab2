//! Which assumptions decide a result: what it is with one number at an end of its range and all else as written.

use serde::{Deserialize, Serialize};

use crate::simulation::excludes_zero;

/// The numbers that change a result most, each moved by itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Decisive {
    /// Numbers that have a range.
    pub ranged: usize,
    /// Those of them that were moved by themselves: all, or eight at most, those that mattered most in the band first.
    pub moved: usize,
    /// Runs at each value, paired with the same runs as written.
    pub runs: u64,
    /// The result as written.
    pub value: f64,
    /// The numbers that change it, or what is agreed, beyond simulation error; the greatest change first.
    pub numbers: Vec<DecisiveNumber>,
}

/// A number that changes a result.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct DecisiveNumber {
    /// Its path in the scenario file.
    pub path: String,
    /// Its value as written; of a distribution the mean.
    pub value: f64,
    /// The result with the number at the lower end of its range; none where it lies there as written, or where the scenario is
    /// at fault there.
    pub low: Option<Moved>,
    /// The same at the upper end.
    pub high: Option<Moved>,
    /// What turns on the way to an end, and where.
    pub switches: Vec<SwitchingValue>,
}

/// A result with one number moved.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Moved {
    /// Where the number lies.
    pub at: f64,
    /// The result there.
    pub result: f64,
    /// That less the result as written.
    pub difference: f64,
    /// Interval of the difference; those of all numbers and ends hold together at 95 %.
    pub interval: [f64; 2],
}

/// The value of a number at which something turns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct SwitchingValue {
    /// What turns.
    pub what: Turning,
    /// Where, by interpolation between the values at which runs were played.
    pub at: f64,
    /// Where at the nearest and at the farthest, given the simulation error at those values (95 %); the end of the range where it may
    /// be beyond.
    pub between: [f64; 2],
}

/// What turns when a number is moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Turning {
    /// The result is half of what it is as written.
    Half,
    /// The result is twice what it is as written.
    Double,
    /// The result is 0: what it says holds the other way round beyond.
    Reversed,
    /// Another option is the most frequent one among agreements.
    Terms {
        /// The issue.
        issue: String,
        /// The option most frequent as written.
        from: String,
        /// The option most frequent beyond.
        to: String,
    },
}

impl DecisiveNumber {
    /// Its ends at which the result was looked at.
    pub fn ends(&self) -> impl Iterator<Item = &Moved> {
        self.low.iter().chain(&self.high)
    }

    /// The greatest change at an end.
    pub fn change(&self) -> f64 {
        let changes = self.ends().map(|end| end.difference.abs());
        changes.fold(0.0, f64::max)
    }

    /// Whether it changes the result beyond simulation error, all numbers and ends at once.
    pub fn changes_result(&self) -> bool {
        self.ends().any(|end| excludes_zero(end.interval))
    }

    /// Whether it changes the result so, or what is agreed.
    pub fn decides(&self) -> bool {
        !self.switches.is_empty() || self.changes_result()
    }
}
