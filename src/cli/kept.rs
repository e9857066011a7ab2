//! The results of a sweep: what its blocks say, written into its folder.

use std::path::Path;

use zopa::experiment::sweep::{Block, Sheet};
use zopa::report;
use zopa::store::{Blocks, CELLS, Folder, MANIFEST, StoreError, SweepManifest};

use crate::cli::origin::draw_and_tell;
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
    manifest.runs_counted = sheet.cells.iter().map(|cell| cell.runs).sum();
    folder.write(MANIFEST, &manifest.to_json())?;
    draw_and_tell(folder, manifest.files)
}
