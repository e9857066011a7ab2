//! Charts of panels: lines over two axes, each named at its end.

mod plot;

use indexmap::IndexMap;

use crate::report::chart::frame::Line;
use crate::report::chart::page::{Pieces, Plotted, in_rows, room};
use crate::report::chart::panels::plot::{BESIDE, Curve, LEFT, Plot, height};
use crate::report::chart::picture::Picture;
use crate::report::chart::spec::{Chart, Panel, Panels};
use crate::report::chart::theme::{GREY, INK, LABEL, SMALL, Sheet, count};
use crate::report::chart::typesetting::{Text, Type};

/// Space right of a panel.
const GAP: i32 = 70;
/// Lines of a note that is short enough.
const NOTE_MAX: usize = 6;
const NAME: Type = Type::regular(LABEL, INK).bold();
const NOTE: Type = Type::regular(SMALL, GREY);
const END: Type = Type::regular(SMALL, INK).bold();

/// As many columns as leave the names whole on two lines and the rows on a sheet; where none does, one with shorter names.
pub(super) fn pieces(chart: &Chart, body: &Panels, sheet: Sheet) -> Pieces {
    let (_, tall) = room(chart, sheet);
    let most = match sheet {
        Sheet::Column => 1,
        Sheet::Page | Sheet::Slide => body.columns.min(body.panels.len()),
    };
    let several = (2..=most).rev().map(|columns| (columns, 2));
    let mut pieces = Pieces::default();
    for (columns, lines) in several.chain([(1, 7), (1, 3), (1, 2), (1, 1)]) {
        let (whole, rows) = rows(chart, body, sheet, (columns, lines));
        pieces.rows = rows;
        if (columns == 1 || whole) && pieces.rows.iter().all(|row| row.height <= tall) {
            break;
        }
    }
    pieces
}

/// The rows of panels in some columns, with names of so many lines, and whether all names are whole.
fn rows(
    chart: &Chart,
    body: &Panels,
    sheet: Sheet,
    (columns, lines): (usize, usize),
) -> (bool, Vec<Picture>) {
    let wide = sheet.inner() / count(columns);
    let inner = wide - LEFT - BESIDE - GAP;
    let curves = (0..body.panels.len()).map(|panel| curves(chart, body, panel));
    let curves: Vec<Vec<Curve<'_>>> = curves.collect();
    let words = curves.iter().flatten().map(|curve| &curve.words);
    let longest = END.widest(words) + 2;
    // A lone column of a wide sheet leaves room for long names; numbers and names of steps stand on two lines.
    let wanted = if body.steps {
        longest * 7 / 10
    } else {
        longest
    };
    let room = wanted.min(inner * if inner > 3_500 { 7 } else { 5 } / 10);
    let name = |curve: &Curve<'_>| {
        let colour = chart.series[curve.series].look.colour;
        END.coloured(colour).wrap(&curve.words, room, lines)
    };
    let names = curves
        .iter()
        .map(|curves| curves.iter().map(name).collect());
    let names: Vec<Vec<Text>> = names.collect();
    let whole = !names.iter().flatten().any(Text::is_cut);
    let tall = names.iter().map(|names| names.iter().map(height).sum());
    let beside = if longest > 2 { room } else { -BESIDE };
    let least = least_plot(sheet, body.panels.len());
    let size = (inner - beside, tall.fold(least, i32::max));
    let curves = curves.iter().zip(&names);
    let panels = body.panels.iter().zip(curves);
    let panels = panels.map(|(panel, (curves, names))| Plotted {
        above: above(body, panel, wide - GAP),
        plot: Plot::of(chart, body, panel, (curves, size)).draw(names, wide - GAP),
    });
    (whole, in_rows(&panels.collect::<Vec<_>>(), columns, wide))
}

/// The name of a panel and the note below it, with space for the words about its axis.
fn above(body: &Panels, panel: &Panel, room: i32) -> Picture {
    let mut above = Picture::default();
    above.write(0, &NAME.balance(&panel.name, room, 3));
    above.write(0, &note(&panel.notes, room));
    let remarks = !body.axis.title.is_empty() || panel.level.is_some();
    above.height += if remarks { 150 } else { 70 };
    above
}

/// Least height of a plot: less where there are many, so that two rows fit on a slide.
fn least_plot(sheet: Sheet, panels: usize) -> i32 {
    match (sheet, panels) {
        (_, 0 | 1) => 1_250,
        (Sheet::Slide, _) => 420,
        (_, 2 | 3) => 800,
        _ => 580,
    }
}

/// The first of some notes that is short enough, else the last one.
fn note(notes: &[String], room: i32) -> Text {
    let mut texts = notes
        .iter()
        .map(|note| NOTE.balance(note, room, NOTE_MAX + 1));
    let short = texts.find(|text| text.lines.len() <= NOTE_MAX);
    let last = notes.last().map_or("", String::as_str);
    short.unwrap_or_else(|| NOTE.balance(last, room, NOTE_MAX))
}

/// The lines of a panel, in the order in which they first come.
fn curves<'a>(chart: &'a Chart, body: &Panels, panel: usize) -> Vec<Curve<'a>> {
    let mut curves: IndexMap<usize, Curve<'a>> = IndexMap::new();
    for line in chart.frame.of_row(panel) {
        let curve = curves.entry(line.series).or_default();
        curve.series = line.series;
        curve.points.push(line);
        curve.words = words_at(chart, body, line);
    }
    curves.into_values().collect()
}

/// The words at the end of a line whose last point this is.
fn words_at(chart: &Chart, body: &Panels, line: &Line) -> String {
    let name = &chart.series[line.series].name;
    let last = chart.frame.number(line, body.y);
    match last.filter(|_| body.numbered && !name.is_empty()) {
        Some(last) => format!("{} {name}", body.axis.unit.written(last)),
        None => name.clone(),
    }
}
