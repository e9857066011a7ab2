//! Rows as lines of comma-separated values.

use csv::WriterBuilder;

/// Rows of equal length, one line each.
///
/// # Panics
/// When rows are of unequal length.
pub fn lines(rows: impl Iterator<Item = Vec<String>>) -> String {
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
