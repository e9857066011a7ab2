//! Under which numbers a result comes about: the limits of each PRIM box, with its coverage and density.

use crate::report::chart::{
    Axis, BLUE, Body, Chart, Estimate, Frame, GREY, Layer, Look, Row, Rows, Series, Shape, Sheet,
    Start, within,
};
use crate::report::labels::{counted, percent};
use crate::results::BoxSearch;
use crate::simulation::Rate;

/// What a box demands of one number.
#[derive(Clone, Debug, PartialEq)]
pub struct BoxLimit {
    /// Its path.
    pub parameter: String,
    /// Name for readers.
    pub title: String,
    /// The least and greatest value drawn; none for a choice.
    pub range: Option<[f64; 2]>,
    /// The limits; none where there is none on this side.
    pub limits: [Option<f64>; 2],
    /// All that can be chosen, where it is a choice.
    pub choices: Vec<Choice>,
}

/// One of the things that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Name in files.
    pub id: String,
    /// Name for readers.
    pub title: String,
    /// Whether it lies in the box.
    pub inside: bool,
}

/// A box with how well it does among the runs held out.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundBox {
    /// What it demands.
    pub limits: Vec<BoxLimit>,
    /// Of the runs of interest, those inside.
    pub coverage: Rate,
    /// Of the runs inside, those of interest.
    pub density: Rate,
    /// Of all runs held out, those of interest.
    pub base: Rate,
}

/// All boxes of a discovery.
#[derive(Clone, Debug, PartialEq)]
pub struct Boxes {
    /// When the result comes about, in words after "When".
    pub when: String,
    /// All runs, those held out and those that found the boxes.
    pub runs: u64,
    /// The boxes, in the order in which they were found.
    pub boxes: Vec<FoundBox>,
}

impl Boxes {
    /// The boxes of a search.
    pub fn of(search: &BoxSearch) -> Self {
        let boxes = search.boxes.iter().map(|found| FoundBox {
            limits: found.limits.iter().map(BoxLimit::of).collect(),
            coverage: found.held_out.coverage_rate(),
            density: found.held_out.density_rate(),
            base: found.held_out.base_rate(),
        });
        Self {
            when: search.when.clone(),
            runs: search.runs,
            boxes: boxes.collect(),
        }
    }
}

impl BoxLimit {
    fn of(limit: &crate::results::BoxLimit) -> Self {
        let kept = limit.categories.as_deref().unwrap_or_default();
        let choices = limit.choices.iter().flatten().map(|choice| Choice {
            id: choice.id.clone(),
            title: choice.title.clone(),
            inside: kept.contains(&choice.id),
        });
        Self {
            parameter: limit.parameter.clone(),
            title: limit.title.clone(),
            range: limit.range,
            limits: [limit.low, limit.high],
            choices: choices.collect(),
        }
    }
}

/// The limits of each box within what was drawn, below its density and coverage.
pub fn boxes(title: &str, seed: u64, found: &Boxes) -> Chart {
    let names = ["box", "parameter", "title", "value", "low", "high"];
    let drawn = ["drawn-low", "drawn-high", "choice", "inside", "from", "to"];
    let mut frame = Frame::new(names.iter().chain(&drawn));
    let mut rows = Vec::new();
    for (number, it) in (1_u64..).zip(&found.boxes) {
        let group = Some(format!("Box {number}"));
        let rates = [
            ("all runs", it.base),
            ("density", it.density),
            ("coverage", it.coverage),
        ];
        for (series, (name, rate)) in rates.into_iter().enumerate() {
            let [low, high] = rate.interval();
            let line = frame.line(rows.len(), series.min(1));
            line.value(number).value(name).value(name);
            line.value(rate.value()).value(low).value(high);
            let [low, high] = [low, high].map(|bound| 100.0 * bound);
            rows.push(Row {
                group: group.clone(),
                note: format!("{} [{low:.1}, {high:.1}]", percent(rate.value())),
                ..Row::named(name)
            });
        }
        for limit in &it.limits {
            for (row, place) in limit_rows(limit) {
                add_limit(&mut frame, (rows.len(), number), limit, place);
                rows.push(Row {
                    group: group.clone(),
                    ..row
                });
            }
        }
    }
    let mut axis = Axis::share_of_runs();
    axis.title = "share of runs; place among the values drawn, %".to_owned();
    let layers = vec![
        Layer::Bar(Start::From("from", 0.0), Estimate::of("to")),
        Layer::Mark(Estimate::with_interval("value")),
    ];
    Chart {
        heading: format!("When {}: boxes found by PRIM", found.when),
        title: title.to_owned(),
        caption: "Density: of the runs inside the box, those in which it is so; ring: of all runs left by the boxes before. Coverage: of the runs in which it is so, those inside. Both in runs that did not find the box; lines and brackets: 95 % Wilson intervals. Bars: the values inside the box, on a scale from the least value drawn, 0, to the greatest, 100; of choices, those with a bar.".to_owned(),
        foot: format!("{}, seed {seed}.", counted(found.runs, "run")),
        sheet: Sheet::Column,
        series: vec![
            Series::new("all runs", Look::of(GREY).shaped(Shape::Ring)),
            Series::new("inside", Look::of(BLUE)),
        ],
        legend: false,
        frame,
        body: Body::Rows(Rows::new(rows, axis, layers)),
    }
}

/// Where a limit lies among all that was drawn, in 0..=1, and the choice it is about, if any.
type Place<'a> = (Option<&'a Choice>, [f64; 2]);

/// The rows of a limit: one for a number, one for each thing that can be chosen.
fn limit_rows(limit: &BoxLimit) -> Vec<(Row, Place<'_>)> {
    let Some([least, greatest]) = limit.range else {
        let choice = |choice: &'_ Choice| Row {
            note: choice.title.clone(),
            ..Row::named(&limit.title)
        };
        let end = |choice: &Choice| if choice.inside { 1.0 } else { 0.0 };
        let choices = limit.choices.iter();
        return choices
            .map(|it| (choice(it), (Some(it), [0.0, end(it)])))
            .collect();
    };
    let spread = (greatest - least).max(f64::MIN_POSITIVE);
    let part = |value: f64| ((value - least) / spread).clamp(0.0, 1.0);
    let shown = |value: f64| within(value, greatest - least);
    let [low, high] = limit.limits;
    let words = match limit.limits {
        [Some(low), Some(high)] => format!("{} to {}", shown(low), shown(high)),
        [Some(low), None] => format!("from {}", shown(low)),
        [None, Some(high)] => format!("up to {}", shown(high)),
        [None, None] => "any".to_owned(),
    };
    let row = Row {
        note: format!("{words}, of {} to {}", shown(least), shown(greatest)),
        ..Row::named(&limit.title)
    };
    vec![(row, (None, [low.map_or(0.0, part), high.map_or(1.0, part)]))]
}

/// A bar of what lies inside the box.
fn add_limit(
    frame: &mut Frame,
    (row, number): (usize, u64),
    limit: &BoxLimit,
    (choice, place): Place<'_>,
) {
    let line = frame.line(row, 1);
    line.value(number)
        .value(&limit.parameter)
        .value(&limit.title);
    line.value(None::<f64>).values(limit.limits);
    line.values(limit.range.map_or([None; 2], |range| range.map(Some)));
    line.value(choice.map(|it| &it.id))
        .value(choice.map(|it| it.inside));
    line.values(place);
}
