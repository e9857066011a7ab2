//! The cells of a sweep read back from its estimates.

use crate::experiment::sweep::{CellLayout, Layout};
use crate::results::estimates::{Estimate, Estimates};

/// What was estimated in one cell, with what is set in it.
#[derive(Clone, Debug, PartialEq)]
pub struct CellEstimates<'a> {
    /// Its number.
    pub number: usize,
    /// What is set.
    pub layout: &'a CellLayout,
    rows: Vec<&'a Estimate>,
}

/// A share or a difference of shares, with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounded {
    /// The estimate, in −1..=1.
    pub value: f64,
    /// Its interval.
    pub interval: [f64; 2],
}

impl Estimates {
    /// The cells of a sweep, in the order of the table.
    ///
    /// # Errors
    /// When the layout has no such cell.
    pub fn cells<'a>(&'a self, layout: &'a Layout) -> Result<Vec<CellEstimates<'a>>, String> {
        let cells = self.by_setting().into_iter().map(|(setting, rows)| {
            let number = setting.parse::<usize>().ok();
            let found = number.and_then(|number| Some((number, layout.cells.get(number)?)));
            let (number, layout) = found.ok_or_else(|| format!("there is no cell `{setting}`"))?;
            Ok(CellEstimates {
                number,
                layout,
                rows,
            })
        });
        cells.collect()
    }
}

impl<'a> CellEstimates<'a> {
    /// The row of a measure; `of` is empty for the run as a whole.
    ///
    /// # Errors
    /// When there is none; in words that name the measure.
    pub fn row(&self, measure: &str, of: &str) -> Result<&'a Estimate, String> {
        let found = self
            .rows
            .iter()
            .find(|row| row.measure == measure && row.of == of);
        found.copied().ok_or_else(|| {
            let of = if of.is_empty() {
                String::new()
            } else {
                format!(" of `{of}`")
            };
            format!("cell {} has no row `{measure}`{of}", self.number)
        })
    }

    /// Runs of the cell.
    ///
    /// # Errors
    /// When it has no row for agreement.
    pub fn runs(&self) -> Result<u64, String> {
        self.row("agreement", "").map(|row| row.runs)
    }

    /// A share of the cell's runs.
    ///
    /// # Errors
    /// When it is missing, or no share.
    pub fn share(&self, measure: &str, of: &str) -> Result<Bounded, String> {
        let row = self.row(measure, of)?;
        bounded(measure, [row.value, row.low, row.high])
    }

    /// The difference of a share to that of the baseline; none where there is none, as in the baseline itself.
    ///
    /// # Errors
    /// When the row is missing, or the difference is none of shares.
    pub fn difference(&self, measure: &str, of: &str) -> Result<Option<Bounded>, String> {
        let row = self.row(measure, of)?;
        let numbers = [row.difference, row.difference_low, row.difference_high];
        if row.difference.is_none() {
            return Ok(None);
        }
        bounded(measure, numbers).map(Some)
    }
}

/// A share, or a difference of shares; a last digit may be lost on the way.
fn bounded(measure: &str, numbers: [Option<f64>; 3]) -> Result<Bounded, String> {
    let wrong = |value: Option<f64>| {
        let value = value.map_or_else(String::new, |value| value.to_string());
        format!("`{measure}` is no share: `{value}`")
    };
    for number in numbers {
        if number.is_none_or(|it| !(-1.0 - 1e-9..=1.0 + 1e-9).contains(&it)) {
            return Err(wrong(number));
        }
    }
    let [value, low, high] = numbers.map(|it| it.expect("it was looked at"));
    Ok(Bounded {
        value,
        interval: [low, high],
    })
}
