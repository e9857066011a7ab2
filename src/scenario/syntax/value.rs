//! The first mistake in the value of a statement.

use crate::scenario::meant::number;
use crate::scenario::syntax::lexeme::{Lexeme, Token};
use crate::scenario::syntax::statement::{has_closing_brace, is_assignment};
use crate::scenario::syntax::word::{Mistake, bad_escape, in_quotes, is_legal, judge_key};
use crate::scenario::syntax::wrong_word::wrong_word;
use crate::scenario::syntax_fault::SyntaxFault;

/// Walks through the lexemes of a value; `line_after` is the line of the next statement.
pub(super) struct ValueReader<'l> {
    pub(super) text: &'l str,
    pub(super) lexemes: &'l [Lexeme],
    pub(super) at: usize,
    pub(super) line_after: Option<usize>,
    /// Lists and tables around.
    pub(super) depth: usize,
}

/// Values nested deeper are left to the parser, which has a limit of its own.
const DEPTH_MAX: usize = 40;

impl<'l> ValueReader<'l> {
    /// The whole value, and that nothing stands behind it.
    pub(super) fn whole(&mut self) -> Result<(), Mistake> {
        let first = self.at;
        if let Some(Lexeme {
            token: Token::Word,
            range,
        }) = self.peek()
            && !is_legal(&self.text[range.clone()])
        {
            let comma = self.comma_number(first)?;
            if comma {
                return Ok(());
            }
            return Err(wrong_word(self.text, &self.lexemes[self.at..], true));
        }
        self.value()?;
        let Some(next) = self.next_of_line() else {
            return Ok(());
        };
        if next.is(',') {
            self.comma_number(first)?;
            self.values_in_a_row(first)?;
        }
        let range = next.range.clone();
        Err(match next.token {
            Token::Mark('=') => (range, SyntaxFault::SeveralKeys),
            Token::Mark(mark @ (']' | '}')) => (range, SyntaxFault::NothingOpen(mark)),
            _ => (range, SyntaxFault::Trailing(next.of(self.text).to_owned())),
        })
    }

    /// One value of any kind.
    fn value(&mut self) -> Result<(), Mistake> {
        let Some(lexeme) = self.peek() else {
            let end = self.end();
            return Err((end..end, SyntaxFault::NoValue(String::new())));
        };
        match lexeme.token {
            Token::Text { .. } => self.quoted(lexeme),
            Token::Word if is_legal(lexeme.of(self.text)) => {
                self.at += 1;
                Ok(())
            }
            Token::Word => {
                self.comma_number(self.at)?;
                Err(wrong_word(self.text, &self.lexemes[self.at..], false))
            }
            Token::Mark('[' | '{') if self.depth >= DEPTH_MAX => {
                Err((lexeme.range.clone(), SyntaxFault::Other(String::new())))
            }
            Token::Mark(mark @ ('[' | '{')) => {
                self.depth += 1;
                if mark == '[' {
                    self.list(lexeme)?;
                } else {
                    self.table(lexeme)?;
                }
                self.depth -= 1;
                Ok(())
            }
            Token::Mark(mark @ (']' | '}')) => {
                Err((lexeme.range.clone(), SyntaxFault::NothingOpen(mark)))
            }
            Token::Mark(',') => Err((lexeme.range.clone(), SyntaxFault::ExtraComma)),
            Token::Mark(_) | Token::Line => {
                let found = lexeme.of(self.text).to_owned();
                Err((lexeme.range.clone(), SyntaxFault::Trailing(found)))
            }
        }
    }

    fn list(&mut self, open: &'l Lexeme) -> Result<(), Mistake> {
        self.at += 1;
        loop {
            if self.closes(open)? {
                return Ok(());
            }
            self.no_brace()?;
            self.value()?;
            self.separated(open)?;
        }
    }

