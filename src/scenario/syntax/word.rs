//! Keys, words and texts by themselves: whether TOML reads them.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use crate::scenario::syntax::lexeme::Lexeme;
use crate::scenario::syntax_fault::SyntaxFault;

/// A mistake with its bytes.
pub(super) type Mistake = (Range<usize>, SyntaxFault);

/// Whether a word by itself is a value.
pub(super) fn is_legal(word: &str) -> bool {
    !word.is_empty() && DeValue::parse(word).is_ok()
}

/// Words in quotation marks, in such as need the fewest marks before others.
pub(super) fn in_quotes(words: &str) -> String {
    // In single marks nothing needs another mark before it.
    if words.contains(['"', '\\']) && !words.contains('\'') {
        return format!("'{words}'");
    }
    let words = words.replace('\\', "\\\\");
    format!("\"{}\"", words.replace('"', "\\\""))
}

/// The first backslash of a text in double quotation marks that begins no code.
pub(super) fn bad_escape(text: &str) -> Option<(usize, String)> {
    let mut letters = text.char_indices();
    while let Some((at, letter)) = letters.next() {
        if letter != '\\' {
            continue;
        }
        let (_, code) = letters.next()?;
        let digits = match code {
            'b' | 't' | 'n' | 'f' | 'r' | 'e' | '"' | '\\' => 0,
            ' ' | '\n' | '\r' | '\t' if text.starts_with("\"\"\"") => 0,
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => return Some((at, format!("\\{code}"))),
        };
        let number = text.get(at + 2..at + 2 + digits);
        if digits > 0 && number.is_none_or(|number| u32::from_str_radix(number, 16).is_err()) {
            return Some((at, format!("\\{code}")));
        }
    }
    None
}

/// The mistake of a key, which stands before `=`.
pub(super) fn judge_key(text: &str, key: &[Lexeme], after: &[Lexeme]) -> Result<(), Mistake> {
    let (Some(first), Some(last)) = (key.first(), key.last()) else {
        let range = after.first().map_or(0..0, |lexeme| lexeme.range.clone());
        return Err((range, SyntaxFault::NoKey));
    };
    let range = first.range.start..last.range.end;
    let written = &text[range.clone()];
    if DeTable::parse(&format!("{written} = 0")).is_ok() {
        return Ok(());
    }
    let is_odd = |letter: char| letter.is_alphabetic() && !letter.is_ascii();
    let found = written.to_owned();
    Err(match written.strip_suffix([':', '-', '+']) {
        Some(key) => {
            let value = after.get(1).map_or("", |lexeme| lexeme.of(text));
            let found = format!("{}=", &written[key.len()..]);
            let right = format!("{} = {value}", key.trim());
            (range, SyntaxFault::Equals { found, right })
        }
        None if written.contains(is_odd) => (range, SyntaxFault::KeyLetters(found)),
        None if written.contains(' ') => {
            let right = written.split_whitespace().collect::<Vec<_>>().join("-");
            (range, SyntaxFault::KeySpaces { found, right })
        }
        None => (range, SyntaxFault::KeyLetters(found)),
    })
}
