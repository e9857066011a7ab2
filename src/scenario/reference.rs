//! The key tables as values, from which the reference of keys is written.

use crate::model::Range;
use crate::scenario::keys::SCENARIO;
use crate::scenario::kind::{Field, Kind, Record};
use crate::scenario::sweep::SWEEP;

/// A table with known keys, or a choice with its variants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceTable {
    /// What it describes, with its article: "a party".
    pub what: &'static str,
    /// Whether one of the keys is chosen, rather than each of them written or left out.
    pub is_choice: bool,
    /// Its keys in the order of the format.
    pub keys: Vec<ReferenceKey>,
}

/// One key of a table, or one variant of a choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceKey {
    /// The key as written.
    pub key: &'static str,
    /// What belongs there, in words; "none" for a variant without settings.
    pub kind: String,
    /// The table or choice that belongs there, by [`ReferenceTable::what`]; none where it is a plain value.
    pub table: Option<&'static str>,
    /// What its numbers are, with an article: "a utility"; none where that says nothing.
    pub quantity: Option<&'static str>,
    /// The legal range of its numbers, in words; none where there are no numbers or all are legal.
    pub range: Option<String>,
    /// What holds where the key is left out; none where it must be written, and for variants.
    pub default: Option<String>,
    /// What it means.
    pub meaning: &'static str,
}

/// Every table and choice of a scenario file, each once, in the order in which they are met.
pub fn reference() -> Vec<ReferenceTable> {
    tables_of(&SCENARIO)
}

/// The same of a sweep file.
pub fn sweep_reference() -> Vec<ReferenceTable> {
    tables_of(&SWEEP)
}

fn tables_of(whole: &'static Record) -> Vec<ReferenceTable> {
    let mut tables = Vec::new();
    add(&Kind::Record(whole), &mut tables);
    tables
}

/// Adds the table or the choice that belongs somewhere, and those inside it.
fn add(kind: &Kind, tables: &mut Vec<ReferenceTable>) {
    let (what, is_choice, fields) = match kind {
        Kind::Record(record) => (record.what, false, record.fields().collect()),
        Kind::Choice(choice) => (choice.what(), true, choice.fields()),
        Kind::List(inner) | Kind::Map { value: inner, .. } => return add(inner, tables),
        _ => return,
    };
    let table = ReferenceTable {
        what,
        is_choice,
        keys: fields.iter().map(|field| key_of(field)).collect(),
    };
    if table.keys.is_empty() || tables.contains(&table) {
        return;
    }
    tables.push(table);
    for field in fields {
        add(&field.kind, tables);
    }
}

fn key_of(field: &Field) -> ReferenceKey {
    let kind = &field.kind;
    let is_word = matches!(kind, Kind::Record(record) if record.fields().next().is_none());
    ReferenceKey {
        key: field.key,
        kind: if is_word {
            "none".to_owned()
        } else {
            kind.in_words()
        },
        table: table_of(kind).filter(|_| !is_word),
        quantity: quantity_of(kind),
        range: range_of(kind),
        default: field.need.in_words(),
        meaning: field.meaning,
    }
}

fn table_of(kind: &Kind) -> Option<&'static str> {
    match kind {
        Kind::Record(record) => Some(record.what),
        Kind::Choice(choice) => Some(choice.what()),
        Kind::List(inner) | Kind::Map { value: inner, .. } => table_of(inner),
        _ => None,
    }
}

/// The range of the numbers that belong there; none where there are none.
fn numbers_of(kind: &Kind) -> Option<Range> {
    match kind {
        Kind::List(inner) | Kind::Map { value: inner, .. } => numbers_of(inner),
        _ => kind.numbers(),
    }
}

fn quantity_of(kind: &Kind) -> Option<&'static str> {
    let what = numbers_of(kind)?.what;
    (what != Range::ANY.what && what != Range::POSITIVE.what).then_some(what)
}

fn range_of(kind: &Kind) -> Option<String> {
    let range = numbers_of(kind)?;
    let is_bounded = range.low.is_finite() || range.high.is_finite();
    is_bounded.then(|| range.in_words())
}

#[cfg(test)]
mod tests {
    use super::reference;
    use super::sweep_reference;

    #[test]
    fn every_table_is_listed_once_and_every_key_has_its_words() {
        let tables = reference();
        assert_eq!(tables[0].what, "a scenario");
        let party = tables.iter().find(|table| table.what == "a party");
        let keys = &party.expect("parties have keys").keys;
        let cost = keys
            .iter()
            .find(|key| key.key == "round-cost")
            .expect("it is a key");
        assert_eq!(cost.range.as_deref(), Some("not negative"));
        assert_eq!(cost.default.as_deref(), Some("0"));
        for table in tables.iter().chain(&sweep_reference()) {
            for key in &table.keys {
                assert!(
                    !key.meaning.is_empty() && !key.kind.is_empty(),
                    "{}",
                    key.key
                );
                let is_listed = |what| tables.iter().any(|table| table.what == what);
                assert!(
                    key.table
                        .is_none_or(|what| is_listed(what) || table.what != "a party"),
                    "{}",
                    key.key
                );
            }
        }
    }
}
