//! Letters that nobody sees and that change what others see: shown by name wherever a text leaves for a reader.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Whether a letter steers a terminal, a page or the direction of other letters instead of being one; line ends and tabs are
/// plain text.
///
/// These are the control characters, the bidirectional controls (Unicode standard annex 9, property `Bidi_Control`), the
/// separators of lines and paragraphs, byte order marks, tags, and what XML forbids.
pub fn is_steering(letter: char) -> bool {
    if letter.is_control() {
        return !matches!(letter, '\n' | '\t');
    }
    matches!(
        letter,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fffe}'
            | '\u{ffff}' | '\u{e0000}'..='\u{e007f}'
    )
}

/// Whether a text has such a letter.
pub fn steers(text: &str) -> bool {
    // Most texts have only bytes that stand for themselves, and those are gone through many at a time.
    let is_plain = |byte: &u8| matches!(byte, b'\n' | b'\t' | b' '..=b'~');
    let are_plain = |bytes: &[u8]| bytes.iter().fold(true, |all, byte| all & is_plain(byte));
    !text.as_bytes().chunks(64).all(are_plain) && text.contains(is_steering)
}

/// A text in which such letters stand as `[U+001B]`; everything else is as it was.
///
/// Line ends of any kind are `\n`.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !steers(text) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for letter in text.replace("\r\n", "\n").chars() {
        if is_steering(letter) {
            let _ = write!(shown, "[U+{:04X}]", u32::from(letter));
        } else {
            shown.push(letter);
        }
    }
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::{is_steering, steers, visible};

    #[test]
    fn a_text_steers_where_one_of_its_letters_does() {
        for letter in ('\0'..='\u{3000}').chain("👩\u{e0041}".chars()) {
            let text = format!("{:70}{letter}.", "");
            assert_eq!(steers(&text), is_steering(letter), "{letter:?}");
        }
    }

    #[test]
    fn what_steers_is_named_and_the_rest_stays() {
        assert!(matches!(
            visible("Zürich\t停火 👩\u{200d}🔬\n"),
            Cow::Borrowed(_)
        ));
        assert_eq!(
            visible("a\u{1b}[31mb\u{7}\u{9b}2J\u{7f}"),
            "a[U+001B][31mb[U+0007][U+009B]2J[U+007F]"
        );
        assert_eq!(
            visible("\u{202e}abc\u{2069}\u{200f}"),
            "[U+202E]abc[U+2069][U+200F]"
        );
        assert_eq!(visible("one\r\ntwo\rthree"), "one\ntwo[U+000D]three");
    }

    #[test]
    fn no_text_steers_any_more_and_twice_is_once() {
        let all: String = (0..=0xe_01ff).filter_map(char::from_u32).collect();
        let shown = visible(&all).into_owned();
        assert!(!shown.contains(is_steering));
        assert_eq!(visible(&shown), shown);
    }
}
