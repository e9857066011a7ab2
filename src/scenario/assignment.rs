//! Values for paths, as a command line, a sweep or a policy gives them: `path=value`.

use std::fmt;
use std::str::FromStr;

use crate::scenario::fault::Fault;
use crate::scenario::problem::Problem;

/// A value for a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// Dotted path, list items by id: `party.russia.reservation`. Segments with dots stand in quotes.
    pub path: String,
    /// The value as TOML; text where it is none.
    pub value: String,
}

impl fmt::Display for Assignment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}={}", self.path, self.value)
    }
}

impl FromStr for Assignment {
    type Err = Box<Problem>;

    /// Splits at the first `=` outside quotes.
    fn from_str(text: &str) -> Result<Self, Box<Problem>> {
        let mut quoted = false;
        for (byte, letter) in text.char_indices() {
            match letter {
                '"' => quoted = !quoted,
                '=' if !quoted => {
                    let (path, value) = text.split_at(byte);
                    return Ok(Self {
                        path: path.trim().to_owned(),
                        value: value.trim_start_matches('=').trim().to_owned(),
                    });
                }
                _ => {}
            }
        }
        let place = format!("--set {text}");
        Err(Box::new(Problem::with_file(&place, Fault::BadAssignment)))
    }
}

/// The segments of a dotted path; none for an empty or broken one.
pub(crate) fn segments(path: &str) -> Option<Vec<String>> {
    let mut segments = Vec::new();
    let mut rest = path.trim();
    loop {
        let (segment, after) = if let Some(quoted) = rest.strip_prefix('"') {
            quoted.split_once('"')?
        } else {
            let end = rest.find('.').unwrap_or(rest.len());
            rest.split_at(end)
        };
        if segment.is_empty() {
            return None;
        }
        segments.push(segment.to_owned());
        if after.is_empty() {
            return Some(segments);
        }
        rest = after.strip_prefix('.')?;
    }
}

#[cfg(test)]
mod tests {
    use super::{Assignment, segments};

    #[test]
    fn dots_part_a_path_but_for_those_in_quotes() {
        let parts = |path: &str| segments(path).map(|parts| parts.join("|"));
        assert_eq!(parts("clock.rounds").as_deref(), Some("clock|rounds"));
        assert_eq!(parts("loads.\"no. 1\"").as_deref(), Some("loads|no. 1"));
        for broken in ["", "clock.", ".rounds", "a..b", "\"a", "\"a\"b"] {
            assert_eq!(parts(broken), None, "{broken}");
        }
    }

    #[test]
    fn an_assignment_parts_at_the_first_equals_sign_outside_quotes() {
        let set: Assignment = "issue.\"a=b\".value = 3".parse().expect("one");
        assert_eq!(
            (set.path.as_str(), set.value.as_str()),
            ("issue.\"a=b\".value", "3")
        );
        assert!("clock.rounds".parse::<Assignment>().is_err());
    }
}
