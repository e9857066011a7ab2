//! Comma-separated tables: how they are written, and how they are read back.

use csv::{ReaderBuilder, StringRecord, WriterBuilder};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A table with a first line of names.
pub(crate) fn table(names: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let head = names.iter().map(|&name| name.to_owned()).collect();
    lines(std::iter::once(head).chain(rows))
}

/// Rows as lines of comma-separated values.
pub(crate) fn lines(rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut writer = WriterBuilder::new().from_writer(Vec::new());
    for row in rows {
        writer
            .write_record(&row)
            .expect("rows are of one length, and memory takes every byte");
    }
    let bytes = writer
        .into_inner()
        .expect("memory takes every byte when flushed");
    String::from_utf8(bytes).expect("rows are made of strings")
}

/// Records of one type, a line each under the names of their columns.
///
/// # Panics
/// When a record has another number of fields.
pub(super) fn records<T: Serialize>(names: &[&str], records: &[T]) -> String {
    let mut writer = WriterBuilder::new()
        .has_headers(false)
        .from_writer(Vec::new());
    let written = writer
        .write_record(names)
        .and_then(|()| records.iter().try_for_each(|it| writer.serialize(it)));
    written.expect("records are of one length, and memory takes every byte");
    let bytes = writer
        .into_inner()
        .expect("memory takes every byte when flushed");
    String::from_utf8(bytes).expect("records are made of strings")
}

/// Reads records of one type, which have at least these columns.
///
/// # Errors
/// When a column is missing or unknown, or a field cannot be read; in words that name column and line.
pub(super) fn read_records<T: DeserializeOwned>(
    names: &[&str],
    text: &str,
) -> Result<Vec<T>, String> {
    let mut reader = ReaderBuilder::new().from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| error.to_string())?.clone();
    let is_there = |name: &&&str| header.iter().any(|it| it == **name);
    if let Some(name) = names.iter().find(|name| !is_there(name)) {
        return Err(format!("there is no column `{name}`"));
    }
    let records = reader.deserialize();
    records
        .map(|record| record.map_err(|error| in_words(&error, &header)))
        .collect()
}

/// What is wrong with a record, with its column and line.
fn in_words(error: &csv::Error, header: &StringRecord) -> String {
    let csv::ErrorKind::Deserialize { pos, err } = error.kind() else {
        return error.to_string();
    };
    let line = pos.as_ref().map_or(0, csv::Position::line);
    let field = err.field().and_then(|field| usize::try_from(field).ok());
    match field.and_then(|field| header.get(field)) {
        Some(column) => format!("line {line}: `{column}`: {}", err.kind()),
        None => format!("line {line}: {}", err.kind()),
    }
}

/// A table read back: what figures are drawn from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CsvTable {
    /// Names of the columns.
    pub header: Vec<String>,
    /// The lines, each as long as the header.
    pub rows: Vec<Vec<String>>,
}

impl CsvTable {
    /// Reads a table with a header.
    ///
    /// # Errors
    /// Where lines are of unequal length; the message names the line.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut reader = ReaderBuilder::new().from_reader(text.as_bytes());
        let words = |record: &StringRecord| record.iter().map(str::to_owned).collect();
        let header = reader.headers().map_err(|error| error.to_string())?;
        let mut table = Self {
            header: words(header),
            rows: Vec::new(),
        };
        for record in reader.records() {
            let record = record.map_err(|error| error.to_string())?;
            table.rows.push(words(&record));
        }
        Ok(table)
    }

    /// Position of a column.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|it| it == name)
    }
}
