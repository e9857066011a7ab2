//! The results of a sweep: what its blocks say, written into its folder.

use std::path::Path;

use zopa::experiment::sweep::{Block, CellSheet, Sheet, SweepCells, SweptTerms};
use zopa::report;
use zopa::results::{
    Blocks, CODEBOOK, Codebook, ESTIMATES, Folder, ResultsError, SCENARIO, SETTINGS, SWEEP,
    SweepManifest, TERMS, estimates, json, named_in, settings,
};
use zopa::simulation::measure::OF_RUNS;

use crate::cli::findings::{File, keep};
use crate::cli::rows::{Rows, RowsFormat};
use crate::cli::stop::Stop;

/// What a sweep was asked with: its scenario and the sweep file, byte for byte.
pub(crate) fn copies(cells: &SweepCells) -> Vec<File> {
    let sweep = &cells.sweep;
    vec![
        (SCENARIO, sweep.scenario.text.clone()),
        (SWEEP, sweep.source.text.clone()),
    ]
}

/// The same copies in these folders, each from the first that has it.
pub(crate) fn copies_in(folders: &[(&Path, SweepManifest)]) -> Result<Vec<File>, ResultsError> {
    let mut found = Vec::new();
    for name in [SCENARIO, SWEEP] {
        let texts = folders
            .iter()
            .map(|(folder, manifest)| named_in(manifest, folder, name));
        let texts: Vec<Option<String>> = texts.collect::<Result<_, _>>()?;
        found.extend(texts.into_iter().flatten().next().map(|text| (name, text)));
    }
    Ok(found)
}

/// Names of the files of a sweep with tables.
pub(crate) const FILES: [&str; 6] = [ESTIMATES, SETTINGS, TERMS, CODEBOOK, SCENARIO, SWEEP];

/// Reads a block that is among those kept.
pub(crate) fn block(
    manifest: &SweepManifest,
    folder: &Path,
    blocks: &Blocks,
    number: u64,
) -> Result<Block, ResultsError> {
    let misfit = || ResultsError::Misfit(folder.to_owned(), number);
    let payload = blocks.read(number)?.ok_or_else(misfit)?;
    let block = manifest.layout.read_block(number, &payload);
    block.ok_or_else(misfit)
}

/// Writes the tables of a whole sweep and, at last, its manifest; returns the table of its cells for readers.
pub(crate) fn write(
    folder: Folder,
    mut manifest: SweepManifest,
    sheet: &Sheet,
    blocks: &Blocks,
    copies: &[File],
    runs_format: RowsFormat,
) -> Result<String, Stop> {
    let layout = &manifest.layout;
    let estimates = estimates::of_sweep(layout, sheet);
    let terms = SweptTerms::of(layout, sheet);
    let page = report::chapters::cells(layout, &estimates, &terms);
    let mut book = Codebook::new(&OF_RUNS);
    let mut grown = None;
    if let Some(columns) = &manifest.run_columns {
        book = book.with_runs(columns);
        let mut rows = Rows::begin(&folder, runs_format, columns)?;
        for (cell, counted) in (0..).zip(&sheet.cells) {
            for batch in 0..counted.batches {
                let block = block(&manifest, folder.path(), blocks, layout.block(cell, batch))?;
                rows.append(&String::from_utf8_lossy(&block.rows))?;
            }
        }
        grown = Some(rows.finish()?);
    }
    let files = [
        (ESTIMATES, estimates.to_csv()),
        (SETTINGS, settings::of_sweep(layout, sheet)),
        (TERMS, json::text(&terms)),
        (CODEBOOK, book.to_csv()),
    ];
    manifest.runs_counted = sheet.cells.iter().map(CellSheet::runs).sum();
    keep(folder, &files, grown, copies, |ledger| {
        manifest.clone().with(ledger).to_json()
    })?;
    Ok(page)
}
