//! The mistake of an entry of a table that is written on one line.

use crate::scenario::syntax::lexeme::{Lexeme, Token};
use crate::scenario::syntax::value::ValueReader;
use crate::scenario::syntax::word::{Mistake, in_quotes, is_legal};
use crate::scenario::syntax_fault::SyntaxFault;

impl ValueReader<'_> {
    /// The mistake of an entry of a table that begins with a mark.
    pub(super) fn no_key(&self, open: &Lexeme) -> Mistake {
        let lexeme = &self.lexemes[self.at];
        let fault = match lexeme.token {
            Token::Mark(',') => SyntaxFault::ExtraComma,
            Token::Mark('=') => SyntaxFault::NoKey,
            // What opens here belongs behind the end of this table.
            Token::Mark('{' | '[') => {
                let line = 1 + self.text[..lexeme.range.start].matches('\n').count();
                let before = Some(line);
                return (
                    open.range.clone(),
                    SyntaxFault::Unclosed { open: '{', before },
                );
            }
            Token::Mark(mark @ (']' | '}')) => SyntaxFault::NothingOpen(mark),
            _ => SyntaxFault::Trailing(lexeme.of(self.text).to_owned()),
        };
        (lexeme.range.clone(), fault)
    }

    /// The mistake of an entry of a table that has no `=`.
    pub(super) fn no_assignment(&self, open: &Lexeme, first: usize, key: usize) -> Mistake {
        let entry = &self.lexemes[key..self.at];
        let word = entry[0].of(self.text);
        let range = entry[0].range.clone();
        if key == first && is_legal(word) {
            let inside = &self.text[open.range.end..];
            let right = inside.find('}').map_or(inside, |end| &inside[..end]);
            let right = format!("[{}]", right.trim());
            return (open.range.clone(), SyntaxFault::ListBrackets { right });
        }
        if word.ends_with(['"', '\'']) {
            // The marks at the end of a text that lacks those at its beginning, before a comma.
            let begin = if key > first && self.lexemes[key - 1].is(',') {
                key - 2
            } else {
                key
            };
            let range = self.lexemes[begin].range.start..range.end;
            let words = self.text[range.clone()].trim_matches(['"', '\'']);
            let right = in_quotes(words);
            return (range, SyntaxFault::Unquoted { right });
        }
        let value = self.peek_here().map_or("", |lexeme| lexeme.of(self.text));
        let right = |key: &str, value: &str| format!("{} = {}", key.trim(), value.trim());
        match entry {
            [_, value] => {
                let (key, value) = (word.trim_end_matches([':', ' ']), value.of(self.text));
                let value = value.trim_start_matches([':', ' ']);
                let found = ":".to_owned();
                (
                    range,
                    SyntaxFault::Equals {
                        found,
                        right: right(key, value),
                    },
                )
            }
            [_] if word.contains(':') => {
                let (key, rest) = word.split_once(':').unwrap_or((word, ""));
                let value = if rest.trim().is_empty() { value } else { rest };
                let found = ":".to_owned();
                (
                    range,
                    SyntaxFault::Equals {
                        found,
                        right: right(key, value),
                    },
                )
            }
            _ => match word.split_once(' ') {
                Some((key, value)) => (
                    range,
                    SyntaxFault::NoEquals {
                        right: right(key, value),
                    },
                ),
                None => (range, SyntaxFault::NoValue(word.to_owned())),
            },
        }
    }
}
