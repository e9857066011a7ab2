//! Tables of columns and measures: written from the code book that every result folder has.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use zopa::results::csv::CsvTable;

use crate::docs::page::Page;
use crate::docs::reader;
use crate::tool::done;

/// Lines of a code book: file, name, what it is of, unit, meaning.
fn book(folder: &Path) -> Vec<Vec<String>> {
    let text = fs::read_to_string(folder.join("codebook.csv")).expect("a code book is there");
    CsvTable::read(&text).expect("it is CSV").rows
}

/// A table of Markdown: heads and the cells of each row.
fn table(heads: &[&str], rows: &[Vec<String>]) -> String {
    let mut text = format!("| {} |\n", heads.join(" | "));
    let _ = writeln!(text, "|{}", " --- |".repeat(heads.len()));
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| cell.replace('|', "\\|")).collect();
        let _ = writeln!(text, "| {} |", cells.join(" | "));
    }
    text
}

#[test]
fn tables_of_columns_and_measures_are_those_of_the_code_book() {
    let page = || Page::read("docs/reference/results.md");
    let place = reader(&[]);
    done(
        place.path(),
        "run talks.toml --runs 20 --rules 20 --drawn --output played",
    );
    done(
        place.path(),
        "solve talks.toml --realizations 20 --output solved",
    );
    let mut rows = book(&place.path().join("played"));
    for row in book(&place.path().join("solved")) {
        if !rows.contains(&row) {
            rows.push(row);
        }
    }
    let quoted = |name: &str| format!("`{name}`");
    let (runs, estimates): (Vec<Vec<String>>, Vec<Vec<String>>) =
        rows.into_iter().partition(|row| row[0] == "runs.csv");
    let (columns, measures): (Vec<Vec<String>>, Vec<Vec<String>>) =
        estimates.into_iter().partition(|row| row[2].is_empty());
    let columns: Vec<Vec<String>> = columns
        .iter()
        .map(|row| vec![quoted(&row[1]), row[4].clone()])
        .collect();
    let measures: Vec<Vec<String>> = measures
        .iter()
        .map(|row| {
            vec![
                quoted(&row[1]),
                row[2].clone(),
                row[3].clone(),
                row[4].clone(),
            ]
        })
        .collect();
    // Of columns that there are for each party, package and so on, one stands for all.
    let mut kinds: Vec<Vec<String>> = Vec::new();
    for row in &runs {
        let name = match row[1].split_once(':') {
            Some((kind, _)) => quoted(&format!("{kind}:ID")),
            None => quoted(&row[1]),
        };
        if kinds.iter().all(|row| row[0] != name) {
            kinds.push(vec![name, row[3].clone(), row[4].clone()]);
        }
    }
    page().expect_generated("columns", &table(&["column", "holds"], &columns));
    let heads = ["measure", "of a", "unit", "meaning"];
    page().expect_generated("measures", &table(&heads, &measures));
    page().expect_generated("runs", &table(&["column", "unit", "holds"], &kinds));
}
