//! Comma-separated tables: how they and the numbers in them are written, and how they are read back.
//!
//! Titles are what users write, and a spreadsheet computes a cell that begins like a formula. Such a cell gets an apostrophe
//! before it, which is taken away again when it is read; numbers stay as they are.

use std::borrow::Cow;

use csv::{ReaderBuilder, StringRecord, WriterBuilder};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

/// Numbers as large as this are written with an exponent.
const LARGE: f64 = 1e16;
/// So are numbers smaller than this.
const SMALL: f64 = 1e-4;

/// A number with as few digits as read back to it exactly; with an exponent where zeros would say nothing: `0.25`, `1.3e-40`.
pub fn number(value: f64) -> String {
    let size = value.abs();
    if value != 0.0 && !(SMALL..LARGE).contains(&size) && value.is_finite() {
        format!("{value:e}")
    } else {
        value.to_string()
    }
}

/// The same, or nothing.
pub fn number_or_empty(value: Option<f64>) -> String {
    value.map_or_else(String::new, number)
}

/// A table with a first line of names.
pub(crate) fn table(
    names: &[impl ToString],
    rows: impl IntoIterator<Item = Vec<String>>,
) -> String {
    let head = names.iter().map(ToString::to_string).collect();
    lines(std::iter::once(head).chain(rows))
}

/// Rows as lines of comma-separated values.
pub(crate) fn lines(rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut writer = WriterBuilder::new().from_writer(Vec::new());
    for row in rows {
        let mut cells = row.iter().map(|cell| guarded(cell));
        let written = cells.try_for_each(|cell| writer.write_field(cell.as_bytes()));
        written
            .and_then(|()| writer.write_record(None::<&[u8]>))
            .expect("rows are of one length, and memory takes every byte");
    }
    let bytes = writer
        .into_inner()
        .expect("memory takes every byte when flushed");
    String::from_utf8(bytes).expect("rows are made of strings")
}

/// Whether a spreadsheet would take a cell for a formula: it begins with a sign of one, apostrophes aside, and is no number.
fn is_formula(cell: &str) -> bool {
    let bare = cell.trim_start_matches('\'');
    bare.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err()
}

/// A cell that no spreadsheet takes for a formula: an apostrophe more before what looks like one.
fn guarded(cell: &str) -> Cow<'_, str> {
    if is_formula(cell) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// The cell behind [`guarded`].
fn unguarded(cell: &str) -> &str {
    let bare = cell.strip_prefix('\'');
    bare.filter(|_| is_formula(cell)).unwrap_or(cell)
}

/// A line as it was before its cells were guarded.
fn plain(record: StringRecord) -> StringRecord {
    if record.iter().all(|cell| unguarded(cell) == cell) {
        return record;
    }
    let mut plain: StringRecord = record.iter().map(unguarded).collect();
    plain.set_position(record.position().cloned());
    plain
}

/// A table made column by column.
#[derive(Debug)]
pub(crate) struct CsvColumns<R> {
    rows: Vec<R>,
    names: Vec<String>,
    fields: Vec<Vec<String>>,
}

impl<R: Copy> CsvColumns<R> {
    /// A table of these rows, as yet without columns.
    pub(crate) fn of(rows: impl IntoIterator<Item = R>) -> Self {
        let rows: Vec<R> = rows.into_iter().collect();
        Self {
            fields: vec![Vec::new(); rows.len()],
            names: Vec::new(),
            rows,
        }
    }

    /// With one more column: its name, and its field of a row, written as [`rows`] does.
    ///
    /// # Panics
    /// When a field is a list or a table.
    pub(crate) fn column<F: Serialize>(mut self, name: &str, of: impl Fn(R) -> F) -> Self {
        self.names.push(name.to_owned());
        for (fields, &row) in self.fields.iter_mut().zip(&self.rows) {
            fields.push(field(&json!(of(row))));
        }
        self
    }

    /// The table, a line of names first.
    pub(crate) fn text(self) -> String {
        table(&self.names, self.fields)
    }
}

/// Rows of one type, whose fields are the columns: numbers as [`crate::results::number()`] writes them, what is missing or
/// infinite empty. A flattened table by id gives a column for each id, the same in every row.
///
/// # Panics
/// When a field is itself a list or a table.
pub(crate) fn rows<T: Serialize + Default>(rows: &[T]) -> String {
    let names: Vec<String> = match rows.first() {
        Some(first) => fields(first).keys().cloned().collect(),
        None => columns::<T>(),
    };
    let words = |row: &T| fields(row).values().map(field).collect();
    table(&names, rows.iter().map(words))
}

