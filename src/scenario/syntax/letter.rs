//! Letters of typography that look like those TOML needs.

use std::ops::Range;

use crate::scenario::syntax::lexeme::Lexeme;
use crate::scenario::syntax::word::Mistake;
use crate::scenario::syntax_fault::SyntaxFault;

/// The first such letter of a statement, outside texts in straight quotation marks.
pub(super) fn odd_letter(text: &str, statement: &[Lexeme]) -> Option<Mistake> {
    let words = statement.iter().filter(|lexeme| lexeme.is_word());
    words.into_iter().find_map(|word| {
        let written = word.of(text);
        written.char_indices().find_map(|(at, found)| {
            let next = written[at + found.len_utf8()..].trim_start();
            let (name, right) = named(found, next, at)?;
            let begin = word.range.start + at;
            let range: Range<usize> = begin..begin + found.len_utf8();
            Some((range, SyntaxFault::Letter { found, name, right }))
        })
    })
}

/// What a letter is called, and what to type instead; `next` follows it in its word, `at` bytes stand before it.
fn named(found: char, next: &str, at: usize) -> Option<(&'static str, &'static str)> {
    const QUOTES: &str = "straight quotation marks: `\"`";
    let begins_number = next.starts_with(|letter: char| letter.is_ascii_digit() || letter == '.');
    Some(match found {
        '“' | '”' | '„' | '‟' | '«' | '»' | '‘' | '‚' | '‛' | '‹' | '›' | '＂' | '「' | '」' => {
            ("a typographic quotation mark", QUOTES)
        }
        // An apostrophe in a word is text without quotation marks.
        '’' if at == 0 || next.is_empty() => ("a typographic quotation mark", QUOTES),
        '−' | '–' | '—' | '‑' | '‒' | '－' if at == 0 && begins_number => {
            ("a typographic minus sign", "a hyphen: `-`")
        }
        '\u{a0}' | '\u{202f}' | '\u{2007}' => ("a no-break space", "an ordinary space"),
        '\u{2000}'..='\u{200a}' | '\u{3000}' => ("a typographic space", "an ordinary space"),
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => {
            ("an invisible letter", "the line anew without it")
        }
        '＝' => ("a wide equals sign", "`=`"),
        '，' | '、' => ("a wide comma", "`,`"),
        '［' | '【' => ("a wide bracket", "`[`"),
        '］' | '】' => ("a wide bracket", "`]`"),
        '｛' => ("a wide bracket", "`{`"),
        '｝' => ("a wide bracket", "`}`"),
        '＃' => ("a wide number sign", "`#`"),
        '０'..='９' => ("a wide digit", "the digits 0 to 9"),
        _ => return None,
    })
}
