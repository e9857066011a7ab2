//! How wide words are, and how they break into lines, without a font at hand.
//!
//! Widths are those of Helvetica, which Arial and Liberation Sans share.

use crate::model::visible;
use crate::report::chart::theme::{Colour, count, leading, rounded};

/// Advance widths of the characters from space to tilde, in thousandths of the type size.
const WIDTHS: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278,
    278, // space to /
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, // 0 to ?
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, // @ to O
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, // P to _
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, // ` to o
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584, // p to ~
];

/// Share added to every width, so that a substitute font does not overrun.
const RESERVE: f64 = 1.03;

/// Bold letters are wider by about this factor.
const BOLD: f64 = 1.07;

/// Which end of the words stands at the given place.
#[derive(Clone, Copy, Debug)]
pub(super) enum Anchor {
    /// Words begin there.
    Start,
    /// Words are centred there.
    Middle,
    /// Words end there.
    End,
}

impl Anchor {
    /// Where words of some length begin that stand at a place.
    pub(super) fn left(self, place: i32, long: i32) -> i32 {
        match self {
            Self::Start => place,
            Self::Middle => place - long / 2,
            Self::End => place - long,
        }
    }
}

/// How words are set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Type {
    /// Size in units.
    pub(super) size: i32,
    /// Whether it is bold.
    pub(super) bold: bool,
    /// Colour.
    pub(super) colour: Colour,
    /// Anchor.
    pub(super) anchor: Anchor,
    /// Whether it hides what is behind it.
    pub(super) on_white: bool,
}

impl Type {
    /// Regular type beginning at its place.
    pub(super) const fn regular(size: i32, colour: Colour) -> Self {
        Self {
            size,
            bold: false,
            colour,
            anchor: Anchor::Start,
            on_white: false,
        }
    }

    /// The same in bold.
    pub(super) const fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    /// The same in another colour.
    pub(super) const fn coloured(self, colour: Colour) -> Self {
        Self { colour, ..self }
    }

    /// The same, hiding what is behind it.
    pub(super) const fn on_white(self) -> Self {
        Self {
            on_white: true,
            ..self
        }
    }

    /// The same about another end.
    pub(super) const fn at(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }

    /// Width of a line in units.
    pub(super) fn width(self, text: &str) -> f64 {
        let thousandths: u32 = text.chars().map(|letter| u32::from(advance(letter))).sum();
        let factor = if self.bold { RESERVE * BOLD } else { RESERVE };
        f64::from(thousandths) / 1_000.0 * f64::from(self.size) * factor
    }

    /// Width of the widest of some words, in whole units.
    pub(super) fn widest<T: AsRef<str>>(self, words: impl IntoIterator<Item = T>) -> i32 {
        let widths = words.into_iter().map(|words| self.width(words.as_ref()));
        rounded(widths.fold(0.0, f64::max))
    }

    /// Whether words fit on one line.
    pub(super) fn keeps_line(self, text: &str, room: i32) -> bool {
        self.width(text) <= f64::from(room)
    }

    /// Width of the longest part of a text that has no place to break.
    pub(super) fn longest(self, text: &str) -> f64 {
        let pieces = pieces(text);
        let widths = pieces.iter().map(|piece| self.width(piece.trim_end()));
        widths.fold(1.0, f64::max)
    }

    /// Breaks words into at most `lines_max` lines no wider than `room`; what does not fit ends in `…`.
    pub(super) fn wrap(self, text: &str, room: i32, lines_max: usize) -> Text {
        let fits = |line: &str| self.keeps_line(line, room);
        let whole = |piece: &String| fits(piece.trim_end());
        // A word wider than a line is broken where the line is full.
        let parts = pieces(text).into_iter().flat_map(|piece| match piece {
            piece if whole(&piece) => vec![piece],
            piece => piece.chars().map(String::from).collect(),
        });
        let mut lines: Vec<String> = Vec::new();
        for part in parts {
            match lines.last_mut() {
                Some(line) if whole(&format!("{line}{part}")) => line.push_str(&part),
                _ => lines.push(part),
            }
        }
        let mut lines: Vec<String> = lines
            .into_iter()
            .map(|line| line.trim().to_owned())
            .filter(|line| !line.is_empty())
            .collect();
        if lines.len() > lines_max {
            lines.truncate(lines_max);
            if let Some(last) = lines.last_mut() {
                while !last.is_empty() && !fits(&format!("{last}…")) {
                    last.pop();
                }
                last.push('…');
            }
        }
        Text { lines, kind: self }
    }

