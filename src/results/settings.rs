//! What holds in each setting: `settings.csv`, one line for each, to be joined to the estimates by their first column.

use crate::experiment::compare::{ComparedCells, Comparison};
use crate::experiment::sweep::{Layout, Sheet};
use crate::model::LeverId;
use crate::results::csv::CsvColumns;
use crate::results::estimates::NONE;

/// Title of a cell in which nothing is set.
pub(crate) const AS_WRITTEN: &str = "as written";

/// The cells of a sweep with runs: the level of each factor in a column `factor:ID`, empty where the scenario is as written,
/// and whether the interval is as narrow as wished, where that was asked for.
pub fn of_sweep(layout: &Layout, sheet: &Sheet) -> String {
    let stop = &layout.stop;
    let played = sheet.cells.iter().zip(&layout.cells);
    let played = played.filter(|(counted, _)| counted.runs() > 0);
    let mut table = CsvColumns::of(played)
        .column("setting", |(_, cell)| cell.cell)
        .column("title", |(_, cell)| match layout.in_words(cell.cell) {
            title if title.is_empty() => AS_WRITTEN.to_owned(),
            title => title,
        });
    for (place, factor) in layout.factors.iter().enumerate() {
        let name = format!("factor:{}", factor.id);
        table = table.column(&name, |(_, cell)| &cell.labels[place]);
    }
    if !stop.is_fixed() {
        table = table.column("precise", |(counted, _)| {
            let difference = (&counted.difference(), layout.confidence_of_differences());
            stop.is_precise(counted.rate("agreement"), difference)
        });
    }
    table.text()
}

/// The policies of a comparison, the one without levers first, and levers confined to one target: whether a lever is used
/// that the file never uses, that target, what else a policy sets, and whether each lever is used, in a column `lever:ID`.
pub fn of_comparison(cells: &ComparedCells, comparison: &Comparison) -> String {
    let policies = || cells.policies.iter();
    let whole = std::iter::once(None).chain(policies().map(Some));
    let parts = comparison.splits.iter().flat_map(|split| {
        let of_lever = policies().filter(|policy| policy.id == split.lever);
        of_lever.flat_map(|policy| {
            let parts = split.parts.iter();
            parts.map(move |part| (Some(policy), Some(part)))
        })
    });
    let settings = whole.map(|policy| (policy, None)).chain(parts);
    let mut table = CsvColumns::of(settings)
        .column("setting", |setting| match setting {
            (None, _) => NONE.to_owned(),
            (Some(policy), None) => policy.id.clone(),
            (Some(policy), Some(part)) => format!("{}:{}", policy.id, part.target),
        })
        .column("title", |setting| match setting {
            (None, _) => "no levers".to_owned(),
            (Some(policy), None) => policy.title.clone(),
            (Some(policy), Some(part)) => format!("{}, only through {}", policy.title, part.title),
        })
        .column("kind", |setting| match setting {
            (None, _) => NONE,
            (Some(policy), None) => policy.kind.name(),
            (Some(_), Some(_)) => "part",
        })
        .column("never-in-file", |(policy, _)| {
            policy.is_some_and(|policy| policy.assumed)
        })
        .column("target", |(_, part)| part.map(|part| &part.target))
        .column("sets", |(policy, _)| {
            let sets = policy.iter().flat_map(|policy| &policy.sets);
            let sets: Vec<String> = sets.map(|set| set.assignment.to_string()).collect();
            sets.join("; ")
        });
    for (place, lever) in cells.scenario.levers.iter().enumerate() {
        let name = format!("lever:{}", lever.id);
        table = table.column(&name, |(policy, _)| {
            policy.is_some_and(|policy| policy.levers.contains(&LeverId::at(place)))
        });
    }
    table.text()
}
