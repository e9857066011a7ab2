//! A table with a line for each run as Parquet: the columns of the text table, each with its type.

use std::io;
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{Type, TypePtr};

use crate::results::csv::CsvTable;
use crate::results::runs::{Column, Kind};
use crate::results::{Growing, ResultsError, Staged};

/// Lines kept in memory before they are written as one group.
const ROWS_PER_GROUP: usize = 65_536;

impl Kind {
    fn physical(self) -> Physical {
        match self {
            Self::Count | Self::Rounds => Physical::INT64,
            Self::Utility => Physical::DOUBLE,
            Self::Flag => Physical::BOOLEAN,
            Self::Text => Physical::BYTE_ARRAY,
        }
    }
}

/// A table that grows line by line.
#[derive(Debug)]
pub struct ParquetTable {
    writer: SerializedFileWriter<Growing>,
    path: std::path::PathBuf,
    /// The first line of the table as text.
    header: String,
    kinds: Vec<Kind>,
    rows: Vec<Vec<String>>,
}

impl ParquetTable {
    /// Begins a table in a file; `header` is its first line as text.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn begin(file: Growing, header: &str) -> Result<Self, ResultsError> {
        let path = file.target().to_owned();
        let columns = read(header).header;
        let kinds: Vec<Kind> = columns.iter().map(|name| kind(name)).collect();
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by(concat!("zopa ", env!("CARGO_PKG_VERSION")).to_owned())
            .build();
        let writer = schema(&columns, &kinds)
            .and_then(|schema| SerializedFileWriter::new(file, schema, Arc::new(properties)))
            .map_err(|error| ResultsError::not_written(&path, &cause(error)))?;
        Ok(Self {
            writer,
            path,
            header: header.to_owned(),
            kinds,
            rows: Vec::new(),
        })
    }

    /// Adds lines of text.
    ///
    /// # Errors
    /// When the system refuses, as when the disk is full.
    ///
    /// # Panics
    /// When a field does not hold what its column is for.
    pub fn append(&mut self, lines: &str) -> Result<(), ResultsError> {
        self.rows
            .extend(read(&format!("{}{lines}", self.header)).rows);
        if self.rows.len() >= ROWS_PER_GROUP {
            self.write_group()?;
        }
        Ok(())
    }

    /// Ends the table, which still waits for its name.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn finish(mut self) -> Result<Staged, ResultsError> {
        if !self.rows.is_empty() {
            self.write_group()?;
        }
        let path = self.path;
        let file = self.writer.into_inner();
        file.map_err(|error| ResultsError::not_written(&path, &cause(error)))?
            .finish()
    }

    fn write_group(&mut self) -> Result<(), ResultsError> {
        let written = self.try_group();
        self.rows.clear();
        written.map_err(|error| ResultsError::not_written(&self.path, &cause(error)))
    }

    fn try_group(&mut self) -> Result<(), ParquetError> {
        let mut group = self.writer.next_row_group()?;
        for (place, kind) in self.kinds.iter().enumerate() {
            let fields = self.rows.iter().map(|row| row[place].as_str());
            let column = group.next_column()?.expect("one for each kind");
            match kind {
                Kind::Count | Kind::Rounds => write::<Int64Type>(column, fields, number)?,
                Kind::Utility => write::<DoubleType>(column, fields, number)?,
                Kind::Flag => write::<BoolType>(column, fields, number)?,
                Kind::Text => write::<ByteArrayType>(column, fields, ByteArray::from)?,
            }
        }
        group.close()?;
        Ok(())
    }
}

fn read(text: &str) -> CsvTable {
    CsvTable::read(text).expect("lines of the table are as long as its header")
}

/// What a column holds; of a name that no table has, words.
fn kind(name: &str) -> Kind {
    Column::named(name).map_or(Kind::Text, |column| column.kind)
}