    /// A key where the next table of a list should begin.
    fn no_brace(&self) -> Result<(), Mistake> {
        let rest = &self.lexemes[self.at..];
        if self.depth > 1 || !is_assignment(rest) {
            return Ok(());
        }
        let key = rest[0].of(self.text).to_owned();
        let is_closed = has_closing_brace(rest);
        let fault = SyntaxFault::NoBrace { key, is_closed };
        Err((rest[0].range.clone(), fault))
    }

    fn table(&mut self, open: &'l Lexeme) -> Result<(), Mistake> {
        self.at += 1;
        let first = self.at;
        loop {
            if self.closes(open)? {
                return Ok(());
            }
            let key = self.at;
            while self
                .peek_here()
                .is_some_and(|lexeme| lexeme.is_word() || lexeme.is_text())
            {
                self.at += 1;
            }
            if self.at == key {
                return Err(self.no_key(open));
            }
            if !self.peek_here().is_some_and(|lexeme| lexeme.is('=')) {
                return Err(self.no_assignment(open, first, key));
            }
            judge_key(
                self.text,
                &self.lexemes[key..self.at],
                &self.lexemes[self.at..],
            )?;
            self.at += 1;
            let value = self.at;
            self.value()?;
            if self.peek().is_some_and(|lexeme| lexeme.is(',')) {
                self.comma_number(value)?;
            }
            self.separated(open)?;
        }
    }

    /// Whether the list or table is closed here.
    fn closes(&mut self, open: &Lexeme) -> Result<bool, Mistake> {
        let mark = if open.is('[') { '[' } else { '{' };
        let Some(lexeme) = self.peek() else {
            let fault = SyntaxFault::Unclosed {
                open: mark,
                before: self.line_after,
            };
            return Err((open.range.clone(), fault));
        };
        match lexeme.token {
            Token::Mark(found @ (']' | '}')) if (found == ']') != (mark == '[') => Err((
                open.range.clone(),
                SyntaxFault::Mismatch { open: mark, found },
            )),
            Token::Mark(']' | '}') => {
                self.at += 1;
                Ok(true)
            }
            _ => Ok(false),
        }
    }

    /// After an entry: a comma, or the end of the list or table.
    fn separated(&mut self, open: &Lexeme) -> Result<(), Mistake> {
        let before = &self.lexemes[self.at - 1];
        match self.peek() {
            Some(lexeme) if lexeme.is(',') => self.at += 1,
            Some(lexeme) if lexeme.is(']') || lexeme.is('}') => {}
            None => {}
            Some(lexeme) if lexeme.is('=') => {
                // A key in a list: the list should have ended before.
                if open.is('[') {
                    let fault = SyntaxFault::Unclosed {
                        open: '[',
                        before: self.line_after,
                    };
                    return Err((open.range.clone(), fault));
                }
                return Err((lexeme.range.clone(), SyntaxFault::MissingComma));
            }
            Some(_) => {
                if before.is_text() && before.of(self.text).contains(['=', ',', ']', '}']) {
                    return Err((before.range.clone(), SyntaxFault::OpenText));
                }
                let end = before.range.end;
                return Err((end..end, SyntaxFault::MissingComma));
            }
        }
        Ok(())
    }

    /// A text in quotation marks.
    fn quoted(&mut self, lexeme: &Lexeme) -> Result<(), Mistake> {
        let written = lexeme.of(self.text);
        self.at += 1;
        if lexeme.token == (Token::Text { is_closed: false }) {
            let goes_on = self.lexemes[self.at..]
                .iter()
                .any(|lexeme| lexeme.token != Token::Line);
            let is_over_lines = goes_on
                && (self.depth == 0 || !written.contains([',', '=', ']', '}']))
                && self
                    .peek_here()
                    .is_none_or(|next| next.token == Token::Line);
            let fault = if is_over_lines {
                SyntaxFault::TextOverLines
            } else {
                SyntaxFault::OpenText
            };
            return Err((lexeme.range.clone(), fault));
        }
        if let Some(mistake) = self.inner_quotes(lexeme) {
            return Err(mistake);
        }
        let next = self.peek_here();
        if next.is_some_and(|next| next.is_word() || next.is_text()) && written.contains(['=', ','])
        {
            return Err((lexeme.range.clone(), SyntaxFault::OpenText));
        }
        let is_basic = written.starts_with('"');
        let is_control =
            |letter: &(usize, char)| letter.1.is_control() && !"\t\n\r".contains(letter.1);
        if let Some((at, letter)) = written.char_indices().find(is_control) {
            let at = lexeme.range.start + at;
            return Err((at..at + letter.len_utf8(), SyntaxFault::Control(letter)));
        }
        match bad_escape(written).filter(|_| is_basic) {
            Some((at, found)) => {
                let at = lexeme.range.start + at;
                Err((at..at + found.len(), SyntaxFault::Escape { found }))
            }
            None => Ok(()),
        }
    }

