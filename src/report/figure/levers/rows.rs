//! The rows of the figure, from a comparison and from the table of a sweep.

use crate::experiment::compare::PolicyKind;
use crate::experiment::sweep::Layout;
use crate::report::csv::{CsvTable, share};
use crate::report::figure::levers::{Baseline, LeverRow};
use crate::results::Comparison;

/// What a comparison says of agreement as the file settles: what the levers are compared with, and a row for each of them, by
/// rank.
pub fn lever_rows(found: &Comparison) -> (Option<Baseline>, Vec<LeverRow>) {
    let baseline = Baseline {
        title: "no lever used".to_owned(),
        rate: found.none.value(),
        interval: found.none.interval(),
    };
    let rows = found.by_rank().into_iter().map(|effect| {
        let agreement = &effect.agreement;
        LeverRow {
            group: None,
            title: effect.title.clone(),
            never_in_file: effect.never_used_in_the_file,
            runs: agreement.with.runs,
            difference: agreement.difference,
            interval: agreement.interval,
            simultaneous: agreement.interval_all.unwrap_or(agreement.interval),
            told: agreement.p_holm.is_some_and(|p| p <= 0.05),
            ranked: matches!(effect.kind, PolicyKind::Lever | PolicyKind::Named),
        }
    });
    (Some(baseline), rows.collect())
}

/// What a sweep's cells say of agreement: its baseline, and a row for each other cell.
///
/// Rows of a one-at-a-time design stand by factor, those of a full factorial by the levels of its first factor.
///
/// # Errors
/// Where a column is missing or a number cannot be read; the message names it.
pub fn cell_rows(
    layout: &Layout,
    table: &CsvTable,
) -> Result<(Option<Baseline>, Vec<LeverRow>), String> {
    let (cell, runs) = (column(table, "cell")?, column(table, "runs")?);
    let names = ["difference", "difference-low", "difference-high"];
    let numbers = columns(table, names)?;
    let of_rates = ["agreement", "agreement-low", "agreement-high"];
    let rates = columns(table, of_rates)?;
    let (mut baseline, mut rows) = (None, Vec::new());
    for line in &table.rows {
        // Factors stand between the cell's number and its runs; one that is as written has no label.
        let factors = (cell + 1..runs).filter(|&place| !line[place].is_empty());
        let levels: Vec<(&str, &str)> = factors
            .map(|place| in_words(layout, place - cell - 1, &line[place]))
            .collect();
        let (group, title) = name(layout, &levels);
        if line[numbers[0]].is_empty() {
            let [rate, low, high] = values(line, rates, of_rates)?;
            let names: Vec<&str> = levels.iter().map(|level| level.1).collect();
            baseline.get_or_insert(Baseline {
                title: if names.is_empty() {
                    "the scenario as written".to_owned()
                } else {
                    names.join(", ")
                },
                rate,
                interval: [low, high],
            });
            continue;
        }
        let [difference, low, high] = values(line, numbers, names)?;
        rows.push(LeverRow {
            group,
            title,
            never_in_file: false,
            runs: number(&line[runs], "runs")?,
            difference,
            interval: [low, high],
            simultaneous: [low, high],
            told: low > 0.0 || high < 0.0,
            ranked: true,
        });
    }
    Ok((baseline, rows))
}

/// Title of a factor, and of one of its levels.
pub(in crate::report::figure) fn in_words<'a>(
    layout: &'a Layout,
    factor: usize,
    label: &'a str,
) -> (&'a str, &'a str) {
    let named = layout.factors.get(factor);
    named.map_or(("", label), |it| (&it.title, it.level(label)))
}

/// Group and name of a cell by its factors and levels.
pub(in crate::report::figure) fn name(
    layout: &Layout,
    levels: &[(&str, &str)],
) -> (Option<String>, String) {
    let words = |levels: &[(&str, &str)]| {
        let words = levels
            .iter()
            .map(|(factor, level)| format!("{factor}: {level}"));
        words.collect::<Vec<_>>().join("; ")
    };
    match (layout.design.as_str(), levels) {
        ("one-at-a-time", [(factor, level)]) => (Some((*factor).to_owned()), (*level).to_owned()),
        ("full-factorial", [first, (_, level)]) => (Some(words(&[*first])), (*level).to_owned()),
        ("full-factorial", [first, others @ ..]) if !others.is_empty() => {
            (Some(words(&[*first])), words(others))
        }
        (_, levels) => (None, words(levels)),
    }
}

fn column(table: &CsvTable, name: &str) -> Result<usize, String> {
    let place = table.column(name);
    place.ok_or_else(|| format!("there is no column `{name}`"))
}

fn columns<const N: usize>(table: &CsvTable, names: [&str; N]) -> Result<[usize; N], String> {
    let mut places = [0; N];
    for (place, name) in places.iter_mut().zip(names) {
        *place = column(table, name)?;
    }
    Ok(places)
}

fn values<const N: usize>(
    line: &[String],
    places: [usize; N],
    names: [&str; N],
) -> Result<[f64; N], String> {
    let mut values = [0.0; N];
    for ((value, place), name) in values.iter_mut().zip(places).zip(names) {
        *value = share(&line[place], name)?;
    }
    Ok(values)
}

/// Runs of a row.
fn number(words: &str, name: &str) -> Result<u64, String> {
    let read = words.parse();
    read.map_err(|_| format!("`{name}` is no number: `{words}`"))
}
