//! From lexemes to statements: a header, or a key with its value over as many lines as it has.
//!
//! A statement ends where the next one begins, though its brackets or quotes may still be open, so that what is left
//! open in one place spoils nothing further down.

use crate::scenario::syntax::lexeme::{Lexeme, Token};

/// The statements of a text.
pub(super) fn statements<'l>(text: &str, lexemes: &'l [Lexeme]) -> Vec<&'l [Lexeme]> {
    let mut found = Vec::new();
    let mut rest = lexemes;
    while let Some(begin) = rest.iter().position(|lexeme| lexeme.token != Token::Line) {
        rest = &rest[begin..];
        let length = if rest[0].is('[') {
            line(rest)
        } else {
            entry(text, rest)
        };
        found.push(&rest[..length]);
        rest = &rest[length..];
    }
    found
}

/// The number of lexemes up to the end of the line.
fn line(lexemes: &[Lexeme]) -> usize {
    let end = lexemes
        .iter()
        .position(|lexeme| lexeme.token == Token::Line);
    end.unwrap_or(lexemes.len())
}

/// The number of lexemes of a key with its value.
fn entry(text: &str, lexemes: &[Lexeme]) -> usize {
    let mut open: Vec<usize> = Vec::new();
    let mut at = 0;
    while at < lexemes.len() {
        match lexemes[at].token {
            Token::Mark('[' | '{') => open.push(at),
            // A brace that closes a table of a list which lacks its beginning leaves the list open.
            Token::Mark('}') if open.last().is_some_and(|&open| lexemes[open].is('[')) => {}
            Token::Mark(']' | '}') => {
                open.pop();
            }
            Token::Line => {
                let after = &lexemes[at..];
                let begin = after.iter().position(|lexeme| lexeme.token != Token::Line);
                let next = begin.map_or(&[][..], |begin| &after[begin..]);
                if at > 0 && lexemes[at - 1].token == (Token::Text { is_closed: false }) {
                    // The brackets that would close on this line are in the text.
                    let begin = lexemes[..at]
                        .iter()
                        .rposition(is_line)
                        .map_or(0, |line| line + 1);
                    open.retain(|&open| open < begin);
                    if open.is_empty() {
                        return at + text_over_lines(text, after);
                    }
                }
                if open
                    .last()
                    .is_none_or(|&open| ends(lexemes, open, at, next))
                {
                    return at;
                }
            }
            _ => {}
        }
        at += 1;
    }
    lexemes.len()
}

/// Whether a bracket that is open at the end of a line will never be closed, judged by the next line.
fn ends(lexemes: &[Lexeme], open: usize, at: usize, next: &[Lexeme]) -> bool {
    if is_header(next) {
        return true;
    }
    if !is_assignment(next) {
        return false;
    }
    // A table that begins on the line of its brace has its keys there too.
    let is_on_one_line = lexemes[open].is('{')
        && lexemes
            .get(open + 1)
            .is_some_and(|lexeme| lexeme.token != Token::Line);
    if is_on_one_line {
        !lexemes[at - 1].is(',')
    } else {
        !has_closing_brace(next)
    }
}

/// Whether the first bracket closed that was not opened here is a brace: the end of a table in a list that lacks its beginning.
pub(super) fn has_closing_brace(lexemes: &[Lexeme]) -> bool {
    let mut depth = 0;
    for (at, lexeme) in lexemes.iter().enumerate() {
        match lexeme.token {
            Token::Mark('[' | '{') => depth += 1,
            Token::Mark(mark @ (']' | '}')) if depth == 0 => return mark == '}',
            Token::Mark(']' | '}') => depth -= 1,
            Token::Line if is_header(&lexemes[at + 1..]) => return false,
            _ => {}
        }
    }
    false
}

fn is_line(lexeme: &Lexeme) -> bool {
    lexeme.token == Token::Line
}

/// Whether a line is a header: brackets around a name.
fn is_header(lexemes: &[Lexeme]) -> bool {
    let line = &lexemes[..line(lexemes)];
    let opening = line.iter().take_while(|lexeme| lexeme.is('[')).count();
    let closing = line
        .iter()
        .rev()
        .take_while(|lexeme| lexeme.is(']'))
        .count();
    let inside = line.get(opening..line.len().saturating_sub(closing));
    (1..=2).contains(&opening)
        && opening == closing
        && inside.is_some_and(|inside| matches!(inside, [name] if name.is_word()))
}

/// Whether a line begins with a key and `=`.
pub(super) fn is_assignment(lexemes: &[Lexeme]) -> bool {
    matches!(lexemes, [key, equals, ..] if (key.is_word() || key.is_text()) && equals.is('='))
}

/// The number of lexemes of further lines that belong to a text left open on this one: up to its closing quotes.
fn text_over_lines(text: &str, after: &[Lexeme]) -> usize {
    let mut length = 0;
    loop {
        let lines = after[length..]
            .iter()
            .take_while(|lexeme| lexeme.token == Token::Line)
            .count();
        let next = &after[length + lines..];
        if next.is_empty()
            || is_header(next)
            || is_assignment(next)
            || next[0].is(']')
            || next[0].is('}')
        {
            return 0;
        }
        length += lines + line(next);
        let last = after[length - 1].of(text);
        if last.ends_with(['"', '\'']) {
            return length;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::statements;
    use crate::scenario::syntax::lexeme::{Lexeme, lexemes};

    fn parts(text: &str) -> Vec<String> {
        let lexemes = lexemes(text);
        let whole = statements(text, &lexemes);
        let part = |statement: &[Lexeme]| {
            let ends = statement.first().zip(statement.last());
            let range = ends.map(|(first, last)| first.range.start..last.range.end);
            range.map_or(String::new(), |range| text[range].trim_end().to_owned())
        };
        whole.into_iter().map(part).collect()
    }

    #[test]
    fn a_statement_ends_where_the_next_one_begins() {
        let closed = "[a]\nb = [\n  1, # one\n  [2],\n]\nc.d = { e = 1, f = [2] }\n";
        assert_eq!(
            parts(closed),
            [
                "[a]",
                "b = [\n  1, # one\n  [2],\n]",
                "c.d = { e = 1, f = [2] }"
            ]
        );
        let open = "b = [\n  1,\n[a]\nc = { d = 1\ne = \"x\nf = 2\ng = \"y\nz\"\n";
        assert_eq!(
            parts(open),
            [
                "b = [\n  1,",
                "[a]",
                "c = { d = 1",
                "e = \"x",
                "f = 2",
                "g = \"y\nz\""
            ]
        );
        let at_the_end = "a = {\nb = 1\nc = [{ d = 2 }]\n[e]\n";
        assert_eq!(
            parts(at_the_end),
            ["a = {", "b = 1", "c = [{ d = 2 }]", "[e]"]
        );
        let closed_later = "a = {\n  b = 1,\n  c = [{ d = 2 }]\n}\n[e]\n";
        assert_eq!(
            parts(closed_later),
            ["a = {\n  b = 1,\n  c = [{ d = 2 }]\n}", "[e]"]
        );
    }
}
