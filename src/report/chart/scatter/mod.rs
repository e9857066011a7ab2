//! Charts of points: a square panel for each pair of columns, names beside marks where there is room, and a key.

mod key;
mod panel;
mod place;

use crate::report::chart::page::{Page, pages, room_for_rows};
use crate::report::chart::scatter::key::{Entry, Key};
use crate::report::chart::scatter::panel::{LEFT, Panel, letter};
use crate::report::chart::spec::{Chart, Named, Scatter};
use crate::report::chart::theme::{MARGIN, Sheet, count};

/// Greatest side of a panel's square.
const SIDE_MAX: i32 = 2_300;
/// Space between panels, and between them and a key beside them.
const GAP: i32 = 130;
/// Least width of a column of a key.
const KEY_COLUMN: i32 = 1_000;
/// Panels that have room for names and notes.
const FEW: usize = 2;
/// Least side of a square with a key below it on every sheet.
const SIDE_LEAST: i32 = 700;

/// Where the key stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum KeyPlace {
    /// Right of the panels.
    Right,
    /// Below the panels, on every sheet.
    Below,
    /// After all panels.
    After,
}

/// Panels and key, measured.
struct Layout<'a> {
    columns: usize,
    side: i32,
    panels: Vec<Panel<'a>>,
    /// Heights of the words above the squares and below them.
    margins: (i32, i32),
    place: KeyPlace,
    key: Key,
}

/// Draws a chart of points.
pub(super) fn draw(chart: &Chart, body: &Scatter, sheet: Sheet) -> Vec<Page> {
    let layout = Layout::fitting(chart, body, sheet);
    let Layout { columns, side, .. } = layout;
    let panel_rows = layout.panels.len().div_ceil(columns).max(1);
    let mut rows = vec![layout.height_of_row(); panel_rows];
    if layout.place == KeyPlace::After {
        rows.extend(layout.key.heights());
    }
    pages(chart, sheet, layout.beside(), &rows, |canvas, part| {
        let mut top = part.top;
        for row in part.rows.clone() {
            let panels = layout.panels.iter().skip(row * columns).take(columns);
            for (column, panel) in (0..).zip(panels) {
                let left = MARGIN + LEFT + column * (side + GAP + LEFT);
                panel.draw(canvas, (left, top + layout.margins.0));
            }
            if row >= panel_rows {
                layout.key.draw_row(canvas, row - panel_rows, (MARGIN, top));
            }
            top += rows[row];
        }
        match layout.place {
            KeyPlace::Right => {
                let left = MARGIN + layout.width_of_panels();
                let corner = (left, part.top + layout.margins.0);
                layout.key.draw(canvas, corner);
            }
            KeyPlace::Below => layout.key.draw(canvas, (MARGIN, top)),
            KeyPlace::After => {}
        }
    })
}

impl<'a> Layout<'a> {
    /// The key beside few panels on a wide sheet, where it is no taller than the sheet, else below them, else after them.
    fn fitting(chart: &'a Chart, body: &'a Scatter, sheet: Sheet) -> Self {
        let few = match sheet {
            Sheet::Column => false,
            Sheet::Page => body.views.len() == 1,
            Sheet::Slide => body.views.len() <= FEW,
        };
        let places = few.then_some(KeyPlace::Right).into_iter();
        let mut layouts = places
            .chain([KeyPlace::Below])
            .map(|place| Self::of(chart, body, sheet, place));
        let found = layouts.find(|layout| layout.side >= SIDE_LEAST);
        found.unwrap_or_else(|| Self::of(chart, body, sheet, KeyPlace::After))
    }

