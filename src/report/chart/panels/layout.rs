//! How panels stand on a sheet, and how their words break into lines.

use crate::report::chart::frame::Line;
use crate::report::chart::scale::written;
use crate::report::chart::spec::{Chart, Panel, Panels};
use crate::report::chart::theme::{GREY, INK, LABEL, MARGIN, SMALL, Sheet, count};
use crate::report::chart::typesetting::{Text, Type};

/// Space left of a plot, for its scale.
pub(super) const LEFT: i32 = 210;
/// Space between a plot and the names right of it.
pub(super) const BESIDE: i32 = 80;
/// Space right of a panel.
const GAP: i32 = 70;
/// Height of the numbers below a plot.
pub(super) const NUMBERS: i32 = 110;
/// Lines of a note that is short enough.
const NOTE_MAX: usize = 6;
const NAME: Type = Type::regular(LABEL, INK).bold();
pub(super) const TITLE: Type = Type::regular(LABEL, INK);
const NOTE: Type = Type::regular(SMALL, GREY);
pub(super) const END: Type = Type::regular(SMALL, INK).bold();

/// A line of a panel: its points in the order of the frame.
pub(super) struct Curve<'a> {
    pub(super) series: usize,
    pub(super) points: Vec<&'a Line>,
    pub(super) name: Text,
}

/// A panel, measured.
pub(super) struct Measured<'a> {
    pub(super) panel: &'a Panel,
    pub(super) name: Text,
    pub(super) note: Text,
    pub(super) title: Text,
    pub(super) curves: Vec<Curve<'a>>,
}

/// How panels stand on a sheet.
pub(super) struct Layout<'a> {
    pub(super) chart: &'a Chart,
    pub(super) body: &'a Panels,
    pub(super) columns: usize,
    /// Width of a panel with all that belongs to it.
    pub(super) wide: i32,
    /// Width and height of a plot.
    pub(super) plot: (i32, i32),
    pub(super) panels: Vec<Measured<'a>>,
}

impl<'a> Layout<'a> {
    /// As many columns as leave the names whole on two lines and the rows on a sheet; where none does, one with shorter names.
    pub(super) fn fitting(chart: &'a Chart, body: &'a Panels, sheet: Sheet, room: i32) -> Self {
        let most = match sheet {
            Sheet::Column => 1,
            Sheet::Page | Sheet::Slide => body.columns.min(body.panels.len()),
        };
        let several = (2..=most).rev().map(|columns| (columns, 2));
        let tries = several.chain([(1, 7), (1, 3), (1, 2), (1, 1)]);
        let mut layouts =
            tries.map(|(columns, lines)| Self::of(chart, body, sheet, (columns, lines)));
        let fits = |item: &Self| {
            let mut curves = item.panels.iter().flat_map(|panel| &panel.curves);
            let whole = item.columns == 1 || !curves.any(|curve| curve.name.is_cut());
            whole && item.rows().iter().all(|row| *row <= room)
        };
        let found = layouts.find(fits);
        found.unwrap_or_else(|| Self::of(chart, body, sheet, (1, 1)))
    }

    fn of(
        chart: &'a Chart,
        body: &'a Panels,
        sheet: Sheet,
        (columns, lines): (usize, usize),
    ) -> Self {
        let wide = (sheet.width() - 2 * MARGIN) / count(columns);
        let ends = (0..body.panels.len()).map(|panel| ends(chart, body, panel));
        let ends: Vec<Vec<End<'a>>> = ends.collect();
        let longest = END.widest(ends.iter().flatten().map(|end| &end.2)) + 2;
        let inner = wide - LEFT - BESIDE - GAP;
        // A lone column of a wide sheet leaves room for long names; numbers and names of steps stand on two lines.
        let wanted = if body.steps {
            longest * 7 / 10
        } else {
            longest
        };
        let names = wanted.min(inner * if inner > 3_500 { 7 } else { 5 } / 10);
        let curve = |(series, points, words): End<'a>| Curve {
            series,
            points,
            name: END.wrap(&words, names, lines),
        };
        let measured = body.panels.iter().zip(ends);
        let panels = measured.map(|(panel, ends)| Measured {
            name: NAME.balance(&panel.name, wide - GAP, 3),
            note: note(&panel.notes, wide - GAP),
            title: TITLE.balance(&panel.x.title, wide - GAP, 4),
            curves: ends.into_iter().map(curve).collect(),
            panel,
        });
        let panels: Vec<Measured<'a>> = panels.collect();
        let least = least_plot(sheet, panels.len());
        let tallest = panels.iter().map(Measured::height_of_names).max();
        let beside = if longest > 2 { names } else { -BESIDE };
        Self {
            chart,
            body,
            columns,
            wide,
            plot: (inner - beside, least.max(tallest.unwrap_or(0))),
            panels,
        }
    }

    /// The panels side by side in a row.
    pub(super) fn row(&self, row: usize) -> impl Iterator<Item = &Measured<'a>> {
        let panels = self.panels.iter().skip(row * self.columns);
        panels.take(self.columns)
    }

    /// Height of the words above the plots of a row.
    pub(super) fn head(&self, row: usize) -> i32 {
        let heads = self.row(row).map(|measured| {
            let remarks = !self.body.axis.title.is_empty() || measured.panel.level.is_some();
            let words = measured.name.height() + measured.note.height();
            words + if remarks { 150 } else { 70 }
        });
        heads.max().unwrap_or(0)
    }

    /// Heights of the rows of panels.
    pub(super) fn rows(&self) -> Vec<i32> {
        let rows = 0..self.panels.len().div_ceil(self.columns);
        let height = |row| {
            let titles = self.row(row).map(|measured| measured.title.height());
            let foot = NUMBERS + titles.max().unwrap_or(0) + 75;
            self.head(row) + self.plot.1 + foot
        };
        rows.map(height).collect()
    }
}

impl Measured<'_> {
    /// Height of the names at the ends of its lines.
    fn height_of_names(&self) -> i32 {
        let curves = self.curves.iter();
        curves.map(|curve| curve.name.height() + 8).sum()
    }
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

/// A line of a panel: its series, its points, and the words at its end.
type End<'a> = (usize, Vec<&'a Line>, String);

/// The lines of a panel, in the order in which they first come.
fn ends<'a>(chart: &'a Chart, body: &Panels, panel: usize) -> Vec<End<'a>> {
    let mut ends: Vec<End<'a>> = Vec::new();
    for line in chart.frame.of_row(panel) {
        let words = words_at(chart, body, line);
        match ends.iter_mut().find(|end| end.0 == line.series) {
            Some(end) => {
                end.1.push(line);
                end.2 = words;
            }
            None => ends.push((line.series, vec![line], words)),
        }
    }
    ends
}

/// The words at the end of a line whose last point this is.
fn words_at(chart: &Chart, body: &Panels, line: &Line) -> String {
    let name = &chart.series[line.series].name;
    let last = chart.frame.number(line, body.y);
    match last.filter(|_| body.numbered && !name.is_empty()) {
        Some(last) => format!("{} {name}", written(last, body.axis.unit)),
        None => name.clone(),
    }
}
