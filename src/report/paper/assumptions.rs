//! The numbers a study stands on, with what vouches for each.

use crate::report::paper::table::{Cell, Table};
use crate::report::paper::{Assumption, Given};

/// Every number of a scenario file.
pub(super) fn table(given: &Given) -> Table {
    let columns = ["number", "value", "rests on", "in the author's words"];
    let mut table = Table::new(
        "Every number of the scenario, in the order of its file",
        &columns,
    );
    for number in &given.numbers {
        table.rows.push(vec![
            Cell::words(&number.path),
            Cell {
                number: number.value.parse().ok(),
                words: number.value.clone(),
            },
            Cell::words(grounds(number)),
            Cell::words(&words(number)),
        ]);
    }
    table
}

fn grounds(number: &Assumption) -> &'static str {
    match (number.sources.is_empty(), number.assumptions.is_empty()) {
        (false, true) => "source",
        (false, false) => "source and assumption",
        (true, false) => "assumption",
        (true, true) if number.judged => "nothing stated",
        (true, true) => "a rule",
    }
}

fn words(number: &Assumption) -> String {
    let sources = number.sources.iter().map(|text| format!("Source: {text}"));
    let assumptions = number
        .assumptions
        .iter()
        .map(|text| format!("Assumption: {text}"));
    sources.chain(assumptions).collect::<Vec<_>>().join(" — ")
}
