//! A table of a paper in Markdown.

use crate::report::table::Table;

impl Table {
    /// The table under its caption; a group is named once, beside its first row.
    pub(in crate::report) fn markdown(&self, caption: &str) -> String {
        let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        let group = |words: &str| self.grouped_by.as_ref().map(|_| escaped(words));
        let heads = self.columns.iter().map(|it| escaped(&it.title));
        let heads = group(self.grouped_by.as_deref().unwrap_or_default())
            .into_iter()
            .chain(heads);
        let rules = (0..self.columns.len()).map(|place| {
            let rule = if self.is_numeric(place) {
                "---:"
            } else {
                "---"
            };
            rule.to_owned()
        });
        let rules = self
            .grouped_by
            .iter()
            .map(|_| "---".to_owned())
            .chain(rules);
        let mut text = format!("{}\n\n", escaped(caption));
        text.push_str(&line(heads.collect()));
        text.push_str(&line(rules.collect()));
        let mut before = "";
        for row in &self.rows {
            let named = if row.group == before { "" } else { &row.group };
            before = &row.group;
            let cells = row.cells.iter().map(|cell| escaped(&cell.words()));
            text.push_str(&line(group(named).into_iter().chain(cells).collect()));
        }
        text
    }
}

/// Words in a Markdown paragraph or table cell.
pub(in crate::report) fn escaped(words: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::escaped;

    /// What a title may hold at its worst.
    const HOSTILE: &str =
        "<script>alert('x')</script> & \"50 %\" of a_b \\end{table} #1 $x^2$ ~|` \u{7}";

    #[test]
    fn no_title_breaks_a_table_of_escaped() {
        assert_eq!(
            escaped(HOSTILE),
            "&lt;script&gt;alert('x')&lt;/script&gt; &amp; \"50 %\" of a\\_b \\\\end{table} \\#1 \\$x^2\\$ \\~\\|\\` "
        );
        assert_eq!(escaped("one\ntwo"), "one two");
    }
}
