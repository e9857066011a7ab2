//! The tables beside `sensitivity.json` and `discovery.json`: indices, boxes, peels, and the numbers drawn.

use std::ops::Range;

use crate::experiment::discovery::{BoxSearch, Peeling, Runs};
use crate::experiment::parameters::{Group, NOISE, SIDES};
use crate::experiment::sensitivity::{Mixture, SampledRow, SobolIndices};
use crate::experiment::{RANGE_ENDING, Study};
use crate::results::csv::{CsvColumns, lines};
use crate::results::{VERSION, drawn_words, number};

/// The table of indices: those of each factor, of all ranges and of all that nature draws, then those of each pair, joined by `*`, and how they were found.
pub fn index_table(found: &SobolIndices) -> String {
    let sides = found.sides.iter().flatten();
    let factors = found.factors.iter().flatten().chain(sides);
    let factors = factors.flat_map(|of| {
        let indices = [
            ("first", of.first),
            ("total", of.total),
            ("interaction", of.interaction),
        ];
        indices.map(|(name, index)| (of.factor.clone(), of.title.clone(), name, index))
    });
    let pairs = found.second_order.iter().flatten();
    let pairs = pairs.map(|of| {
        (
            of.factors.join("*"),
            of.titles.join(" × "),
            "second",
            of.second,
        )
    });
    let all: Vec<_> = factors.chain(pairs).collect();
    CsvColumns::of(&all)
        .column("of", |_| &found.of)
        .column("factor", |(factor, ..)| factor)
        .column("title", |(_, title, ..)| title)
        .column("index", |(.., name, _)| name)
        .column("value", |(.., index)| index.value)
        .column("low", |(.., index)| index.interval[0])
        .column("high", |(.., index)| index.interval[1])
        .column("samples", |_| found.samples)
        .column("replicates", |_| found.replicates)
        .column("runs-per-sample", |_| found.runs_per_sample)
        .column("seed", |_| found.seed)
        .column("version", |_| VERSION)
        .text()
}

/// The table of points, row by row as a sensitivity analysis looks at them.
#[derive(Debug)]
pub struct PointTable<'a> {
    study: &'a Study<'a>,
    /// Names of the factors, the noise of the talks last.
    factors: Vec<&'a str>,
    of: &'a str,
}

impl<'a> PointTable<'a> {
    /// The table of the points at which a result is looked at.
    pub fn new(study: &'a Study<'a>, groups: &'a [Group], of: &'a str) -> Self {
        let names = groups.iter().map(|group| group.name.as_str());
        Self {
            study,
            factors: names.chain([NOISE]).collect(),
            of,
        }
    }

    /// The first line: where a point belongs, the numbers by path, and the result.
    pub fn header(&self) -> String {
        let first = ["replicate", "row", "point", "mixed"].map(str::to_owned);
        let drawn = self.study.drawn.numbers.iter();
        let drawn = drawn.map(|number| number.path.clone());
        let ranged = self.study.ranged().iter();
        let ranged = ranged.map(|number| format!("{}{RANGE_ENDING}", number.path));
        let paths = drawn.chain(ranged);
        let all = first.into_iter().chain(paths).chain([self.of.to_owned()]);
        lines(std::iter::once(all.collect()))
    }

    /// The lines of one row; an empty field where a point has no such number.
    pub fn rows(&self, row: &SampledRow) -> String {
        let points = row.mixtures.iter().zip(&row.values).zip(&row.results);
        lines(points.map(|((&mixture, values), &result)| {
            let (point, mixed) = match mixture {
                Mixture::A => ("A", ""),
                Mixture::B => ("B", ""),
                Mixture::AWith(factor) => ("A", self.factors[factor]),
                Mixture::BWith(factor) => ("B", self.factors[factor]),
                Mixture::AWithRanges => ("A", SIDES[0]),
                Mixture::AWithNature => ("A", SIDES[1]),
            };
            let drawn = self.study.drawn.numbers.iter();
            let choices = drawn.map(|number| number.categories.as_slice());
            // A number with a range is no choice.
            let choices = choices.chain(std::iter::repeat(&[][..]));
            let numbers = choices
                .zip(values)
                .map(|(choices, &value)| drawn_words(choices, value));
            let mut fields = vec![
                row.replicate.to_string(),
                row.row.to_string(),
                point.to_owned(),
                mixed.to_owned(),
            ];
            fields.extend(numbers);
            fields.push(number(result));
            fields
        }))
    }
}

