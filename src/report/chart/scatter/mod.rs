//! Charts of points: a square panel for each pair of columns, names beside marks where there is room, and a key.

mod key;
mod panel;
mod place;

use crate::report::chart::page::{Page, pages, room_for_rows};
use crate::report::chart::scatter::key::{Entry, Key};
use crate::report::chart::scatter::panel::{LEFT, Panel, letter};
use crate::report::chart::spec::{Chart, Named, Scatter};
use crate::report::chart::theme::{MARGIN, NEUTRAL, Sheet, count};

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
struct Layout {
    columns: usize,
    side: i32,
    panels: Vec<Panel>,
    /// Heights of the words above the squares and below them.
    margins: (i32, i32),
    place: KeyPlace,
    key: Key,
}

/// Draws a chart of points.
pub(super) fn draw(chart: &Chart, body: &Scatter, sheet: Sheet) -> Vec<Page> {
    let layout = Layout::fitting(chart, body, sheet);
    let Layout { columns, side, .. } = layout;
    let height = layout.margins.0 + side + layout.margins.1;
    let panel_rows = layout.panels.len().div_ceil(columns).max(1);
    let mut rows = vec![height; panel_rows];
    let beside = match layout.place {
        KeyPlace::Right => {
            rows.fill(height.max(layout.margins.0 + layout.key.height()));
            0
        }
        KeyPlace::Below => layout.key.height(),
        KeyPlace::After => {
            rows.extend(layout.key.heights());
            0
        }
    };
    pages(chart, sheet, beside, &rows, |canvas, part| {
        let mut top = part.top;
        for row in part.rows.clone() {
            let panels = layout.panels.iter().skip(row * columns).take(columns);
            for (column, panel) in (0..).zip(panels) {
                let left = MARGIN + LEFT + column * (side + GAP + LEFT);
                panel.draw(canvas, chart, body, (left, top + layout.margins.0));
            }
            if row >= panel_rows {
                layout.key.draw_row(canvas, row - panel_rows, (MARGIN, top));
            }
            top += rows[row];
        }
        match layout.place {
            KeyPlace::Right => {
                let left = MARGIN + count(columns) * (LEFT + side + GAP);
                let corner = (left, part.top + layout.margins.0);
                layout.key.draw(canvas, corner);
            }
            KeyPlace::Below => layout.key.draw(canvas, (MARGIN, top)),
            KeyPlace::After => {}
        }
    })
}

impl Layout {
    /// The key beside few panels on a wide sheet, where it is no taller than the sheet, else below them, else after them.
    fn fitting(chart: &Chart, body: &Scatter, sheet: Sheet) -> Self {
        let few = match sheet {
            Sheet::Column => false,
            Sheet::Page => body.views.len() == 1,
            Sheet::Slide => body.views.len() <= FEW,
        };
        let places = [(KeyPlace::Right, few), (KeyPlace::Below, true)];
        let mut places = places.into_iter().filter(|item| item.1);
        let found = places.find_map(|(place, _)| {
            let layout = Self::of(chart, body, sheet, place);
            (layout.side >= SIDE_LEAST).then_some(layout)
        });
        found.unwrap_or_else(|| Self::of(chart, body, sheet, KeyPlace::After))
    }

    /// Squares as large as a sheet allows with a key in some place; too small ones where that does not fit.
    fn of(chart: &Chart, body: &Scatter, sheet: Sheet, place: KeyPlace) -> Self {
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
            let layout = Self::with_side(chart, body, (sheet, columns), place, side);
            let over = layout.height() - room;
            // Names of axes need more lines beside a smaller square, so this may take several steps.
            if over <= 0 || side < SIDE_LEAST {
                return layout;
            }
            side -= over.max(20);
        }
    }

    fn with_side(
        chart: &Chart,
        body: &Scatter,
        (sheet, columns): (Sheet, usize),
        place: KeyPlace,
        side: i32,
    ) -> Self {
        let panels = body.views.iter();
        let panels: Vec<Panel> = panels
            .map(|&view| Panel::new(chart, body, view, side))
            .collect();
        let margins = panels.iter().map(Panel::margins);
        let margins = margins.fold((0, 0), |most, item| {
            (most.0.max(item.0), most.1.max(item.1))
        });
        let entries = entries(chart, body, &panels, place == KeyPlace::Right);
        let inner = sheet.width() - 2 * MARGIN;
        let key = if place == KeyPlace::Right {
            let room = inner - count(columns) * (LEFT + side + GAP);
            let most = usize::try_from(room / KEY_COLUMN).unwrap_or(1).max(1);
            let keys = (1..=most).map(|columns| Key::new(&entries, room, columns));
            let mut keys = keys.filter(|key| key.height() <= side);
            keys.next()
                .unwrap_or_else(|| Key::new(&entries, room, most))
        } else {
            let columns = match sheet {
                Sheet::Column => 2,
                Sheet::Slide => 3,
                Sheet::Page => 4,
            };
            Key::new(&entries, inner, columns)
        };
        Self {
            columns,
            side,
            panels,
            margins,
            place,
            key,
        }
    }

    /// Height of a row of panels with what stands beside it on every sheet.
    fn height(&self) -> i32 {
        let (above, below) = self.margins;
        match self.place {
            KeyPlace::Right => above + (self.side + below).max(self.key.height()),
            KeyPlace::Below => above + self.side + below + self.key.height(),
            KeyPlace::After => above + self.side + below,
        }
    }
}

/// The marks with their words; those that are nowhere drawn are left out. Of named points it has those that only have a letter
/// in some panel, or, with `notes`, all with what is said of each.
fn entries(chart: &Chart, body: &Scatter, panels: &[Panel], notes: bool) -> Vec<Entry> {
    let drawn = chart.frame.lines().iter().filter(|line| line.row.is_some());
    let mut used: Vec<usize> = drawn.map(|line| line.series).collect();
    used.sort_unstable();
    used.dedup();
    let series = used.into_iter().map(|number| &chart.series[number]);
    let named = series.filter(|series| !series.name.is_empty());
    let mut entries: Vec<Entry> = named
        .map(|series| Entry::Mark(series.look, series.name.clone()))
        .collect();
    entries.push(Entry::Line(NEUTRAL, body.level.clone()));
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
        entries.push(Entry::Mark(look, format!("{letter}{name}{note}")));
    }
    entries
}