    /// Quotation marks within a text, which end it: what follows touches it, and the same mark stands where the text could end.
    fn inner_quotes(&self, text: &Lexeme) -> Option<Mistake> {
        let next = self.peek_here()?;
        let mark = text.of(self.text).chars().next()?;
        if next.range.start != text.range.end || !(next.is_word() || next.is_text()) {
            return None;
        }
        let line = self.text[text.range.end..].lines().next()?;
        let ends = |at: usize| {
            let after = line[at + 1..].trim_start();
            after.is_empty() || after.starts_with([',', ']', '}', '#'])
        };
        let mut marks = line.match_indices(mark).map(|(at, _)| at);
        let end = text.range.end + marks.find(|&at| ends(at))?;
        let right = in_quotes(&self.text[text.range.start + 1..end]);
        Some((
            text.range.start..end + 1,
            SyntaxFault::InnerQuotes { right },
        ))
    }

    /// A decimal or thousands comma: digits, a comma and digits; `first` is the value before the comma.
    fn comma_number(&self, first: usize) -> Result<bool, Mistake> {
        let [whole, comma, part, ..] = &self.lexemes[first..] else {
            return Ok(false);
        };
        let follows = |after: usize| {
            self.lexemes
                .get(first + after)
                .is_some_and(|next| next.is('='))
        };
        let touches = whole.range.end == comma.range.start && comma.range.end == part.range.start;
        if !(whole.is_word() && comma.is(',') && part.is_word() && touches) || follows(3) {
            return Ok(false);
        }
        // Further groups of thousands.
        let mut end = first + 2;
        while let [comma, part, ..] = &self.lexemes[end + 1..]
            && comma.is(',')
            && part.is_word()
            && comma.range.end == part.range.start
        {
            end += 2;
        }
        let range = whole.range.start..self.lexemes[end].range.end;
        let found = self.text[range.clone()].to_owned();
        match number(&found) {
            Some(right) => Err((range, SyntaxFault::Number { found, right })),
            None => Ok(false),
        }
    }

    /// Values after each other on a line, which were meant as a list or as one text.
    fn values_in_a_row(&self, first: usize) -> Result<(), Mistake> {
        let last = self.lexemes[first..]
            .iter()
            .take_while(|lexeme| lexeme.token != Token::Line)
            .last();
        let Some(last) = last.filter(|last| !last.is(',')) else {
            return Ok(());
        };
        let range = self.lexemes[first].range.start..last.range.end;
        let right = format!("[{}]", &self.text[range.clone()]);
        Err((range, SyntaxFault::ListBrackets { right }))
    }

    /// The next lexeme, line ends left out.
    fn peek(&mut self) -> Option<&'l Lexeme> {
        while self
            .peek_here()
            .is_some_and(|lexeme| lexeme.token == Token::Line)
        {
            self.at += 1;
        }
        self.peek_here()
    }

    pub(super) fn peek_here(&self) -> Option<&'l Lexeme> {
        self.lexemes.get(self.at)
    }

    /// The next lexeme of this line.
    fn next_of_line(&self) -> Option<&'l Lexeme> {
        self.peek_here()
            .filter(|lexeme| lexeme.token != Token::Line)
    }

    fn end(&self) -> usize {
        self.lexemes.last().map_or(0, |lexeme| lexeme.range.end)
    }
}
