//! The Pareto frontier with plans and solutions, two parties a panel.

mod key;
mod panel;
mod place;
mod read;
mod scale;
mod views;
mod words;

use crate::report::csv::table as csv_table;
use crate::report::figure::Figure;
use crate::report::figure::drawing::page::{Frame, Part, pages, room_for_rows};
use crate::report::figure::drawing::theme::{MARGIN, Sheet};

use crate::report::figure::drawing::canvas::Canvas;
use crate::report::figure::frontier::key::{KEY_LETTERS, Key, Mark};
use crate::report::figure::frontier::panel::{LEFT, Panel, View};
use crate::report::figure::frontier::views::views;
use crate::report::figure::frontier::words::{CONCEPT_NAMES, caption, foot, key, notes};

pub use read::FrontierMarks;

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
    /// Right of the panels, that many units from the left.
    Right(i32),
    /// Below the panels, on every sheet.
    Below,
    /// After all panels.
    After,
}

/// How panels and key share a sheet.
#[derive(Clone, Copy, Debug)]
struct Layout {
    columns: usize,
    side: i32,
    /// The side without a key below.
    widest: i32,
    key: KeyPlace,
    /// Room of the key from left to right, and its columns.
    key_room: (i32, usize),
}

impl Layout {
    /// Panels in columns; the key beside few, where it is no taller than the sheet, else below them.
    fn of(
        sheet: Sheet,
        panels: usize,
        margins: (i32, i32),
        [key, notes]: &[Vec<(Mark, String)>; 2],
        room: i32,
    ) -> Self {
        let columns = match (sheet, panels) {
            (Sheet::Column, 0..=2) => 1,
            (Sheet::Column, _) => 2,
            (Sheet::Page | Sheet::Slide, _) => panels.clamp(1, 3),
        };
        let count = i32::try_from(columns).unwrap_or(1);
        let inner = sheet.width() - 2 * MARGIN;
        let across = (inner - count * LEFT - (count - 1) * GAP) / count;
        let down = room - margins.0 - margins.1;
        let beside = |columns: usize, most: i32, entries: &[(Mark, String)]| {
            let count = i32::try_from(columns).unwrap_or(1);
            let side = most.min((inner - KEY_COLUMN) / count - LEFT - GAP);
            let taken = count * (LEFT + side + GAP);
            let key_room = inner - taken;
            let key_columns = usize::try_from(key_room / KEY_COLUMN).unwrap_or(1).max(1);
            let low = |key_columns: &usize| {
                let height = Key::new(entries, key_room, *key_columns).height();
                height <= side.max(room / 2).min(room - margins.0)
            };
            let key_columns = (1..=key_columns).find(low)?;
            Some(Self {
                columns,
                side,
                widest: side,
                key: KeyPlace::Right(MARGIN + taken),
                key_room: (key_room, key_columns),
            })
        };
        let found = match (sheet, panels) {
            (Sheet::Page, 1) => beside(1, SIDE_MAX, notes),
            (Sheet::Slide, 1..=FEW) => beside(panels, down, notes),
            _ => None,
        };
        if let Some(found) = found {
            return found;
        }
        let key_columns = match sheet {
            Sheet::Column => 2,
            Sheet::Slide => 3,
            Sheet::Page => 4,
        };
        let key_height = Key::new(key, inner, key_columns).height();
        let widest = across.min(SIDE_MAX).min(down);
        let low = widest.min(down - key_height);
        if sheet == Sheet::Slide
            && panels > FEW
            && low < SIDE_LEAST
            && let Some(found) = beside(2, down, key)
        {
            return found;
        }
        let (side, place) = if low >= SIDE_LEAST {
            (low, KeyPlace::Below)
        } else {
            (widest, KeyPlace::After)
        };
        Self {
            columns,
            side,
            widest,
            key: place,
            key_room: (inner, key_columns),
        }
    }

    /// The same with squares smaller by so much; where that is too small, the key leaves them its room.
    fn smaller(self, over: i32) -> Self {
        if self.key == KeyPlace::Below && self.side - over < SIDE_LEAST {
            return Self {
                side: self.widest,
                key: KeyPlace::After,
                ..self
            };
        }
        Self {
            side: self.side - over,
            ..self
        }
    }
}

/// The frontier of the zone and of all deals, the plans and the solutions, for each pair of objectives.
pub fn frontier(title: &str, marks: &FrontierMarks, sheet: Option<Sheet>) -> Figure {
    let (views, pairs) = views(marks);
    let natural = if views.len() < 2 {
        Sheet::Column
    } else {
        Sheet::Page
    };
    let sheet = sheet.unwrap_or(natural);
    let (caption, foot) = (caption(marks, [views.len(), pairs]), foot(marks));
    let mut frame = Frame {
        sheet,
        heading: "What theory says: frontier, solutions, plans",
        caption: &caption,
        height: 0,
    };
    let room = room_for_rows(title, &foot, &frame);
    // The longest that key and margins can get decide the layout, so that it never grows beyond the sheet.
    let all: Vec<usize> = (0..marks.central.plans.len().min(KEY_LETTERS)).collect();
    let longest = [key(marks, &all, true), notes(marks, &all, true)];
    let mut layout = Layout::of(sheet, views.len(), (0, 0), &longest, room);
    // Names of axes need more lines beside a smaller square: twice is enough to settle both.
    for _ in 0..2 {
        let margins = margins(&set(marks, &views, layout.side));
        layout = Layout::of(sheet, views.len(), margins, &longest, room);
    }
    let mut parts = Parts::set(marks, &views, layout);
    // What is still too high gets smaller squares.
    for _ in 0..8 {
        let over = parts.height(layout) - room;
        if over <= 0 {
            break;
        }
        layout = layout.smaller(over);
        parts = Parts::set(marks, &views, layout);
    }
    let Parts {
        panels,
        margins,
        key,
    } = parts;
    let height = margins.0 + layout.side + margins.1;
    let mut rows = vec![height; panels.len().div_ceil(layout.columns).max(1)];
    let panel_rows = rows.len();
    match layout.key {
        KeyPlace::Right(_) => rows.fill(height.max(margins.0 + key.height())),
        KeyPlace::Below => frame.height = key.height(),
        KeyPlace::After => rows.extend(key.heights()),
    }
    let drawn = Drawn {
        marks,
        layout,
        panels: &panels,
        head: margins.0,
        key: &key,
        panel_rows,
    };
    let pages = pages(title, &foot, &frame, &rows, |canvas, part| {
        drawn.draw(canvas, part, &rows);
    });
    Figure {
        pages,
        data: data(marks),
    }
}

