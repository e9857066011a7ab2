//! The tables beside `sensitivity.json` and `discovery.json`: indices, boxes, peels, and the numbers drawn.

use std::ops::Range;

use crate::experiment::discovery::{BoxSearch, Peeling, Runs};
use crate::experiment::sensitivity::SobolIndices;
use crate::results::csv::{CsvColumns, lines};
use crate::results::{VERSION, drawn_words};

/// The table of indices: the first-order one of each factor, then its total-order one, and how they were found.
pub fn index_table(found: &SobolIndices) -> String {
    let factors = found.factors.iter().flatten();
    let indices = factors.flat_map(|factor| {
        [("first", factor.first), ("total", factor.total)].map(|(name, of)| (factor, name, of))
    });
    CsvColumns::of(indices)
        .column("of", |_| &found.of)
        .column("factor", |(factor, ..)| &factor.factor)
        .column("title", |(factor, ..)| &factor.title)
        .column("index", |(_, name, _)| name)
        .column("value", |(.., index)| index.value)
        .column("low", |(.., index)| index.interval[0])
        .column("high", |(.., index)| index.interval[1])
        .column("samples", |_| found.samples)
        .column("runs-per-sample", |_| found.runs_per_sample)
        .column("seed", |_| found.seed)
        .column("version", |_| VERSION)
        .text()
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
pub fn drawn_header(runs: &Runs) -> String {
    let paths = runs.columns.iter().map(|column| column.path.clone());
    let row = ["run".to_owned(), runs.of.clone()].into_iter();
    lines(std::iter::once(row.chain(paths).collect()))
}

/// Lines of that table; an empty field where a run has no such number.
pub fn drawn_rows(runs: &Runs, range: Range<usize>) -> String {
    let columns = runs.columns.iter().map(|column| {
        let choices = column.choices.iter().map(|choice| choice.id.clone());
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