    /// Squares as large as a sheet allows with a key in some place; too small ones where that does not fit.
    fn of(chart: &'a Chart, body: &'a Scatter, sheet: Sheet, place: KeyPlace) -> Self {
        let columns = match (sheet, body.views.len()) {
            (Sheet::Column, 0..=2) => 1,
            (Sheet::Column, _) => 2,
            (Sheet::Page | Sheet::Slide, panels) => panels.clamp(1, 3),
        };
        let inner = sheet.width() - 2 * MARGIN;
        let taken = match place {
            KeyPlace::Right => KEY_COLUMN + GAP,
            KeyPlace::Below | KeyPlace::After => 0,
        };
        let number = count(columns);
        let across = (inner - taken - number * LEFT - (number - 1) * GAP) / number;
        let room = room_for_rows(chart, sheet);
        let mut side = across.min(SIDE_MAX);
        loop {
            let layout = Self::with_side(chart, body, (sheet, place), (columns, side));
            let over = layout.height_of_row() + layout.beside() - room;
            // Names of axes need more lines beside a smaller square, so this may take several steps.
            if over <= 0 || side < SIDE_LEAST {
                return layout;
            }
            side -= over.max(20);
        }
    }

    fn with_side(
        chart: &'a Chart,
        body: &'a Scatter,
        (sheet, place): (Sheet, KeyPlace),
        (columns, side): (usize, i32),
    ) -> Self {
        let views = body.views.iter();
        let panels = views.map(|&view| Panel::new(chart, body, view, side));
        let panels: Vec<Panel<'a>> = panels.collect();
        let margins = panels.iter().map(Panel::margins);
        let margins = margins.fold((0, 0), |most, item| {
            (most.0.max(item.0), most.1.max(item.1))
        });
        let entries = entries(chart, body, &panels, place == KeyPlace::Right);
        let inner = sheet.width() - 2 * MARGIN;
        let key_columns = match sheet {
            Sheet::Column => 2,
            Sheet::Slide => 3,
            Sheet::Page => 4,
        };
        let mut layout = Self {
            key: Key::new(&entries, inner, key_columns),
            columns,
            side,
            panels,
            margins,
            place,
        };
        if place == KeyPlace::Right {
            let room = inner - layout.width_of_panels();
            let most = usize::try_from(room / KEY_COLUMN).unwrap_or(1).max(1);
            let mut columns = 1;
            layout.key = Key::new(&entries, room, columns);
            while layout.key.height() > side && columns < most {
                columns += 1;
                layout.key = Key::new(&entries, room, columns);
            }
        }
        layout
    }

    /// Width of all panels of a row.
    fn width_of_panels(&self) -> i32 {
        count(self.columns) * (LEFT + self.side + GAP)
    }

    /// Height of a row of panels.
    fn height_of_row(&self) -> i32 {
        let (above, below) = self.margins;
        match self.place {
            KeyPlace::Right => above + (self.side + below).max(self.key.height()),
            KeyPlace::Below | KeyPlace::After => above + self.side + below,
        }
    }

    /// Height of what stands beside the rows on every sheet.
    fn beside(&self) -> i32 {
        match self.place {
            KeyPlace::Below => self.key.height(),
            KeyPlace::Right | KeyPlace::After => 0,
        }
    }
}

/// The marks with their words; those that are nowhere drawn are left out. Of named points it has those that only have a letter
/// in some panel, or, with `notes`, all with what is said of each.
fn entries(chart: &Chart, body: &Scatter, panels: &[Panel<'_>], notes: bool) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for (number, series) in chart.series.iter().enumerate() {
        let drawn = chart.frame.of_row(0).any(|line| line.series == number);
        if drawn && !series.name.is_empty() {
            entries.push((Some(series.look), series.name.clone()));
        }
    }
    entries.push((None, body.level.clone()));
    let lettered = |number: usize| panels.iter().any(|item| item.lettered.contains(&number));
    for (number, item) in body.named.iter().enumerate() {
        let Named { name, note, line } = item;
        let letter = match (lettered(number), notes) {
            (true, _) => format!("{} ", letter(number)),
            (false, true) => String::new(),
            (false, false) => continue,
        };
        let note = if notes {
            format!(": {note}")
        } else {
            String::new()
        };
        let look = chart.series[chart.frame.lines()[*line].series].look;
        entries.push((Some(look), format!("{letter}{name}{note}")));
    }
    entries
}
