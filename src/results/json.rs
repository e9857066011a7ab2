//! How results become JSON and come back: one way of writing, one of reading, one wording for what is wrong.
//!
//! Every type of a result file derives serde both ways. What serde cannot know, that a table by party has every party,
//! stands in [`ResultFile::check`].

use std::path::Path;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::analysis::terms::{ById, Terms};
use crate::results::{FORMAT, ResultsError};

/// What one result file holds.
pub trait ResultFile: DeserializeOwned + Serialize {
    /// Name of the file.
    const NAME: &'static str;

    /// Whether its parts fit together, as far as their types do not say so.
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

/// The text of anything that serde writes, one value a line.
pub(super) fn pretty<T: Serialize>(content: &T) -> String {
    let text = serde_json::to_string_pretty(content);
    text.expect("the keys of results are texts") + "\n"
}

/// Reads the text of a result file.
///
/// # Errors
/// When it is not JSON, of another format, or a value is missing, of another kind or of nothing that the file has; in words
/// that name the key.
pub fn read<T: ResultFile>(text: &str) -> Result<T, String> {
    let version: Version = parse(text)?;
    if version.format != FORMAT {
        return Err(format!(
            "`format` is {}, and this version of zopa reads {FORMAT}",
            version.format
        ));
    }
    let content: T = parse(text)?;
    content.check()?;
    Ok(content)
}

/// Reads the text of the file of a result, and names that file where it is wrong.
pub(super) fn read_file<T: ResultFile>(folder: &Path, text: &str) -> Result<T, ResultsError> {
    read(text).map_err(|fault| ResultsError::Garbled {
        path: folder.join(T::NAME),
        fault,
    })
}

/// Reads JSON; a fault names the path of the value.
pub(super) fn parse<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        in_words(&path, error.inner())
    })?;
    let rest = reader.end();
    rest.map_err(|error| format!("this is not JSON: {error}"))?;
    Ok(value)
}

/// What is wrong with a value, its path first.
fn in_words(path: &str, error: &serde_json::Error) -> String {
    if !error.is_data() {
        return format!("this is not JSON: {error}");
    }
    let told = error.to_string();
    let fault = told
        .rsplit_once(" at line ")
        .map_or(told.as_str(), |it| it.0);
    let key = |name: &str| fault.strip_prefix(name)?.split('`').nth(1);
    if let Some(key) = key("missing field") {
        return missing(path, key);
    }
    match path {
        "." => fault.to_owned(),
        path => format!("`{path}`: {fault}"),
    }
}

/// How a key that is not there is named.
pub(super) fn missing(path: &str, key: &str) -> String {
    match path {
        "." | "" => format!("`{key}` is missing"),
        path => format!("`{path}.{key}` is missing"),
    }
}

/// Whether a table has exactly these ids.
///
/// # Errors
/// In words, with the first id that is missing or unknown.
pub(super) fn exactly<'a, T: 'a>(
    path: &str,
    table: &ById<T>,
    ids: impl IntoIterator<Item = &'a str>,
) -> Result<(), String> {
    let ids: Vec<&str> = ids.into_iter().collect();
    if let Some(id) = ids.iter().find(|id| !table.contains_key(**id)) {
        return Err(missing(path, id));
    }
    among(path, table.keys().map(String::as_str), ids)
}

/// Whether all ids are among those known.
///
/// # Errors
/// In words, with the first id that is not.
pub(super) fn among<'a>(
    path: &str,
    found: impl IntoIterator<Item = &'a str>,
    known: impl IntoIterator<Item = &'a str>,
) -> Result<(), String> {
    let known: Vec<&str> = known.into_iter().collect();
    match found.into_iter().find(|id| !known.contains(id)) {
        Some(id) => Err(format!("`{path}.{id}`: the file has nothing of this id")),
        None => Ok(()),
    }
}

/// Whether all terms speak of the same issues.
///
/// # Errors
/// In words, with the issue that is missing from one of them.
pub(super) fn of_one_game<'a>(
    deals: impl IntoIterator<Item = (String, &'a Terms)>,
) -> Result<(), String> {
    let mut deals = deals.into_iter();
    let Some((_, first)) = deals.next() else {
        return Ok(());
    };
    deals.try_for_each(|(path, terms)| exactly(&path, terms, first.keys().map(String::as_str)))
}
