//! The first mistake of a statement.

use std::ops::Range;

use toml::de::DeTable;

use crate::scenario::syntax::header;
use crate::scenario::syntax::letter::odd_letter;
use crate::scenario::syntax::lexeme::{Lexeme, Token};
use crate::scenario::syntax::value::ValueReader;
use crate::scenario::syntax::word::{Mistake, is_legal, judge_key};
use crate::scenario::syntax_fault::SyntaxFault;

/// The mistake of a statement, if the parser refuses it; `line_after` is the line of the next one.
pub(super) fn judge(
    text: &str,
    statement: &[Lexeme],
    line_after: Option<usize>,
) -> Option<Mistake> {
    let (first, last) = statement.first().zip(statement.last())?;
    let range = first.range.start..last.range.end;
    let (_, errors) = DeTable::parse_recoverable(&text[range.clone()]);
    let error = errors.first()?;
    let is_repeated = |error: &toml::de::Error| error.message().contains("duplicate key");
    if errors.iter().all(is_repeated) {
        return None;
    }
    let found = found(text, statement, line_after);
    found.or_else(|| {
        let at = error
            .span()
            .map_or(range.start, |span| range.start + span.start);
        Some((at..at, SyntaxFault::Other(error.message().to_owned())))
    })
}

fn found(text: &str, statement: &[Lexeme], line_after: Option<usize>) -> Option<Mistake> {
    let first = statement.first()?;
    if first.of(text).starts_with("<<<<<<<") {
        return Some((first.range.clone(), SyntaxFault::Conflict));
    }
    if let Some(mistake) = foreign_comment(text, statement) {
        return Some(mistake);
    }
    if let Some(mistake) = odd_letter(text, statement) {
        return Some(mistake);
    }
    if first.is('[') {
        return header::judge(text, statement);
    }
    let is_equals = |lexeme: &Lexeme| lexeme.is('=') || lexeme.is('[') || lexeme.is('{');
    let equals = statement.iter().position(is_equals);
    let Some(at) = equals.filter(|&at| statement[at].is('=')) else {
        return Some(no_assignment(text, statement));
    };
    if let Err(mistake) = judge_key(text, &statement[..at], &statement[at..]) {
        return Some(mistake);
    }
    if let Some(mistake) = doubled(text, statement, at) {
        return Some(mistake);
    }
    let mut reader = ValueReader {
        text,
        lexemes: statement,
        at: at + 1,
        line_after,
        depth: 0,
    };
    match reader.whole() {
        Err((range, SyntaxFault::NoValue(key))) if key.is_empty() => {
            let key = text[first.range.start..statement[at - 1].range.end].to_owned();
            Some((range, SyntaxFault::NoValue(key)))
        }
        Err((_, SyntaxFault::Other(_))) => None,
        found => found.err(),
    }
}

/// A line that begins as comments of other languages do.
fn foreign_comment(text: &str, statement: &[Lexeme]) -> Option<Mistake> {
    const BEGINS: [&str; 8] = ["//", "/*", "<!--", "--", ";", "*/", "%", "* "];
    let first = statement.first().filter(|first| first.is_word())?;
    let begins = BEGINS
        .into_iter()
        .find(|begins| first.of(text).starts_with(begins))?;
    let line = statement
        .iter()
        .take_while(|lexeme| lexeme.token != Token::Line)
        .last()?;
    let range = first.range.start..line.range.end;
    let words = text[range.clone()].trim_start_matches(begins);
    let words = words.trim_end_matches("*/").trim_end_matches("-->").trim();
    let fault = SyntaxFault::Comment {
        begins: begins.trim().to_owned(),
        right: format!("# {words}"),
    };
    Some((range, fault))
}

/// More than one sign between key and value: `==`, `=>`.
fn doubled(text: &str, statement: &[Lexeme], at: usize) -> Option<Mistake> {
    let next = statement.get(at + 1)?;
    let sign = next.of(text);
    let signs = sign
        .chars()
        .take_while(|letter| "=>:~".contains(*letter))
        .count();
    if signs == 0 || next.is_text() {
        return None;
    }
    let end = next.range.start + signs;
    let last = statement.last()?.range.end;
    let key = &text[statement[0].range.start..statement[at - 1].range.end];
    let range = statement[at].range.start..end;
    let found = text[range.clone()].to_owned();
    let right = format!(
        "{key} = {}",
        text[end..last.max(end)].trim_start_matches(['=', ' '])
    );
    Some((range, SyntaxFault::Equals { found, right }))
}

/// The mistake of a statement without `=`.
fn no_assignment(text: &str, statement: &[Lexeme]) -> Mistake {
    let first = &statement[0];
    let range = first.range.clone();
    let written = first.of(text);
    if let Token::Mark(mark) = first.token {
        let fault = match mark {
            ']' | '}' => SyntaxFault::NothingOpen(mark),
            '=' => SyntaxFault::NoKey,
            _ => SyntaxFault::NoStatement,
        };
        return (range, fault);
    }
    if first.token == (Token::Text { is_closed: false }) {
        return (range, SyntaxFault::OpenText);
    }
    let end = statement.last().map_or(range.end, |last| last.range.end);
    let rest = text[range.end..end].trim();
    let is_key = |key: &str| !key.is_empty() && DeTable::parse(&format!("{key} = 0")).is_ok();
    if let Some((key, value)) = colon(written, rest).filter(|(key, _)| is_key(key)) {
        let found = ":".to_owned();
        return (
            range,
            SyntaxFault::Equals {
                found,
                right: format!("{key} = {value}"),
            },
        );
    }
    if is_key(written) && !rest.is_empty() && !rest.starts_with(',') {
        return (
            range,
            SyntaxFault::NoEquals {
                right: format!("{written} = {rest}"),
            },
        );
    }
    if let Some((key, value)) = written.split_once(' ')
        && is_key(key)
        && (is_legal(value.trim()) || crate::scenario::meant::number(value).is_some())
    {
        let right = format!("{key} = {}", value.trim());
        return (range, SyntaxFault::NoEquals { right });
    }
    if is_key(written) {
        return (range, SyntaxFault::NoValue(written.to_owned()));
    }
    (line(text, range), SyntaxFault::NoStatement)
}

/// A key and its value with a colon between them.
fn colon<'t>(written: &'t str, rest: &'t str) -> Option<(&'t str, &'t str)> {
    if let Some(value) = rest.strip_prefix(':') {
        return Some((written, value.trim()));
    }
    let (key, value) = written.split_once(':')?;
    let value = if rest.is_empty() { value } else { rest };
    Some((key.trim(), value.trim()))
}

/// From a place to the end of its line.
fn line(text: &str, range: Range<usize>) -> Range<usize> {
    let end = text[range.start..]
        .find('\n')
        .map_or(text.len(), |at| range.start + at);
    range.start..range.start + text[range.start..end].trim_end().len()
}
