//! What is wrong with a text that is no TOML, in words of its own: each mistake once, where it is, with what to write.
//!
//! The parser goes on after a fault as well as it can, and reports what follows from it: one bracket left open is a
//! hundred faults. So the text is cut into statements, each ending where the next one begins, and each statement that
//! the parser refuses is looked at by itself.

mod entry;
mod foreign;
mod header;
mod judge;
mod letter;
mod lexeme;
mod statement;
mod value;
mod word;
mod wrong_word;

use std::ops::Range;

pub(crate) use header::{Mended, mend};

use crate::scenario::syntax::lexeme::{Lexeme, lexemes};
use crate::scenario::syntax_fault::SyntaxFault;

/// The mistakes of a text that the parser refuses, in their order, each with its bytes.
pub(crate) fn mistakes(text: &str) -> Vec<(Range<usize>, SyntaxFault)> {
    if let Some(at) = lone_return(text) {
        return vec![(at..at + 1, SyntaxFault::CarriageReturn)];
    }
    let lexemes = lexemes(text);
    let statements = statement::statements(text, &lexemes);
    if let Some(format) = foreign::format(text, &statements) {
        return vec![(0..0, SyntaxFault::Foreign(format))];
    }
    let mut found: Vec<(Range<usize>, SyntaxFault)> = Vec::new();
    let mut is_in_conflict = false;
    for (position, statement) in statements.iter().enumerate() {
        let words = first_word(text, statement);
        if is_in_conflict {
            is_in_conflict = !words.starts_with(">>>>>>>");
            continue;
        }
        is_in_conflict = words.starts_with("<<<<<<<");
        let next = statements.get(position + 1).and_then(|next| next.first());
        let line_after = next.map(|next| text[..next.range.start].matches('\n').count() + 1);
        let mistake = judge::judge(text, statement, line_after);
        // An id that cannot be a key is one mistake, however often it is written.
        let is_new = |mistake: &(Range<usize>, SyntaxFault)| {
            let is_id = matches!(mistake.1, SyntaxFault::KeyLetters(_));
            !is_id || found.iter().all(|(_, other)| *other != mistake.1)
        };
        found.extend(mistake.filter(is_new));
    }
    found
}

/// The first carriage return that no line feed follows.
fn lone_return(text: &str) -> Option<usize> {
    let mut returns = text.match_indices('\r').map(|(at, _)| at);
    returns.find(|at| text.as_bytes().get(at + 1) != Some(&b'\n'))
}

fn first_word<'t>(text: &'t str, statement: &[Lexeme]) -> &'t str {
    statement.first().map_or("", |first| first.of(text))
}
