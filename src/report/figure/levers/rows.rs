//! The rows of the figure: from a comparison and from the cells of a sweep.

use crate::experiment::compare::{Comparison, PolicyKind};
use crate::experiment::sweep::Layout;
use crate::report::figure::cells::CellLine;
use crate::report::figure::levers::{Baseline, LeverRow};

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
            significant: agreement.p_holm.is_some_and(|p| p <= 0.05),
            ranked: matches!(effect.kind, PolicyKind::Lever | PolicyKind::Named),
        }
    });
    (Some(baseline), rows.collect())
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
            significant: low > 0.0 || high < 0.0,
            ranked: true,
        })
    };
    (baseline, cells.iter().filter_map(row).collect())
}
