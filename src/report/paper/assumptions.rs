//! The numbers a study rests on, with what supports each.

use crate::report::names::Names;
use crate::report::paper::{Assumption, Given};
use crate::report::table::{Cell, Table};

/// Every number of a scenario file.
pub(super) fn table(given: &Given) -> Table {
    let names = Names::titles(Some(&given.scenario));
    let mut before = String::new();
    let numbers = given.numbers.iter().map(|number| {
        let words = words(number);
        let is_again = !words.is_empty() && words == before;
        before.clone_from(&words);
        let words = if is_again {
            Cell::Again(words)
        } else {
            words.into()
        };
        (number, words)
    });
    Table::new("Every number of the scenario, in the order of its file")
        .of(numbers)
        .column("number", |it| names.path(&it.0.path))
        .column("value", |it| Cell::as_written(&it.0.value))
        .column("rests on", |it| grounds(it.0))
        .column("in the author’s words", |it| it.1.clone())
        .table()
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