/// The columns of a table; any field may be empty.
fn schema(columns: &[String], kinds: &[Kind]) -> Result<TypePtr, ParquetError> {
    let field = |(name, kind): (&String, &Kind)| {
        let text = (*kind == Kind::Text).then_some(LogicalType::String);
        let field = Type::primitive_type_builder(name, kind.physical())
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(text)
            .build()?;
        Ok(Arc::new(field))
    };
    let fields: Result<Vec<TypePtr>, ParquetError> = columns.iter().zip(kinds).map(field).collect();
    let schema = Type::group_type_builder("runs")
        .with_fields(fields?)
        .build()?;
    Ok(Arc::new(schema))
}

fn write<'a, T: DataType>(
    mut column: SerializedColumnWriter<'_>,
    fields: impl Iterator<Item = &'a str>,
    read: impl Fn(&'a str) -> T::T,
) -> Result<(), ParquetError> {
    let (mut values, mut there) = (Vec::new(), Vec::new());
    for field in fields {
        there.push(i16::from(!field.is_empty()));
        if !field.is_empty() {
            values.push(read(field));
        }
    }
    column
        .typed::<T>()
        .write_batch(&values, Some(&there), None)?;
    column.close()
}

fn number<T: std::str::FromStr>(field: &str) -> T {
    let read = field.parse().ok();
    read.expect("a column holds what its name says")
}

/// What the system said, where it was the system.
fn cause(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(error) => match error.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(error) => io::Error::other(error),
        },
        error => io::Error::other(error),
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};
    use std::path::Path;

    use parquet::file::reader::{FileReader as _, SerializedFileReader};
    use parquet::record::RowAccessor as _;

    use super::{ParquetTable, ROWS_PER_GROUP};
    use crate::results::{Growing, RUNS_PARQUET};

    fn table(folder: &Path, rows: usize) {
        let header = "run,end,agreed:pay,utility:firm,lever:threat\n";
        let (part, path) = (folder.join("part"), folder.join(RUNS_PARQUET));
        let file = Growing::begin(part, path.clone()).expect("it can be written");
        let mut table = ParquetTable::begin(file, header).expect("it can be written");
        for run in 0..rows {
            let flag = run % 2 == 0;
            let lever = if run % 3 == 0 { "" } else { "4" };
            let line = format!("{run},deadline,{flag},0.30000000000000004,{lever}\n");
            table.append(&line).expect("there is room");
        }
        let staged = table.finish().expect("there is room");
        staged.place_as(&path).expect("it can be named");
    }

    #[test]
    fn every_field_reads_back_with_its_type() {
        let place = tempfile::tempdir().expect("a folder for the test");
        let count = ROWS_PER_GROUP + 3;
        table(place.path(), count);
        let path = place.path().join(RUNS_PARQUET);
        let reader = SerializedFileReader::new(File::open(&path).expect("it is there"));
        let reader = reader.expect("it is Parquet");
        assert_eq!(reader.num_row_groups(), 2);
        let rows = reader.get_row_iter(None).expect("it has rows");
        let mut seen = 0;
        for (run, row) in rows.enumerate() {
            let row = row.expect("it can be read");
            assert_eq!(row.get_long(0).unwrap(), i64::try_from(run).unwrap());
            assert_eq!(row.get_string(1).unwrap(), "deadline");
            assert_eq!(row.get_bool(2).unwrap(), run % 2 == 0);
            assert!((row.get_double(3).unwrap() - (0.1 + 0.2)).abs() < f64::MIN_POSITIVE);
            assert_eq!(row.get_long(4).ok(), (run % 3 != 0).then_some(4));
            seen += 1;
        }
        assert_eq!(seen, count);
    }

    #[test]
    fn equal_tables_give_equal_bytes() {
        let bytes = || {
            let place = tempfile::tempdir().expect("a folder for the test");
            table(place.path(), 100);
            fs::read(place.path().join(RUNS_PARQUET)).expect("it is there")
        };
        assert_eq!(bytes(), bytes());
    }
}
