//! What holds in each setting: `settings.csv`, one line for each, to be joined to the estimates by their first column.

use serde::Serialize;

use crate::analysis::terms::ById;
use crate::experiment::compare::Comparison;
use crate::experiment::sweep::{Layout, Sheet};
use crate::results::csv::{lines, rows};
use crate::results::estimates::NONE;

/// A cell of a sweep.
#[derive(Default, Serialize)]
struct Cell {
    setting: usize,
    title: String,
    /// The level of each factor in a column `factor:ID`, empty where the scenario is as written.
    #[serde(flatten)]
    levels: ById<Option<String>>,
    /// Whether the interval is as narrow as wished, where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    precise: Option<bool>,
}

/// The cells of a sweep with runs.
pub fn of_sweep(layout: &Layout, sheet: &Sheet) -> String {
    let stop = &layout.stop;
    let factors = layout
        .factors
        .iter()
        .map(|factor| format!("factor:{}", factor.id));
    let factors: Vec<String> = factors.collect();
    let played = sheet.cells.iter().zip(&layout.cells);
    let played = played.filter(|(counted, _)| counted.runs > 0);
    let cells = played.map(|(counted, cell)| {
        let title = layout.in_words(cell.cell);
        let levels = factors.iter().cloned().zip(cell.labels.iter().cloned());
        let is_precise = || stop.is_precise(counted.rate("agreement"), &counted.difference());
        Cell {
            setting: cell.cell,
            title: if title.is_empty() {
                AS_WRITTEN.to_owned()
            } else {
                title
            },
            levels: levels.collect(),
            precise: (!stop.is_fixed()).then(is_precise),
        }
    });
    rows(&cells.collect::<Vec<_>>())
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
