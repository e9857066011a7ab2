//! A table of the page: it sorts, and an arrow key scrolls a wide one.

use maud::{Markup, html};

use crate::report::table::{Cell, Table};

impl Table {
    /// The table as an element; nothing without rows. Its first column names the rows.
    pub(in crate::report) fn html(&self) -> Markup {
        if self.rows.is_empty() {
            return Markup::default();
        }
        let explanation = self.explanation();
        let class = |column: usize| self.is_numeric(column).then_some("n");
        let grouped = self.grouped_by.as_ref();
        html! {
            div class="wide" role="group" aria-label=(self.title) tabindex="0" {
                "\n"
                table class="sorts" {
                    "\n"
                    caption {
                        span class="cap" { (self.title) }
                        @if !explanation.is_empty() { span class="note" { (explanation) } }
                    }
                    "\n"
                    thead {
                        tr {
                            @if let Some(head) = grouped { th scope="col" { (head) } }
                            @for (place, column) in self.columns.iter().enumerate() {
                                th scope="col" class=[class(place)] { (column.title) }
                            }
                        }
                    }
                    "\n"
                    tbody {
                        @for row in &self.rows {
                            "\n"
                            tr {
                                @if grouped.is_some() { td { (row.group) } }
                                @for (place, cell) in row.cells.iter().enumerate() {
                                    @if place == 0 {
                                        th scope="row" class=[class(place)] data-v=[cell.number()] { (content(cell)) }
                                    } @else {
                                        td class=[class(place)] data-v=[cell.number()] { (content(cell)) }
                                    }
                                }
                            }
                        }
                    }
                    "\n"
                }
            }
            "\n"
        }
    }
}

fn content(cell: &Cell) -> Markup {
    match cell {
        Cell::Again(words) => html! {
            span class="again" { "as above" }
            span class="full" { (words) }
        },
        Cell::Path { title, path } => html! {
            @if !title.is_empty() { (title) " " }
            code { (path) }
        },
        // A number may break before its interval and nowhere else.
        cell if cell.number().is_some() => {
            let words = cell.words().replace(' ', "\u{a0}");
            html! { (words.replace("\u{a0}[", " [")) }
        }
        cell => html! { (cell.words()) },
    }
}

#[cfg(test)]
mod tests {
    use crate::report::table::{Cell, Table};

    #[test]
    fn numbers_carry_what_they_are_sorted_by() {
        let mut table = Table::new("Shares & more").heads(["who", "share"]);
        assert_eq!(table.html().into_string(), "");
        table.push("", vec!["<b>".into(), Cell::Share(0.5)]);
        table.push("", vec!["c".into(), Cell::Missing]);
        let text = table.html().into_string();
        assert!(text.contains("<caption><span class=\"cap\">Shares &amp; more</span></caption>"));
        assert!(text.contains(
            "<th scope=\"row\">&lt;b&gt;</th><td class=\"n\" data-v=\"0.5\">50.0\u{a0}%</td>"
        ));
        assert!(
            text.contains("<th scope=\"col\">who</th><th scope=\"col\" class=\"n\">share</th>")
        );
    }
}
