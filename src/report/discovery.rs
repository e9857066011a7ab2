//! Under which numbers a result comes about: boxes as CSV and as a file.

use std::ops::Range;

use crate::experiment::discovery::{
    Column, Discovery, Ending, Found, Limit, Restriction, Runs, Search,
};
use crate::model::Scenario;
use crate::report::parameter;
use crate::results::csv::lines;
use crate::results::{BoxChoice, BoxLimit, BoxSearch, FoundBox, drawn_words};

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
            Limit::Range { low, high } => [low, high].map(|end| drawn_words(&[], end)),
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
        row.extend(numbers.into_iter().map(crate::results::number));
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
                    row.extend(shares.into_iter().map(crate::results::number));
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
            row.extend(
                self.runs
                    .columns
                    .iter()
                    .map(|column| drawn_words(&column.categories, column.values[run])),
            );
            row
        }))
    }

    /// All boxes with their limits, as their file has them.
    pub fn file(&self) -> BoxSearch {
        let refused = match &self.found.ending {
            Ending::NotConfirmed(found) => Some(self.found_box(found)),
            _ => None,
        };
        let boxes = self.found.boxes.iter().map(|found| self.found_box(found));
        BoxSearch {
            title: self.scenario.title.clone(),
            of: self.of.to_owned(),
            when: parameter::when(self.scenario, self.of),
            seed: self.seed,
            runs: self.runs.interesting.len() as u64,
            interesting: self.interesting() as u64,
            mass_min: self.search.mass_min,
            density_min: self.search.density_min,
            boxes: boxes.collect(),
            ending: (&self.found.ending).into(),
            not_confirmed: refused,
        }
    }

    fn interesting(&self) -> usize {
        self.runs.interesting.iter().filter(|&&it| it).count()
    }

    fn found_box(&self, found: &Found) -> FoundBox {
        let limits = found.restrictions.iter();
        FoundBox {
            limits: limits.map(|it| self.limit(it)).collect(),
            held_out: found.held_out.into(),
            training: found.training.into(),
            p_value: found.p_value,
        }
    }

    fn limit(&self, restriction: &Restriction) -> BoxLimit {
        let column = &self.runs.columns[restriction.column];
        let categories = kept(column, &restriction.limit);
        let titles = parameter::choices(self.scenario, &column.path, &column.categories);
        let choices = column.categories.iter().zip(titles);
        let choices: Vec<BoxChoice> = choices
            .map(|(id, title)| BoxChoice {
                id: id.clone(),
                title,
            })
            .collect();
        let [low, high] = match restriction.limit {
            Limit::Range { low, high } => [low, high].map(|it| it.is_finite().then_some(it)),
            _ => [None, None],
        };
        BoxLimit {
            parameter: column.path.clone(),
            title: parameter::title(self.scenario, &column.path),
            low,
            high,
            range: range(column),
            categories: (!categories.is_empty()).then_some(categories),
            choices: (!choices.is_empty()).then_some(choices),
            quasi_p: restriction.quasi_p,
        }
    }
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
