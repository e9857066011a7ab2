//! The names of rows and of the groups they stand in.

use std::ops::Range;

use crate::report::chart::canvas::Canvas;
use crate::report::chart::spec::Row;
use crate::report::chart::theme::{GREY, INK, LABEL, MARGIN, SMALL, count, leading};
use crate::report::chart::typesetting::{Anchor, Text, Type};

const GROUP: Type = Type::regular(LABEL, INK).bold();
/// Space above the name of a group and between it and its rows.
const GROUP_SPACE: i32 = 70;
const NOTE: Type = Type::regular(SMALL, GREY).at(Anchor::End);

/// The name of a row and a note below it.
#[derive(Clone, Debug)]
pub(super) struct RowName {
    name: Text,
    note: Text,
}

/// The type of names, in dense charts a smaller one.
fn name_type(dense: bool) -> Type {
    if dense {
        NOTE
    } else {
        Type::regular(LABEL, INK).at(Anchor::End)
    }
}

/// The room that names of some rows take: all of their length, but no more than `most`.
pub(super) fn room_for_names(rows: &[Row], dense: bool, most: i32) -> i32 {
    let names = name_type(dense).widest(rows.iter().map(|row| &row.name));
    let notes = NOTE.widest(rows.iter().map(|row| &row.note));
    (names.max(notes) + 2).min(most)
}

impl RowName {
    /// Breaks the name and the note of a row to fit into `room`.
    pub(super) fn new(row: &Row, dense: bool, room: i32) -> Self {
        Self {
            name: name_type(dense).balance(&row.name, room, 7),
            note: NOTE.balance(&row.note, room, 9),
        }
    }

    /// Height of its lines.
    pub(super) fn height(&self) -> i32 {
        self.name.height() + self.note.height()
    }

    /// Writes it ending at `right`, about the height `middle`.
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, right: i32, middle: i32) {
        let top = middle - self.height() / 2;
        canvas.text((right, top + self.name.kind.size - 8), &self.name);
        let below = top + self.name.height();
        canvas.text((right, below + SMALL - 8), &self.note);
    }
}

/// Names above rows that belong together, repeated where a group goes on on another sheet.
#[derive(Clone, Debug)]
pub(super) struct Groups {
    /// By row; none where a row is in no group.
    names: Vec<Option<String>>,
    room: i32,
    /// Height of a name: what every sheet needs beside its rows.
    pub(super) height: i32,
}

impl Groups {
    /// The groups of some rows, their names broken to fit into `room`.
    pub(super) fn new(rows: &[Row], room: i32) -> Self {
        let names: Vec<Option<String>> = rows.iter().map(|row| row.group.clone()).collect();
        let heights = names.iter().flatten();
        let tallest = heights.map(|name| text(&continued(name), room).height());
        Self {
            height: tallest.max().map_or(0, |item| item + GROUP_SPACE),
            names,
            room,
        }
    }

    fn begins(&self, row: usize) -> bool {
        self.names[row].is_some() && (row == 0 || self.names[row] != self.names[row - 1])
    }

    /// What a row takes more since a group begins with it; the first of a figure has its place on every sheet.
    pub(super) fn above(&self, row: usize) -> i32 {
        if row > 0 && self.begins(row) {
            self.height
        } else {
            0
        }
    }

    /// What the first row of a sheet does not take, since every sheet keeps a place for a name.
    pub(super) fn spare(&self, rows: &Range<usize>) -> i32 {
        rows.clone().next().map_or(0, |row| self.above(row))
    }

    /// Writes the name above a row of a sheet, if there is one, and returns where the row begins.
    pub(super) fn draw(
        &self,
        canvas: &mut Canvas<'_>,
        (row, first): (usize, bool),
        top: i32,
    ) -> i32 {
        let Some(name) = &self.names[row] else {
            return top;
        };
        let text = match (self.begins(row), first) {
            (true, _) => text(name, self.room),
            (false, true) => text(&continued(name), self.room),
            (false, false) => return top,
        };
        let mut baseline = top + self.height - 40 - leading(LABEL) * (count(text.lines.len()) - 1);
        for line in &text.lines {
            canvas.words_on_white((MARGIN, baseline), line, GROUP);
            baseline += leading(LABEL);
        }
        top + self.height
    }
}

fn text(name: &str, room: i32) -> Text {
    GROUP.wrap(name, room, 3)
}

fn continued(name: &str) -> String {
    format!("{name} (continued)")
}
