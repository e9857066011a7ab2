//! Under which numbers a result comes about: boxes as CSV and JSON.

use std::ops::Range;

use serde_json::{Value, json};

use crate::experiment::discovery::{
    Column, Counts, Discovery, Ending, Found, Limit, Restriction, Runs, Search,
};
use crate::model::Scenario;
use crate::report::csv::lines;
use crate::report::json::{FORMAT, pretty};
use crate::report::parameter;

/// A discovery with what it was asked.
#[derive(Clone, Copy, Debug)]
pub struct DiscoveryReport<'a> {
    /// The scenario, whose titles name the numbers.
    pub scenario: &'a Scenario,
    /// What the runs of interest have in common, as asked.
    pub of: &'a str,
    /// Seed.
    pub seed: u64,
    /// The runs.
    pub runs: &'a Runs,
    /// What was looked for.
    pub search: &'a Search,
    /// What came out.
    pub found: &'a Discovery,
}

impl DiscoveryReport<'_> {
    /// One line for each limit of each box, with coverage, density and mass of the box in the runs held out.
    pub fn boxes_csv(&self) -> String {
        let header = [
            "of",
            "box",
            "parameter",
            "title",
            "low",
            "high",
            "categories",
            "choices",
            "quasi-p",
            "coverage",
            "density",
            "mass",
            "base",
            "coverage-training",
            "density-training",
            "mass-training",
            "p-value",
            "runs",
            "seed",
            "version",
        ];
        let mut rows = vec![header.map(str::to_owned).to_vec()];
        for (number, found) in (1..).zip(&self.found.boxes) {
            for limit in &found.restrictions {
                rows.push(self.box_row(number, found, limit));
            }
        }
        lines(rows.into_iter())
    }

    fn box_row(&self, number: u32, found: &Found, restriction: &Restriction) -> Vec<String> {
        let column = &self.runs.columns[restriction.column];
        let (held_out, training) = (found.held_out, found.training);
        let [low, high] = match restriction.limit {
            Limit::Range { low, high } => [low, high].map(finite_or_empty),
            _ => [String::new(), String::new()],
        };
        let mut row = vec![
            self.of.to_owned(),
            number.to_string(),
            column.path.clone(),
            parameter::title(self.scenario, &column.path),
            low,
            high,
            kept(column, &restriction.limit).join("|"),
            column.categories.join("|"),
        ];
        let numbers = [
            restriction.quasi_p,
            held_out.coverage(),
            held_out.density(),
            held_out.mass(),
            held_out.base(),
            training.coverage(),
            training.density(),
            training.mass(),
            found.p_value,
        ];
        row.extend(numbers.iter().map(f64::to_string));
        row.push(self.runs.interesting.len().to_string());
        row.push(self.seed.to_string());
        row.push(env!("CARGO_PKG_VERSION").to_owned());
        row
    }

    /// One line for each step of peeling each box, the box that was not confirmed included.
    pub fn peeling_csv(&self) -> String {
        let header = [
            "of",
            "box",
            "confirmed",
            "step",
            "chosen",
            "peeled",
            "restricted",
            "coverage-training",
            "density-training",
            "mass-training",
            "coverage",
            "density",
            "mass",
            "version",
        ];
        let mut rows = vec![header.map(str::to_owned).to_vec()];
        let refused = match &self.found.ending {
            Ending::NotConfirmed(found) => Some(&**found),
            _ => None,
        };
        let confirmed = self.found.boxes.len();
        let all = self.found.boxes.iter().chain(refused);
        for (number, found) in all.enumerate() {
            for (step, at) in found.trajectory.iter().enumerate() {
                let peeled = at
                    .column
                    .map(|column| self.runs.columns[column].path.clone());
                let mut row = vec![
                    self.of.to_owned(),
                    (number + 1).to_string(),
                    (number < confirmed).to_string(),
                    step.to_string(),
                    (step == found.chosen).to_string(),
                    peeled.unwrap_or_default(),
                    at.restricted.to_string(),
                ];
                for counts in [at.training, at.held_out] {
                    let shares = [counts.coverage(), counts.density(), counts.mass()];
                    row.extend(shares.iter().map(f64::to_string));
                }
                row.push(env!("CARGO_PKG_VERSION").to_owned());
                rows.push(row);
            }
        }
        lines(rows.into_iter())
    }

    /// The first line of the table of numbers drawn: a column for each.
    pub fn drawn_header(&self) -> String {
        let paths = self.runs.columns.iter().map(|column| column.path.clone());
        let row = ["run".to_owned(), self.of.to_owned()].into_iter();
        lines(std::iter::once(row.chain(paths).collect()))
    }

    /// Lines of that table; an empty field where a run has no such number.
    pub fn drawn_rows(&self, runs: Range<usize>) -> String {
        lines(runs.map(|run| {
            let mut row = vec![run.to_string(), self.runs.interesting[run].to_string()];
            row.extend(self.runs.columns.iter().map(|column| value(column, run)));
            row
        }))
    }

    /// All boxes with their limits.
    pub fn json(&self) -> String {
        let (interesting, runs) = (self.interesting(), self.runs.interesting.len());
        let boxes = self.found.boxes.iter().map(|found| self.box_json(found));
        let refused = match &self.found.ending {
            Ending::NotConfirmed(found) => Some(self.box_json(found)),
            _ => None,
        };
        pretty(&json!({
            "format": FORMAT,
            "title": self.scenario.title,
            "of": self.of,
            "when": parameter::when(self.scenario, self.of),
            "seed": self.seed,
            "runs": runs,
            "interesting": interesting,
            "mass-min": self.search.mass_min,
            "density-min": self.search.density_min,
            "boxes": boxes.collect::<Vec<_>>(),
            "ending": ending(&self.found.ending),
            "not-confirmed": refused,
        }))
    }

    fn interesting(&self) -> usize {
        self.runs.interesting.iter().filter(|&&it| it).count()
    }

    fn box_json(&self, found: &Found) -> Value {
        let limits = found.restrictions.iter().map(|restriction| {
            let column = &self.runs.columns[restriction.column];
            let categories = kept(column, &restriction.limit);
            let titles = parameter::choices(self.scenario, &column.path, &column.categories);
            let choices = column.categories.iter().zip(titles);
            let choices: Vec<Value> = choices
                .map(|(id, title)| json!({ "id": id, "title": title }))
                .collect();
            let [low, high] = match restriction.limit {
                Limit::Range { low, high } => [low, high].map(|it| it.is_finite().then_some(it)),
                _ => [None, None],
            };
            json!({
                "parameter": column.path,
                "title": parameter::title(self.scenario, &column.path),
                "low": low,
                "high": high,
                "range": range(column),
                "categories": (!categories.is_empty()).then_some(categories),
                "choices": (!choices.is_empty()).then_some(choices),
                "quasi-p": restriction.quasi_p,
            })
        });
        json!({
            "limits": limits.collect::<Vec<_>>(),
            "held-out": counts(found.held_out),
            "training": counts(found.training),
            "p-value": found.p_value,
        })
    }
}

