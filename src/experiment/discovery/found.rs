//! What was found: boxes, how good they are, and how they came about.

use serde::{Deserialize, Serialize};

use crate::analysis::terms::finite;
use crate::experiment::discovery::boxes::{BoxCounts, BoxRate, Column, Limit};
use crate::experiment::titled::Titled;
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
    /// Runs at each point in the ranges of numbers, which are not independent of each other; none where numbers stay as written.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub runs_of_point: Option<u32>,
    /// How many runs then say no more of the share of runs of interest than an independent one would.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub effect: Option<f64>,
    /// Least share of the runs in a box.
    pub mass_min: f64,
    /// Least density of a box, where one was asked for.
    pub density_min: Option<f64>,
    /// The boxes confirmed, in the order in which they were found.
    pub boxes: Vec<FoundBox>,
    /// Why there are no more.
    pub ending: SearchEnd,
    /// The box that the runs held out did not confirm.
    pub not_confirmed: Option<FoundBox>,
}

impl BoxSearch {
    /// How often runs are of interest.
    pub fn rate(&self) -> BoxRate {
        BoxRate {
            rate: Rate::of(self.interesting, self.runs),
            effect: self.effect.unwrap_or(1.0),
        }
    }
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
    /// It was cancelled.
    Interrupted,
}

/// A box with how well it does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct FoundBox {
    /// What it demands, in the order of the numbers drawn.
    pub limits: Vec<BoxLimit>,
    /// In the runs that had no part in finding it.
    pub held_out: BoxCounts,
    /// In the runs it was found in.
    pub training: BoxCounts,
    /// Probability of so many hits among the held-out runs inside, if they were of interest as often as all: before limits
    /// that were not confirmed were dropped.
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
    pub low: Option<f64>,
    /// Greatest value.
    pub high: Option<f64>,
    /// The least and greatest value drawn; none of a choice.
    pub range: Option<[f64; 2]>,
    /// What may be chosen inside the box; none of a number.
    pub categories: Option<Vec<String>>,
    /// All that can be chosen; none of a number.
    pub choices: Option<Vec<Titled>>,
    /// Probability that so many of the held-out runs inside would be of interest by chance if the limit meant nothing: the
    /// quasi-p-value of Bryant and Lempert (2010).
    pub quasi_p: f64,
}

impl BoxLimit {
    /// What a limit demands of a column, whose numbers have this range.
    pub(super) fn of(
        column: &Column,
        limit: &Limit,
        range: Option<[f64; 2]>,
        quasi_p: f64,
    ) -> Self {
        let (mut ends, mut categories) = ([None; 2], None);
        match limit {
            Limit::Free => {}
            &Limit::Range { low, high } => ends = [low, high].map(finite),
            Limit::Among(kept) => {
                let choices = column.choices.iter().zip(kept).filter(|choice| *choice.1);
                categories = Some(choices.map(|choice| choice.0.id.clone()).collect());
            }
        }
        let [low, high] = ends;
        let choices = &column.choices;
        Self {
            parameter: column.path.clone(),
            title: column.title.clone(),
            low,
            high,
            range,
            categories,
            choices: (!choices.is_empty()).then(|| choices.clone()),
            quasi_p,
        }
    }
}

/// The way from the whole space to a box.
#[derive(Clone, Debug, PartialEq)]
pub struct Peeling {
    /// The boxes on it, each with one more peel.
    pub steps: Vec<Step>,
    /// The step that was chosen.
    pub chosen: usize,
}

/// One box on the way from the whole space to the smallest.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The path of the number peeled last; none for the whole space.
    pub peeled: Option<String>,
    /// How many numbers are restricted.
    pub restricted: usize,
    /// In the runs that found it.
    pub training: BoxCounts,
    /// In the runs held out.
    pub held_out: BoxCounts,
}
