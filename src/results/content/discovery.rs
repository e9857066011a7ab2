//! Under which numbers a result comes about: `discovery.json`, and the tables beside it.

use std::ops::Range;

use serde::Serialize;

use crate::experiment::discovery::{BoxCounts, BoxSearch, Peeling, Runs, SearchEnd};
use crate::results::csv::{lines, rows};
use crate::results::json::{ResultFile, missing};
use crate::results::{DISCOVERY_JSON, VERSION, drawn_words};

impl ResultFile for BoxSearch {
    const NAME: &'static str = DISCOVERY_JSON;

    fn check(&self) -> Result<(), String> {
        if self.not_confirmed.is_some() != (self.ending == SearchEnd::NotConfirmed) {
            return Err(missing("", "not-confirmed"));
        }
        for (place, found) in self.boxes.iter().enumerate() {
            for (key, counts) in [("held-out", found.held_out), ("training", found.training)] {
                if !is_possible(counts) {
                    return Err(format!(
                        "`boxes[{place}].{key}`: these counts are impossible"
                    ));
                }
            }
        }
        Ok(())
    }
}

fn is_possible(counts: BoxCounts) -> bool {
    counts.hits <= counts.inside.min(counts.interesting)
        && counts.inside.max(counts.interesting) <= counts.runs
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
