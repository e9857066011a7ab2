//! How many runs a precision needs: what `how-many` prints for programs.

use serde::{Deserialize, Serialize};

use crate::experiment::precision::RunsNeeded;
use crate::simulation::{PairedRates, Rate};

/// What a pilot says about one rate, and about its difference from that of a variant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PilotAnswer {
    /// Title of the scenario.
    pub title: String,
    /// Name of the measure.
    pub of: String,
    /// Seed of the pilot.
    pub seed: u64,
    /// Half-width wished for, as a share.
    pub half_width: f64,
    /// The rate in the pilot.
    pub pilot: Rate,
    /// Runs for the rate.
    pub runs_needed: NeededRuns,
    /// The variant, where there is one.
    #[serde(deserialize_with = "Option::deserialize")]
    pub variant: Option<VariantAnswer>,
}

/// What the pilot says of a variant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct VariantAnswer {
    /// The variant in words.
    pub with: String,
    /// Pairs of runs on the same realizations.
    pub pairs: u64,
    /// Pairs that count in the scenario only.
    pub first_only: u64,
    /// Pairs that count in the variant only.
    pub second_only: u64,
    /// Rate of the variant less that of the scenario.
    pub difference: f64,
    /// Pairs for the difference.
    pub runs_needed: NeededRuns,
}

/// A number of runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NeededRuns {
    /// The number.
    pub runs: u64,
    /// What the ends of the pilot's interval need.
    pub interval: [u64; 2],
}

impl From<RunsNeeded> for NeededRuns {
    fn from(needed: RunsNeeded) -> Self {
        Self {
            runs: needed.runs,
            interval: [needed.low, needed.high],
        }
    }
}

impl VariantAnswer {
    /// What the pairs of a pilot say, in the words of the variant.
    pub fn of(with: &str, pairs: PairedRates, needed: RunsNeeded) -> Self {
        Self {
            with: with.to_owned(),
            pairs: pairs.runs(),
            first_only: pairs.only_second,
            second_only: pairs.only_first,
            difference: pairs.difference(),
            runs_needed: needed.into(),
        }
    }
}
