//! The numbers a study rests on, with what supports each.

use crate::report::names::Names;
use crate::report::paper::{Assumption, Given};
use crate::report::table::{Cell, Table};

/// Every number of a scenario file.
pub(super) fn table(given: &Given) -> Table {
    let columns = ["number", "value", "rests on", "in the author’s words"];
    let mut table = Table::new(
        "Every number of the scenario, in the order of its file",
        columns,
    );
    let names = Names(Some(&given.scenario));
    let mut before = String::new();
    for number in &given.numbers {
        let words = words(number);
        let value = number.value.parse();
        table.push(
            "",
            vec![
                names.path(&number.path),
                value.map_or_else(
                    |_| number.value.as_str().into(),
                    |value| Cell::Written(number.value.clone(), value),
                ),
                grounds(number).into(),
                if !words.is_empty() && words == before {
                    Cell::Again(words.clone())
                } else {
                    words.as_str().into()
                },
            ],
        );
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