/// Reads rows of one type, which have at least its columns.
///
/// # Errors
/// When a column is missing or unknown, or a field cannot be read; in words that name column and line.
pub(crate) fn read_rows<T: Serialize + Default + DeserializeOwned>(
    text: &str,
) -> Result<Vec<T>, String> {
    let mut reader = ReaderBuilder::new().from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| error.to_string())?.clone();
    let is_there = |name: &&String| header.iter().any(|column| column == *name);
    if let Some(name) = columns::<T>().iter().find(|name| !is_there(name)) {
        return Err(format!("there is no column `{name}`"));
    }
    let rows = reader.records().map(|record| {
        let row = record.and_then(|record| plain(record).deserialize(Some(&header)));
        row.map_err(|error| in_words(&error, &header))
    });
    rows.collect()
}

/// Names of the fields of a type of rows, in their order.
pub(crate) fn columns<T: Serialize + Default>() -> Vec<String> {
    fields(&T::default()).keys().cloned().collect()
}

fn fields<T: Serialize>(row: &T) -> Map<String, Value> {
    match serde_json::to_value(row) {
        Ok(Value::Object(fields)) => fields,
        _ => panic!("a row is a type with named fields"),
    }
}

fn field(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(words) => words.clone(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(count) if !count.is_f64() => count.to_string(),
        Value::Number(value) => number_or_empty(value.as_f64()),
        Value::Array(_) | Value::Object(_) => panic!("a field of a row is one value"),
    }
}

/// What is wrong with a row, with its column and line.
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
            table.rows.push(words(&plain(record)));
        }
        Ok(table)
    }

    /// Position of a column.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|column| column == name)
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize;

    use proptest::prelude::{prop, prop_assert, prop_assert_eq, proptest};

    use super::{CsvTable, number, rows, table};
    use crate::analysis::terms::ById;

    #[test]
    fn numbers_are_short_and_read_back_exactly() {
        for (value, text) in [
            (0.0, "0"),
            (1.0, "1"),
            (-0.25, "-0.25"),
            (0.1 + 0.2, "0.30000000000000004"),
            (1.3e-40, "1.3e-40"),
            (0.001, "0.001"),
            (0.000_02, "2e-5"),
            (0.0125, "0.0125"),
            (1e16, "1e16"),
            (2_500.0, "2500"),
            (f64::INFINITY, "inf"),
        ] {
            assert_eq!(number(value), text);
            let back: f64 = text.parse().expect("it is a number");
            assert_eq!(back.to_bits(), value.to_bits());
        }
    }

    proptest! {
        #[test]
        fn no_cell_is_a_formula_and_every_cell_reads_back(
            cells in prop::collection::vec("[=+@',a0-9.\t\r\n-]{0,5}|\\PC{0,6}", 1..6)
        ) {
            let head: Vec<String> = (0..cells.len()).map(|place| place.to_string()).collect();
            let text = table(&head, [cells.clone()]);
            let raw = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes()).into_records();
            for record in raw {
                for cell in &record.expect("a table is CSV") {
                    let is_number = cell.parse::<f64>().is_ok();
                    prop_assert!(is_number || !cell.starts_with(['=', '+', '-', '@', '\t', '\r']));
                }
            }
            // A line without any letter is no line to this format.
            if cells.len() > 1 {
                let back = CsvTable::read(&text).expect("what is written can be read");
                prop_assert_eq!(&back.rows, &[cells]);
            }
        }
    }

    #[test]
    fn what_looks_like_a_formula_is_guarded_and_numbers_are_not() {
        let cells = ["=1+1", "@x", "-2", "+2", "-1e-5", "-a", "'=1", "it's", "−2"];
        let text = table(&["a"; 9], [cells.map(str::to_owned).to_vec()]);
        assert_eq!(
            text.lines().nth(1),
            Some("'=1+1,'@x,-2,+2,-1e-5,'-a,''=1,it's,−2")
        );
    }

    #[derive(Default, Serialize)]
    struct Row {
        setting: u32,
        #[serde(flatten)]
        levels: ById<Option<String>>,
        value: f64,
        is_known: bool,
    }

    #[test]
    fn fields_are_columns_and_so_are_ids() {
        let row = |level: Option<&str>, value: f64| Row {
            levels: ById::from_iter([("factor:pay".to_owned(), level.map(str::to_owned))]),
            value,
            ..Row::default()
        };
        let text = rows(&[row(Some("high, or more"), 1.3e-40), row(None, f64::NAN)]);
        assert_eq!(
            text,
            "setting,factor:pay,value,is_known\n0,\"high, or more\",1.3e-40,false\n0,,,false\n"
        );
        assert_eq!(rows::<Row>(&[]), "setting,value,is_known\n");
    }
}
