//! `zopa merge`: the shards of a sweep put together.

use std::path::PathBuf;

use clap::Args;
use zopa::experiment::sweep::Sheet;
use zopa::report;
use zopa::store::{Folder, MANIFEST, StoreError, SweepManifest, merge};

use crate::cli::kept;
use crate::cli::output::{print, tell};
use crate::cli::stop::Stop;

const EXAMPLES: &str = "\
Example:
  zopa sweep levers.toml --shard 1/2
  zopa sweep levers.toml --shard 2/2     on another machine, or later
  zopa merge output/levers/shard-*-of-2 --output output/levers

The tables are those of the unsplit sweep, byte for byte.";

/// Put the shards of a sweep together
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Merge {
    /// Folders of all shards
    #[arg(required = true, value_name = "DIR")]
    folders: Vec<PathBuf>,
    /// Folder for the results
    #[arg(long, value_name = "DIR")]
    output: PathBuf,
}

/// Runs the command.
pub(crate) fn run(arguments: &Merge) -> Result<(), Stop> {
    let merged = merge(&arguments.folders)?;
    let manifest = manifest(&arguments.folders, &merged.identity)?;
    let folder = Folder::prepare(&arguments.output)?;
    let layout = &manifest.layout;
    let mut sheet = Sheet::empty(layout);
    for number in 0..layout.blocks() {
        let block = kept::block(&manifest, &arguments.folders[0], &merged.blocks, number)?;
        let (cell, batch) = layout.place(number);
        sheet.add(cell, batch, &block.record);
    }
    let page = report::sweep::table(layout, &sheet);
    kept::write(&folder, manifest, &sheet, &merged.blocks)?;
    print(&page)?;
    tell(&format!("results in `{}`", folder.path().display()));
    Ok(())
}

/// The manifest of the unsplit sweep, from the first folder that has one of the sweep merged.
fn manifest(folders: &[PathBuf], identity: &zopa::store::Identity) -> Result<SweepManifest, Stop> {
    let read = |folder: &PathBuf| {
        let text = std::fs::read_to_string(folder.join(MANIFEST)).ok()?;
        let mut manifest = SweepManifest::from_json(&text)?;
        manifest.shard = zopa::store::Shard::WHOLE;
        manifest.interrupted = false;
        let fits = manifest.identity().differences(identity).is_empty();
        fits.then_some(manifest)
    };
    let found = folders.iter().find_map(read);
    found.ok_or_else(|| StoreError::NoManifest(folders[0].clone()).into())
}
