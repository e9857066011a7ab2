//! The tidy table of estimates: one row for each setting, rule, group and measure, the same for every command.

mod explored;
mod rows;

pub(super) use explored::{OF_BOXES, OF_INDICES};
pub use explored::{of_boxes, of_indices};
pub(super) use rows::{NONE, SHARE_OF_RUNS};
pub use rows::{of_comparison, of_sweep, of_tally};

use serde::{Deserialize, Serialize};

use crate::results::csv::{read_rows, rows};

/// One estimate, with its simulation error.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Estimate {
    /// Number of the cell or id of the policy; empty for a plain run.
    pub setting: String,
    /// Settlement rule or agenda; empty for the talks as written.
    pub rule: String,
    /// To which runs the row is confined: `type:PARTY=TYPE` or `PATH=value`, several joined by `;`; empty for all.
    pub group: String,
    /// Name of the measure.
    pub measure: String,
    /// Id of what it is of; empty for the run as a whole.
    pub of: String,
    /// Runs behind the value.
    pub runs: u64,
    /// The share of runs or the mean; missing where there are no runs.
    pub value: Option<f64>,
    /// Standard error of the value.
    pub se: Option<f64>,
    /// Lower end of its interval: Wilson's for shares, the normal one for means.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// Lower end of its band over what is uncertain about the scenario itself; missing so far.
    pub band_low: Option<f64>,
    /// Upper end of that band.
    pub band_high: Option<f64>,
    /// The setting with which runs are paired; empty where nothing is paired.
    pub against: String,
    /// The value less that of the setting named, on the same realizations.
    pub difference: Option<f64>,
    /// Standard error of the difference.
    pub difference_se: Option<f64>,
    /// Lower end of its interval: Tango's for shares, the normal one for means.
    pub difference_low: Option<f64>,
    /// Upper end.
    pub difference_high: Option<f64>,
    /// Lower end of the band of the difference; missing so far.
    pub difference_band_low: Option<f64>,
    /// Upper end of that band.
    pub difference_band_high: Option<f64>,
}

/// Meanings of the columns, in their order, as the code book has them.
pub(super) const COLUMN_MEANINGS: [&str; 19] = [
    "number of the cell or id of the policy, as in settings.csv; empty for a plain run",
    "settlement rule or agenda; empty for the talks as written",
    "to which runs the row is confined: type:PARTY=TYPE or PATH=value, several joined by ;",
    "name of the measure",
    "id of what it is of; empty for the run as a whole",
    "runs behind the value",
    "share of the runs, or mean over them",
    "standard error of the value",
    "lower end of the confidence interval of the value: Wilson's for shares, the normal one for means",
    "upper end of that interval",
    "empty",
    "empty",
    "the setting with whose runs these are paired, run by run; empty where nothing is paired",
    "the value less that of the setting named",
    "standard error of the difference",
    "lower end of the confidence interval of the difference: Tango's for shares, the normal one for means",
    "upper end of that interval",
    "empty",
    "empty",
];

/// A table of estimates.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Estimates {
    /// Its rows; those of one setting follow one another.
    pub rows: Vec<Estimate>,
}

impl Estimates {
    /// The table as comma-separated values.
    pub fn to_csv(&self) -> String {
        rows(&self.rows)
    }

    /// Reads the table back.
    ///
    /// # Errors
    /// When a column is missing or unknown, or a number cannot be read; the message names column and line.
    pub fn from_csv(text: &str) -> Result<Self, String> {
        let rows = read_rows(text)?;
        Ok(Self { rows })
    }

    /// The row of a measure over all runs of the talks as written, in the first setting; none where there is no such row.
    pub fn row(&self, measure: &str, of: &str) -> Option<&Estimate> {
        self.plain()
            .find(|row| row.measure == measure && row.of == of)
    }

    /// The rows of the talks as written, over all runs.
    fn plain(&self) -> impl Iterator<Item = &Estimate> {
        let rows = self.rows.iter();
        rows.filter(|row| row.rule.is_empty() && row.group.is_empty())
    }

    /// Rows grouped by setting, in the order of the table: those of the talks as written, over all runs.
    pub fn by_setting(&self) -> Vec<(&str, Vec<&Estimate>)> {
        let mut settings: Vec<(&str, Vec<&Estimate>)> = Vec::new();
        for row in self.plain() {
            match settings.last_mut() {
                Some((setting, rows)) if *setting == row.setting => rows.push(row),
                _ => settings.push((&row.setting, vec![row])),
            }
        }
        settings
    }
}

#[cfg(test)]
mod tests {
    use super::{COLUMN_MEANINGS, Estimate, Estimates};
    use crate::results::csv::columns;

    fn rows() -> Estimates {
        let row = |setting: &str, value: f64| Estimate {
            setting: setting.to_owned(),
            measure: "agreement".to_owned(),
            runs: 100,
            value: Some(value),
            low: Some(1.3e-40),
            against: "0".to_owned(),
            ..Estimate::default()
        };
        Estimates {
            rows: vec![row("0", 0.25), row("1", 1.0)],
        }
    }

    #[test]
    fn a_table_reads_back_to_the_bit() {
        let text = rows().to_csv();
        assert_eq!(text.lines().next(), Some(&*columns::<Estimate>().join(",")));
        assert_eq!(
            text.lines().nth(2),
            Some("1,,,agreement,,100,1,,1.3e-40,,,,0,,,,,,")
        );
        assert_eq!(Estimates::from_csv(&text), Ok(rows()));
    }

    #[test]
    fn every_column_has_its_meaning() {
        assert_eq!(columns::<Estimate>().len(), COLUMN_MEANINGS.len());
    }

    #[test]
    fn faults_name_column_and_line() {
        let text = rows().to_csv();
        let fault = |from: &str, to: &str| Estimates::from_csv(&text.replace(from, to));
        assert_eq!(
            fault("measure", "meazure"),
            Err("there is no column `measure`".to_owned())
        );
        let fault = fault("0.25", "many").expect_err("it is no number");
        assert!(fault.starts_with("line 2: "), "{fault}");
    }
}
