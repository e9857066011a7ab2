//! Files that are something else than TOML from beginning to end.

use crate::scenario::syntax::lexeme::Lexeme;

/// What a text is, where its first lines say so; `statements` are those of the text read as TOML.
pub(super) fn format(text: &str, statements: &[&[Lexeme]]) -> Option<&'static str> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let second = text.get(1..).unwrap_or_default().trim_start();
    let is_keyed = |statement: &&[Lexeme]| statement.iter().any(|lexeme| lexeme.is('='));
    let has_keys = statements.iter().any(is_keyed);
    match text.chars().next()? {
        '{' => Some("JSON"),
        '[' if second.starts_with('{') => Some("JSON"),
        '<' if !text.starts_with("<<<<<<<") => Some("HTML or XML"),
        '%' if text.starts_with("%PDF") => Some("PDF"),
        '%' if text.starts_with("%YAML") => Some("YAML"),
        '-' if text.starts_with("---") => Some("YAML"),
        _ if has_keys => None,
        _ => without_keys(text),
    }
}

/// What a text without a single `=` is.
fn without_keys(text: &str) -> Option<&'static str> {
    let lines = text.lines().map(str::trim);
    let lines: Vec<&str> = lines
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect();
    let has_headers = lines.iter().any(|line| line.starts_with('['));
    let is_yaml = |line: &&str| {
        let entry = line.trim_start_matches("- ");
        let word = |letter: char| letter.is_alphanumeric() || "-_ \"'".contains(letter);
        entry.split_once(':').is_some_and(|(key, rest)| {
            key.chars().all(word) && (rest.is_empty() || rest.starts_with(' '))
        })
    };
    let entries = lines.iter().filter(|line| is_yaml(line)).count();
    let commas = |line: &&str| line.matches([',', ';', '\t']).count();
    let columns = lines.first().map_or(0, commas);
    if has_headers || lines.is_empty() {
        None
    } else if entries >= 2 && entries * 2 >= lines.len() {
        Some("YAML")
    } else if columns > 0 && lines.len() > 1 && lines.iter().all(|line| commas(line) == columns) {
        Some("a table of values (CSV)")
    } else if lines.len() > 1 || lines[0].split(' ').count() > 2 {
        Some("plain text")
    } else {
        None
    }
}
