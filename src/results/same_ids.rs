//! Which parts of a result file speak of the same things: a table by party has every party, a ranking known policies.
//!
//! A place is named by its keys, joined by dots; `*` stands for any key, `|` stands between several places, and lists are
//! gone through item by item. The test of result keys breaks each key in turn, so a place that is no longer there is found.

use serde_json::Value;

/// A place where a file names things by ids that are known.
#[derive(Debug)]
pub struct SameIds {
    place: &'static str,
    known: Known,
    /// Whether a table there has all of the ids.
    is_all: bool,
}

/// Where ids are known from.
#[derive(Debug)]
pub(super) enum Known {
    /// They stand at another place.
    At(&'static str),
    /// The first table at the same place has them.
    First,
    /// They are the names of something that is the same in every file.
    Names(fn() -> Vec<&'static str>),
}

/// The parties, where a file lists them.
pub(super) const PARTIES: Known = Known::At("parties.id");

/// Tables at a place have exactly the ids known.
pub(super) const fn exactly(place: &'static str, known: Known) -> SameIds {
    let is_all = true;
    SameIds {
        place,
        known,
        is_all,
    }
}

/// Whatever is named at a place is known.
pub(super) const fn among(place: &'static str, known: Known) -> SameIds {
    let is_all = false;
    SameIds {
        place,
        known,
        is_all,
    }
}

/// Whether a file names what is known.
///
/// # Errors
/// In words, with the first id that is missing or unknown.
pub(super) fn check(file: &Value, all: &[SameIds]) -> Result<(), String> {
    for same in all {
        let places = places(file, same.place);
        let known = match same.known {
            Known::At(place) => self::places(file, place)
                .iter()
                .flat_map(|place| ids(place.1))
                .collect(),
            Known::First => {
                let mut tables = places.iter().filter(|place| place.1.is_object());
                tables.next().map_or_else(Vec::new, |place| ids(place.1))
            }
            Known::Names(names) => names(),
        };
        for (path, value) in places {
            let found = ids(value);
            let mut lacking = known.iter().filter(|id| !found.contains(id));
            if let Some(id) = lacking.next().filter(|_| same.is_all && value.is_object()) {
                return Err(missing(&path, id));
            }
            if let Some(id) = found.iter().find(|id| !known.contains(id)) {
                return Err(match (&same.known, value) {
                    (Known::First, _) => {
                        format!("`{path}.{id}` stands here and not in the first such table")
                    }
                    (_, Value::Object(_)) => format!("`{path}.{id}`: nothing else has this id"),
                    _ => format!("`{path}`: there is nothing of the id `{id}`"),
                });
            }
        }
    }
    Ok(())
}

/// The values at a place, each with its path.
fn places<'a>(file: &'a Value, place: &str) -> Vec<(String, &'a Value)> {
    let mut found = Vec::new();
    for place in place.split(" | ") {
        let steps: Vec<&str> = place.split('.').collect();
        walk(file, &steps, String::new(), &mut found);
    }
    found
}

fn walk<'a>(value: &'a Value, steps: &[&str], path: String, found: &mut Vec<(String, &'a Value)>) {
    match (steps, value) {
        ([], _) => found.push((path, value)),
        (_, Value::Array(items)) => {
            for (number, item) in items.iter().enumerate() {
                walk(item, steps, format!("{path}[{number}]"), found);
            }
        }
        ([step, rest @ ..], Value::Object(fields)) => {
            let fields = fields
                .iter()
                .filter(|field| *step == "*" || field.0 == step);
            for (key, value) in fields {
                walk(value, rest, key_path(&path, key), found);
            }
        }
        _ => {}
    }
}

/// The ids that a value names: those of a table, or words.
fn ids(value: &Value) -> Vec<&str> {
    match value {
        Value::String(id) => vec![id],
        Value::Array(items) => items.iter().flat_map(ids).collect(),
        Value::Object(fields) => fields.keys().map(String::as_str).collect(),
        _ => Vec::new(),
    }
}

/// The path of a key in a table.
pub(super) fn key_path(path: &str, key: &str) -> String {
    match path {
        "" => key.to_owned(),
        path => format!("{path}.{key}"),
    }
}

/// How a key that is not there is named.
pub(super) fn missing(path: &str, key: &str) -> String {
    format!("`{}` is missing", key_path(path, key))
}
