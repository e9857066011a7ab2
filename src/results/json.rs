//! How results become JSON and come back: one way of writing, one of reading, one wording for what is wrong.
//!
//! Every type of a result file derives serde both ways. What serde cannot know, that a table by party has every party,
//! stands in [`ResultFile::SAME_IDS`] and [`ResultFile::check`].

use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::model::{is_steering, steers};
use crate::results::FORMAT;
use crate::results::json_path::path_at;
use crate::results::same_ids::{self, SameIds, key_path, missing};

/// What one result file holds.
pub trait ResultFile: DeserializeOwned + Serialize {
    /// Name of the file.
    const NAME: &'static str;

    /// Whether runs lie behind it; none where the name of the file says so.
    const IS_DRAWN: Option<bool> = None;

    /// Where it names things by ids that stand elsewhere in it.
    const SAME_IDS: &'static [SameIds] = &[];

    /// Whether its parts fit together, as far as neither their types nor their ids say so.
    ///
    /// # Errors
    /// In words that name the key.
    fn check(&self) -> Result<(), String> {
        Ok(())
    }
}

/// A result with the version of its format before it.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Versioned<'a, T> {
    format: u32,
    #[serde(flatten)]
    content: &'a T,
}

/// The version of a text, whatever else it holds.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Version {
    format: u32,
}

/// The text of a result; what is not a number is `null`.
///
/// # Panics
/// Never for types of results: their keys are texts.
pub fn text<T: Serialize>(content: &T) -> String {
    let format = FORMAT;
    pretty(&Versioned { format, content })
}

/// The same as a value.
pub(super) fn value<T: Serialize>(content: &T) -> Value {
    let format = FORMAT;
    let value = serde_json::to_value(Versioned { format, content });
    value.expect("the keys of results are texts")
}

/// The text of anything that serde writes, one value a line.
pub(super) fn pretty<T: Serialize>(content: &T) -> String {
    let text = serde_json::to_string_pretty(content);
    escaped(text.expect("the keys of results are texts")) + "\n"
}

/// JSON whose strings name the letters that would steer a terminal: `\u009b`, which is the same to whoever reads it.
fn escaped(text: String) -> String {
    if !steers(&text) {
        return text;
    }
    let mut escaped = String::with_capacity(text.len());
    let mut units = [0; 2];
    for letter in text.chars() {
        if is_steering(letter) {
            let units = letter.encode_utf16(&mut units).iter();
            escaped.extend(units.map(|unit| format!("\\u{unit:04x}")));
        } else {
            escaped.push(letter);
        }
    }
    escaped
}

/// Reads the text of a result file.
///
/// # Errors
/// When it is not JSON, of another format, or a value is missing, of another kind or of nothing that the file has; in words
/// that name the key.
pub fn read<T: ResultFile>(text: &str) -> Result<T, String> {
    let version: Version = parse_some(text)?;
    if version.format != FORMAT {
        return Err(format!(
            "`format` is {}, and this version of zopa reads {FORMAT}",
            version.format
        ));
    }
    let content: T = parse(text)?;
    same_ids::check(&parse_some(text)?, T::SAME_IDS)?;
    content.check()?;
    Ok(content)
}

/// Reads JSON; a fault names the path of the value.
///
/// Serde takes a missing key for a value that is not known, so that every key which would be written must be there.
pub(super) fn parse<T: DeserializeOwned + Serialize>(text: &str) -> Result<T, String> {
    let content: T = parse_some(text)?;
    let written = serde_json::to_value(&content).expect("the keys of results are texts");
    match first_missing(&written, &parse_some(text)?, "") {
        Some(fault) => Err(fault),
        None => Ok(content),
    }
}

/// Reads what is there; a key that is missing may stand for a value that is not known.
fn parse_some<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_str(text).map_err(|error| {
        let whole: serde_json::Result<IgnoredAny> = serde_json::from_str(text);
        match whole {
            Ok(_) => in_words(text, &error),
            Err(error) => format!("this is not JSON: {error}"),
        }
    })
}

/// The first key that is written and not found, in words.
fn first_missing(written: &Value, found: &Value, path: &str) -> Option<String> {
    match (written, found) {
        (Value::Object(written), Value::Object(found)) => {
            written
                .iter()
                .find_map(|(key, value)| match found.get(key) {
                    Some(found) => first_missing(value, found, &key_path(path, key)),
                    None => Some(missing(path, key)),
                })
        }
        (Value::Array(written), Value::Array(found)) => {
            let mut pairs = written.iter().zip(found).enumerate();
            pairs.find_map(|(place, (written, found))| {
                first_missing(written, found, &format!("{path}[{place}]"))
            })
        }
        _ => None,
    }
}

/// What is wrong with a value, its path first.
fn in_words(text: &str, error: &serde_json::Error) -> String {
    let path = path_at(text, error.line(), error.column());
    let message = error.to_string();
    let fault = message
        .rsplit_once(" at line ")
        .map_or(message.as_str(), |parts| parts.0);
    let key = |name: &str| fault.strip_prefix(name)?.split('`').nth(1);
    if let Some(key) = key("missing field") {
        return missing(&path, key);
    }
    match path.as_str() {
        "" => fault.to_owned(),
        path => format!("`{path}`: {fault}"),
    }
}
