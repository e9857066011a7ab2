//! Under which numbers a result comes about: `discovery.json`.

use serde::{Deserialize, Serialize};

use crate::experiment::discovery::{Counts, Ending};
use crate::results::DISCOVERY_JSON;
use crate::results::json::{ResultFile, missing};
use crate::simulation::Rate;

/// Boxes found by PRIM.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct BoxSearch {
    /// Title of the scenario.
    pub title: String,
    /// What the runs of interest have in common, as asked.
    pub of: String,
    /// The same in words after "When".
    pub when: String,
    /// Seed.
    pub seed: u64,
    /// All runs, those held out and those that found the boxes.
    pub runs: u64,
    /// Runs of interest.
    pub interesting: u64,
    /// Least share of the runs in a box.
    pub mass_min: f64,
    /// Least density of a box, where one was asked for.
    #[serde(deserialize_with = "Option::deserialize")]
    pub density_min: Option<f64>,
    /// The boxes confirmed, in the order in which they were found.
    pub boxes: Vec<FoundBox>,
    /// Why there are no more.
    pub ending: SearchEnd,
    /// The box that the runs held out did not confirm.
    #[serde(deserialize_with = "Option::deserialize")]
    pub not_confirmed: Option<FoundBox>,
}

/// Why a search ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SearchEnd {
    /// As many boxes as asked for are found.
    Enough,
    /// None of the runs left is of interest, or all are.
    NothingToTell,
    /// No limit raises the density beyond chance.
    NoLimit,
    /// No box of the least mass is as dense as asked for.
    TooThin,
    /// The runs held out do not confirm the box.
    NotConfirmed,
}

impl From<&Ending> for SearchEnd {
    fn from(ending: &Ending) -> Self {
        match ending {
            Ending::Enough => Self::Enough,
            Ending::NothingToTell => Self::NothingToTell,
            Ending::NoLimit => Self::NoLimit,
            Ending::TooThin(_) => Self::TooThin,
            Ending::NotConfirmed(_) => Self::NotConfirmed,
        }
    }
}

/// A box with how well it does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct FoundBox {
    /// What it demands.
    pub limits: Vec<BoxLimit>,
    /// In the runs that had no part in finding it.
    pub held_out: BoxCounts,
    /// In the runs it was found in.
    pub training: BoxCounts,
    /// Probability of such a density in the runs held out by chance.
    pub p_value: f64,
}

/// What a box demands of one number or choice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct BoxLimit {
    /// Its path.
    pub parameter: String,
    /// Name for readers.
    pub title: String,
    /// Least value; none where there is no limit on this side.
    #[serde(deserialize_with = "Option::deserialize")]
    pub low: Option<f64>,
    /// Greatest value.
    #[serde(deserialize_with = "Option::deserialize")]
    pub high: Option<f64>,
    /// The least and greatest value drawn; none of a choice.
    #[serde(deserialize_with = "Option::deserialize")]
    pub range: Option<[f64; 2]>,
    /// What may be chosen inside the box; none of a number.
    #[serde(deserialize_with = "Option::deserialize")]
    pub categories: Option<Vec<String>>,
    /// All that can be chosen; none of a number.
    #[serde(deserialize_with = "Option::deserialize")]
    pub choices: Option<Vec<BoxChoice>>,
    /// Probability of so many runs of interest if the limit were dropped and nothing lost.
    pub quasi_p: f64,
}

/// One of the things that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoxChoice {
    /// Name in files.
    pub id: String,
    /// Name for readers.
    pub title: String,
}

/// Runs in a box and out of it; shares from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
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
}

impl From<Counts> for BoxCounts {
    fn from(counts: Counts) -> Self {
        Self {
            runs: counts.runs,
            interesting: counts.interesting,
            inside: counts.inside,
            hits: counts.hits,
            coverage: counts.coverage(),
            density: counts.density(),
            mass: counts.mass(),
            base: counts.base(),
        }
    }
}

impl BoxCounts {
    /// Coverage with what its interval needs.
    pub fn coverage_rate(&self) -> Rate {
        Rate {
            count: self.hits,
            runs: self.interesting,
        }
    }

    /// Density with what its interval needs.
    pub fn density_rate(&self) -> Rate {
        Rate {
            count: self.hits,
            runs: self.inside,
        }
    }

    /// The rate in all runs, with what its interval needs.
    pub fn base_rate(&self) -> Rate {
        Rate {
            count: self.interesting,
            runs: self.runs,
        }
    }

    fn is_possible(&self) -> bool {
        self.hits <= self.inside.min(self.interesting)
            && self.inside.max(self.interesting) <= self.runs
    }
}

impl ResultFile for BoxSearch {
    const NAME: &'static str = DISCOVERY_JSON;

    fn check(&self) -> Result<(), String> {
        if self.not_confirmed.is_some() != (self.ending == SearchEnd::NotConfirmed) {
            return Err(missing("", "not-confirmed"));
        }
        for (place, found) in self.boxes.iter().enumerate() {
            for (key, counts) in [("held-out", found.held_out), ("training", found.training)] {
                if !counts.is_possible() {
                    return Err(format!(
                        "`boxes[{place}].{key}`: these counts are impossible"
                    ));
                }
            }
        }
        Ok(())
    }
}
