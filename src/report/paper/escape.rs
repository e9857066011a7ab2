//! The user's words made harmless in HTML, LaTeX and Markdown.

/// Words as text or attribute of HTML or SVG; control characters, which both forbid, are dropped.
pub(super) fn html(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for letter in words.chars() {
        match letter {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '"' => text.push_str("&quot;"),
            '\'' => text.push_str("&#39;"),
            '\n' | '\t' => text.push(letter),
            letter if letter.is_control() => {}
            letter => text.push(letter),
        }
    }
    text
}

/// Words in a LaTeX paragraph; line ends become spaces, since an empty line ends a paragraph.
///
/// Cyrillic letters stand in `\zopacyrillic{…}`, which the head of the file defines; signs that pdfLaTeX has only in
/// formulas become formulas.
pub(super) fn latex(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    let mut cyrillic = false;
    for letter in words.chars() {
        if is_cyrillic(letter) != cyrillic {
            cyrillic = !cyrillic;
            text.push_str(if cyrillic { "\\zopacyrillic{" } else { "}" });
        }
        match letter {
            '\\' => text.push_str("\\textbackslash{}"),
            '~' => text.push_str("\\textasciitilde{}"),
            '^' => text.push_str("\\textasciicircum{}"),
            '<' => text.push_str("\\textless{}"),
            '>' => text.push_str("\\textgreater{}"),
            '|' => text.push_str("\\textbar{}"),
            '"' => text.push_str("\\textquotedbl{}"),
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => {
                text.push('\\');
                text.push(letter);
            }
            '\n' | '\t' => text.push(' '),
            '\u{a0}' => text.push('~'),
            '\u{ad}' => text.push_str("\\-"),
            '\u{2009}' | '\u{202f}' => text.push_str("\\,"),
            '–' => text.push_str("--"),
            '—' => text.push_str("---"),
            '−' => text.push_str("$-$"),
            '±' => text.push_str("$\\pm$"),
            '×' => text.push_str("$\\times$"),
            '≤' => text.push_str("$\\leq$"),
            '≥' => text.push_str("$\\geq$"),
            '≈' => text.push_str("$\\approx$"),
            '≠' => text.push_str("$\\neq$"),
            '∞' => text.push_str("$\\infty$"),
            '→' => text.push_str("$\\rightarrow$"),
            letter if letter.is_control() => {}
            letter => text.push(letter),
        }
    }
    if cyrillic {
        text.push('}');
    }
    // A thin gap before the sign, as typesetters have it.
    text.replace(" \\%", "\\,\\%")
}

/// What the T2A encoding has of the Cyrillic letters.
fn is_cyrillic(letter: char) -> bool {
    matches!(letter, '\u{400}'..='\u{45f}' | '\u{490}'..='\u{491}' | '№')
}

/// Letters of a LaTeX text that need more than the letters of T1.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Letters {
    /// Whether there are Cyrillic ones, which need T2A.
    pub(super) cyrillic: bool,
    /// Those that pdfLaTeX does not know, each once.
    pub(super) unknown: Vec<char>,
}

impl Letters {
    /// The unknown ones with their numbers: `λ (U+03BB)`.
    pub(super) fn in_words(&self) -> String {
        let told = self.unknown.iter();
        let told: Vec<String> = told
            .map(|&it| format!("{it} (U+{:04X})", u32::from(it)))
            .collect();
        told.join(", ")
    }
}

/// Which letters a text has that need more than the letters of T1.
pub(super) fn latex_letters(text: &str) -> Letters {
    let mut letters = Letters {
        cyrillic: false,
        unknown: Vec::new(),
    };
    for letter in text.chars() {
        let known = matches!(letter,
            '\n' | ' '..='~' | '\u{a1}'..='\u{17f}' | '\u{218}'..='\u{21b}' | '‘'..='‚' | '“'..='„' | '†' | '‡' | '•' | '…' | '‰'
            | '‹' | '›' | '€' | '™');
        let known = known && !"ĦħĸĿŀŉŦŧſ".contains(letter);
        if is_cyrillic(letter) {
            letters.cyrillic = true;
        } else if !known && !letters.unknown.contains(&letter) {
            letters.unknown.push(letter);
        }
    }
    letters
}

/// Words in a Markdown paragraph or table cell.
pub(super) fn markdown(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for letter in words.chars() {
        match letter {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '\\' | '|' | '*' | '_' | '`' | '[' | ']' | '#' | '~' | '$' => {
                text.push('\\');
                text.push(letter);
            }
            '\n' | '\t' => text.push(' '),
            letter if letter.is_control() => {}
            letter => text.push(letter),
        }
    }
    text
}

/// JSON inside a script element, which only a `<` could end.
#[cfg(feature = "figures")]
pub(super) fn script(json: &str) -> String {
    json.replace('<', "\\u003c")
}

#[cfg(test)]
mod tests {
    use super::{html, latex, markdown};

    /// What a title may hold at its worst.
    const HOSTILE: &str =
        "<script>alert('x')</script> & \"50 %\" of a_b \\end{table} #1 $x^2$ ~|` \u{7}";

    #[test]
    fn no_title_opens_an_element_or_leaves_an_attribute() {
        assert_eq!(
            html(HOSTILE),
            "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;50 %&quot; of a_b \\end{table} #1 $x^2$ ~|` "
        );
    }

    #[test]
    fn no_title_is_a_command_of_latex() {
        assert_eq!(
            latex(HOSTILE),
            "\\textless{}script\\textgreater{}alert('x')\\textless{}/script\\textgreater{} \\& \\textquotedbl{}50\\,\\%\
             \\textquotedbl{} of a\\_b \\textbackslash{}end\\{table\\} \\#1 \\$x\\textasciicircum{}2\\$ \
             \\textasciitilde{}\\textbar{}` "
        );
        assert_eq!(latex("one\n\ntwo"), "one  two");
    }

    #[test]
    fn letters_that_need_more_than_t1_are_found() {
        assert_eq!(latex("Žižkov – Київ 5"), "Žižkov -- \\zopacyrillic{Київ} 5");
        assert_eq!(latex("−1.0 [−2.0, ∞]"), "$-$1.0 [$-$2.0, $\\infty$]");
        let letters = super::latex_letters(&latex("Łódź ħ λ Київ λ − 5 %"));
        assert!(letters.cyrillic);
        assert_eq!(letters.in_words(), "ħ (U+0127), λ (U+03BB)");
    }

    #[test]
    fn no_title_breaks_a_table_of_markdown() {
        assert_eq!(
            markdown(HOSTILE),
            "&lt;script&gt;alert('x')&lt;/script&gt; &amp; \"50 %\" of a\\_b \\\\end{table} \\#1 \\$x^2\\$ \\~\\|\\` "
        );
        assert_eq!(markdown("one\ntwo"), "one two");
    }

    #[cfg(feature = "figures")]
    #[test]
    fn json_cannot_end_its_script() {
        assert_eq!(super::script("\"</script>\""), "\"\\u003c/script>\"");
    }
}
