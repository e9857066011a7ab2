//! What stands in the tables of a result folder: `codebook.csv`, a line for each measure and for each column.

use serde::Serialize;

use crate::results::csv::{CsvTable, columns, rows};
use crate::results::estimates::{Estimate, OF_BOXES, OF_INDICES, SHARE_OF_RUNS};
use crate::results::runs::Column;
use crate::results::{ESTIMATES, RUNS};
use crate::simulation::measure::Line;

/// What one measure or column means.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
struct Entry {
    file: &'static str,
    name: String,
    of: String,
    unit: &'static str,
    meaning: &'static str,
}

/// The code book of some measures and, where there is one, of the table with a line for each run.
#[derive(Debug)]
pub struct Codebook(Vec<Entry>);

impl Codebook {
    /// The columns of estimates, and a list of measures.
    pub fn new<O>(measures: &[Line<O>]) -> Self {
        let meanings = columns::<Estimate>().into_iter().zip(Estimate::MEANINGS);
        let columns = meanings.map(|(name, meaning)| Entry {
            file: ESTIMATES,
            name,
            meaning,
            ..Entry::default()
        });
        let mut book = Self(columns.collect());
        let of_groups = "share of all runs that belong to the group";
        book.measure(SHARE_OF_RUNS, "group", "share", of_groups);
        book.and(measures)
    }

    /// Another list of measures, but for those that are named before.
    #[must_use]
    pub fn and<O>(mut self, measures: &[Line<O>]) -> Self {
        for line in measures {
            let mut entries = self.0.iter();
            if !entries.any(|entry| entry.name == line.name && entry.of == line.of.name()) {
                self.measure(line.name, line.of.name(), line.unit().name(), line.meaning);
            }
        }
        self
    }

    /// The code book of a sensitivity analysis: the measure asked of each run is one of these.
    pub fn of_indices<O>(measures: &[Line<O>]) -> Self {
        Self::new(measures).and_named(&OF_INDICES)
    }

    /// The code book of a search for boxes.
    pub fn of_boxes() -> Self {
        Self::new::<()>(&[]).and_named(&OF_BOXES)
    }

    fn and_named(mut self, measures: &[[&'static str; 4]]) -> Self {
        for [name, of, unit, meaning] in measures {
            self.measure(name, of, unit, meaning);
        }
        self
    }

    /// The columns of a table with a line for each run, whose first line this is.
    #[must_use]
    pub fn with_runs(mut self, header: &str) -> Self {
        let names = CsvTable::read(header).map_or_else(|_| Vec::new(), |table| table.header);
        for name in names {
            let of = name.split_once(':').map_or("", |(_, id)| id);
            let known = Column::named(&name);
            let (unit, meaning) =
                known.map_or(("", ""), |column| (column.kind.unit(), column.meaning));
            self.0.push(Entry {
                file: RUNS,
                of: of.to_owned(),
                unit,
                meaning,
                name,
            });
        }
        self
    }

    fn measure(&mut self, name: &str, of: &str, unit: &'static str, meaning: &'static str) {
        self.0.push(Entry {
            file: ESTIMATES,
            name: name.to_owned(),
            of: of.to_owned(),
            unit,
            meaning,
        });
    }

    /// The text of the file.
    pub fn to_csv(self) -> String {
        rows(&self.0)
    }
}
