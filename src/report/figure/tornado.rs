//! How far each factor of a sweep moves the agreement rate by itself.

use crate::report::chart::{
    Axis, BLUE, Body, Chart, Estimate, Frame, GREY, Layer, Line, Look, Row, Rows, Series, Start,
    Unit, VERMILION,
};
use crate::report::figure::Drawn;
use crate::report::labels::percent;
use crate::report::swept::{PlayedCell, Swept};

/// A factor by its place, with its cells and what each sets, least rate first.
type Factor<'a> = (usize, Vec<(String, &'a PlayedCell)>);

/// How far the agreement rate moves over the levels of a factor.
fn range((_, cells): &Factor<'_>) -> f64 {
    let rate = |cell: Option<&(String, &PlayedCell)>| cell.map_or(0.0, |item| item.1.rate);
    rate(cells.last()) - rate(cells.first())
}

/// The title of a factor over the levels at its ends, beside their rates.
fn row(swept: &Swept, (place, cells): &Factor<'_>) -> Row {
    let (note, numbers) = match cells.as_slice() {
        [] => (String::new(), Vec::new()),
        [only] => (only.0.clone(), vec![percent(only.1.rate)]),
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
        ..Row::named(&swept.layout.factors[*place].title)
    }
}

/// What the least and the greatest agreement rate over the levels of each factor are, against the scenario as written.
pub(super) fn tornado(swept: &Swept) -> Drawn {
    let fault = "one-at-a-time sweeps";
    let written = swept.written().ok_or(fault)?;
    if swept.layout.design != "one-at-a-time" || swept.cells.len() < 2 {
        return Err(fault);
    }
    let factors = factors(swept);
    let names = ["factor", "level", "runs", "rate", "low", "high"];
    let paired = ["difference", "difference-low", "difference-high"];
    let ends = ["end-low", "end-high"];
    let mut frame = Frame::new(names.iter().chain(&paired).chain(&ends));
    add_cell(frame.line(None, 0), ["", ""], (written, written.rate));
    for (row, (place, cells)) in factors.iter().enumerate() {
        let (id, last) = (&swept.layout.factors[*place].id, cells.len().max(1) - 1);
        for (number, (level, cell)) in cells.iter().enumerate() {
            // Levels between the ends are numbers in the data file only.
            let is_end = number == 0 || number == last;
            let line = frame.line(is_end.then_some(row), usize::from(number > 0));
            add_cell(line, [id, level], (cell, written.rate));
        }
    }
    let estimate = Estimate {
        interval: Some(ends),
        ..Estimate::of("rate")
    };
    let axis = Axis::holding("agreement rate, %", Unit::Percent, &[]);
    let layers = vec![
        Layer::Rule(written.rate, Look::of(GREY)),
        Layer::Bar(Start::At(written.rate), estimate),
    ];
    Ok(Chart {
        title: swept.layout.title.clone(),
        foot: swept.foot(),
        series: vec![
            Series::new("least rate", Look::of(VERMILION)),
            Series::new("greatest rate", Look::of(BLUE)),
        ],
        ..Chart::new(
            "What each factor by itself does to agreement",
            "Bars: from the rate of the scenario as written, the upright line, to the least rate over the factor's levels (vermilion) and to the greatest (blue), named below the factor in this order; all else as in the scenario. Thin lines: paired intervals of the difference to the scenario as written, drawn about its rate; an interval that touches the line holds no difference.",
            frame,
            Body::Rows(Rows {
                lanes: 2,
                remark: Some(format!("scenario as written: {}", percent(written.rate))),
                ..Rows::new(factors.iter().map(|it| row(swept, it)), axis, layers)
            }),
        )
    })
}

/// The factors, widest range first; of equal ones in the order of the sweep.
fn factors(swept: &Swept) -> Vec<Factor<'_>> {
    let factors = (0..swept.layout.factors.len()).map(|factor| {
        let cells = swept.alone(factor);
        let cells = cells.filter_map(|cell| Some((swept.level(cell, factor)?, cell)));
        let mut cells: Vec<(String, &PlayedCell)> = cells.collect();
        cells.sort_by(|one, other| one.1.rate.total_cmp(&other.1.rate));
        (factor, cells)
    });
    let mut factors: Vec<Factor<'_>> = factors.collect();
    factors.sort_by(|one, other| range(other).total_cmp(&range(one)));
    factors
}

/// Writes a cell; the ends of its paired interval are given as rates too, about that of the scenario as written.
fn add_cell(line: &mut Line, names: [&str; 2], (cell, written): (&PlayedCell, f64)) {
    line.values(names).value(cell.runs);
    line.value(cell.rate).values(cell.interval);
    if let Some([difference, low, high]) = cell.difference {
        line.values([difference, low, high]);
        line.values([low, high].map(|bound| (written + bound).clamp(0.0, 1.0)));
    }
}
