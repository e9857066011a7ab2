//! Which uncertain numbers drive a result: Sobol indices with their intervals.

use crate::experiment::sensitivity::{FactorIndices, SobolIndices};
use crate::report::chart::{
    Axis, BLUE, Body, Chart, Columns, Frame, INK, Layer, Look, Row, Rows, Series, Start, Unit,
    VERMILION,
};
use crate::report::labels::counted;

/// A number whose total order lies below this with its whole interval is left out.
const SMALLEST: f64 = 0.005;

/// Bars of first and total order with intervals, greatest total order first.
pub(super) fn sobol(found: &SobolIndices) -> Option<Chart> {
    found.factors.as_ref()?;
    let all = found.ranked();
    let small = |row: &FactorIndices| row.total.interval[1] < SMALLEST;
    let single: Vec<&FactorIndices> = all.iter().filter(|row| !small(row)).copied().collect();
    // Where numbers have ranges, what all of these, nature and the talks make comes first.
    let noise = found.factors.iter().filter_map(|all| all.last());
    let whole = found
        .sides
        .iter()
        .flat_map(|sides| sides.iter().chain(noise.clone()));
    let whole: Vec<&FactorIndices> = whole.collect();
    let shown = [&whole[..], &single].concat();
    let mut frame = Frame::new(["factor", "title", "index", "value", "low", "high"]);
    for (number, row) in shown.iter().enumerate() {
        let both = [("first", row.first), ("total", row.total)];
        for (series, (order, index)) in both.into_iter().enumerate() {
            let line = frame.line(number, series);
            line.value(&row.factor).value(&row.title).value(order);
            line.value(index.value).values(index.interval);
        }
    }
    let mut caption = "First order: the share that a number accounts for alone. Total order: together with others. Bars: Sobol indices; lines: 95 % intervals over independent replicates.".to_owned();
    let left_out = all.len() - single.len();
    if left_out > 0 {
        let less = format!(
            " Left out: {} whose total order lies below {SMALLEST} with its whole interval.",
            counted(left_out as u64, "number"),
        );
        caption.push_str(&less);
    }
    let axis = Axis::holding("share of the variance", Unit::Plain, &[]);
    let layers = vec![
        Layer::Bar(Start::At(0.0), Columns::with_interval("value")),
        Layer::Rule(0.0, Look::of(INK)),
    ];
    let rows = shown.iter().enumerate().map(|(place, row)| {
        let row = Row::named(&row.title);
        match whole.len() {
            0 => row,
            count if place < count => row.under("All together".to_owned()),
            _ => row.under("Number by number".to_owned()),
        }
    });
    let body = Body::Rows(Rows {
        lanes: 2,
        ..Rows::new(rows, axis, layers)
    });
    let heading = format!("What drives {}: shares of its variance", found.of);
    Some(Chart {
        title: found.title.clone(),
        foot: format!(
            "{} samples, runs at each point: {}, seed {}.",
            found.samples, found.runs_per_sample, found.seed
        ),
        series: vec![
            Series::new("first order", Look::of(BLUE)),
            Series::new("total order", Look::of(VERMILION).outlined()),
        ],
        legend: true,
        ..Chart::new(heading, caption, frame, body)
    })
}
