//! Tables of keys: written from the key tables by which files are read.

use std::fmt::Write as _;

use zopa::scenario::{ReferenceKey, ReferenceTable, reference, sweep_reference};

use crate::docs::page::{Page, address};

/// The heading of a table: "A party"; that of a choice says so.
fn heading(table: &ReferenceTable) -> String {
    let mut letters = table.what.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    let choice = if table.is_choice { " (choice)" } else { "" };
    first.into_iter().chain(letters).collect::<String>() + choice
}

/// What belongs to a key, with a link to the table of its own keys.
fn kind(key: &ReferenceKey, tables: &[ReferenceTable]) -> String {
    let Some(what) = key.table else {
        return key.kind.clone();
    };
    let table = tables.iter().find(|table| table.what == what);
    let heading = heading(table.unwrap_or_else(|| panic!("no table of {what}")));
    let link = format!("[{what}](#{})", address(&heading));
    match key.kind.as_str() {
        "a table" => link,
        kind if kind.starts_with("a table that names") => format!("{link}, chosen"),
        kind => format!("{kind}: {link}"),
    }
}

fn rows(table: &ReferenceTable, tables: &[ReferenceTable], text: &mut String) {
    let head = if table.is_choice {
        "| variant | settings | meaning |\n| --- | --- | --- |\n"
    } else {
        "| key | what belongs there | range | left out | meaning |\n| --- | --- | --- | --- | --- |\n"
    };
    text.push_str(head);
    for key in &table.keys {
        let kind = kind(key, tables);
        let range = [key.quantity, key.range.as_deref()];
        let range: Vec<&str> = range.into_iter().flatten().collect();
        let range = range.join(", ");
        let cells = if table.is_choice && range.is_empty() {
            kind
        } else if table.is_choice {
            format!("{kind}: {range}")
        } else {
            let default = key.default.as_deref().unwrap_or("**required**");
            format!("{kind} | {range} | {default}")
        };
        let _ = writeln!(text, "| `{}` | {cells} | {} |", key.key, key.meaning);
    }
}

fn tables_now(tables: &[ReferenceTable]) -> String {
    let mut text = String::new();
    for table in tables {
        let _ = write!(text, "\n## {}\n\n", heading(table));
        rows(table, tables, &mut text);
    }
    text + "\n"
}

#[test]
fn tables_of_keys_are_those_that_files_are_read_by() {
    for (path, tables) in [
        ("docs/reference/keys.md", reference()),
        ("docs/reference/sweep-file.md", sweep_reference()),
    ] {
        Page::read(path).expect_generated("keys", &tables_now(&tables));
    }
}
