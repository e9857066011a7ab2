//! What is wrong with a word that stands where a value belongs.

use crate::scenario::meant::{Meant, meant, number, shape_elsewhere};
use crate::scenario::syntax::lexeme::{Lexeme, Token};
use crate::scenario::syntax::word::{Mistake, in_quotes, is_legal};
use crate::scenario::syntax_fault::SyntaxFault;

/// The mistake of the first lexeme, a word that is no value; `alone` where it is the whole value of a line.
pub(super) fn wrong_word(text: &str, lexemes: &[Lexeme], alone: bool) -> Mistake {
    let range = lexemes[0].range.clone();
    let word = &text[range.clone()];
    let found = word.to_owned();
    let follows = lexemes.get(1);
    if let Some((value, _)) = word.split_once(' ')
        && follows.is_some_and(|next| next.is('='))
        && is_legal(value)
    {
        let end = range.start + value.len();
        let fault = if alone {
            SyntaxFault::SeveralKeys
        } else {
            SyntaxFault::MissingComma
        };
        return (end..end, fault);
    }
    let parts = word.split([' ', ';']).filter(|part| !part.is_empty());
    if !alone
        && parts.clone().count() > 1
        && parts.clone().all(is_legal)
        && number(word).is_none_or(|_| word.contains('.'))
    {
        let end = range.start + parts.clone().next().map_or(0, str::len);
        return (end..end, SyntaxFault::MissingComma);
    }
    if let Some(mistake) = comment_behind(word, range.start) {
        return mistake;
    }
    if let Some(value) = word.strip_suffix(';')
        && (is_legal(value.trim_end()) || meant(value).is_some())
    {
        let end = range.end;
        return (end - 1..end, SyntaxFault::Trailing(";".to_owned()));
    }
    let fault = match meant(word) {
        Some(Meant::Number(right)) => SyntaxFault::Number { found, right },
        Some(Meant::Truth(right)) => SyntaxFault::Truth { found, right },
        Some(Meant::Distribution(right)) => SyntaxFault::Distribution { found, right },
        Some(Meant::List(right)) => SyntaxFault::ListBrackets { right },
        Some(Meant::Nothing) => SyntaxFault::Nothing(found),
        None if shape_elsewhere(word) => SyntaxFault::NoDistribution(found),
        None => return unquoted(text, lexemes, alone),
    };
    (range, fault)
}

/// Text without quotation marks: to the end of the line where it is the whole value.
fn unquoted(text: &str, lexemes: &[Lexeme], alone: bool) -> Mistake {
    let range = lexemes[0].range.clone();
    let mut end = range.end;
    if alone {
        let line = lexemes
            .iter()
            .take_while(|lexeme| lexeme.token != Token::Line);
        end = line.last().map_or(end, |last| last.range.end);
    }
    let mut words = &text[range.start..end];
    // A mark without its partner is the one that was begun, or forgotten.
    for mark in ['"', '\''] {
        if words.matches(mark).count() % 2 == 1 {
            words = words.trim_matches(mark);
        }
    }
    let right = in_quotes(words);
    (range.start..end, SyntaxFault::Unquoted { right })
}

/// The mistake of a comment in another language behind a value.
fn comment_behind(word: &str, start: usize) -> Option<Mistake> {
    let begins = ["//", "/*", "--", "; "];
    let places = begins
        .iter()
        .filter_map(|begin| Some((word.find(begin)?, begin)));
    let (at, begins) = places.min()?;
    let value = word[..at].trim_end();
    if at == 0 || !(is_legal(value) || meant(value).is_some()) {
        return None;
    }
    let words = word[at..]
        .trim_start_matches(begins.trim_end())
        .trim_end_matches("*/");
    let fault = SyntaxFault::Comment {
        begins: begins.trim_end().to_owned(),
        right: format!("# {}", words.trim()),
    };
    Some((start + at..start + word.len(), fault))
}
