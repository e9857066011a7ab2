//! A table as a value: what it says, apart from where it is shown.
//!
//! [`Cell`] holds what a number is and says once how it is written; the files beside it set a table for the terminal, for a
//! page and for papers.

mod cell;
mod html;
mod latex;
mod markdown;
mod text;

pub use cell::Cell;
pub(in crate::report) use latex::{Letters, letters};
pub(in crate::report) use markdown::escaped;
pub(in crate::report) use text::paragraph;

use crate::report::words::joined;

/// A table with a title and a line of heads.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// What it shows.
    pub title: String,
    /// What nobody can read it without, as a phrase; may be empty.
    pub note: String,
    /// What its words mean, in sentences, where there is room for them; may be empty.
    pub legend: String,
    /// Head of what the rows are grouped by; none where they are not.
    pub grouped_by: Option<String>,
    /// The columns.
    pub columns: Vec<Column>,
    /// How many of the first columns name the rows.
    pub keys: usize,
    /// The rows.
    pub rows: Vec<Row>,
}

/// One column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Column {
    /// Its head.
    pub title: String,
    /// Its name in files, which a terminal has more room for; empty where it has none.
    pub id: String,
    /// Whether rows that follow each other share its value, so that it is shown once where rows cannot be sorted anew.
    pub is_shared: bool,
}

/// One row, with as many cells as there are columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// What it belongs to; empty in a table without groups.
    pub group: String,
    /// Its cells.
    pub cells: Vec<Cell>,
}

impl From<&str> for Column {
    fn from(title: &str) -> Self {
        Self {
            title: title.to_owned(),
            ..Self::default()
        }
    }
}

impl From<String> for Column {
    fn from(title: String) -> Self {
        Self {
            title,
            ..Self::default()
        }
    }
}

impl Column {
    /// A column with a title for readers and a name in files.
    pub fn named(title: &str, id: &str) -> Self {
        Self {
            title: title.to_owned(),
            id: id.to_owned(),
            is_shared: false,
        }
    }

    /// A column whose value several rows share.
    pub fn shared(title: &str) -> Self {
        Self {
            is_shared: true,
            ..Self::from(title)
        }
    }
}

impl Table {
    /// A table without columns and rows.
    pub fn new(title: &str) -> Self {
        Self {
            title: title.to_owned(),
            keys: 1,
            ..Self::default()
        }
    }

    /// The same with a phrase that nobody can read it without.
    #[must_use]
    pub fn note(mut self, note: &str) -> Self {
        note.clone_into(&mut self.note);
        self
    }

    /// The same with sentences on what its words mean.
    #[must_use]
    pub fn legend(mut self, legend: &str) -> Self {
        legend.clone_into(&mut self.legend);
        self
    }

    /// The same with rows in groups.
    #[must_use]
    pub fn grouped_by(mut self, head: &str) -> Self {
        self.grouped_by = Some(head.to_owned());
        self
    }

    /// The same with further columns, for rows that come whole.
    #[must_use]
    pub fn heads<C: Into<Column>>(mut self, columns: impl IntoIterator<Item = C>) -> Self {
        self.columns.extend(columns.into_iter().map(Into::into));
        self
    }

    /// The same with a row for each of some things, to be filled column by column.
    pub fn of<T>(mut self, things: impl IntoIterator<Item = T>) -> RowsOf<T> {
        let things: Vec<T> = things.into_iter().collect();
        self.rows.resize(things.len(), Row::default());
        RowsOf {
            table: self,
            things,
        }
    }

    /// The same with rows in no group.
    #[must_use]
    pub fn rows(mut self, rows: impl IntoIterator<Item = Vec<Cell>>) -> Self {
        rows.into_iter().for_each(|cells| self.push("", cells));
        self
    }

    /// Adds a row to a group; missing cells at its end say nothing.
    pub fn push(&mut self, group: &str, mut cells: Vec<Cell>) {
        cells.resize(self.columns.len(), Cell::Empty);
        self.rows.push(Row {
            group: group.to_owned(),
            cells,
        });
    }

    /// The rows of each group; all rows where there are no groups.
    fn groups(&self) -> impl Iterator<Item = &[Row]> {
        self.rows.chunk_by(|one, other| one.group == other.group)
    }

    /// Whether a column holds numbers, gaps aside.
    pub fn is_numeric(&self, column: usize) -> bool {
        let cells = || self.rows.iter().filter_map(|row| row.cells.get(column));
        let is_number = |cell: &Cell| cell.number().is_some() || cell == &Cell::Missing;
        cells().any(is_number) && cells().all(|cell| is_number(cell) || cell == &Cell::Empty)
    }

    /// Note and legend as sentences.
    pub fn explanation(&self) -> String {
        let mut rest = self.note.chars();
        let first = rest.next().map(|letter| letter.to_uppercase().to_string());
        let note = first.map_or_else(String::new, |first| format!("{first}{}.", rest.as_str()));
        let parts = [note, self.legend.clone()];
        joined(parts.iter().filter(|part| !part.is_empty()), " ")
    }
}

/// Letters of the longest of some words.
fn longest(words: impl IntoIterator<Item = impl AsRef<str>>) -> usize {
    let lengths = words
        .into_iter()
        .map(|words| words.as_ref().chars().count());
    lengths.max().unwrap_or(0)
}

/// A table with a row for each of some things: a column is its head and what it shows of a thing.
#[derive(Debug)]
pub struct RowsOf<T> {
    table: Table,
    things: Vec<T>,
}

impl<T> RowsOf<T> {
    /// The same with a column.
    #[must_use]
    pub fn column<C: Into<Cell>>(
        mut self,
        head: impl Into<Column>,
        cell: impl Fn(&T) -> C,
    ) -> Self {
        self.table.columns.push(head.into());
        for (row, thing) in self.table.rows.iter_mut().zip(&self.things) {
            row.cells.push(cell(thing).into());
        }
        self
    }

    /// The same with a column for each of some keys.
    #[must_use]
    pub fn columns<K, H: Into<Column>, C: Into<Cell>>(
        self,
        keys: impl IntoIterator<Item = K>,
        head: impl Fn(&K) -> H,
        cell: impl Fn(&T, &K) -> C,
    ) -> Self {
        keys.into_iter().fold(self, |rows, key| {
            rows.column(head(&key), |thing| cell(thing, &key))
        })
    }

    /// The same with rows named by all columns so far.
    #[must_use]
    pub fn keyed(mut self) -> Self {
        self.table.keys = self.table.columns.len();
        self
    }

    /// The table.
    pub fn table(self) -> Table {
        self.table
    }
}
