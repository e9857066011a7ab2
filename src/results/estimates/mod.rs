//! The tidy table of estimates: one row for each setting, rule, group and measure, the same for every command.

mod explored;
mod rows;

pub(super) use explored::{OF_BOXES, OF_INDICES};
pub use explored::{of_boxes, of_indices};
pub(super) use rows::{NONE, SHARE_OF_RUNS};
pub use rows::{of_comparison, of_sweep, of_tally};

use serde::{Deserialize, Serialize};

use crate::results::csv::{read_rows, rows};
use crate::simulation::Band;

/// A type of rows whose fields are documented by what the code book says of their columns.
macro_rules! described {
    ($(#[$doc:meta])* pub struct $name:ident { $($field:ident: $type:ty = $meaning:literal,)* }) => {
        $(#[$doc])*
        pub struct $name {
            $(#[doc = $meaning] pub $field: $type,)*
        }

        impl $name {
            /// Meanings of the columns, in their order.
            pub(super) const MEANINGS: &'static [&'static str] = &[$($meaning),*];
        }
    };
}

described! {
    /// One estimate, with its simulation error.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "kebab-case", deny_unknown_fields)]
    pub struct Estimate {
        setting: String = "number of the cell or id of the policy, as in settings.csv; empty for a plain run",
        rule: String = "settlement rule or agenda, or more-draws: beliefs made of more draws; empty for the talks as written",
        group: String = "to which runs the row is confined: type:PARTY=TYPE or PATH=value, several joined by ;",
        measure: String = "name of the measure",
        of: String = "id of what it is of; empty for the run as a whole",
        runs: u64 = "runs behind the value",
        value: Option<f64> = "share of the runs, or mean over them",
        se: Option<f64> = "standard error of the value",
        low: Option<f64> = "lower end of the confidence interval of the value: Wilson's for shares, Student's for means, over replicates for Sobol indices",
        high: Option<f64> = "upper end of that interval",
        band_low: Option<f64> = "lower end of the band of assumptions: at 2.5 % of the points in the ranges of all numbers the value is less, simulation error taken out; empty where there is no band",
        band_high: Option<f64> = "upper end of that band, exceeded at 2.5 % of the points",
        against: String = "the setting with whose runs these are paired, run by run; empty where nothing is paired, and where more draws are paired with the talks as written",
        difference: Option<f64> = "the value less that of the setting named",
        difference_se: Option<f64> = "standard error of the difference",
        difference_low: Option<f64> = "lower end of the confidence interval of the difference: Tango's for shares of all runs, by the delta method for shares of agreements, Student's for means; so wide that those of all settings hold together",
        difference_high: Option<f64> = "upper end of that interval",
        difference_band_low: Option<f64> = "lower end of the band of assumptions of the difference, as of the value",
        difference_band_high: Option<f64> = "upper end of that band",
    }
}

/// A table of estimates.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Estimates {
    /// Its rows; those of one setting follow one another.
    pub rows: Vec<Estimate>,
}

impl Estimates {
    /// Adds the bands of a plain run to its rows.
    #[must_use]
    pub fn with_band(mut self, band: &Band) -> Self {
        let plain = |row: &&mut Estimate| row.rule.is_empty() && row.group.is_empty();
        for row in self.rows.iter_mut().filter(plain) {
            if let Some(spread) = band.find(&row.measure, &row.of) {
                [row.band_low, row.band_high] = [spread.low, spread.high].map(Some);
            }
        }
        self
    }

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
    use super::{Estimate, Estimates};
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
        let meanings = columns::<Estimate>().into_iter().zip(Estimate::MEANINGS);
        let found: Vec<_> = meanings.collect();
        assert_eq!(found.len(), Estimate::MEANINGS.len());
        let meaning = |name: &str| {
            let column = found.iter().find(|column| column.0 == name);
            column.map(|column| *column.1)
        };
        assert_eq!(meaning("se"), Some("standard error of the value"));
        assert_eq!(
            meaning("difference-se"),
            Some("standard error of the difference")
        );
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
