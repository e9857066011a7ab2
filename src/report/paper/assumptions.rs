//! The numbers a study stands on, with what vouches for each.

use crate::report::paper::names::Names;
use crate::report::paper::table::{Cell, Table};
use crate::report::paper::{Assumption, Given};

/// Every number of a scenario file.
pub(super) fn table(given: &Given) -> Table {
    let columns = ["number", "value", "rests on", "in the author's words"];
    let mut table = Table::new(
        "Every number of the scenario, in the order of its file",
        &columns,
    );
    let names = Names(Some(&given.scenario));
    let mut before = String::new();
    for number in &given.numbers {
        let words = words(number);
        let again = !words.is_empty() && words == before;
        table.rows.push(vec![
            Cell::named(&names.path(&number.path).unwrap_or_default(), &number.path),
            Cell {
                number: number.value.parse().ok(),
                ..Cell::words(&number.value)
            },
            Cell::words(grounds(number)),
            Cell {
                again,
                ..Cell::words(&words)
            },
        ]);
        before = words;
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
