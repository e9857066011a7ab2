//! A value written as TOML on one line.

use std::fmt::Write as _;

use crate::scenario::document::{Node, Value};

/// The value as TOML, so that it can be assigned elsewhere.
pub(crate) fn inline(node: &Node) -> String {
    written(node, number)
}

/// The same for readers: numbers as short as they can be.
pub(crate) fn shown(node: &Node) -> String {
    written(node, |value, _| value.to_string())
}

fn written(node: &Node, number: fn(f64, bool) -> String) -> String {
    match &node.value {
        Value::Text(text) => quoted(text),
        Value::Number { value, whole } => number(*value, *whole),
        Value::Truth(truth) => truth.to_string(),
        Value::Date(date) => date.clone(),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(|item| written(item, number)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Table(entries) if entries.is_empty() => "{}".to_owned(),
        Value::Table(entries) => {
            let pairs: Vec<String> = entries
                .iter()
                .map(|entry| format!("{} = {}", key(&entry.key), written(&entry.node, number)))
                .collect();
            format!("{{ {} }}", pairs.join(", "))
        }
    }
}

/// The value as a reader calls it: a text without its quotes.
pub(crate) fn label(node: &Node) -> String {
    match &node.value {
        Value::Text(text) => text.clone(),
        _ => inline(node),
    }
}

/// A number as TOML; infinities and what is no number are TOML too, and refused later with their place.
pub(crate) fn number(value: f64, whole: bool) -> String {
    if whole && value.is_finite() {
        format!("{value}")
    } else {
        format!("{value:?}").to_lowercase()
    }
}

fn key(key: &str) -> String {
    let bare = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
    if !key.is_empty() && key.chars().all(bare) {
        key.to_owned()
    } else {
        quoted(key)
    }
}

fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            '\n' => quoted.push_str("\\n"),
            letter if letter.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(letter));
            }
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::inline;
    use crate::scenario::document;
    use crate::scenario::kind::EMPTY;
    use crate::scenario::report::Report;

    fn again(text: &str) -> String {
        let mut report = Report::default();
        let node = document::parse(text, &EMPTY, &mut report);
        assert!(!report.has_errors(), "{text}");
        inline(&node)
    }

    #[test]
    fn a_value_keeps_its_meaning_on_one_line() {
        let text = "a = 0.1\nb = 3\nc = \"x\\ty \\\"z\\\"\"\n\"d.e\" = [true, 1e-7, inf]\n[f]\ng = {}\nh = 1979-05-27";
        let line = again(text);
        assert_eq!(
            line,
            "{ a = 0.1, b = 3, c = \"x\\u0009y \\\"z\\\"\", \"d.e\" = [true, 1e-7, inf], f = { g = {}, h = 1979-05-27 } }"
        );
        assert_eq!(
            again(&format!("all = {line}")),
            format!("{{ all = {line} }}")
        );
    }
}