    /// Like [`Type::wrap`], but with lines of nearly equal length: no word is left alone on the last.
    pub(super) fn balance(self, text: &str, room: i32, lines_max: usize) -> Text {
        let mut best = self.wrap(text, room, lines_max);
        let count = best.lines.len();
        let longest = self.longest(text);
        // A tenth of the type size at a time is finer than any letter.
        let step = (self.size / 10).max(1);
        let mut narrower = room;
        // Words stay whole.
        while count > 1 && f64::from(narrower - step) >= longest {
            narrower -= step;
            let next = self.wrap(text, narrower, lines_max);
            if next.lines.len() > count || next.is_cut() {
                break;
            }
            best = next;
        }
        best
    }
}

/// Words broken into lines.
#[derive(Clone, Debug)]
pub(super) struct Text {
    pub(super) lines: Vec<String>,
    pub(super) kind: Type,
}

impl Text {
    /// Height of its lines.
    pub(super) fn height(&self) -> i32 {
        leading(self.kind.size) * count(self.lines.len())
    }

    /// Width of its longest line.
    pub(super) fn width(&self) -> i32 {
        self.kind.widest(&self.lines)
    }

    /// Whether it ends in `…` for want of room.
    pub(super) fn is_cut(&self) -> bool {
        self.lines.last().is_some_and(|last| last.ends_with('…'))
    }
}

fn advance(letter: char) -> u16 {
    let code = u32::from(letter);
    match code {
        0x20..=0x7e => WIDTHS[(code - 0x20) as usize],
        // Dashes and quotation marks.
        0x2013 | 0x2212 => 584,
        0x2018 | 0x2019 => 222,
        0x201c | 0x201d => 333,
        // The scripts of East Asia and pictures fill the square.
        0x2014 | 0x2026 | 0x1100.. => 1_000,
        // Latin with accents, Greek, Cyrillic and the like.
        _ if letter.is_uppercase() => 740,
        _ => 600,
    }
}

/// The places where a line may break: after spaces, slashes, hyphens and full stops.
fn pieces(text: &str) -> Vec<String> {
    // Line ends and tabs have no place in a figure, and what steers is as long as its name.
    let text = visible(text).replace(
        |letter: char| letter.is_whitespace() && letter != '\u{a0}',
        " ",
    );
    let mut pieces = vec![String::new()];
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let last = pieces.last_mut().expect("there is always a piece");
        last.push(letter);
        let ends = match letter {
            // A number keeps its sign.
            ' ' => letters.peek() != Some(&'%'),
            '/' => true,
            // Full stops part the paths of numbers.
            '-' | '.' => {
                last.chars().count() > 2 && letters.peek().is_some_and(|item| item.is_alphabetic())
            }
            _ => false,
        };
        if ends {
            pieces.push(String::new());
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::Type;

    const REGULAR: Type = Type::regular(80, (0, 0, 0));

    #[test]
    fn lines_keep_to_the_room_and_lose_no_word() {
        let text =
            "Demilitarised/special economic zone with mutual pull-back, Donaudampfschifffahrt";
        let lines = REGULAR.wrap(text, 600, 20).lines;
        let fits = |line: &String| REGULAR.width(line) <= 600.0;
        assert!(lines.iter().all(fits), "{lines:?}");
        let letters = |text: &str| text.replace(' ', "");
        assert_eq!(letters(&lines.concat()), letters(text));
    }

    #[test]
    fn what_does_not_fit_ends_in_an_ellipsis() {
        let lines = REGULAR
            .bold()
            .wrap("one two three four five six", 300, 2)
            .lines;
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…') && REGULAR.bold().width(&lines[1]) <= 300.0);
    }

    #[test]
    fn balanced_lines_leave_no_word_alone_and_break_none() {
        let room = 680;
        let lines = |text| REGULAR.balance(text, room, 5).lines;
        assert_eq!(lines("US–Russia economy"), ["US–Russia", "economy"]);
        assert_eq!(
            lines("one two three four five six"),
            ["one two three", "four five six"]
        );
    }

    #[test]
    fn numbers_keep_their_percent_sign() {
        let lines = REGULAR.wrap("aaaa 95 % bbbb", 300, 9).lines;
        assert!(lines.iter().any(|line| line.contains("95 %")), "{lines:?}");
    }

    #[test]
    fn nothing_makes_no_lines() {
        assert!(REGULAR.wrap("", 300, 3).lines.is_empty());
    }
}
