//! How panels stand on a sheet, and how their words break into lines.

use crate::report::chart::frame::Line;
use crate::report::chart::scale::written;
use crate::report::chart::spec::{Chart, Panel, Panels};
use crate::report::chart::theme::{GREY, INK, LABEL, MARGIN, SMALL, Sheet, count, rounded};
use crate::report::chart::typesetting::{Type, is_cut};

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
pub(super) const NAME: Type = Type::regular(LABEL, INK).bold();
pub(super) const TITLE: Type = Type::regular(LABEL, INK);
pub(super) const NOTE: Type = Type::regular(SMALL, GREY);
pub(super) const END: Type = Type::regular(SMALL, INK).bold();

/// A line of a panel: its points in the order of the frame.
pub(super) struct Curve<'a> {
    pub(super) series: usize,
    pub(super) points: Vec<&'a Line>,
    /// Its name, broken into lines.
    pub(super) name: Vec<String>,
}

/// A panel, measured.
pub(super) struct Measured<'a> {
    pub(super) panel: &'a Panel,
    pub(super) name: Vec<String>,
    pub(super) note: Vec<String>,
    pub(super) title: Vec<String>,
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
        let cut = |curve: &Curve<'_>| is_cut(&curve.name);
        let fits = |item: &Self| {
            let names = || item.panels.iter().flat_map(|panel| &panel.curves);
            item.rows().iter().all(|row| *row <= room) && (item.columns == 1 || !names().any(cut))
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
        let curves = (0..body.panels.len()).map(|panel| curves(chart, panel));
        let mut curves: Vec<Vec<Curve<'a>>> = curves.collect();
        let words = |curve: &Curve<'_>| end_words(chart, body, curve);
        let longest = curves
            .iter()
            .flatten()
            .map(|curve| END.width(&words(curve)));
        let longest = rounded(longest.fold(0.0, f64::max)) + 2;
        let inner = wide - LEFT - BESIDE - GAP;
        // A lone column of a wide sheet leaves room for long names; numbers and names of steps stand on two lines.
        let wanted = if body.steps {
            longest * 7 / 10
        } else {
            longest
        };
        let names = wanted.min(inner * if inner > 3_500 { 7 } else { 5 } / 10);
        for curve in curves.iter_mut().flatten() {
            curve.name = END.wrap(&words(curve), names, lines);
        }
        let tall = |curves: &Vec<Curve<'_>>| -> i32 {
            curves.iter().map(|curve| END.tall(&curve.name) + 8).sum()
        };
        let tallest = curves.iter().map(tall).max().unwrap_or(0);
        let plot_width = if longest > 2 {
            inner - names
        } else {
            inner + BESIDE
        };
        let measured = body.panels.iter().zip(curves);
        let panels = measured.map(|(panel, curves)| Measured {
            name: NAME.balance(&panel.name, wide - GAP, 3),
            note: note(&panel.notes, wide - GAP),
            title: TITLE.balance(&panel.x.title, wide - GAP, 4),
            panel,
            curves,
        });
        Self {
            chart,
            body,
            columns,
            wide,
            plot: (
                plot_width,
                least_plot(sheet, body.panels.len()).max(tallest),
            ),
            panels: panels.collect(),
        }
    }

    /// Height of the words above the plots of a row.
    pub(super) fn head(&self, row: usize) -> i32 {
        let panels = self
            .panels
            .iter()
            .skip(row * self.columns)
            .take(self.columns);
        let heads = panels.map(|measured| {
            let remarks = !self.body.axis.title.is_empty() || measured.panel.level.is_some();
            NAME.tall(&measured.name) + NOTE.tall(&measured.note) + if remarks { 150 } else { 70 }
        });
        heads.max().unwrap_or(0)
    }

    /// Heights of the rows of panels.
    pub(super) fn rows(&self) -> Vec<i32> {
        let rows = self.panels.chunks(self.columns).enumerate();
        let foot = |panels: &[Measured<'_>]| {
            let titles = panels.iter().map(|measured| TITLE.tall(&measured.title));
            NUMBERS + titles.max().unwrap_or(0) + 75
        };
        rows.map(|(row, panels)| self.head(row) + self.plot.1 + foot(panels))
            .collect()
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
fn note(notes: &[String], room: i32) -> Vec<String> {
    let mut lines = notes
        .iter()
        .map(|note| NOTE.balance(note, room, NOTE_MAX + 1));
    let short = lines.find(|lines| lines.len() <= NOTE_MAX);
    let last = || notes.last().map(|note| NOTE.balance(note, room, NOTE_MAX));
    short.or_else(last).unwrap_or_default()
}

/// The lines of a panel, in the order of their series.
fn curves(chart: &Chart, panel: usize) -> Vec<Curve<'_>> {
    let mut curves: Vec<Curve<'_>> = Vec::new();
    for line in chart.frame.of_row(panel) {
        match curves.iter_mut().find(|item| item.series == line.series) {
            Some(curve) => curve.points.push(line),
            None => curves.push(Curve {
                series: line.series,
                points: vec![line],
                name: Vec::new(),
            }),
        }
    }
    curves
}

/// The words at the end of a line.
fn end_words(chart: &Chart, body: &Panels, curve: &Curve<'_>) -> String {
    let name = &chart.series[curve.series].name;
    let last = curve.points.last();
    let last = last.and_then(|line| chart.frame.number(line, body.y));
    match last.filter(|_| body.numbered && !name.is_empty()) {
        Some(last) => format!("{} {name}", written(last, body.axis.unit)),
        None => name.clone(),
    }
}