fn counts(counts: Counts) -> Value {
    json!({
        "runs": counts.runs,
        "interesting": counts.interesting,
        "inside": counts.inside,
        "hits": counts.hits,
        "coverage": counts.coverage(),
        "density": counts.density(),
        "mass": counts.mass(),
        "base": counts.base(),
    })
}

/// The least and greatest number drawn; none of a choice.
fn range(column: &Column) -> Option<[f64; 2]> {
    if !column.categories.is_empty() {
        return None;
    }
    let drawn = column.values.iter().filter(|value| value.is_finite());
    let ends = drawn.fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], &value| {
        [low.min(value), high.max(value)]
    });
    (ends[0] <= ends[1]).then_some(ends)
}

/// The categories that a limit keeps; none for a number.
fn kept(column: &Column, limit: &Limit) -> Vec<String> {
    let Limit::Among(kept) = limit else {
        return Vec::new();
    };
    let categories = column.categories.iter().zip(kept);
    categories
        .filter(|it| *it.1)
        .map(|it| it.0.clone())
        .collect()
}

fn finite_or_empty(value: f64) -> String {
    if value.is_finite() {
        value.to_string()
    } else {
        String::new()
    }
}

fn value(column: &Column, run: usize) -> String {
    let value = column.values[run];
    if column.categories.is_empty() {
        return finite_or_empty(value);
    }
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a choice is a position among the categories"
    )]
    let position = value as usize;
    column.categories.get(position).cloned().unwrap_or_default()
}

fn ending(ending: &Ending) -> &'static str {
    match ending {
        Ending::Enough => "enough",
        Ending::NothingToTell => "nothing-to-tell",
        Ending::NoLimit => "no-limit",
        Ending::TooThin(_) => "too-thin",
        Ending::NotConfirmed(_) => "not-confirmed",
    }
}
