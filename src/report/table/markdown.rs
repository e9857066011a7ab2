//! A table of a paper in Markdown.

use crate::model::visible;
use crate::report::table::Table;
use crate::report::words::joined;

impl Table {
    /// The table under its caption; a group is named once, beside its first row.
    pub(in crate::report) fn markdown(&self, caption: &str) -> String {
        let line = |group: Option<&str>, cells: &mut dyn Iterator<Item = String>| {
            let group = group.map(escaped);
            format!("| {} |\n", joined(group.into_iter().chain(cells), " | "))
        };
        let grouped = self.grouped_by.as_deref();
        let mut heads = self.columns.iter().map(|column| escaped(&column.title));
        let mut rules = (0..self.columns.len()).map(|column| {
            let rule = if self.is_numeric(column) {
                "---:"
            } else {
                "---"
            };
            rule.to_owned()
        });
        let mut text = format!("{}\n\n", escaped(caption));
        text.push_str(&line(grouped, &mut heads));
        text.push_str(&line(grouped.map(|_| "---"), &mut rules));
        for rows in self.groups() {
            for (place, row) in rows.iter().enumerate() {
                let name = if place == 0 { row.group.as_str() } else { "" };
                let mut cells = row.cells.iter().map(|cell| escaped(&cell.words()));
                text.push_str(&line(grouped.map(|_| name), &mut cells));
            }
        }
        text
    }
}

/// Words in a Markdown paragraph or table cell.
pub(in crate::report) fn escaped(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for letter in visible(words).chars() {
        match letter {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '\\' | '|' | '*' | '_' | '`' | '[' | ']' | '#' | '~' | '$' => {
                text.push('\\');
                text.push(letter);
            }
            '\n' | '\t' => text.push(' '),
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
            "&lt;script&gt;alert('x')&lt;/script&gt; &amp; \"50 %\" of a\\_b \\\\end{table} \\#1 \\$x^2\\$ \\~\\|\\` \\[U+0007\\]"
        );
        assert_eq!(escaped("one\ntwo"), "one two");
    }
}
