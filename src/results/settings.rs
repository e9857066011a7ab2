//! What holds in each setting: `settings.csv`, one line for each, to be joined to the estimates by their first column.

use crate::experiment::compare::Comparison;
use crate::experiment::sweep::{Layout, Sheet};
use crate::results::csv::lines;
use crate::results::estimates::NONE;

/// The cells of a sweep with runs: title, and the level of each factor in a column `factor:ID`, empty where the scenario is
/// as written; `precise` says whether the interval is as narrow as wished, where that was asked for.
pub fn of_sweep(layout: &Layout, sheet: &Sheet) -> String {
    let mut names = vec!["setting".to_owned(), "title".to_owned()];
    names.extend(layout.factors.iter().map(|it| format!("factor:{}", it.id)));
    let stop = &layout.stop;
    if !stop.is_fixed() {
        names.push("precise".to_owned());
    }
    let mut rows = vec![names];
    for (number, cell) in sheet.cells.iter().enumerate() {
        if cell.runs == 0 {
            continue;
        }
        let title = layout.in_words(number);
        let title = if title.is_empty() { AS_WRITTEN } else { &title };
        let mut row = vec![number.to_string(), title.to_owned()];
        let labels = layout.cells[number].labels.iter();
        row.extend(labels.map(|label| label.clone().unwrap_or_default()));
        if !stop.is_fixed() {
            let precise = stop.is_precise(cell.rate("agreement"), &cell.difference());
            row.push(precise.to_string());
        }
        rows.push(row);
    }
    lines(rows.into_iter())
}

/// Title of a cell in which nothing is set.
const AS_WRITTEN: &str = "as written";

/// The policies of a comparison: title, kind, whether a lever is used that the file never uses, and whether each lever is
/// used, in a column `lever:ID`; `target` names the one that a lever's effects are confined to.
pub fn of_comparison(comparison: &Comparison) -> String {
    let levers = &comparison.subjects.levers;
    let mut names = ["setting", "title", "kind", "never-in-file", "target"]
        .map(str::to_owned)
        .to_vec();
    names.extend(levers.iter().map(|id| format!("lever:{id}")));
    let row =
        |setting: &str, title: &str, kind: &str, assumed: bool, target: &str, used: &[bool]| {
            let mut row = [setting, title, kind, &assumed.to_string(), target]
                .map(str::to_owned)
                .to_vec();
            row.extend(used.iter().map(bool::to_string));
            row
        };
    let mut rows = vec![names];
    rows.push(row(
        NONE,
        "no levers",
        NONE,
        false,
        "",
        &vec![false; levers.len()],
    ));
    let used = |place: usize| -> Vec<bool> {
        let policy = &comparison.effects[place].policy;
        let levers = 0..levers.len();
        levers
            .map(|lever| policy.levers.iter().any(|it| it.index() == lever))
            .collect()
    };
    for (place, effect) in comparison.effects.iter().enumerate() {
        let policy = &effect.policy;
        let kind = policy.kind.name();
        rows.push(row(
            &policy.id,
            &policy.title,
            kind,
            policy.assumed,
            "",
            &used(place),
        ));
    }
    for split in &comparison.splits {
        let policy = &comparison.effects[split.effect].policy;
        for part in &split.parts {
            let setting = format!("{}:{}", policy.id, part.id);
            let title = format!("{}, only through {}", policy.title, part.title);
            let used = used(split.effect);
            rows.push(row(
                &setting,
                &title,
                "part",
                policy.assumed,
                &part.id,
                &used,
            ));
        }
    }
    lines(rows.into_iter())
}
