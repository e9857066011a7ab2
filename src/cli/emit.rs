//! Job files for a cluster, written beside the results they will give.

use std::path::Path;

use clap::ValueEnum;
use zopa::report::jobs::{Jobs, hyperqueue, slurm};
use zopa::results::Folder;

use crate::cli::call::command;
use crate::cli::output::{FIGURES, tell};
use crate::cli::rows::RowsFormat;
use crate::cli::stop::Stop;

/// A batch system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Batch {
    /// Slurm: an array job and a merge that depends on it.
    Slurm,
    /// HyperQueue: a task array and a merge after it.
    Hyperqueue,
}

/// The sweep to be computed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Emitted<'a> {
    /// Its file, as given.
    pub(crate) file: &'a Path,
    /// The command of all of it, without shard and folder.
    pub(crate) command: &'a str,
    /// Folder of its results.
    pub(crate) output: &'a Path,
    /// In which form a line for each run is written, where there is one.
    pub(crate) runs_format: RowsFormat,
}

/// Writes the job files and says how to submit them.
pub(crate) fn run(sweep: &Emitted, system: Batch, shards: u64) -> Result<(), Stop> {
    let (name, write): (&str, fn(&Jobs) -> _) = match system {
        Batch::Slurm => ("slurm", slurm),
        Batch::Hyperqueue => ("hyperqueue", hyperqueue),
    };
    let place = sweep.output.join(name);
    let stem = sweep.file.file_stem().unwrap_or_default();
    let quoted = |path: &Path| command([path.display().to_string().as_str()]);
    let merge_options = sweep.runs_format.options().iter();
    let merge_options: Vec<String> = merge_options.map(|it| format!(" {it}")).collect();
    let jobs = Jobs {
        name: command([stem.to_string_lossy().as_ref()]),
        file: quoted(sweep.file),
        command: sweep.command.to_owned(),
        output: quoted(sweep.output),
        folder: quoted(&place),
        merge_options: merge_options.concat(),
        shards,
    };
    let folder = Folder::prepare(&place, FIGURES)?;
    for (name, text) in write(&jobs) {
        folder.write_beside(name, &text)?;
    }
    tell(&format!(
        "job files in `{}`; submit them from here by: sh {}/submit.sh",
        place.display(),
        jobs.folder
    ));
    Ok(())
}
