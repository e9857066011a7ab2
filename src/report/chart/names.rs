//! The names of rows, left of what is drawn in them.

use crate::report::chart::picture::Picture;
use crate::report::chart::spec::Row;
use crate::report::chart::theme::{GREY, INK, LABEL, SMALL};
use crate::report::chart::typesetting::{Anchor, Type};

const NOTE: Type = Type::regular(SMALL, GREY).at(Anchor::End);

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

/// The name of a row and the note below it, ending at zero, broken to fit into `room`.
pub(super) fn row_name(row: &Row, dense: bool, room: i32) -> Picture {
    let mut picture = Picture::default();
    picture.write(0, &name_type(dense).balance(&row.name, room, 7));
    picture.write(0, &NOTE.balance(&row.note, room, 9));
    picture
}
