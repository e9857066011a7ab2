//! Tables of result files as tables for readers.

use crate::report::csv::CsvTable;
use crate::report::labels::count;
use crate::report::paper::Document;
use crate::report::paper::table::{Cell, Table};

/// Lines shown; the file has the rest.
const LINES_MAX: usize = 300;

/// Columns that matter to a reader, by file; all where the file is not named or has others.
const CHOSEN: [(&str, &[&str]); 1] = [(
    "compare.csv",
    &[
        "title",
        "target",
        "quantity",
        "with",
        "without",
        "difference",
        "low",
        "high",
        "p-holm",
    ],
)];

/// What a file shows.
fn caption(name: &str) -> &str {
    match name {
        "sensitivity.csv" => "Sobol indices of the uncertain numbers",
        "boxes.csv" => "Boxes in which runs of interest are dense",
        "cells.csv" => "Settings of the sweep",
        "compare.csv" => "What each lever changes",
        other => other,
    }
}

/// The table of a file.
pub(super) fn table(file: &Document) -> Result<Table, String> {
    let CsvTable {
        header: names,
        rows,
    } = CsvTable::read(&file.text)?;
    let chosen = CHOSEN.iter().find(|it| it.0 == file.name);
    let place = |name: &&str| names.iter().position(|it| it == name);
    let chosen: Option<Vec<usize>> = chosen.and_then(|it| it.1.iter().map(place).collect());
    let shown = chosen.unwrap_or_else(|| {
        // The version stands in the manifest.
        (0..names.len())
            .filter(|&it| names[it] != "version")
            .collect()
    });
    let columns: Vec<&str> = shown.iter().map(|&it| names[it].as_str()).collect();
    let mut title = format!("{} ({})", caption(&file.name), file.name);
    if rows.len() > LINES_MAX {
        let (some, all) = (count(LINES_MAX as u64), count(rows.len() as u64));
        title = format!("{title}: the first {some} of {all} lines");
    }
    let mut table = Table::new(&title, &columns);
    let cells = |row: &Vec<String>| shown.iter().map(|&it| cell(&row[it])).collect();
    table.rows = rows.iter().take(LINES_MAX).map(cells).collect();
    Ok(table)
}

/// A field, a number cut to four significant digits.
fn cell(field: &str) -> Cell {
    match field.parse::<f64>() {
        Ok(number) if number.is_finite() => Cell::number(short(field, number), number),
        _ => Cell::words(field),
    }
}

fn short(field: &str, number: f64) -> String {
    if !field.contains(['.', 'e', 'E']) {
        return field.to_owned();
    }
    let size = number.abs();
    if size >= 1_000.0 {
        format!("{number:.0}")
    } else if size >= 10.0 {
        format!("{number:.2}")
    } else if size >= 0.001 || size == 0.0 {
        format!("{number:.4}")
    } else {
        format!("{number:.1e}")
    }
}

#[cfg(test)]
mod tests {
    use super::{LINES_MAX, table};
    use crate::report::paper::Document;

    fn document(text: &str) -> Document {
        Document {
            name: "cells.csv".to_owned(),
            text: text.to_owned(),
        }
    }

    #[test]
    fn digits_are_few_and_sorting_keeps_all() {
        let table = table(&document(
            "cell,rate,p,version\n<a>,0.123456789,3e-7,0.1.0\n",
        ))
        .expect("it is a table");
        assert_eq!(table.columns, ["cell", "rate", "p"]);
        let cells = &table.rows[0];
        assert_eq!(
            (cells[1].words.as_str(), cells[1].number),
            ("0.1235", Some(0.123_456_789))
        );
        assert_eq!(cells[2].words, "3.0e-7");
    }

    #[test]
    fn long_files_are_cut_and_broken_ones_refused() {
        let text = format!("a\n{}", "1\n".repeat(LINES_MAX + 1));
        let table = table(&document(&text)).expect("it is a table");
        assert_eq!(table.rows.len(), LINES_MAX);
        assert!(table.caption.ends_with("the first 300 of 301 lines"));
        assert!(super::table(&document("a,b\n1\n")).is_err());
    }
}