/// The table of boxes: a line for each limit of each box, with how good the box is in the runs held out and in those that
/// found it.
pub fn box_table(found: &BoxSearch) -> String {
    let boxes = (1_usize..).zip(&found.boxes);
    let limits = boxes.flat_map(|(number, found_box)| {
        let limits = found_box.limits.iter();
        limits.map(move |limit| (number, found_box, limit))
    });
    CsvColumns::of(limits)
        .column("of", |_| &found.of)
        .column("box", |(number, ..)| number)
        .column("parameter", |(.., limit)| &limit.parameter)
        .column("title", |(.., limit)| &limit.title)
        .column("low", |(.., limit)| limit.low)
        .column("high", |(.., limit)| limit.high)
        .column("categories", |(.., limit)| {
            limit.categories.as_ref().map(|kept| kept.join("|"))
        })
        .column("choices", |(.., limit)| {
            let choices = limit.choices.iter().flatten();
            let choices: Vec<&str> = choices.map(|choice| choice.id.as_str()).collect();
            choices.join("|")
        })
        .column("quasi-p", |(.., limit)| limit.quasi_p)
        .column("coverage", |(_, found_box, _)| found_box.held_out.coverage)
        .column("density", |(_, found_box, _)| found_box.held_out.density)
        .column("mass", |(_, found_box, _)| found_box.held_out.mass)
        .column("base", |(_, found_box, _)| found_box.held_out.base)
        .column("coverage-training", |(_, found_box, _)| {
            found_box.training.coverage
        })
        .column("density-training", |(_, found_box, _)| {
            found_box.training.density
        })
        .column("mass-training", |(_, found_box, _)| found_box.training.mass)
        .column("p-value", |(_, found_box, _)| found_box.p_value)
        .column("runs", |_| found.runs)
        .column("seed", |_| found.seed)
        .column("version", |_| VERSION)
        .text()
}

/// The table of peels, one line for each step on the way to each box, the one that was not confirmed included.
pub fn peel_table(found: &BoxSearch, peelings: &[Peeling]) -> String {
    let steps = peelings.iter().enumerate().flat_map(|(place, peeling)| {
        let steps = peeling.steps.iter().enumerate();
        steps.map(move |(number, step)| (place, number == peeling.chosen, number, step))
    });
    CsvColumns::of(steps)
        .column("of", |_| &found.of)
        .column("box", |(place, ..)| place + 1)
        .column("confirmed", |(place, ..)| place < found.boxes.len())
        .column("step", |(.., number, _)| number)
        .column("chosen", |(_, is_chosen, ..)| is_chosen)
        .column("peeled", |(.., step)| &step.peeled)
        .column("restricted", |(.., step)| step.restricted)
        .column("coverage-training", |(.., step)| step.training.coverage)
        .column("density-training", |(.., step)| step.training.density)
        .column("mass-training", |(.., step)| step.training.mass)
        .column("coverage", |(.., step)| step.held_out.coverage)
        .column("density", |(.., step)| step.held_out.density)
        .column("mass", |(.., step)| step.held_out.mass)
        .column("version", |_| VERSION)
        .text()
}

/// The first line of the table of numbers drawn: a column for each.
pub fn drawn_header(runs: &Runs<'_>) -> String {
    let paths = runs.columns.iter().map(|column| column.path.clone());
    let row = ["run".to_owned(), runs.of.clone()].into_iter();
    lines(std::iter::once(row.chain(paths).collect()))
}

/// Lines of that table; an empty field where a run has no such number.
pub fn drawn_rows(runs: &Runs<'_>, range: Range<u32>) -> String {
    let columns = runs.columns.iter().map(|column| {
        let choices = column.choices.iter().map(|choice| choice.id.clone());
        choices.collect::<Vec<_>>()
    });
    let columns: Vec<_> = columns.collect();
    let rows = range.clone().zip(runs.rows(range));
    lines(rows.map(|(run, values)| {
        let interesting = runs.interesting[run as usize];
        let mut row = vec![run.to_string(), interesting.to_string()];
        let words = columns.iter().zip(values);
        row.extend(words.map(|(choices, value)| drawn_words(choices, value)));
        row
    }))
}
