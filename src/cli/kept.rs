//! The results of a sweep: what its blocks say, written into its folder.

use std::path::Path;

use zopa::experiment::sweep::{Block, Layout, Sheet};
use zopa::report;
use zopa::store::{Blocks, CELLS, CELLS_FIGURE, Folder, MANIFEST, StoreError, SweepManifest};

use crate::cli::output::tell;
use crate::cli::rows::{Rows, RowsFormat};
use crate::cli::stop::Stop;

/// Reads a block that is among those kept.
pub(crate) fn block(
    manifest: &SweepManifest,
    folder: &Path,
    blocks: &Blocks,
    number: u64,
) -> Result<Block, StoreError> {
    let misfit = || StoreError::Misfit(folder.to_owned(), number);
    let payload = blocks.read(number)?.ok_or_else(misfit)?;
    let block = manifest.layout.read_block(number, &payload);
    block.ok_or_else(misfit)
}

/// Writes the tables of a whole sweep and, at last, its manifest.
pub(crate) fn write(
    folder: &Folder,
    mut manifest: SweepManifest,
    sheet: &Sheet,
    blocks: &Blocks,
    runs_format: RowsFormat,
) -> Result<(), Stop> {
    let cells = report::sweep::cells(&manifest.layout, sheet);
    folder.write(CELLS, &cells)?;
    manifest.files = vec![CELLS.to_owned()];
    if let Some(figure) = heat_map(&manifest.layout, &cells) {
        folder.write(CELLS_FIGURE, &figure)?;
        manifest.files.push(CELLS_FIGURE.to_owned());
    }
    if let Some(columns) = &manifest.run_columns {
        let mut rows = Rows::begin(folder, runs_format, columns)?;
        for (cell, counted) in (0..).zip(&sheet.cells) {
            for batch in 0..counted.batches {
                let number = manifest.layout.block(cell, batch);
                let block = block(&manifest, folder.path(), blocks, number)?;
                rows.append(&String::from_utf8_lossy(&block.rows))?;
            }
        }
        rows.finish()?;
        manifest.files.push(runs_format.file_name().to_owned());
    }
    manifest.files.push(MANIFEST.to_owned());
    for path in folder.left_over(&manifest.files) {
        let path = path.display();
        tell(&format!("note: `{path}` is from an earlier run"));
    }
    manifest.runs_counted = sheet.cells.iter().map(|cell| cell.runs).sum();
    folder.write(MANIFEST, &manifest.to_json())?;
    Ok(())
}

/// The agreement rate by two factors, where a sweep has two and every combination of their levels.
#[cfg(feature = "figures")]
fn heat_map(layout: &Layout, cells: &str) -> Option<String> {
    use zopa::report::csv::CsvTable;
    use zopa::report::figure::{HeatMap, heat_map};

    let [down, across] = layout.factors.as_slice() else {
        return None;
    };
    if layout.design != "full-factorial" {
        return None;
    }
    let table = CsvTable::read(cells).ok()?;
    let bounds = ["agreement-low", "agreement-high"];
    // Levels too many to be told apart are no fault: the table has them.
    let map = HeatMap::read(&table, &down.id, &across.id, "agreement", bounds).ok()?;
    let (runs, seed) = (layout.stop.ceiling(), layout.seed);
    let at_most = if layout.stop.is_fixed() {
        ""
    } else {
        "at most "
    };
    let foot = format!("{at_most}{runs} runs in each cell, seed {seed}");
    Some(heat_map(&layout.title, &foot, &map, None).svg)
}

#[cfg(not(feature = "figures"))]
fn heat_map(_: &Layout, _: &str) -> Option<String> {
    None
}
