//! The results of a sweep: what its blocks say, written into its folder.

use std::path::Path;

use zopa::experiment::sweep::{Block, Sheet, SweepCells};
use zopa::results::{
    Blocks, CODEBOOK, Codebook, ESTIMATES, Folder, MANIFEST, ResultsError, SCENARIO, SETTINGS,
    SWEEP, SweepManifest, estimates, settings,
};
use zopa::simulation::measure::OF_RUNS;

use crate::cli::findings::draw;
use crate::cli::rows::{Rows, RowsFormat};
use crate::cli::stop::Stop;

/// What a sweep was asked with: its scenario and the sweep file, byte for byte.
#[derive(Default)]
pub(crate) struct Copies(Vec<(&'static str, String)>);

impl Copies {
    /// The files that a plan was made from.
    pub(crate) fn of(cells: &SweepCells) -> Self {
        let sweep = &cells.sweep;
        Self(vec![
            (SCENARIO, sweep.scenario.text.clone()),
            (SWEEP, sweep.source.text.clone()),
        ])
    }

    /// The copies in these folders, each from the first that has it.
    pub(crate) fn read(folders: &[&Path]) -> Self {
        let found = [SCENARIO, SWEEP].into_iter().filter_map(|name| {
            let mut texts = folders
                .iter()
                .filter_map(|folder| std::fs::read_to_string(folder.join(name)).ok());
            Some((name, texts.next()?))
        });
        Self(found.collect())
    }

    /// Writes them.
    pub(crate) fn write(&self, folder: &Folder) -> Result<(), ResultsError> {
        let mut copies = self.0.iter();
        copies.try_for_each(|(name, text)| folder.write(name, text))
    }

    /// Names of the files that belong to a share: these and its manifest.
    pub(crate) fn and_manifest(&self) -> Vec<String> {
        let names = self.0.iter().map(|(name, _)| *name).chain([MANIFEST]);
        names.map(str::to_owned).collect()
    }
}

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

/// Writes the tables of a whole sweep and, at last, its manifest.
pub(crate) fn write(
    folder: &Folder,
    mut manifest: SweepManifest,
    sheet: &Sheet,
    blocks: &Blocks,
    copies: &Copies,
    runs_format: RowsFormat,
) -> Result<(), Stop> {
    manifest.files = Vec::new();
    let layout = &manifest.layout;
    let mut book = Codebook::new(&OF_RUNS);
    if let Some(columns) = &manifest.run_columns {
        book = book.with_runs(columns);
    }
    for (name, text) in [
        (ESTIMATES, estimates::of_sweep(layout, sheet).to_csv()),
        (SETTINGS, settings::of_sweep(layout, sheet)),
        (CODEBOOK, book.to_csv()),
    ] {
        folder.write(name, &text)?;
        manifest.files.push(name.to_owned());
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
    manifest.files.extend(copies.and_manifest());
    manifest.runs_counted = sheet.cells.iter().map(|cell| cell.runs).sum();
    folder.write(MANIFEST, &manifest.to_json())?;
    draw(folder, manifest.files)
}
