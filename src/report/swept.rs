//! A sweep as its folder keeps it: what is set in each cell, in the words of readers, and what came out.

use crate::bargaining::Failure;
use crate::experiment::sweep::{FactorLayout, Layout, LevelLayout, SweptTerms};
use crate::results::{Estimate, Estimates};
use crate::simulation::Rate;

/// A sweep with what came out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Swept {
    /// Factors with all their levels, and cells.
    pub(super) layout: Layout,
    /// Each factor in a word or two.
    pub(super) short: Vec<String>,
    /// The cells with runs, in their order.
    pub(super) cells: Vec<PlayedCell>,
    /// On what they agree.
    pub(super) terms: SweptTerms,
}

/// A cell with runs.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct PlayedCell {
    /// Its number.
    pub(super) number: usize,
    /// By factor the name of its level; none where the scenario is as written.
    pub(super) labels: Vec<Option<String>>,
    /// Runs.
    pub(super) runs: u64,
    /// Agreement rate.
    pub(super) rate: f64,
    /// Its interval.
    pub(super) interval: [f64; 2],
    /// The rate less that of the first cell on the same realizations, with the ends of its paired interval; none where there
    /// is none, as in the first cell.
    pub(super) difference: Option<[f64; 3]>,
    /// All that was estimated.
    pub(super) rows: Vec<Estimate>,
}

impl Swept {
    /// A sweep with its estimates, and with what its cells agree on where that is known.
    ///
    /// # Errors
    /// When a number that every cell has is missing, or is no share; the message names it.
    pub(super) fn of(
        mut layout: Layout,
        estimates: &Estimates,
        terms: Option<SweptTerms>,
    ) -> Result<Self, String> {
        let cells = estimates.by_setting().into_iter();
        let cells = cells.map(|(setting, rows)| PlayedCell::of(&layout, setting, &rows));
        let cells = cells.collect::<Result<Vec<_>, _>>()?;
        let mut pairs = cells.windows(2);
        if let Some(pair) = pairs.find(|pair| pair[0].number >= pair[1].number) {
            return Err(format!("cell {} is not in its place", pair[1].number));
        }
        for (place, factor) in layout.factors.iter_mut().enumerate() {
            let labels = layout.cells.iter();
            let labels = labels.filter_map(|cell| cell.labels[place].as_ref());
            factor.levels = levels(factor, labels);
        }
        let factors = layout.factors.iter();
        Ok(Self {
            short: factors.map(|factor| factor.id.replace('-', " ")).collect(),
            layout,
            cells,
            terms: terms.unwrap_or_default(),
        })
    }

    /// What readers call a level of a factor: its title, with its name where another level has the same title.
    pub(super) fn words(&self, factor: usize, label: &str) -> String {
        let factor = &self.layout.factors[factor];
        let title = factor.level(label);
        let mut others = factor.levels.iter().filter(|other| other.label != label);
        if others.any(|other| other.title == title) {
            format!("{title} ({label})")
        } else {
            title.to_owned()
        }
    }

    /// What readers call the level of a factor in a cell; none where the scenario is as written.
    pub(super) fn level(&self, cell: &PlayedCell, factor: usize) -> Option<String> {
        let label = cell.labels[factor].as_deref();
        label.map(|label| self.words(factor, label))
    }

    /// What a cell sets: titles of factors with their levels.
    pub(super) fn set_in(&self, cell: &PlayedCell) -> Vec<(&str, String)> {
        let factors = self.layout.factors.iter().enumerate();
        let set = factors.filter_map(|(place, factor)| {
            let level = self.level(cell, place)?;
            Some((factor.title.as_str(), level))
        });
        set.collect()
    }
}

impl PlayedCell {
    fn of(layout: &Layout, setting: &str, rows: &[&Estimate]) -> Result<Self, String> {
        let number: Option<usize> = setting.parse().ok();
        let found = number.and_then(|number| Some((number, layout.cells.get(number)?)));
        let (number, cell) = found.ok_or_else(|| format!("there is no cell `{setting}`"))?;
        let cell = Self {
            number,
            labels: cell.labels.clone(),
            rows: rows.iter().copied().cloned().collect(),
            ..Self::default()
        };
        for cause in Failure::ALL {
            cell.share("failure", cause.name())?;
        }
        let [rate, low, high] = cell.share("agreement", "")?;
        let agreement = cell.row("agreement", "");
        let difference = agreement.filter(|row| row.difference.is_some());
        let difference = difference.map(|row| {
            shares(
                row,
                [row.difference, row.difference_low, row.difference_high],
            )
        });
        Ok(Self {
            runs: agreement.map_or(0, |row| row.runs),
            rate,
            interval: [low, high],
            difference: difference.transpose()?,
            ..cell
        })
    }

    /// The row of a measure; `of` is empty for the run as a whole.
    pub(super) fn row(&self, measure: &str, of: &str) -> Option<&Estimate> {
        let mut rows = self.rows.iter();
        rows.find(|row| row.measure == measure && row.of == of)
    }

    /// How often its runs fail for a cause.
    pub(super) fn failure(&self, cause: Failure) -> Rate {
        let share = self.row("failure", cause.name()).and_then(|row| row.value);
        Rate::of_share(share.unwrap_or(0.0), self.runs)
    }

    /// A share with its interval, or what is wrong with it.
    fn share(&self, measure: &str, of: &str) -> Result<[f64; 3], String> {
        let row = self.row(measure, of).ok_or_else(|| {
            let of = match of {
                "" => String::new(),
                of => format!(" of `{of}`"),
            };
            format!("cell {} has no row `{measure}`{of}", self.number)
        })?;
        shares(row, [row.value, row.low, row.high])
    }
}

/// The confidence of each interval of a sweep in percent, to two digits behind the point at most: `95`, `98.33`.
pub(super) fn confidence(layout: &Layout) -> String {
    let hundredths = (layout.stop.confidence() * 10_000.0).round();
    (hundredths / 100.0).to_string()
}

/// Shares, or differences of shares; a last digit may be lost on the way.
fn shares(row: &Estimate, numbers: [Option<f64>; 3]) -> Result<[f64; 3], String> {
    let is_share = |value: f64| (-1.0 - 1e-9..=1.0 + 1e-9).contains(&value);
    let shares = numbers.map(|number| number.filter(|value| is_share(*value)));
    if let [Some(value), Some(low), Some(high)] = shares {
        return Ok([value, low, high]);
    }
    let wrong = numbers
        .into_iter()
        .zip(shares)
        .find(|(_, share)| share.is_none());
    let wrong = wrong.and_then(|(number, _)| number);
    let value = wrong.map_or_else(String::new, |value| value.to_string());
    Err(format!("`{}` is no share: `{value}`", row.measure))
}

/// The words of each level of a factor, each once.
fn levels<'a>(factor: &FactorLayout, labels: impl Iterator<Item = &'a String>) -> Vec<LevelLayout> {
    let mut levels: Vec<LevelLayout> = Vec::new();
    for label in labels {
        if levels.iter().all(|level| level.label != *label) {
            levels.push(LevelLayout {
                label: label.clone(),
                title: factor.level(label).to_owned(),
            });
        }
    }
    levels
}
