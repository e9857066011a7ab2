//! What can be wrong with a text that is no TOML: one variant per kind of mistake, with what to write instead.

use thiserror::Error;

use crate::model::check::ID_RULE;

/// A mistake in TOML. `Display` gives the message, [`SyntaxFault::remedy`] what would be right.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum SyntaxFault {
    /// The whole file is written in another format.
    #[error("this is {0}, not TOML")]
    Foreign(&'static str),
    /// A line ends in a carriage return alone.
    #[error("a line ends in a carriage return alone, as on old Macs")]
    CarriageReturn,
    /// Two versions of a file that a merge has left side by side.
    #[error("a merge has left two versions of these lines")]
    Conflict,
    /// A letter that looks like another one.
    #[error("{name} (U+{:04X}) has no meaning in TOML", u32::from(*.found))]
    Letter {
        /// The letter.
        found: char,
        /// What it is called.
        name: &'static str,
        /// What to type instead.
        right: &'static str,
    },
    /// A comment that begins with something else than `#`.
    #[error("a comment begins with `#`, not with `{begins}`")]
    Comment {
        /// What it begins with.
        begins: String,
        /// The comment as it should be.
        right: String,
    },
    /// A bracket that is not closed.
    #[error("this `{open}` is never closed")]
    Unclosed {
        /// The bracket.
        open: char,
        /// The line before which it should be closed; none at the end of the file.
        before: Option<usize>,
    },
    /// A bracket closed by one of another kind.
    #[error("this `{open}` is closed by `{found}`")]
    Mismatch {
        /// The bracket.
        open: char,
        /// The bracket that closes it.
        found: char,
    },
    /// A closing bracket without an opening one.
    #[error("nothing is open here that `{0}` could close")]
    NothingOpen(char),
    /// A text without its closing quotation mark.
    #[error("this text has no closing quotation mark")]
    OpenText,
    /// A text that goes on over the end of its line.
    #[error("a text in single quotation marks goes on over the end of its line")]
    TextOverLines,
    /// Text without quotation marks.
    #[error("text stands in quotation marks")]
    Unquoted {
        /// The text with quotation marks.
        right: String,
    },
    /// Quotation marks within a text.
    #[error("a quotation mark ends a text, so none stands within it like this")]
    InnerQuotes {
        /// The text in marks that hold it.
        right: String,
    },
    /// A table in a list without its opening brace.
    #[error("a table in a list stands in braces")]
    NoBrace {
        /// Its first key.
        key: String,
        /// Whether the closing one is there.
        is_closed: bool,
    },
    /// A distribution that there is not.
    #[error("there is no such distribution: `{0}`")]
    NoDistribution(String),
    /// A backslash that begins nothing.
    #[error(
        "`{found}` means nothing: in double quotation marks a backslash begins a code such as `\\n`"
    )]
    Escape {
        /// The backslash and what follows.
        found: String,
    },
    /// A control character in a text.
    #[error("there is a control character (U+{:04X}) in this text", u32::from(*.0))]
    Control(char),
    /// A number written as elsewhere.
    #[error("`{found}` is no number in TOML")]
    Number {
        /// As written.
        found: String,
        /// As it should be.
        right: String,
    },
    /// A truth value written as elsewhere.
    #[error("`{found}` is no truth value in TOML")]
    Truth {
        /// As written.
        found: String,
        /// As it should be.
        right: bool,
    },
    /// A distribution written as elsewhere.
    #[error("`{found}` is no number in TOML")]
    Distribution {
        /// As written.
        found: String,
        /// As it should be.
        right: String,
    },
    /// A word for no value.
    #[error("`{0}` is no value in TOML")]
    Nothing(String),
    /// A list without square brackets.
    #[error("a list stands in square brackets")]
    ListBrackets {
        /// The list as it should be.
        right: String,
    },
    /// No comma between the entries of a list or table.
    #[error("a comma is missing here")]
    MissingComma,
    /// A comma with nothing before it.
    #[error("there is nothing before this comma")]
    ExtraComma,
    /// Something behind a value.
    #[error("nothing stands behind a value, got `{0}`")]
    Trailing(String),
    /// Two keys on one line.
    #[error("each key stands on a line of its own")]
    SeveralKeys,
    /// Something else where `=` belongs.
    #[error("`=` stands between a key and its value, got `{found}`")]
    Equals {
        /// As written.
        found: String,
        /// The line as it should be.
        right: String,
    },
    /// A key and a value without `=`.
    #[error("`=` is missing between key and value")]
    NoEquals {
        /// The line as it should be.
        right: String,
    },
    /// A key without a value.
    #[error("`{0}` has no value")]
    NoValue(String),
    /// A value without a key.
    #[error("there is no key before `=`")]
    NoKey,
    /// A key with spaces.
    #[error("a key has no spaces, got `{found}`")]
    KeySpaces {
        /// As written.
        found: String,
        /// As it should be.
        right: String,
    },
    /// A key with other letters than a to z.
    #[error("`{0}` cannot be a key or an id")]
    KeyLetters(String),
    /// A header that is not closed as it is opened.
    #[error("this header is not closed as it is opened")]
    OpenHeader {
        /// The header as it should be.
        right: String,
    },
    /// Something behind a header.
    #[error("a header stands on a line of its own")]
    BehindHeader,
    /// A header without a name.
    #[error("this header names nothing")]
    EmptyHeader,
    /// A line that is neither key nor header.
    #[error("this line is neither `key = value` nor a header")]
    NoStatement,
    /// What the parser says of anything else.
    #[error("{0}")]
    Other(String),
}

