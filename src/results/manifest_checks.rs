//! Whether the parts of a manifest fit together: what is read later counts on it.

use std::collections::BTreeSet;

use crate::experiment::sweep::Layout;
use crate::results::MANIFEST;
use crate::results::same_ids::missing;
use crate::results::stamp::Stamps;

/// Whether every file that is named has a checksum, and none is named twice.
///
/// # Errors
/// In words that name the key.
pub(super) fn check_files(files: &[String], checksums: &Stamps) -> Result<(), String> {
    each_once("files", files)?;
    let mut files = files.iter().filter(|name| *name != MANIFEST);
    match files.find(|name| !checksums.contains_key(*name)) {
        Some(name) => Err(missing("checksums", name)),
        None => Ok(()),
    }
}

/// Whether factors, cells and runs are those of a sweep.
///
/// # Errors
/// In words that name the key.
pub(super) fn check_layout(layout: &Layout) -> Result<(), String> {
    check_runs(layout)?;
    for (key, ids) in [
        ("packages", &layout.packages),
        ("parties", &layout.parties),
        ("levers", &layout.levers),
    ] {
        each_once(key, ids)?;
    }
    let issues: Vec<&String> = layout.issues.iter().map(|issue| &issue.id).collect();
    each_once("issues.id", &issues)?;
    for (place, issue) in layout.issues.iter().enumerate() {
        each_once(&format!("issues[{place}].options"), &issue.options)?;
        if issue.options.is_empty() || !issue.stake.is_finite() {
            return Err(format!("`issues[{place}]` has no options or no stake"));
        }
    }
    let factors: Vec<&String> = layout.factors.iter().map(|factor| &factor.id).collect();
    each_once("factors.id", &factors)?;
    for (place, factor) in layout.factors.iter().enumerate() {
        let labels: Vec<&String> = factor.levels.iter().map(|level| &level.label).collect();
        each_once(&format!("factors[{place}].levels.level"), &labels)?;
        if factor.written.is_some_and(|number| !number.is_finite()) {
            return Err(format!("`factors[{place}].written` is no number"));
        }
    }
    check_cells(layout)
}

fn check_runs(layout: &Layout) -> Result<(), String> {
    let stop = &layout.stop;
    let looks = stop.looks();
    if stop.ceiling() == 0 {
        return Err("`runs`: at least 1 run is needed, got 0".to_owned());
    }
    let is_rising = looks.is_sorted_by(|one, next| one < next);
    if !is_rising || looks.first().is_none_or(|&first| first == 0) {
        return Err("`precision.looks` are not numbers of runs in rising order".to_owned());
    }
    if looks.last() != Some(&stop.ceiling()) {
        return Err("`precision.looks` do not end at `runs`".to_owned());
    }
    if stop
        .wish()
        .is_some_and(|(half_width, _)| !(half_width > 0.0 && half_width < 1.0))
    {
        return Err("`precision.half-width` is no share between 0 and 1".to_owned());
    }
    let cells = layout.cells.len() as u64;
    match layout
        .batches()
        .checked_mul(cells)
        .and_then(|_| stop.ceiling().checked_mul(cells))
    {
        Some(_) => Ok(()),
        None => Err("`runs` are more than can be counted over all cells".to_owned()),
    }
}

fn check_cells(layout: &Layout) -> Result<(), String> {
    if layout.cells.is_empty() {
        return Err("`cells`: at least one cell is needed".to_owned());
    }
    let count = layout.factors.len();
    for (place, cell) in layout.cells.iter().enumerate() {
        if cell.cell != place {
            return Err(format!("`cells[{place}].cell`: the cells are not in order"));
        }
        if cell.labels.len() != count {
            let levels = cell.labels.len();
            return Err(format!(
                "`cells[{place}].levels` has {levels} entries, and there are {count} factors"
            ));
        }
    }
    Ok(())
}

/// Whether no word stands twice in a list.
fn each_once(key: &str, words: &[impl AsRef<str>]) -> Result<(), String> {
    let mut seen = BTreeSet::new();
    let mut words = words.iter().map(AsRef::as_ref);
    match words.find(|word| !seen.insert(*word)) {
        Some(word) => Err(format!("`{key}` has `{word}` twice")),
        None => Ok(()),
    }
}
