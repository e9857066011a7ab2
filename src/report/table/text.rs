//! A table of the terminal: no colours, at most 100 columns.

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, TableStyle};

use crate::report::table::{Cell, Table, longest};
use crate::report::words::joined;

/// Greatest number of letters in a line.
const WIDTH: usize = 100;
/// Letters a column of words keeps before a table is cut into several.
const WORDS_MIN: usize = 12;
/// Letters between columns; before the first there is one less.
const MARGIN: usize = 3;

/// A rule under the header, nothing else.
const STYLE: TableStyle =
    TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

impl Table {
    /// The table under its title; nothing without rows.
    ///
    /// A table too wide for the page is cut into several, each with the columns that name the rows.
    pub fn text(&self) -> Option<String> {
        if self.rows.is_empty() {
            return None;
        }
        let title = match self.note.as_str() {
            "" => self.title.clone(),
            note => format!("{} ({note})", self.title),
        };
        let body = self.body();
        let pieces = self.pieces(&body);
        let pieces = pieces.iter().map(|columns| self.piece(&body, columns));
        Some(format!("{}{}", paragraph(&title), joined(pieces, "\n")))
    }

    /// The words of all rows: a row for each name of a group, and errors below each other.
    fn body(&self) -> Vec<Vec<String>> {
        let errors = (0..self.columns.len()).map(|column| self.error_width(column));
        let errors: Vec<usize> = errors.collect();
        let mut body: Vec<Vec<String>> = Vec::new();
        for rows in self.groups() {
            let group = &rows[0].group;
            if !group.is_empty() {
                let mut name = vec![String::new(); self.columns.len()];
                name[0].clone_from(group);
                body.push(name);
            }
            for (place, row) in rows.iter().enumerate() {
                let cells = row.cells.iter().zip(&errors);
                let cells = cells.map(|(cell, &width)| padded(cell, width));
                let mut cells: Vec<String> = cells.collect();
                for (column, head) in self.columns.iter().enumerate() {
                    let is_same = |above: usize| rows[above].cells[column] == row.cells[column];
                    if head.is_shared && place.checked_sub(1).is_some_and(is_same) {
                        cells[column].clear();
                    }
                }
                if !group.is_empty() {
                    cells[0] = format!("· {}", cells[0]);
                }
                body.push(cells);
            }
        }
        body
    }

    /// Letters of the longest interval or standard error of a column.
    fn error_width(&self, column: usize) -> usize {
        longest(self.rows.iter().map(|row| row.cells[column].typed().1))
    }

    fn head(&self, column: usize) -> &str {
        let column = &self.columns[column];
        if column.id.is_empty() {
            &column.title
        } else {
            &column.id
        }
    }

    /// Which columns stand side by side, in each of the tables this one is cut into.
    fn pieces(&self, body: &[Vec<String>]) -> Vec<Vec<usize>> {
        let width = |column: usize| {
            let width = longest(body.iter().map(|row| &row[column]));
            if self.is_numeric(column) {
                width.max(longest([self.head(column)])) + MARGIN
            } else {
                // Words wrap rather than that a table is cut, but none is broken.
                let word = longest(body.iter().flat_map(|row| row[column].split(' ')));
                width.min(word.max(WORDS_MIN)) + MARGIN
            }
        };
        let names: Vec<usize> = (0..self.keys.min(self.columns.len())).collect();
        let taken: usize = names.iter().map(|&column| width(column)).sum();
        let (mut pieces, mut piece, mut used) = (Vec::new(), names.clone(), taken);
        for column in names.len()..self.columns.len() {
            let width = width(column);
            if used + width > WIDTH + 1 && piece.len() > names.len() {
                pieces.push(std::mem::replace(&mut piece, names.clone()));
                used = taken;
            }
            used += width;
            piece.push(column);
        }
        pieces.push(piece);
        pieces
    }

    fn piece(&self, body: &[Vec<String>], columns: &[usize]) -> String {
        let mut table = comfy_table::Table::new();
        table
            .load_style(STYLE)
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(u16::try_from(WIDTH).unwrap_or(u16::MAX))
            .set_header(columns.iter().map(|&column| self.head(column)));
        for row in body {
            table.add_row(columns.iter().map(|&column| &row[column]));
        }
        for (column, &place) in table.column_iter_mut().zip(columns) {
            if self.is_numeric(place) {
                column.set_cell_alignment(CellAlignment::Right);
                // Only words may wrap.
                column.set_constraint(ColumnConstraint::ContentWidth);
            }
        }
        format!("{}\n", table.trim_fmt())
    }
}

/// The words of a cell, with room for the errors of other rows behind its number.
fn padded(cell: &Cell, error_width: usize) -> String {
    let (words, error) = cell.typed();
    if error_width == 0 || words.is_empty() || cell == &Cell::Alike {
        words
    } else {
        format!("{words} {error:>error_width$}")
    }
}

/// Prose broken into lines; what follows the first is set in.
pub(in crate::report) fn paragraph(words: &str) -> String {
    let mut lines = vec![String::new()];
    for word in words.split_whitespace() {
        let line = lines.last_mut().expect("there is always a line");
        let room = WIDTH.saturating_sub(line.chars().count() + 1);
        if line.trim().is_empty() {
            line.push_str(word);
        } else if word.chars().count() <= room {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(format!("  {word}"));
        }
    }
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::paragraph;
    use crate::report::table::{Cell, Column, Table};

    #[test]
    fn paragraphs_keep_to_the_page_and_lose_no_word() {
        let words = "`secondary-sanctions` and so on ".repeat(12);
        let text = paragraph(&words);
        assert!(text.lines().all(|line| line.chars().count() <= 100));
        let again: Vec<&str> = text.split_whitespace().collect();
        assert_eq!(again.join(" "), words.trim());
    }

    #[test]
    fn names_are_shown_once_and_groups_above_their_rows() {
        let table = Table::new("Terms")
            .of([("5 %", 0.05, [0.0, 0.1]), ("6 %", 0.95, [0.9, 0.99])])
            .column(Column::shared("issue"), |_| "Wage")
            .column("option", |row| row.0)
            .column("share", |row| Cell::Rate(row.1, row.2))
            .table();
        let text = table.text().expect("it has rows");
        assert_eq!(text.matches("Wage").count(), 1, "{text}");
        assert!(text.contains(" 5.0 %  [0.0, 10.0]\n"), "{text}");
        let mut table = Table::new("Plans")
            .heads(["who", "blocks"])
            .grouped_by("plan");
        table.push("A", vec!["Union".into(), Cell::Share(0.5)]);
        let text = table.text().expect("it has rows");
        assert!(text.contains("\n A\n · Union   50.0 %\n"), "{text}");
    }

    #[test]
    fn a_wide_table_is_cut_and_names_its_rows_again() {
        let columns = (0..9).map(|number| Column::from(format!("column number {number}")));
        let mut table = Table::new("Wide").heads(["lever"]).heads(columns);
        let mut cells: Vec<Cell> =
            vec!["a lever with a title that goes on for longer than others do".into()];
        cells.extend((0..9).map(|_| Cell::Points(0.5, [0.25, 0.75])));
        table.push("", cells);
        let text = table.text().expect("it has rows");
        assert!(
            text.lines().all(|line| line.chars().count() <= 100),
            "{text}"
        );
        assert_eq!(text.matches("lever ").count(), 6, "{text}");
        assert_eq!(text.matches("+50.00").count(), 9);
    }
}
