//! A table for readers, as HTML that sorts.

use crate::report::labels::share;
use crate::report::paper::escape::html;
use crate::report::table::{interval, mean};
use crate::simulation::{Mean, Rate};

/// A table with a caption and a line of names.
pub(super) struct Table {
    /// What it shows.
    pub(super) caption: String,
    /// Names of the columns.
    pub(super) columns: Vec<String>,
    /// Rows of as many cells.
    pub(super) rows: Vec<Vec<Cell>>,
}

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cell {
    /// What is read.
    pub(super) words: String,
    /// What it is sorted by, and why it is set to the right; none for words.
    pub(super) number: Option<f64>,
}

impl Cell {
    /// Words.
    pub(super) fn words(words: &str) -> Self {
        Self {
            words: words.to_owned(),
            number: None,
        }
    }

    /// A number in the words given.
    pub(super) fn number(words: String, number: f64) -> Self {
        Self {
            words,
            number: Some(number),
        }
    }

    /// A rate with its interval; `–` where there are no runs.
    pub(super) fn rate(rate: Rate) -> Self {
        if rate.runs == 0 {
            return Self::words("–");
        }
        Self::number(format!("{} {}", share(rate), interval(rate)), rate.value())
    }

    /// A mean with its standard error; `–` without values.
    pub(super) fn mean(it: &Mean) -> Self {
        Self {
            words: mean(it),
            number: it.value(),
        }
    }
}

impl Table {
    /// A table of the columns named.
    pub(super) fn new(caption: &str, columns: &[&str]) -> Self {
        Self {
            caption: caption.to_owned(),
            columns: columns.iter().map(|&name| name.to_owned()).collect(),
            rows: Vec::new(),
        }
    }

    /// The table; nothing without rows. Its first column names the rows.
    pub(super) fn html(&self) -> String {
        if self.rows.is_empty() {
            return String::new();
        }
        let caption = html(&self.caption);
        let mut text = format!(
            "<div class=\"wide\" role=\"region\" aria-label=\"{caption}\" tabindex=\"0\">\n<table class=\"sorts\">\n\
             <caption>{caption}</caption>\n<thead><tr>"
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
                text.push_str(&format!("<{tag}{class}{key}>{}</{end}>", html(&cell.words)));
            }
            text.push_str("</tr>\n");
        }
        text.push_str("</tbody>\n</table>\n</div>\n");
        text
    }

    /// Whether a column holds numbers, gaps aside.
    fn is_numeric(&self, place: usize) -> bool {
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
        assert!(text.contains("<caption>Shares &amp; more</caption>"));
        assert!(
            text.contains(
                "<th scope=\"row\">&lt;b&gt;</th><td class=\"n\" data-v=\"0.5\">50 %</td>"
            )
        );
        assert!(
            text.contains("<th scope=\"col\">who</th><th scope=\"col\" class=\"n\">share</th>")
        );
    }
}
