//! The words, texts and marks of a file, found even where it is no TOML.

use std::ops::Range;

/// A word, text or mark, with its bytes.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Lexeme {
    pub(super) token: Token,
    pub(super) range: Range<usize>,
}

/// What a lexeme is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// Anything outside quotes that is no mark, spaces inside it included.
    Word,
    /// In quotes; whether they are closed.
    Text { is_closed: bool },
    /// One of `[`, `]`, `{`, `}`, `,`, `=`.
    Mark(char),
    /// The end of a line.
    Line,
}

impl Lexeme {
    pub(super) fn is(&self, mark: char) -> bool {
        self.token == Token::Mark(mark)
    }

    pub(super) fn is_word(&self) -> bool {
        self.token == Token::Word
    }

    pub(super) fn is_text(&self) -> bool {
        matches!(self.token, Token::Text { .. })
    }

    pub(super) fn of<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.range.clone()).unwrap_or_default()
    }
}

/// The lexemes of a text; comments are left out.
pub(super) fn lexemes(text: &str) -> Vec<Lexeme> {
    let mut found = Vec::new();
    let mut at = if text.starts_with('\u{feff}') { 3 } else { 0 };
    while let Some(letter) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = &text[at..];
        let (token, length) = match letter {
            '\n' => (Some(Token::Line), 1),
            '#' => (None, line(rest)),
            '[' | ']' | '{' | '}' | ',' | '=' => (Some(Token::Mark(letter)), 1),
            '"' | '\'' => quoted(rest, letter),
            ' ' | '\t' | '\r' => (None, 1),
            _ => (Some(Token::Word), word(rest)),
        };
        if let Some(token) = token {
            found.push(Lexeme {
                token,
                range: at..at + length,
            });
        }
        at += length;
    }
    found
}

/// Bytes up to the end of the line.
fn line(text: &str) -> usize {
    text.find('\n').unwrap_or(text.len())
}

/// Bytes of a text in quotes: to the closing one, else to the end of its line or, where it may have several, to where the next
/// statement begins.
fn quoted(text: &str, quote: char) -> (Option<Token>, usize) {
    let triple = quote.to_string().repeat(3);
    let (mark, within) = if text.starts_with(&triple) {
        (triple.as_str(), unless_reopened(text, &triple))
    } else {
        (&triple[..1], line(text))
    };
    let mut is_escaped = false;
    for (at, letter) in text[..within].char_indices().skip(mark.len()) {
        if is_escaped {
            is_escaped = false;
        } else if letter == '\\' && quote == '"' {
            is_escaped = true;
        } else if text[at..within].starts_with(mark) {
            let token = Token::Text { is_closed: true };
            return (Some(token), at + mark.len());
        }
    }
    let kept = text[..within].trim_end().len().max(1);
    (Some(Token::Text { is_closed: false }), kept)
}

/// Bytes in which a text in triple quotes may end: all of them, but where the next such quotes begin another text, or there are
/// none, those before the next line that looks like a header or a key with its value.
fn unless_reopened(text: &str, mark: &str) -> usize {
    let closing = text[mark.len()..].find(mark).map(|at| mark.len() + at);
    if let Some(at) = closing {
        let before = text[..at].rsplit_once('\n').map_or("", |(_, line)| line);
        if !before.trim_end().ends_with('=') {
            return text.len();
        }
    }
    let is_bare = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
    let begins = |line: &str| {
        let line = line.trim();
        let is_header = line.starts_with('[') && line.ends_with(']');
        let key = line.split_once('=').map(|(key, _)| key.trim());
        is_header || key.is_some_and(|key| !key.is_empty() && key.chars().all(is_bare))
    };
    let mut at = line(text);
    while let Some(rest) = text.get(at + 1..) {
        if begins(&rest[..line(rest)]) {
            return at;
        }
        at += 1 + line(rest);
    }
    text.len()
}

/// Bytes of a word: up to a mark, a comment, the end of its line, or quotes after a space.
fn word(text: &str) -> usize {
    let line = &text[..line(text)];
    let mut before = ' ';
    let mut depth = 0_usize;
    let mut end = line.len();
    for (at, letter) in line.char_indices() {
        match letter {
            '(' if line[at..].contains(')') => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            // In an address it names a part of the page.
            '#' if line[..at].contains("://") && !before.is_whitespace() => {}
            '[' | ']' | '{' | '}' | ',' | '=' | '#' if depth == 0 => {
                end = at;
                break;
            }
            '"' | '\'' if before.is_whitespace() && at > 0 => {
                end = at;
                break;
            }
            _ => {}
        }
        before = letter;
    }
    // Spaces of typography are letters here, which somebody must be told of.
    let kept = line[..end].trim_end_matches([' ', '\t', '\r']).len();
    kept.max(text.chars().next().map_or(1, char::len_utf8))
}
