//! The rows of the figure: from the lines of a comparison and from the cells of a sweep.

use crate::experiment::sweep::Layout;
use crate::report::csv::CsvTable;
use crate::report::figure::cells::{CellLine, column, columns, shares, whole};
use crate::report::figure::levers::{Baseline, LeverRow};
use crate::simulation::Rate;

/// What a comparison's lines say of agreement as the file settles: what the levers are compared with, and a row for each of
/// them in the order of the lines.
///
/// # Errors
/// Where a column is missing or a number cannot be read; the message names it.
pub fn lever_rows(table: &CsvTable) -> Result<(Option<Baseline>, Vec<LeverRow>), String> {
    let text = columns(
        table,
        [
            "rule",
            "quantity",
            "target",
            "kind",
            "title",
            "never-in-file",
        ],
    )?;
    let [rule, quantity, target, kind, title, never] = text;
    let runs = column(table, "runs")?;
    let numbers = [
        "difference",
        "low",
        "high",
        "all-low",
        "all-high",
        "p-holm",
        "without",
    ];
    let numbers = columns(table, numbers)?;
    let (mut baseline, mut rows) = (None, Vec::new());
    for line in &table.rows {
        if line[rule] != "as-written" || line[quantity] != "agreement" || !line[target].is_empty() {
            continue;
        }
        let [difference, low, high, all_low, all_high, p, without] = shares(table, line, numbers)?;
        let runs = whole(&line[runs], "runs")?;
        let none = Rate::of_share(without, runs);
        baseline.get_or_insert_with(|| Baseline {
            title: "no lever used".to_owned(),
            rate: none.value(),
            interval: none.interval(),
        });
        rows.push(LeverRow {
            group: None,
            title: line[title].clone(),
            never_in_file: line[never] == "true",
            runs,
            difference,
            interval: [low, high],
            simultaneous: [all_low, all_high],
            told: p <= 0.05,
            ranked: matches!(line[kind].as_str(), "lever" | "policy"),
        });
    }
    Ok((baseline, rows))
}

/// What the cells of a sweep say of agreement: its baseline, and a row for each other cell.
pub fn cell_rows(layout: &Layout, cells: &[CellLine]) -> (Option<Baseline>, Vec<LeverRow>) {
    let baseline = cells.iter().find(|cell| cell.difference.is_none());
    let baseline = baseline.map(|cell| {
        let levels: Vec<&str> = cell.levels.iter().flatten().map(String::as_str).collect();
        Baseline {
            title: if levels.is_empty() {
                "the scenario as written".to_owned()
            } else {
                levels.join(", ")
            },
            rate: cell.rate,
            interval: cell.interval,
        }
    });
    let row = |cell: &CellLine| {
        let [difference, low, high] = cell.difference?;
        let (group, title) = cell.name(layout);
        Some(LeverRow {
            group,
            title,
            never_in_file: false,
            runs: cell.runs,
            difference,
            interval: [low, high],
            simultaneous: [low, high],
            told: low > 0.0 || high < 0.0,
            ranked: true,
        })
    };
    (baseline, cells.iter().filter_map(row).collect())
}
