//! The table with a line for each run, in the form asked for.

use clap::ValueEnum;
use zopa::results::{Folder, Growing, RUNS, ResultsError, Staged};
#[cfg(feature = "parquet")]
use zopa::results::{ParquetTable, RUNS_PARQUET};

/// In which form a line for each run is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum RowsFormat {
    /// runs.csv, for people and every program
    #[default]
    Csv,
    /// runs.parquet, smaller, with types
    #[cfg(feature = "parquet")]
    Parquet,
}

impl RowsFormat {
    /// Name of the file.
    pub(crate) fn file_name(self) -> &'static str {
        match self {
            Self::Csv => RUNS,
            #[cfg(feature = "parquet")]
            Self::Parquet => RUNS_PARQUET,
        }
    }

    /// What to add to the command that gives the same results.
    pub(crate) fn options(self) -> &'static [&'static str] {
        match self {
            Self::Csv => &[],
            #[cfg(feature = "parquet")]
            Self::Parquet => &["--runs-format", "parquet"],
        }
    }
}

/// A table that grows.
#[derive(Debug)]
pub(crate) enum Rows {
    Csv(Growing),
    #[cfg(feature = "parquet")]
    Parquet(Box<ParquetTable>),
}

impl Rows {
    /// Begins a table; `header` is its first line as text.
    pub(crate) fn begin(
        folder: &Folder,
        format: RowsFormat,
        header: &str,
    ) -> Result<Self, ResultsError> {
        let mut file = folder.begin(format.file_name())?;
        match format {
            RowsFormat::Csv => {
                file.append(header)?;
                Ok(Self::Csv(file))
            }
            #[cfg(feature = "parquet")]
            RowsFormat::Parquet => {
                let table = ParquetTable::begin(file, header)?;
                Ok(Self::Parquet(Box::new(table)))
            }
        }
    }

    /// Adds lines of text.
    pub(crate) fn append(&mut self, lines: &str) -> Result<(), ResultsError> {
        match self {
            Self::Csv(file) => file.append(lines),
            #[cfg(feature = "parquet")]
            Self::Parquet(table) => table.append(lines),
        }
    }

    /// Ends the table, which still waits for its name.
    pub(crate) fn finish(self) -> Result<Staged, ResultsError> {
        match self {
            Self::Csv(file) => file.finish(),
            #[cfg(feature = "parquet")]
            Self::Parquet(table) => table.finish(),
        }
    }
}
