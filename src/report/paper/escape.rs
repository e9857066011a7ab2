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
pub(super) fn latex(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for letter in words.chars() {
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
            letter if letter.is_control() => {}
            letter => text.push(letter),
        }
    }
    text
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
            "\\textless{}script\\textgreater{}alert('x')\\textless{}/script\\textgreater{} \\& \\textquotedbl{}50 \\%\
             \\textquotedbl{} of a\\_b \\textbackslash{}end\\{table\\} \\#1 \\$x\\textasciicircum{}2\\$ \
             \\textasciitilde{}\\textbar{}` "
        );
        assert_eq!(latex("one\n\ntwo"), "one  two");
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
