//! Under which numbers a result comes about: the limits of each PRIM box, with its coverage and density.

use crate::experiment::Titled;
use crate::experiment::discovery::{BoxLimit, BoxSearch};
use crate::report::chart::{
    Axis, BLUE, Body, Chart, Columns, Frame, GREY, Layer, Look, Row, Rows, Series, Shape, Start,
    Unit, within,
};
use crate::report::labels::{counted, limits_in_words, percent, share_bounds};

/// The limits of each box within what was drawn, below its density and coverage.
pub(super) fn boxes(found: &BoxSearch) -> Option<Chart> {
    if found.boxes.is_empty() {
        return None;
    }
    let names = ["box", "parameter", "title", "value", "low", "high"];
    let drawn = ["drawn-low", "drawn-high", "choice", "inside", "from", "to"];
    let mut frame = Frame::new(names.iter().chain(&drawn));
    let mut rows = Vec::new();
    for (number, item) in (1_u64..).zip(&found.boxes) {
        let noted = |note: String, name: &str| Row {
            note,
            ..Row::named(name).under(format!("Box {number}"))
        };
        let rates = [
            ("all runs", item.held_out.base_rate()),
            ("density", item.held_out.density_rate()),
            ("coverage", item.held_out.coverage_rate()),
        ];
        for (series, (name, rate)) in rates.into_iter().enumerate() {
            let line = frame.line(rows.len(), series.min(1));
            line.value(number).value(name).value(name);
            line.value(rate.value()).values(rate.interval());
            let note = [percent(rate.value()), share_bounds(rate.interval())].join(" ");
            rows.push(noted(note, name));
        }
        for limit in &item.limits {
            for (choice, note, place) in bars(limit) {
                let line = frame.line(rows.len(), 1);
                line.value(number).value(&limit.parameter);
                line.value(&limit.title).value(None::<f64>);
                line.values([limit.low, limit.high]);
                line.values(limit.range.map_or([None; 2], |range| range.map(Some)));
                line.value(choice.map(|item| &item.0.id));
                line.value(choice.map(|item| item.1)).values(place);
                rows.push(noted(note, &limit.title));
            }
        }
    }
    let intervals = if found.runs_of_point.is_some() {
        " of runs that count for less where they share a point in the ranges"
    } else {
        ""
    };
    let caption = format!(
        "Density: the share of runs inside the box in which this holds; open circle: of all runs left by the boxes before. Coverage: the share of all such runs that lie inside. Both from runs that had no part in finding the box; lines and brackets: 95 % Wilson intervals{intervals}. Bars: the values inside the box, on a scale from the least value drawn, 0, to the greatest, 100; choices inside have a full bar."
    );
    let axis = Axis::fixed(
        "share of runs; place among the values drawn, %",
        Unit::Percent,
        [0.0, 1.0],
    );
    let layers = vec![
        Layer::Bar(Start::From("from", 0.0), Columns::of("to")),
        Layer::Mark(Columns::with_interval("value")),
    ];
    Some(Chart {
        title: found.title.clone(),
        foot: format!("{}, seed {}.", counted(found.runs, "run"), found.seed),
        series: vec![
            Series::new("all runs", Look::of(GREY).shaped(Shape::Ring)),
            Series::new("inside", Look::of(BLUE)),
        ],
        ..Chart::new(
            format!("When {}: boxes found by PRIM", found.when),
            caption,
            frame,
            Body::Rows(Rows::new(rows, axis, layers)),
        )
    })
}

/// A choice with whether it lies inside the box, where there is one to make; words; and the ends of a bar in 0..=1.
type Bar<'a> = (Option<(&'a Titled, bool)>, String, [f64; 2]);

/// What lies inside a limit among all that was drawn: one bar for a number, one for each thing that can be chosen.
fn bars(limit: &BoxLimit) -> Vec<Bar<'_>> {
    let Some([least, greatest]) = limit.range else {
        let kept = limit.categories.as_deref().unwrap_or_default();
        let choices = limit.choices.iter().flatten().map(|choice| {
            let inside = kept.contains(&choice.id);
            let end = if inside { 1.0 } else { 0.0 };
            (Some((choice, inside)), choice.title.clone(), [0.0, end])
        });
        return choices.collect();
    };
    let spread = (greatest - least).max(f64::MIN_POSITIVE);
    let part = |value: f64| ((value - least) / spread).clamp(0.0, 1.0);
    let shown = |value: f64| within(value, greatest - least);
    let words = limits_in_words([limit.low, limit.high], shown);
    let note = format!("{words}, of {} to {}", shown(least), shown(greatest));
    let ends = [limit.low.map_or(0.0, part), limit.high.map_or(1.0, part)];
    vec![(None, note, ends)]
}
