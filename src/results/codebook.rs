//! What stands in the tables of a result folder: `codebook.csv`, a line for each measure and for each column.

use serde::Serialize;

use crate::results::csv::{CsvTable, columns, rows};
use crate::results::estimates::{Estimate, OF_BOXES, OF_INDICES, SHARE_OF_RUNS};
use crate::results::runs::Column;
use crate::results::{ESTIMATES, POINTS, RUNS};
use crate::simulation::measure::Line;

/// Meanings of the columns that come first in the table of points, then of one number and of the result.
const OF_POINTS: [&str; 4] = [
    "replicate to which the row belongs, from 0: rows of one replicate are balanced against each other",
    "row of the design, from 0",
    "A or B: the point of the row whose numbers these are, but for those mixed",
    "the factor whose numbers are those of the other point; empty at A and B themselves",
];
const OF_NUMBER: &str =
    "value of the number at the point; empty where it has none, as of a type that was not drawn";
const OF_RESULT: &str = "mean of the result over the runs at the point";

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
        let of_groups = "share of all runs that belong to the group";
        Self(columns.collect())
            .with([[SHARE_OF_RUNS, "group", "share", of_groups]])
            .and(measures)
    }

    /// Another list of measures, but for those that are named before.
    #[must_use]
    pub fn and<O>(self, measures: &[Line<O>]) -> Self {
        let lines = measures.iter();
        self.with(lines.map(|line| [line.name, line.of.name(), line.unit().name(), line.meaning]))
    }

    /// Measures by name, what they are of, unit and meaning.
    fn with(mut self, measures: impl IntoIterator<Item = [&'static str; 4]>) -> Self {
        for [name, of, unit, meaning] in measures {
            let mut entries = self.0.iter();
            if !entries.any(|entry| entry.name == name && entry.of == of) {
                self.0.push(Entry {
                    file: ESTIMATES,
                    name: name.to_owned(),
                    of: of.to_owned(),
                    unit,
                    meaning,
                });
            }
        }
        self
    }

    /// The code book of a sensitivity analysis: the measure asked of each run is one of these.
    pub fn of_indices<O>(measures: &[Line<O>]) -> Self {
        Self::new(measures).with(shares(OF_INDICES, "path"))
    }

    /// The columns of the table of points, whose first line this is.
    #[must_use]
    pub fn with_points(mut self, header: &str) -> Self {
        let names = CsvTable::read(header).map_or_else(|_| Vec::new(), |table| table.header);
        let known = OF_POINTS
            .iter()
            .copied()
            .map(Some)
            .chain(std::iter::repeat(None));
        let last = names.len() - 1;
        for ((place, name), known) in names.into_iter().enumerate().zip(known) {
            let of_number = if place == last { OF_RESULT } else { OF_NUMBER };
            self.0.push(Entry {
                file: POINTS,
                name,
                meaning: known.unwrap_or(of_number),
                ..Entry::default()
            });
        }
        self
    }

    /// The code book of a search for boxes.
    pub fn of_boxes() -> Self {
        Self::new::<()>(&[]).with(shares(OF_BOXES, "result"))
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

    /// The text of the file.
    pub fn to_csv(self) -> String {
        rows(&self.0)
    }
}

fn shares<const N: usize>(
    measures: [[&'static str; 2]; N],
    of: &'static str,
) -> [[&'static str; 4]; N] {
    measures.map(|[name, meaning]| [name, of, "share", meaning])
}
