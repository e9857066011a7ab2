//! `zopa merge`: the shards of a sweep put together.

use std::path::{Path, PathBuf};

use clap::Args;
use zopa::experiment::sweep::Sheet;
use zopa::results::{Identity, ResultsError, Shard, SweepManifest, merge, sweep_in};

use crate::cli::call::{Call, command};
use crate::cli::findings::File;
use crate::cli::kept::{self, copies_in};
use crate::cli::output::{Wanted, folder, print, tell};
use crate::cli::rows::RowsFormat;
use crate::cli::stop::Stop;

/// More commands than this nobody types; the numbers of all missing shards follow.
const COMMANDS_MAX: usize = 20;

const EXAMPLES: &str = "\
Example:
  zopa sweep levers.toml --shard 1/2
  zopa sweep levers.toml --shard 2/2     on another machine, or later
  zopa merge output/levers/shard-*-of-2 --output output/levers

The tables are those of the unsplit sweep, byte for byte.";

/// Merge the shards of a sweep
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Merge {
    /// Folders of all shards
    #[arg(required = true, value_name = "DIR")]
    folders: Vec<PathBuf>,
    /// Folder for the results
    #[arg(long, value_name = "DIR")]
    output: PathBuf,
    /// File format of the table of runs, where the shards have one
    #[arg(long, value_enum, default_value_t)]
    runs_format: RowsFormat,
}

/// Runs the command.
pub(crate) fn run(arguments: &Merge, _: &Call) -> Result<(), Stop> {
    let merged = merge(&arguments.folders).map_err(refused)?;
    for cut in merged.blocks.cuts() {
        tell(&cut.to_string());
    }
    let (manifest, copies) = origin(&arguments.folders, &merged.identity)?;
    let mut files = kept::FILES.to_vec();
    files.extend(
        manifest
            .run_columns
            .as_ref()
            .map(|_| arguments.runs_format.file_name()),
    );
    let wanted = Wanted {
        command: &manifest.command,
        scenario: &manifest.layout.scenario,
        fingerprint: &manifest.layout.fingerprint,
        by_whole_path: false,
        files: &files,
    };
    let folder = folder(&arguments.output, &wanted)?;
    let layout = &manifest.layout;
    let mut sheet = Sheet::empty(layout);
    for number in 0..layout.blocks() {
        let block = kept::block(&manifest, &arguments.folders[0], &merged.blocks, number)?;
        let (cell, batch) = layout.place(number);
        sheet.add(cell, batch, &block.record);
    }
    let runs_format = arguments.runs_format;
    let page = kept::write(
        folder,
        manifest,
        &sheet,
        &merged.blocks,
        &copies,
        runs_format,
    )?;
    print(&page)?;
    tell(&format!("results in `{}`", arguments.output.display()));
    Ok(())
}

/// Why the folders do not make up a sweep, and the commands that fill the gaps.
fn refused(error: ResultsError) -> Stop {
    let ResultsError::NotMerged(refusal) = error else {
        return error.into();
    };
    let mut lines = vec![refusal.to_string()];
    let missing = &refusal.missing;
    if !missing.is_empty() {
        lines.push("compute what is missing, then merge again:".to_owned());
    }
    for lacking in missing.iter().take(COMMANDS_MAX) {
        let (shard, folder) = (
            lacking.shard.to_string(),
            lacking.folder.display().to_string(),
        );
        let options = ["--shard", &shard, "--output", &folder, "--resume"];
        lines.push(format!("  {} {}", refusal.command, command(options)));
    }
    if missing.len() > COMMANDS_MAX {
        let more = missing.len() - COMMANDS_MAX;
        lines.push(format!("  and {more} more"));
    }
    if !missing.is_empty() {
        lines.push(format!("missing shards: {}", refusal.missing_in_short()));
    }
    Stop::Refused(lines.join("\n"))
}

/// The manifest of the unsplit sweep, from the first folder that has one of the sweep merged, and what such folders keep of
/// its files.
fn origin(folders: &[PathBuf], identity: &Identity) -> Result<(SweepManifest, Vec<File>), Stop> {
    let mut found: Vec<(&Path, SweepManifest)> = Vec::new();
    for folder in folders {
        let Some(mut manifest) = sweep_in(folder)? else {
            continue;
        };
        manifest.shard = Shard::WHOLE;
        manifest.interrupted = false;
        if manifest.identity().differences(identity).is_empty() {
            found.push((folder, manifest));
        }
    }
    let copies = copies_in(&found)?;
    let first = found.into_iter().next();
    let first = first.ok_or_else(|| ResultsError::NoManifest(folders[0].clone()))?;
    Ok((first.1, copies))
}
