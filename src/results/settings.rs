//! What holds in each setting: `settings.csv`, one line for each, to be joined to the estimates by their first column.

use crate::experiment::compare::{ComparedCells, Comparison};
use crate::experiment::sweep::{Layout, Sheet};
use crate::model::LeverId;
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
pub fn of_comparison(cells: &ComparedCells, comparison: &Comparison) -> String {
    let levers = &cells.scenario.levers;
    let mut names = ["setting", "title", "kind", "never-in-file", "target"]
        .map(str::to_owned)
        .to_vec();
    names.extend(levers.iter().map(|it| format!("lever:{}", it.id)));
    let row = |words: [&str; 3], assumed: bool, target: &str, used: &[LeverId]| {
        let mut row = words.map(str::to_owned).to_vec();
        row.extend([assumed.to_string(), target.to_owned()]);
        let levers = (0..levers.len()).map(LeverId::at);
        row.extend(levers.map(|lever| used.contains(&lever).to_string()));
        row
    };
    let policies = || cells.policies.iter().map(|it| &it.policy);
    let mut rows = vec![names, row([NONE, "no levers", NONE], false, "", &[])];
    for policy in policies() {
        let words = [policy.id.as_str(), &policy.title, policy.kind.name()];
        rows.push(row(words, policy.assumed, "", &policy.levers));
    }
    for split in &comparison.splits {
        for policy in policies().filter(|policy| policy.id == split.lever) {
            for part in &split.parts {
                let setting = format!("{}:{}", policy.id, part.target);
                let title = format!("{}, only through {}", policy.title, part.title);
                let words = [setting.as_str(), &title, "part"];
                rows.push(row(words, policy.assumed, &part.target, &policy.levers));
            }
        }
    }
    lines(rows.into_iter())
}