/// Panels with squares of one size; words that lead to their marks from afar only where there are few.
fn set(marks: &FrontierMarks, views: &[View], side: i32) -> Vec<Panel> {
    let few = views.len() <= FEW;
    let panels = views.iter();
    let panels = panels.map(|&view| Panel::new(marks, view, side, few));
    panels.collect()
}

/// What a layout makes of panels and key.
struct Parts {
    panels: Vec<Panel>,
    margins: (i32, i32),
    key: Key,
}

impl Parts {
    fn set(marks: &FrontierMarks, views: &[View], layout: Layout) -> Self {
        let panels = set(marks, views, layout.side);
        let mut lettered: Vec<usize> = panels.iter().flat_map(|it| it.lettered.clone()).collect();
        lettered.sort_unstable();
        lettered.dedup();
        let named = panels.iter().any(|it| it.reservation_named);
        let entries = match layout.key {
            KeyPlace::Right(_) if views.len() <= FEW => notes(marks, &lettered, !named),
            _ => key(marks, &lettered, !named),
        };
        let (key_room, key_columns) = layout.key_room;
        Self {
            margins: margins(&panels),
            key: Key::new(&entries, key_room, key_columns),
            panels,
        }
    }

    /// Height of a row of panels with what stands beside it on every sheet.
    fn height(&self, layout: Layout) -> i32 {
        let below = match layout.key {
            KeyPlace::Below => self.key.height(),
            KeyPlace::Right(_) | KeyPlace::After => 0,
        };
        self.margins.0 + layout.side + self.margins.1 + below
    }
}

/// The greatest margins of some panels.
fn margins(panels: &[Panel]) -> (i32, i32) {
    let both = panels.iter().map(Panel::margins);
    both.fold((0, 0), |most, it| (most.0.max(it.0), most.1.max(it.1)))
}

/// What stands on the sheets.
struct Drawn<'a> {
    marks: &'a FrontierMarks,
    layout: Layout,
    panels: &'a [Panel],
    /// Height of the words above the squares.
    head: i32,
    key: &'a Key,
    /// Rows of panels; what follows are rows of the key.
    panel_rows: usize,
}

impl Drawn<'_> {
    fn draw(&self, canvas: &mut Canvas<'_>, part: &Part, rows: &[i32]) {
        let Layout { columns, side, .. } = self.layout;
        let mut top = part.top;
        for row in part.rows.clone() {
            if row < self.panel_rows {
                let panels = self.panels.iter().skip(row * columns).take(columns);
                for (column, panel) in (0..).zip(panels) {
                    let left = MARGIN + LEFT + column * (side + GAP + LEFT);
                    panel.draw(canvas, self.marks, (left, top + self.head));
                }
            } else {
                self.key
                    .draw_row(canvas, row - self.panel_rows, (MARGIN, top));
            }
            top += rows[row];
        }
        match self.layout.key {
            KeyPlace::Right(left) => self.key.draw(canvas, (left, part.top + self.head)),
            KeyPlace::Below => self.key.draw(canvas, (MARGIN, top)),
            KeyPlace::After => {}
        }
    }
}

/// What is drawn, a line for each mark: what it is, its name, and everybody's utility.
fn data(marks: &FrontierMarks) -> String {
    let mut lines = Vec::new();
    let mut add = |mark: &str, name: &str, utilities: &[f64]| {
        let mut line = vec![mark.to_owned(), name.to_owned()];
        line.extend(utilities.iter().map(ToString::to_string));
        lines.push(line);
    };
    for point in &marks.free {
        add("frontier of all deals", "", point);
    }
    for point in &marks.zone {
        add("frontier of the zone", "", point);
    }
    for (name, deals) in CONCEPT_NAMES.into_iter().zip(&marks.solutions) {
        for deal in deals {
            add("solution", name, deal);
        }
    }
    for plan in &marks.central.plans {
        add("plan", &plan.id, &plan.utilities);
    }
    let reservations = marks.central.parties.iter().map(|it| it.reservation);
    add(
        "reservation values",
        "",
        &reservations.collect::<Vec<f64>>(),
    );
    let parties = marks.central.parties.iter();
    let mut names = vec!["mark", "name"];
    names.extend(parties.map(|party| party.id.as_str()));
    csv_table(&names, lines)
}
