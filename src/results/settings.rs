//! What holds in each setting: `settings.csv`, one line for each, to be joined to the estimates by their first column.

use serde::Serialize;

use crate::analysis::terms::ById;
use crate::experiment::compare::{ComparedCells, Comparison};
use crate::experiment::sweep::{Layout, Sheet};
use crate::model::LeverId;
use crate::results::csv::rows;
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

/// A policy of a comparison, or a lever confined to one target.
#[derive(Default, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Used {
    setting: String,
    title: String,
    kind: &'static str,
    /// Whether a lever is used that the file never uses.
    never_in_file: bool,
    /// The target that a lever's effects are confined to.
    target: String,
    /// Whether each lever is used, in a column `lever:ID`.
    #[serde(flatten)]
    levers: ById<bool>,
}

/// The policies of a comparison, the one without levers first.
pub fn of_comparison(cells: &ComparedCells, comparison: &Comparison) -> String {
    let used = |used: &[LeverId]| {
        let levers = cells.scenario.levers.iter().enumerate();
        let levers = levers.map(|(place, lever)| {
            let is_used = used.contains(&LeverId::at(place));
            (format!("lever:{}", lever.id), is_used)
        });
        levers.collect::<ById<bool>>()
    };
    let mut settings = vec![Used {
        setting: NONE.to_owned(),
        title: "no levers".to_owned(),
        kind: NONE,
        levers: used(&[]),
        ..Used::default()
    }];
    let policies = || cells.policies.iter();
    settings.extend(policies().map(|policy| Used {
        setting: policy.id.clone(),
        title: policy.title.clone(),
        kind: policy.kind.name(),
        never_in_file: policy.assumed,
        target: String::new(),
        levers: used(&policy.levers),
    }));
    for split in &comparison.splits {
        for policy in policies().filter(|policy| policy.id == split.lever) {
            settings.extend(split.parts.iter().map(|part| Used {
                setting: format!("{}:{}", policy.id, part.target),
                title: format!("{}, only through {}", policy.title, part.title),
                kind: "part",
                never_in_file: policy.assumed,
                target: part.target.clone(),
                levers: used(&policy.levers),
            }));
        }
    }
    rows(&settings)
}
