//! What a sweep file says: the cells that its factors span, and how long each is played.

use serde::{Deserialize, Serialize};

use crate::scenario::key::Word as _;
use crate::scenario::placed::Placed;
use crate::scenario::source::Source;
use crate::scenario::sweep::Factor;

/// A sweep as meant: names in place, numbers within their ranges, values not yet put into the scenario.
#[derive(Clone, Debug)]
pub struct Sweep {
    /// The sweep file.
    pub source: Source,
    /// The scenario file.
    pub scenario: Source,
    /// Title, where it has one of its own.
    pub title: Option<String>,
    /// What holds in every cell.
    pub set: Vec<Placed>,
    /// How long each cell is played.
    pub length: Length,
    /// Seed of all cells.
    pub seed: u64,
    /// Which combinations become cells.
    pub design: Design,
    /// What differs between cells.
    pub factors: Vec<Factor>,
    /// Hash of both texts, in hexadecimal.
    pub fingerprint: String,
}

/// How long each cell is played.
#[derive(Clone, Debug, PartialEq)]
pub enum Length {
    /// So many runs.
    Runs(u64),
    /// Until an interval is narrow enough.
    Until(Precision),
}

/// When a cell has been played enough.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Precision {
    /// Half the width that is wished of the interval by which a cell is judged.
    pub half_width: f64,
    /// Whose interval.
    pub of: Target,
    /// Runs after which the interval is looked at, in growing order; the last one is the ceiling.
    pub looks: Vec<u64>,
}

/// Whose interval decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Target {
    /// That of a cell's agreement rate.
    Rate,
    /// That of the difference of its agreement rate to the baseline's, on the same realizations.
    Difference,
}

/// Which combinations of the factors' values become cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Design {
    /// Every combination of levels.
    FullFactorial,
    /// The scenario as written, then each level of each factor alone.
    OneAtATime,
    /// The scenario as written, then so many points of a Latin hypercube sample.
    LatinHypercube(u32),
    /// The scenario as written, then so many points of a scrambled Sobol sequence.
    Sobol(u32),
}

impl Target {
    /// Its name in files.
    pub fn name(self) -> &'static str {
        Self::WORDS[self as usize]
    }
}

impl Design {
    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::FullFactorial => "full-factorial",
            Self::OneAtATime => "one-at-a-time",
            Self::LatinHypercube(_) => "latin-hypercube",
            Self::Sobol(_) => "sobol",
        }
    }
}
