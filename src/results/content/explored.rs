//! The tables beside `sensitivity.json` and `discovery.json`: indices, boxes, peels, and the numbers drawn.

use std::ops::Range;

use serde::Serialize;

use crate::experiment::discovery::{BoxSearch, Peeling, Runs};
use crate::experiment::sensitivity::SobolIndices;
use crate::results::csv::{lines, rows};
use crate::results::{VERSION, drawn_words};

/// A line of the table of indices: one index of one factor, then how it was found.
#[derive(Default, Serialize)]
#[serde(rename_all = "kebab-case")]
struct IndexRow<'a> {
    of: &'a str,
    factor: &'a str,
    title: &'a str,
    index: &'static str,
    value: f64,
    low: f64,
    high: f64,
    samples: u32,
    runs_per_sample: u32,
    seed: u64,
    version: &'static str,
}

/// The table of indices: the first-order one of each factor, then its total-order one.
pub fn index_table(found: &SobolIndices) -> String {
    let factors = found.factors.iter().flatten();
    let indices = factors.flat_map(|it| {
        [("first", it.first), ("total", it.total)].map(|(index, estimate)| IndexRow {
            of: &found.of,
            factor: &it.factor,
            title: &it.title,
            index,
            value: estimate.value,
            low: estimate.interval[0],
            high: estimate.interval[1],
            samples: found.samples,
            runs_per_sample: found.runs_per_sample,
            seed: found.seed,
            version: VERSION,
        })
    });
    rows(&indices.collect::<Vec<_>>())
}

/// A line of the table of boxes: one limit, with how good its box is in the runs held out and in those that found it.
#[derive(Default, Serialize)]
#[serde(rename_all = "kebab-case")]
struct LimitRow<'a> {
    of: &'a str,
    r#box: usize,
    parameter: &'a str,
    title: &'a str,
    low: Option<f64>,
    high: Option<f64>,
    categories: String,
    choices: String,
    quasi_p: f64,
    coverage: f64,
    density: f64,
    mass: f64,
    base: f64,
    coverage_training: f64,
    density_training: f64,
    mass_training: f64,
    p_value: f64,
    runs: u64,
    seed: u64,
    version: &'static str,
}

/// The table of boxes, one line for each limit of each box.
pub fn box_table(found: &BoxSearch) -> String {
    let boxes = (1..).zip(&found.boxes);
    let limits =
        boxes.flat_map(|(number, it)| it.limits.iter().map(move |limit| (number, it, limit)));
    let limits = limits.map(|(number, it, limit)| {
        let choices = limit.choices.iter().flatten();
        let choices: Vec<&str> = choices.map(|it| it.id.as_str()).collect();
        LimitRow {
            of: &found.of,
            r#box: number,
            parameter: &limit.parameter,
            title: &limit.title,
            low: limit.low,
            high: limit.high,
            categories: limit
                .categories
                .iter()
                .flatten()
                .cloned()
                .collect::<Vec<_>>()
                .join("|"),
            choices: choices.join("|"),
            quasi_p: limit.quasi_p,
            coverage: it.held_out.coverage,
            density: it.held_out.density,
            mass: it.held_out.mass,
            base: it.held_out.base,
            coverage_training: it.training.coverage,
            density_training: it.training.density,
            mass_training: it.training.mass,
            p_value: it.p_value,
            runs: found.runs,
            seed: found.seed,
            version: VERSION,
        }
    });
    rows(&limits.collect::<Vec<_>>())
}

/// A line of the table of peels: one step on the way to a box.
#[derive(Default, Serialize)]
#[serde(rename_all = "kebab-case")]
struct PeelRow<'a> {
    of: &'a str,
    r#box: usize,
    confirmed: bool,
    step: usize,
    chosen: bool,
    peeled: Option<&'a str>,
    restricted: usize,
    coverage_training: f64,
    density_training: f64,
    mass_training: f64,
    coverage: f64,
    density: f64,
    mass: f64,
    version: &'static str,
}

/// The table of peels, one line for each step on the way to each box, the one that was not confirmed included.
pub fn peel_table(found: &BoxSearch, peelings: &[Peeling]) -> String {
    let steps = peelings.iter().enumerate().flat_map(|(place, peeling)| {
        let steps = peeling.steps.iter().enumerate();
        steps.map(move |(number, step)| PeelRow {
            of: &found.of,
            r#box: place + 1,
            confirmed: place < found.boxes.len(),
            step: number,
            chosen: number == peeling.chosen,
            peeled: step.peeled.as_deref(),
            restricted: step.restricted,
            coverage_training: step.training.coverage,
            density_training: step.training.density,
            mass_training: step.training.mass,
            coverage: step.held_out.coverage,
            density: step.held_out.density,
            mass: step.held_out.mass,
            version: VERSION,
        })
    });
    rows(&steps.collect::<Vec<_>>())
}

/// The first line of the table of numbers drawn: a column for each.
pub fn drawn_header(runs: &Runs) -> String {
    let paths = runs.columns.iter().map(|column| column.path.clone());
    let row = ["run".to_owned(), runs.of.clone()].into_iter();
    lines(std::iter::once(row.chain(paths).collect()))
}

/// Lines of that table; an empty field where a run has no such number.
pub fn drawn_rows(runs: &Runs, range: Range<usize>) -> String {
    let columns = runs.columns.iter().map(|column| {
        let choices = column.choices.iter().map(|it| it.id.clone());
        (choices.collect::<Vec<_>>(), &column.values)
    });
    let columns: Vec<_> = columns.collect();
    lines(range.map(|run| {
        let mut row = vec![run.to_string(), runs.interesting[run].to_string()];
        let words = columns
            .iter()
            .map(|(choices, values)| drawn_words(choices, values[run]));
        row.extend(words);
        row
    }))
}
