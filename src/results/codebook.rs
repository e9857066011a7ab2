//! What stands in the tables of a result folder: `codebook.csv`, a line for each measure and for each column.

use crate::results::csv::{CsvTable, lines};
use crate::results::estimates::{COLUMN_MEANINGS, SHARE_OF_RUNS};
use crate::results::runs::COLUMNS;
use crate::results::{ESTIMATES, RUNS};
use crate::simulation::measure::Line;

/// The code book of some measures and, where there is one, of the table with a line for each run.
#[derive(Debug)]
pub struct Codebook(Vec<Vec<String>>);

impl Codebook {
    /// The columns of estimates, and a list of measures.
    pub fn new<O>(measures: &[Line<O>]) -> Self {
        let header = ["file", "name", "of", "unit", "meaning"].map(str::to_owned);
        let mut rows = vec![header.to_vec()];
        let column =
            |name: &str, meaning: &str| [ESTIMATES, name, "", "", meaning].map(str::to_owned);
        rows.extend(COLUMN_MEANINGS.map(|(name, meaning)| column(name, meaning).to_vec()));
        let mut book = Self(rows);
        book.measure(
            SHARE_OF_RUNS,
            "group",
            "share",
            "share of all runs that belong to the group",
        );
        book.and(measures)
    }

    /// Another list of measures, but for those that are named before.
    #[must_use]
    pub fn and<O>(mut self, measures: &[Line<O>]) -> Self {
        for line in measures {
            if !self
                .0
                .iter()
                .any(|row| row[1] == line.name && row[2] == line.of.name())
            {
                self.measure(line.name, line.of.name(), line.unit.name(), line.meaning);
            }
        }
        self
    }

    /// The columns of a table with a line for each run, whose first line this is.
    #[must_use]
    pub fn with_runs(mut self, header: &str) -> Self {
        let names = CsvTable::read(header).map_or_else(|_| Vec::new(), |table| table.header);
        for name in &names {
            let (kind, of) = name.split_once(':').unwrap_or((name, ""));
            let known = COLUMNS.iter().find(|column| column.0 == kind);
            let (_, unit, meaning) = known.copied().unwrap_or_default();
            let row = [RUNS, name, of, unit, meaning].map(str::to_owned);
            self.0.push(row.to_vec());
        }
        self
    }

    fn measure(&mut self, name: &str, of: &str, unit: &str, meaning: &str) {
        let row = [ESTIMATES, name, of, unit, meaning].map(str::to_owned);
        self.0.push(row.to_vec());
    }

    /// The text of the file.
    pub fn to_csv(self) -> String {
        lines(self.0.into_iter())
    }
}
