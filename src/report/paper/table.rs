//! A table for readers, as HTML that sorts.

use crate::report::labels::share;
use crate::report::paper::escape::html;
use crate::report::table::{interval, mean};
use crate::simulation::{Mean, Rate};

/// A table with a caption and a line of names.
pub(super) struct Table {
    /// What it shows.
    pub(super) caption: String,
    /// How to read it; may be empty.
    pub(super) note: String,
    /// Names of the columns.
    pub(super) columns: Vec<String>,
    /// Rows of as many cells.
    pub(super) rows: Vec<Vec<Cell>>,
}

/// One cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Cell {
    /// What is read.
    pub(super) words: String,
    /// Its name in files, in smaller print; may be empty.
    pub(super) code: String,
    /// Whether it says what the cell above says, and need not say it twice.
    pub(super) again: bool,
    /// What it is sorted by, and why it is set to the right; none for words.
    pub(super) number: Option<f64>,
}

impl Cell {
    /// Words.
    pub(super) fn words(words: &str) -> Self {
        Self {
            words: words.to_owned(),
            ..Self::default()
        }
    }

    /// Nothing to say.
    pub(super) fn none() -> Self {
        Self::words("–")
    }

    /// Words with a name in files.
    pub(super) fn named(words: &str, code: &str) -> Self {
        Self {
            words: words.to_owned(),
            code: code.to_owned(),
            ..Self::default()
        }
    }

    /// A number in the words given.
    pub(super) fn number(words: String, number: f64) -> Self {
        Self {
            words,
            number: Some(number),
            ..Self::default()
        }
    }

    /// A rate with its interval; `–` where there are no runs.
    pub(super) fn rate(rate: Rate) -> Self {
        if rate.runs == 0 {
            return Self::none();
        }
        Self::number(format!("{} {}", share(rate), interval(rate)), rate.value())
    }

    /// A mean with its standard error; `–` without values.
    pub(super) fn mean(it: &Mean) -> Self {
        Self {
            words: mean(it),
            number: it.value(),
            ..Self::default()
        }
    }

    /// Its words, or its name in files where it has no other.
    pub(super) fn shown(&self) -> &str {
        if self.words.is_empty() {
            &self.code
        } else {
            &self.words
        }
    }

    fn html(&self) -> String {
        let mut text = html(&self.words);
        if self.number.is_some() {
            // A number may break before its interval and nowhere else.
            text = text.replace(' ', "\u{a0}").replace("\u{a0}[", " [");
        }
        if !self.code.is_empty() {
            let gap = if text.is_empty() { "" } else { " " };
            text.push_str(&format!("{gap}<code>{}</code>", html(&self.code)));
        }
        if self.again {
            return format!(
                "<span class=\"again\">as above</span><span class=\"full\">{text}</span>"
            );
        }
        text
    }
}

impl Table {
    /// A table of the columns named.
    pub(super) fn new(caption: &str, columns: &[&str]) -> Self {
        Self {
            caption: caption.to_owned(),
            note: String::new(),
            columns: columns.iter().map(|&name| name.to_owned()).collect(),
            rows: Vec::new(),
        }
    }

    /// A table of columns whose names are not known beforehand.
    pub(super) fn titled(caption: &str, columns: Vec<String>) -> Self {
        Self {
            columns,
            ..Self::new(caption, &[])
        }
    }

    /// The same with words on how to read it.
    pub(super) fn noted(mut self, note: &str) -> Self {
        note.clone_into(&mut self.note);
        self
    }

    /// The table; nothing without rows. Its first column names the rows.
    pub(super) fn html(&self) -> String {
        if self.rows.is_empty() {
            return String::new();
        }
        let caption = html(&self.caption);
        let note = if self.note.is_empty() {
            String::new()
        } else {
            format!("<span class=\"note\">{}</span>", html(&self.note))
        };
        // Whoever has no pointer scrolls a wide table with the arrow keys.
        let mut text = format!(
            "<div class=\"wide\" role=\"group\" aria-label=\"{caption}\" tabindex=\"0\">\n<table class=\"sorts\">\n\
             <caption><span class=\"cap\">{caption}</span>{note}</caption>\n<thead><tr>"
        );
        for (place, name) in self.columns.iter().enumerate() {
            let class = if self.is_numeric(place) {
                " class=\"n\""
            } else {
                ""
            };
            text.push_str(&format!("<th scope=\"col\"{class}>{}</th>", html(name)));
        }
        text.push_str("</tr></thead>\n<tbody>\n");
        for row in &self.rows {
            text.push_str("<tr>");
            for (place, cell) in row.iter().enumerate() {
                let tag = if place == 0 { "th scope=\"row\"" } else { "td" };
                let end = if place == 0 { "th" } else { "td" };
                let class = if self.is_numeric(place) {
                    " class=\"n\""
                } else {
                    ""
                };
                let key = cell
                    .number
                    .map_or_else(String::new, |it| format!(" data-v=\"{it}\""));
                text.push_str(&format!("<{tag}{class}{key}>{}</{end}>", cell.html()));
            }
            text.push_str("</tr>\n");
        }
        text.push_str("</tbody>\n</table>\n</div>\n");
        text
    }

    /// Whether a column holds numbers, gaps aside.
    pub(super) fn is_numeric(&self, place: usize) -> bool {
        let mut cells = self.rows.iter().filter_map(|row| row.get(place));
        let is_gap = |cell: &Cell| cell.words.is_empty() || cell.words == "–";
        let mut some = false;
        let all = cells.all(|cell| {
            some |= cell.number.is_some();
            cell.number.is_some() || is_gap(cell)
        });
        some && all
    }
}

#[cfg(test)]
mod tests {
    use super::{Cell, Table};

    #[test]
    fn numbers_carry_what_they_are_sorted_by() {
        let mut table = Table::new("Shares & more", &["who", "share"]);
        assert_eq!(table.html(), "");
        table.rows.push(vec![
            Cell::words("<b>"),
            Cell::number("50 %".to_owned(), 0.5),
        ]);
        table.rows.push(vec![Cell::words("c"), Cell::words("–")]);
        let text = table.html();
        assert!(text.contains("<caption><span class=\"cap\">Shares &amp; more</span></caption>"));
        assert!(text.contains(
            "<th scope=\"row\">&lt;b&gt;</th><td class=\"n\" data-v=\"0.5\">50\u{a0}%</td>"
        ));
        assert!(
            text.contains("<th scope=\"col\">who</th><th scope=\"col\" class=\"n\">share</th>")
        );
    }
}