/// What to write for a distribution that there is not.
pub(crate) const DISTRIBUTIONS: &str = "write `{ pert = [least, most likely, greatest] }`, which may lean to one side, or \
     `{ triangular = […] }`; a share may be `{ beta = [a, b] }`";

impl SyntaxFault {
    /// What somebody who does it once does throughout a file.
    pub(crate) fn habit(&self) -> Option<String> {
        Some(match self {
            Self::Comment { begins, .. } => begins.clone(),
            Self::Equals { found, .. } => found.clone(),
            Self::Letter { found, .. } => found.to_string(),
            Self::Truth { found, .. } | Self::Nothing(found) | Self::KeyLetters(found) => {
                found.clone()
            }
            Self::NoStatement => String::new(),
            _ => return None,
        })
    }

    /// What would be right.
    pub fn remedy(&self) -> Option<String> {
        let write = |right: &str| Some(format!("write `{right}`"));
        let fixed = match self {
            Self::Comment { right, .. }
            | Self::Unquoted { right }
            | Self::InnerQuotes { right }
            | Self::Number { right, .. }
            | Self::Distribution { right, .. }
            | Self::ListBrackets { right }
            | Self::Equals { right, .. }
            | Self::NoEquals { right }
            | Self::KeySpaces { right, .. }
            | Self::OpenHeader { right } => return write(right),
            Self::Truth { right, .. } => return write(&right.to_string()),
            Self::Unclosed { open, before } => {
                let close = closing(*open);
                return Some(match before {
                    Some(line) => format!("put `{close}` before line {line}"),
                    None => format!("put `{close}` at its end"),
                });
            }
            Self::NoBrace {
                key,
                is_closed: true,
            } => return Some(format!("put `{{` before `{key}`")),
            Self::NoBrace { key, .. } => {
                return Some(format!(
                    "put `{{` before `{key}`, and `}}` behind its last value"
                ));
            }
            Self::NoDistribution(_) => DISTRIBUTIONS,
            Self::Mismatch { open, .. } => return write(&closing(*open).to_string()),
            Self::Letter { right, .. } => return Some(format!("type {right}")),
            Self::NoValue(_) => "write `=` and a value, or leave the key out",
            Self::Foreign(_) => "start from a template, as `zopa new` writes them",
            Self::CarriageReturn => "save the file with the line ends of Unix or Windows",
            Self::Conflict => {
                "keep one of them, and delete the lines of `<<<<<<<`, `=======` and `>>>>>>>`"
            }
            Self::NothingOpen(_) | Self::Trailing(_) | Self::ExtraComma | Self::Control(_) => {
                "delete it"
            }
            Self::OpenText => "put the mark where the text ends",
            Self::TextOverLines => {
                "write it on one line, or with three marks on each side: `\"\"\"`"
            }
            Self::Escape { .. } => "write `\\\\` for a backslash, or `/` in the path of a file",
            Self::Nothing(_) => "leave the key out, or give it a value",
            Self::MissingComma => "put one",
            Self::SeveralKeys | Self::BehindHeader => "begin a new line",
            Self::NoKey => "write `key = value`",
            Self::KeyLetters(_) => ID_RULE,
            Self::EmptyHeader => "write a name in it, as in `[clock]`",
            Self::NoStatement => "delete it, or begin it with `#` if it is a comment",
            Self::Other(_) => return None,
        };
        Some(fixed.to_owned())
    }
}

fn closing(open: char) -> char {
    if open == '[' { ']' } else { '}' }
}
