//! How far each factor of a sweep moves the agreement rate by itself.

use crate::experiment::sweep::Layout;
use crate::report::chart::{
    Axis, BLUE, Body, Chart, Estimate, Extent, Frame, GREY, Layer, Look, Row, Rows, Series, Sheet,
    Start, Unit, VERMILION,
};
use crate::report::figure::cells::CellLine;
use crate::report::labels::percent;

/// A factor with its cells, least rate first.
struct Factor<'a> {
    id: &'a str,
    title: &'a str,
    cells: Vec<(&'a str, &'a CellLine)>,
}

impl Factor<'_> {
    fn range(&self) -> f64 {
        let rate = |cell: Option<&(&str, &CellLine)>| cell.map_or(0.0, |item| item.1.rate);
        rate(self.cells.last()) - rate(self.cells.first())
    }

    fn row(&self) -> Row {
        let (note, numbers) = match self.cells.as_slice() {
            [] => (String::new(), Vec::new()),
            [only] => (only.0.to_owned(), vec![percent(only.1.rate)]),
            [first, .., last] => {
                let ends = [first, last].map(|cell| percent(cell.1.rate));
                let numbers = if ends[0] == ends[1] {
                    ends[0].clone()
                } else {
                    format!("{} to {}", ends[0].trim_end_matches(" %"), ends[1])
                };
                (format!("{} – {}", first.0, last.0), vec![numbers])
            }
        };
        Row {
            note,
            numbers,
            ..Row::named(self.title)
        }
    }
}

/// What the least and the greatest agreement rate over the levels of each factor are, against the scenario as written; none
/// where no cell is that, or where cells differ in several factors.
pub fn tornado(layout: &Layout, cells: &[CellLine], foot: &str) -> Option<Chart> {
    let baseline = cells.iter().find(|cell| cell.changed().is_empty())?;
    if layout.design != "one-at-a-time" || cells.len() < 2 {
        return None;
    }
    let factors = factors(layout, cells);
    let names = ["factor", "level", "runs", "rate", "low", "high"];
    let paired = [
        "difference",
        "difference-low",
        "difference-high",
        "end-low",
        "end-high",
    ];
    let mut frame = Frame::new(names.iter().chain(&paired));
    add_cell(&mut frame, (None, 0), ["", ""], (baseline, baseline.rate));
    for (row, factor) in factors.iter().enumerate() {
        let last = factor.cells.len().max(1) - 1;
        for (number, (level, cell)) in factor.cells.iter().enumerate() {
            // Levels between the ends are numbers in the data file only.
            let is_end = number == 0 || number == last;
            let place = (is_end.then_some(row), usize::from(number > 0));
            add_cell(&mut frame, place, [factor.id, level], (cell, baseline.rate));
        }
    }
    let estimate = Estimate {
        interval: Some(["end-low", "end-high"]),
        ..Estimate::of("rate")
    };
    let axis = Axis::new(
        "agreement rate, %",
        Unit::Percent,
        Extent::Holding(Vec::new()),
    );
    let layers = vec![
        Layer::Rule(baseline.rate, Look::of(GREY)),
        Layer::Bar(Start::At(baseline.rate), estimate),
    ];
    Some(Chart {
        heading: "What each factor by itself does to agreement".to_owned(),
        title: layout.title.clone(),
        caption: "Bars: from the rate of the scenario as written, the upright line, to the least rate over the factor's levels (vermilion) and to the greatest (blue), named below the factor in this order; all else as in the scenario. Thin lines: paired intervals of the difference to the scenario as written, drawn about its rate; an interval that touches the line holds no difference.".to_owned(),
        foot: foot.to_owned(),
        sheet: Sheet::Column,
        series: vec![
            Series::new("least rate", Look::of(VERMILION)),
            Series::new("greatest rate", Look::of(BLUE)),
        ],
        legend: false,
        frame,
        body: Body::Rows(Rows {
            lanes: 2,
            remark: Some(format!("scenario as written: {}", percent(baseline.rate))),
            ..Rows::new(factors.iter().map(Factor::row).collect(), axis, layers)
        }),
    })
}

/// The factors, widest range first; of equal ones in the order of the sweep.
fn factors<'a>(layout: &'a Layout, cells: &'a [CellLine]) -> Vec<Factor<'a>> {
    let factors = layout.factors.iter().enumerate();
    let mut factors: Vec<Factor<'a>> = factors
        .map(|(number, factor)| {
            let own = cells.iter().filter(|cell| cell.changed() == [number]);
            let named = own.map(|cell| (cell.levels[number].as_deref().unwrap_or_default(), cell));
            let mut cells: Vec<(&str, &CellLine)> = named.collect();
            cells.sort_by(|one, other| one.1.rate.total_cmp(&other.1.rate));
            Factor {
                id: &factor.id,
                title: &factor.title,
                cells,
            }
        })
        .collect();
    factors.sort_by(|one, other| other.range().total_cmp(&one.range()));
    factors
}

/// A line for a cell; the ends of its paired interval are given as rates too, about that of the baseline.
fn add_cell(
    frame: &mut Frame,
    (row, series): (Option<usize>, usize),
    names: [&str; 2],
    (cell, baseline): (&CellLine, f64),
) {
    let line = frame.line(row, series);
    line.values(names).value(cell.runs);
    line.value(cell.rate).values(cell.interval);
    if let Some([difference, low, high]) = cell.difference {
        line.values([difference, low, high]);
        line.values([low, high].map(|bound| (baseline + bound).clamp(0.0, 1.0)));
    }
}
