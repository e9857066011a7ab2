//! The numbers a study rests on, with what supports each.

use crate::report::names::Names;
use crate::report::paper::Given;
use crate::report::table::{Cell, Table};
use crate::report::words::joined;
use crate::scenario::{NoteKind, Stated};

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
        .column("number", |(number, _)| names.path(&number.path))
        .column("value", |(number, _)| Cell::as_written(&number.value))
        .column("rests on", |(number, _)| grounds(number))
        .column("in the author’s words", |(_, words)| words.clone())
        .table()
}

fn grounds(number: &Stated) -> &'static str {
    let has = |kind: NoteKind| number.notes.iter().any(|note| note.kind == kind);
    match (has(NoteKind::Source), has(NoteKind::Assumption)) {
        (true, false) => "source",
        (true, true) => "source and assumption",
        (false, true) => "assumption",
        (false, false) if number.judged => "nothing stated",
        (false, false) => "a rule",
    }
}

/// Sources first, then assumptions.
fn words(number: &Stated) -> String {
    let of = |kind: NoteKind, word: &'static str| {
        let notes = number.notes.iter().filter(move |note| note.kind == kind);
        notes.map(move |note| format!("{word}: {}", note.text.trim()))
    };
    let sources = of(NoteKind::Source, "Source");
    let assumptions = of(NoteKind::Assumption, "Assumption");
    joined(sources.chain(assumptions), " — ")
}
