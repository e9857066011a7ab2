//! Numbers and lists in the words of messages.

use std::fmt;

/// A number as a reader would write it.
pub(crate) struct Shown(pub(crate) f64);

impl fmt::Display for Shown {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = self.0.abs();
        if size == 0.0 || !size.is_finite() || (1e-4..1e15).contains(&size) {
            write!(formatter, "{}", self.0)
        } else {
            write!(formatter, "{:e}", self.0)
        }
    }
}

/// The legal range of a number, in words.
pub(crate) struct Bounds(pub(crate) f64, pub(crate) f64);

impl fmt::Display for Bounds {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(low, high) = *self;
        let positive = low > 0.0 && low <= f64::MIN_POSITIVE;
        if high.is_infinite() && positive {
            write!(formatter, "is greater than 0")
        } else if high.is_infinite() && low == 0.0 {
            write!(formatter, "is not negative")
        } else {
            write!(formatter, "lies between {} and {}", Shown(low), Shown(high))
        }
    }
}

/// Words in backticks with commas, the last after "and"; at most twelve.
pub(crate) fn listed<S: AsRef<str>>(words: &[S]) -> String {
    let shown: Vec<String> = words
        .iter()
        .take(12)
        .map(|word| format!("`{}`", word.as_ref()))
        .collect();
    if words.len() > shown.len() {
        return format!(
            "{} and {} more",
            shown.join(", "),
            words.len() - shown.len()
        );
    }
    match shown.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        Some((last, _)) => last.clone(),
        None => "none".to_owned(),
    }
}

/// A noun for so many things.
pub(crate) fn plural(count: usize, noun: &str) -> String {
    match (count, noun.strip_suffix('y')) {
        (1, _) => noun.to_owned(),
        (_, Some(stem)) => format!("{stem}ies"),
        (_, None) => format!("{noun}s"),
    }
}

/// The verb for so many things.
pub(crate) fn is_or_are(things: &[String]) -> &'static str {
    if things.len() == 1 { "is" } else { "are" }
}

/// A noun with its article.
pub(crate) fn article(noun: &str) -> String {
    let vowel = noun.starts_with(['a', 'e', 'i', 'o']);
    format!("{} {noun}", if vowel { "an" } else { "a" })
}
