//! The source line of a problem with marks below the part at fault.

use crate::scenario::place::Span;

/// Characters of a source line shown.
const LINE_WIDTH: usize = 120;

/// A source line with the part at fault.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Excerpt {
    line: String,
    /// Characters before the part.
    before: usize,
    /// Characters of the part, at least 1.
    length: usize,
}

impl Excerpt {
    /// The line of a span, with line and column from 1.
    pub(crate) fn of(text: &str, span: Span) -> ((usize, usize), Self) {
        let start = text.floor_char_boundary(span.start);
        let (above, below) = text.split_at(start);
        let line_start = above.rfind('\n').map_or(0, |at| at + 1);
        let line = text[line_start..].lines().next().unwrap_or_default();
        let before = above[line_start..].chars().count();
        let part = &below[..below.floor_char_boundary(span.end.saturating_sub(start))];
        let part = part.lines().next().unwrap_or_default();
        let length = part.chars().count().max(1);
        let number = above.matches('\n').count() + 1;
        ((number, before + 1), Self::window(line, before, length))
    }

    /// As much of a line around its part at fault as fits, without control characters.
    fn window(line: &str, before: usize, length: usize) -> Self {
        let fits = line.chars().nth(LINE_WIDTH).is_none();
        let skipped = if fits {
            0
        } else {
            before.saturating_sub(LINE_WIDTH / 2)
        };
        let mut shown = String::new();
        let mut shown_before = before.saturating_sub(skipped);
        if skipped > 0 {
            shown.push('…');
            shown_before += 1;
        }
        let mut letters = line.chars().skip(skipped);
        shown.extend(letters.by_ref().take(LINE_WIDTH).map(printable));
        if letters.next().is_some() {
            shown.push('…');
        }
        let room = shown.chars().count().saturating_sub(shown_before).max(1);
        Self {
            line: shown,
            before: shown_before,
            length: length.min(room),
        }
    }

    /// The line and the marks below it.
    pub(crate) fn drawn(&self) -> (String, String) {
        let blanks = self.line.chars().take(self.before);
        // A tab stays a tab, so that the marks stand below their part at any tab width.
        let mut carets: String = blanks
            .map(|letter| if letter == '\t' { '\t' } else { ' ' })
            .collect();
        let missing = self.before.saturating_sub(carets.chars().count());
        carets.extend(std::iter::repeat_n(' ', missing));
        carets.extend(std::iter::repeat_n('^', self.length));
        (self.line.clone(), carets)
    }
}

/// A replacement for control characters, which could garble a terminal.
pub(crate) fn printable(letter: char) -> char {
    if letter.is_control() && letter != '\t' {
        '\u{fffd}'
    } else {
        letter
    }
}
