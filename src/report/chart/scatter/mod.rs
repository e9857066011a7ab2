//! Charts of points: a square panel for each pair of columns, names beside marks where there is room, and a key.

mod panel;
mod place;

use crate::report::chart::key::{Key, Sample};
use crate::report::chart::page::{Pieces, Plotted, in_rows, room};
use crate::report::chart::picture::Picture;
use crate::report::chart::scatter::panel::{LEFT, PairPlot, letter};
use crate::report::chart::spec::{Chart, NamedPoint, Scatter};
use crate::report::chart::theme::{Sheet, count};

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

/// The key beside few panels on a wide sheet, where it is no taller than the sheet, else below them, else after them.
pub(super) fn pieces(chart: &Chart, body: &Scatter, sheet: Sheet) -> Pieces {
    let few = match sheet {
        Sheet::Column => false,
        Sheet::Page => body.views.len() == 1,
        Sheet::Slide => body.views.len() <= FEW,
    };
    let beside = few.then_some(KeyPlace::Right);
    for place in beside.into_iter().chain([KeyPlace::Below]) {
        let (side, pieces) = fitting(chart, body, sheet, place);
        if side >= SIDE_LEAST {
            return pieces;
        }
    }
    fitting(chart, body, sheet, KeyPlace::After).1
}

/// Squares as large as a sheet allows with a key in some place, and their side; too small ones where that does not fit.
fn fitting(chart: &Chart, body: &Scatter, sheet: Sheet, place: KeyPlace) -> (i32, Pieces) {
    let columns = match (sheet, body.views.len()) {
        (Sheet::Column, 0..=2) => 1,
        (Sheet::Column, _) => 2,
        (Sheet::Page | Sheet::Slide, panels) => panels.clamp(1, 3),
    };
    let taken = match place {
        KeyPlace::Right => KEY_COLUMN + GAP,
        KeyPlace::Below | KeyPlace::After => 0,
    };
    let number = count(columns);
    let across = (sheet.inner() - taken - number * LEFT - (number - 1) * GAP) / number;
    let (_, tall) = room(chart, sheet);
    let mut side = across.min(SIDE_MAX);
    loop {
        let pieces = with_side(chart, body, (sheet, place), (columns, side));
        let tallest = pieces.rows.iter().map(|row| row.height).max();
        let over = tallest.unwrap_or(0) + pieces.foot.height - tall;
        // Names of axes need more lines beside a smaller square, so this may take several steps.
        if over <= 0 || side < SIDE_LEAST {
            return (side, pieces);
        }
        side -= over.max(20);
    }
}

fn with_side(
    chart: &Chart,
    body: &Scatter,
    (sheet, place): (Sheet, KeyPlace),
    (columns, side): (usize, i32),
) -> Pieces {
    let views = body.views.iter();
    let panels = views.map(|&view| PairPlot::new(chart, body, view, side).draw());
    let (plots, lettered): (Vec<Plotted>, Vec<Vec<usize>>) = panels.unzip();
    let entries = entries(chart, body, &lettered.concat(), place);
    let wide = LEFT + side + GAP;
    let mut pieces = Pieces {
        rows: in_rows(&plots, columns, wide),
        ..Pieces::default()
    };
    let key = |room: i32, columns| Key::NOTES.rows(&entries, columns, room / count(columns));
    let key_columns = match sheet {
        Sheet::Column => 2,
        Sheet::Slide => 3,
        Sheet::Page => 4,
    };
    match place {
        KeyPlace::Right => {
            let left = count(columns) * wide;
            let room = sheet.inner() - left;
            let most = usize::try_from(room / KEY_COLUMN).unwrap_or(1).max(1);
            let mut keys = (1..=most).map(|columns| Picture::stacked(&key(room, columns)));
            let fits = keys.find(|key| key.height <= side);
            let key = fits.unwrap_or_else(|| Picture::stacked(&key(room, most)));
            let above = plots.iter().map(|item| item.above.height).max();
            let above = above.unwrap_or(0);
            let row = &mut pieces.rows[0];
            row.put((left, above), &key);
            row.height = row.height.max(above + key.height);
        }
        KeyPlace::Below => pieces.foot = Picture::stacked(&key(sheet.inner(), key_columns)),
        KeyPlace::After => pieces.rows.extend(key(sheet.inner(), key_columns)),
    }
    pieces
}

/// The marks with their words; those that are nowhere drawn are left out. Of named points it has those that only have a letter
/// in some panel, or, right of the panels, all with what is said of each.
fn entries(
    chart: &Chart,
    body: &Scatter,
    lettered: &[usize],
    place: KeyPlace,
) -> Vec<(Sample, String)> {
    let mut entries: Vec<(Sample, String)> = Vec::new();
    for (number, series) in chart.series.iter().enumerate() {
        if chart.frame.draws(number) && !series.name.is_empty() {
            entries.push((Sample::Mark(series.look), series.name.clone()));
        }
    }
    entries.push((Sample::Level, body.level.clone()));
    for (number, NamedPoint { name, note, line }) in body.named.iter().enumerate() {
        let letter = letter(number);
        let words = match (lettered.contains(&number), place) {
            (true, KeyPlace::Right) => format!("{letter} {name}: {note}"),
            (true, _) => format!("{letter} {name}"),
            (false, KeyPlace::Right) => format!("{name}: {note}"),
            (false, _) => continue,
        };
        let look = chart.series[chart.frame.lines()[*line].series].look;
        entries.push((Sample::Mark(look), words));
    }
    entries
}
