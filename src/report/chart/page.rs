//! What all charts share: heading, caption, row names, and the split over several sheets.

use crate::report::chart::picture::Picture;
use crate::report::chart::spec::{Chart, Row};
use crate::report::chart::theme::{Colour, GREY, INK, LABEL, MARGIN, SMALL, Sheet, TITLE};
use crate::report::chart::typesetting::{Anchor, Type};

const HEADING: Type = Type::regular(TITLE, INK).bold();
const SUBTITLE: Type = Type::regular(LABEL, GREY);
const FOOT: Type = Type::regular(SMALL, GREY);
const NOTE: Type = Type::regular(SMALL, GREY).at(Anchor::End);
/// The name of a group of rows, which hides the grid behind it.
const GROUP: Type = Type::regular(LABEL, INK).bold().on_white();
/// Space above the name of a group, and between it and its rows.
const GROUP_SPACE: [i32; 2] = [55, 15];

/// A drawing in pieces, before it is split into sheets.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    /// What stands above the rows on every sheet.
    pub(super) head: Picture,
    /// Upright lines behind the rows: place, colour and width.
    pub(super) uprights: Vec<(i32, Colour, u32)>,
    /// The rows, none of which is ever broken.
    pub(super) rows: Vec<Picture>,
    /// The names of the groups that rows stand in: above the first row of each, and again where a group goes on on another sheet.
    pub(super) groups: Vec<Option<String>>,
    /// What stands below the rows on every sheet.
    pub(super) foot: Picture,
}

impl Pieces {
    /// The groups that some rows stand in.
    pub(super) fn groups(rows: &[Row]) -> Vec<Option<String>> {
        rows.iter().map(|row| row.group.clone()).collect()
    }

    /// A row that comes after others on a sheet, below the name of its group if that or the sheet begins here.
    fn row(&self, row: usize, others: &Picture, room: i32) -> Picture {
        let group = |row: usize| self.groups.get(row).and_then(Option::as_ref);
        let mut picture = Picture::default();
        let begins = row == 0 || group(row) != group(row - 1);
        if let Some(name) = group(row).filter(|_| begins || others.height == 0) {
            let name = if begins {
                name.clone()
            } else {
                format!("{name} (continued)")
            };
            picture.height += GROUP_SPACE[0];
            picture.write(MARGIN, &GROUP.wrap(&name, room, 3));
            picture.height += GROUP_SPACE[1];
        }
        picture.append(&self.rows[row]);
        picture
    }

    /// The drawings of sheets of some room, in order, each sheet as full as it gets; one sheet where there are no rows. A row that
    /// is taller than a sheet has one to itself, which is then taller than others.
    pub(super) fn sheets(&self, (wide, tall): (i32, i32)) -> Vec<Picture> {
        let room = tall - self.head.height - self.foot.height;
        let mut sheets = Vec::new();
        let mut sheet = Picture::default();
        for number in 0..self.rows.len() {
            let mut row = self.row(number, &sheet, wide);
            if sheet.height > 0 && sheet.height + row.height > room {
                sheets.push(std::mem::take(&mut sheet));
                row = self.row(number, &sheet, wide);
            }
            sheet.append(&row);
        }
        sheets.push(sheet);
        sheets.iter().map(|rows| self.sheet(rows)).collect()
    }

    /// Some rows with what stands round them.
    fn sheet(&self, rows: &Picture) -> Picture {
        let mut sheet = self.head.clone();
        let (top, bottom) = (sheet.height, sheet.height + rows.height);
        for (x, colour, width) in &self.uprights {
            sheet.line((*x, top), (*x, bottom), *colour, *width);
        }
        sheet.append(rows);
        sheet.append(&self.foot);
        sheet
    }
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

/// The name of a row and the note below it, ending at zero, broken to fit into `room`.
pub(super) fn row_name(row: &Row, dense: bool, room: i32) -> Picture {
    let mut picture = Picture::default();
    picture.write(0, &name_type(dense).balance(&row.name, room, 7));
    picture.write(0, &NOTE.balance(&row.note, room, 9));
    picture
}

/// A plot with what stands above it, and with all that belongs to it below its upper edge.
pub(super) struct Plotted {
    pub(super) above: Picture,
    pub(super) plot: Picture,
}

/// Plots in rows of so many columns of some width, side by side on one height.
pub(super) fn in_rows(plots: &[Plotted], columns: usize, wide: i32) -> Vec<Picture> {
    let row = |plots: &[Plotted]| {
        let above = plots.iter().map(|item| item.above.height).max();
        let tall = plots.iter().map(|item| item.plot.height).max();
        let above = above.unwrap_or(0);
        let mut row = Picture::space(above + tall.unwrap_or(0));
        for (column, item) in (0..).zip(plots) {
            let left = MARGIN + column * wide;
            row.put((left, 0), &item.above);
            row.put((left, above), &item.plot);
        }
        row
    };
    plots.chunks(columns).map(row).collect()
}

/// A drawing with the words round it.
pub(super) fn page(chart: &Chart, heading: &str, sheet: Sheet, drawing: &Picture) -> Picture {
    let room = sheet.inner();
    let mut page = Picture::space(MARGIN);
    page.write(MARGIN, &HEADING.wrap(heading, room, 3));
    page.write(MARGIN, &SUBTITLE.wrap(&chart.title, room, 4));
    page.height += 50;
    page.append(drawing);
    page.height += 50;
    page.write(MARGIN, &FOOT.wrap(&chart.caption, room, 12));
    page.write(MARGIN, &FOOT.wrap(&chart.foot, room, 3));
    page.height += MARGIN;
    page
}

/// Width and height that a sheet leaves for a drawing, with the heading at its longest.
pub(super) fn room(chart: &Chart, sheet: Sheet) -> (i32, i32) {
    let heading = format!("{} (00 of 00)", chart.heading);
    let words = page(chart, &heading, sheet, &Picture::default());
    (sheet.inner(), sheet.height() - words.height)
}

#[cfg(test)]
mod tests {
    use super::Pieces;
    use crate::report::chart::picture::Picture;

    #[test]
    fn rows_keep_their_order_and_fill_sheets() {
        let sheets = |rows: &[i32], room| {
            let pieces = Pieces {
                rows: rows.iter().map(|row| Picture::space(*row)).collect(),
                ..Pieces::default()
            };
            let sheets = pieces.sheets((100, room)).into_iter();
            sheets.map(|sheet| sheet.height).collect::<Vec<_>>()
        };
        assert_eq!(sheets(&[3, 3, 3, 3], 7), [6, 6]);
        assert_eq!(sheets(&[3, 9, 3], 7), [3, 9, 3]);
        assert_eq!(sheets(&[3, 3], 6), [6]);
        assert_eq!(sheets(&[], 100), [0]);
    }
}
