//! `zopa sweep`: play many cells of a scenario, keep the results, print a table.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use zopa::experiment::sweep::{Block, Hooks, Layout, Played, SweepCells, pilot, play_sweep};
use zopa::report;
use zopa::results::{
    Blocks, Folder, ResultsError, RunTable, Segment, Shard, Stamps, SweepManifest, VERSION,
    sweep_in,
};
use zopa::scenario::{Length, load_sweep};

use crate::cli::arguments::{Output, Threads, judged, runs};
use crate::cli::call::{BESIDE, Call};
use crate::cli::emit::{self, Batch, Emitted};
use crate::cli::findings::File;
use crate::cli::interrupt::Interrupt;
use crate::cli::kept::{self, copies};
use crate::cli::output::{self, Wanted, print, tell};
use crate::cli::progress::Stage;
use crate::cli::rows::RowsFormat;
use crate::cli::stop::Stop;

/// Runs of each cell of a pilot.
const PILOT_RUNS: u64 = 64;

const EXAMPLES: &str = "\
Examples:
  zopa sweep levers.toml --dry-run       how many cells, and how long would it take?
  zopa sweep levers.toml
  zopa sweep levers.toml --resume        go on after an interruption
  zopa sweep levers.toml --shard 3/16    the third of sixteen shards; `zopa merge` joins them
  zopa sweep levers.toml --emit slurm --shards 16
                                         job files for all sixteen and the merge

The same sweep, seed and runs give the same tables on any number of threads, in one go or in pieces.
Ctrl-C keeps what is done; a second one quits at once.";

/// Play many variants of a scenario on the same realizations and compare them
///
/// Writes estimates.csv (every estimate of each cell), settings.csv (what is set in each), terms.json (the terms each cell agrees on),
/// codebook.csv (what they mean), figures with their numbers, copies of scenario and sweep file and manifest.json into the output folder. What is computed is kept batch by batch in its subfolder blocks/.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Sweep {
    /// Sweep file
    file: PathBuf,
    /// Number of runs of each cell, at least 1, instead of the file's
    #[arg(long, value_name = "N", value_parser = runs)]
    runs: Option<u64>,
    /// Seed, instead of the file's
    #[arg(long, value_name = "S")]
    seed: Option<u64>,
    #[command(flatten)]
    threads: Threads,
    #[command(flatten)]
    output: Output,
    /// Print the cells, the number of runs and the expected time, then stop
    #[arg(long, help_heading = BESIDE)]
    dry_run: bool,
    /// Continue an interrupted sweep from what is in the folder
    #[arg(long, help_heading = BESIDE)]
    resume: bool,
    /// Play one shard: 3/16 is the third of sixteen
    #[arg(long, value_name = "I/M", help_heading = BESIDE)]
    shard: Option<Shard>,
    /// Write job files that compute the sweep in shards on a cluster, and play nothing
    #[arg(long, value_name = "SYSTEM", requires = "shards", conflicts_with_all = ["shard", "resume", "dry_run", "threads"], help_heading = BESIDE)]
    emit: Option<Batch>,
    /// Number of shards in the job files
    #[arg(long, value_name = "M", requires = "emit", value_parser = shards, help_heading = BESIDE)]
    shards: Option<u64>,
    /// Also write runs.csv, one line for each run of each cell
    #[arg(long)]
    per_run: bool,
    /// File format of the table of runs
    #[arg(long, value_enum, default_value_t, requires = "per_run")]
    runs_format: RowsFormat,
}

/// Runs the command.
pub(crate) fn run(arguments: &Sweep, call: &Call) -> Result<(), Stop> {
    let mut sweep = load_sweep(&arguments.file)?;
    if let Some(runs) = arguments.runs {
        sweep.length = Length::Runs(runs);
    }
    if let Some(seed) = arguments.seed {
        sweep.seed = seed;
    }
    let is_split = arguments.shard.is_some() || arguments.emit.is_some();
    if is_split && matches!(sweep.length, Length::Until(_)) {
        return Err(Stop::Refused(
            "shares of a sweep cannot know when all runs together are precise enough, and this sweep has \
             `precision`; add `--runs N`"
                .to_owned(),
        ));
    }
    let cells = judged(sweep, arguments.threads.threads)?;
    let layout = &cells.layout;
    if arguments.dry_run {
        let place = arguments.pilot(&cells, layout);
        return print(&format!("{}{place}", report::chapters::plan(layout)));
    }
    if let (Some(system), Some(shards)) = (arguments.emit, arguments.shards) {
        // A job is started where its files were written, so the path may stay as it was given.
        let sweep = Emitted {
            file: &arguments.file,
            command: &Sweep::again(call, layout).with_file(&arguments.file).text(),
            output: &arguments.folder(call),
            runs_format: arguments.runs_format,
            shards,
        };
        return emit::run(&sweep, system);
    }
    play(arguments, &cells, arguments.manifest(&cells, call), call)
}

fn shards(words: &str) -> Result<u64, String> {
    let count = runs(words)?;
    let last = format!("{count}/{count}").parse::<Shard>();
    last.map(Shard::count)
}

impl Sweep {
    fn folder(&self, call: &Call) -> PathBuf {
        let folder = self.output.path(&self.file, "", call);
        let shard = self.shard.filter(|shard| !shard.is_whole());
        match shard.filter(|_| self.output.output.is_none()) {
            Some(shard) => folder.join(shard.folder_name()),
            None => folder,
        }
    }

    /// The folder, ready for the results that a manifest speaks of.
    ///
    /// Where blocks have been begun it is they that say what they belong to, in more detail than a manifest.
    fn prepare(&self, manifest: &SweepManifest, call: &Call) -> Result<Folder, Stop> {
        let path = self.folder(call);
        let mut files = kept::FILES.to_vec();
        files.extend(self.per_run.then(|| self.runs_format.file_name()));
        let (layout, files) = (&manifest.layout, files.as_slice());
        let mut wanted = Wanted {
            command: &manifest.command,
            scenario: &layout.scenario,
            fingerprint: &layout.fingerprint,
            by_whole_path: self.file.is_absolute(),
            files,
        };
        let there = if Segment::is_begun(&path) {
            sweep_in(&path)?
        } else {
            None
        };
        if let Some(there) = &there {
            wanted.command = &there.command;
            wanted.scenario = &there.layout.scenario;
            wanted.fingerprint = &there.layout.fingerprint;
        }
        output::folder(&path, &wanted)
    }

    /// What the results come from, before there are any.
    fn manifest(&self, cells: &SweepCells, call: &Call) -> SweepManifest {
        let columns = || RunTable::new(&cells.cell(0).scenario).in_cell(0).header();
        SweepManifest {
            version: VERSION.to_owned(),
            run_columns: self.per_run.then(columns),
            shard: self.shard.unwrap_or(Shard::WHOLE),
            runs_counted: 0,
            interrupted: true,
            command: Self::again(call, &cells.layout).text(),
            files: Vec::new(),
            checksums: Stamps::default(),
            layout: cells.layout.clone(),
        }
    }

    /// The call with the runs and the seed that hold, given or from the file.
    fn again(call: &Call, layout: &Layout) -> Call {
        let call = call.clone();
        let call = if layout.stop.is_fixed() {
            call.with("--runs", &layout.stop.ceiling().to_string())
        } else {
            call
        };
        call.with("--seed", &layout.seed.to_string())
    }

    /// How long the sweep would take, from a few runs of some cells.
    fn pilot(&self, cells: &SweepCells, layout: &Layout) -> String {
        let begun = Instant::now();
        let runs = pilot(cells, PILOT_RUNS, self.threads.threads);
        let rate = runs as f64 / begun.elapsed().as_secs_f64().max(1e-9);
        let cells = layout.cells.len() as f64;
        let time = |runs: u64| duration(cells * runs as f64 / rate);
        let looks = layout.stop.looks();
        let (least, most) = (time(looks[0]), time(layout.stop.ceiling()));
        let time = if looks.len() > 1 {
            format!("{least} to {most}")
        } else {
            most
        };
        format!(
            "expected time: {time} here (a pilot played {rate:.0} runs a second); nothing is written\n"
        )
    }
}

/// Plays what is not there yet, block by block, and writes the results.
fn play(
    arguments: &Sweep,
    cells: &SweepCells,
    mut manifest: SweepManifest,
    call: &Call,
) -> Result<(), Stop> {
    let mut folder = arguments.prepare(&manifest, call)?;
    let identity = manifest.identity();
    let (segment, stored) = if arguments.resume {
        Segment::resume(folder.path(), &identity)?
    } else {
        (
            Segment::create(folder.path(), &identity)?,
            Blocks::default(),
        )
    };
    let copies = copies(cells);
    // The manifest of a shard identifies it even when it is killed; one that is there already speaks of tables too.
    if folder.origin().is_none() {
        place_copies(&mut folder, &copies, &manifest)?;
    }
    let stage = Stage {
        steps: runs_of(&manifest),
        unit: "runs",
        at_most: !manifest.layout.stop.is_fixed(),
    };
    let interrupt = Interrupt::listen(&[stage])?;
    let played = play_blocks(
        arguments, cells, &manifest, &folder, segment, &stored, &interrupt,
    )?;
    manifest.interrupted = !played.is_complete;
    let place = folder.path().to_owned();
    let place = place.display();
    if !manifest.shard.is_whole() {
        place_copies(&mut folder, &copies, &manifest)?;
    } else if played.sheet.cells[0].runs() > 0 {
        let blocks = Blocks::of_folder(folder.path())?;
        let (sheet, runs_format) = (&played.sheet, arguments.runs_format);
        let page = kept::write(folder, manifest, sheet, &blocks, &copies, runs_format)?;
        print(&page)?;
    }
    if !played.is_complete {
        tell(&format!(
            "interrupted: what is done is kept in `{place}`; `--resume` goes on"
        ));
        return Err(interrupt.stop());
    }
    tell(&format!("results in `{place}`"));
    Ok(())
}

/// Runs of a sweep, or of a share of it: no more than these are played.
fn runs_of(manifest: &SweepManifest) -> u64 {
    let (layout, shard) = (&manifest.layout, manifest.shard);
    if shard.is_whole() {
        return (layout.cells.len() as u64).saturating_mul(layout.stop.ceiling());
    }
    let blocks = (0..layout.blocks()).filter(|&block| shard.has(block));
    let runs = blocks.map(|block| layout.runs_in(block));
    runs.fold(0, u64::saturating_add)
}

/// Puts copies of what was asked in place, with a manifest that names them alone.
fn place_copies(
    folder: &mut Folder,
    copies: &[File],
    manifest: &SweepManifest,
) -> Result<(), ResultsError> {
    let staged = copies.iter().map(|(name, text)| folder.stage(name, text));
    let staged = staged.collect::<Result<_, _>>()?;
    folder.place(staged, |ledger| manifest.clone().with(ledger).to_json())
}

fn play_blocks(
    arguments: &Sweep,
    cells: &SweepCells,
    manifest: &SweepManifest,
    folder: &Folder,
    mut segment: Segment,
    stored: &Blocks,
    interrupt: &Interrupt,
) -> Result<Played, Stop> {
    let shard = manifest.shard;
    let is_ours = |block| shard.has(block);
    let (mut unread, mut unwritten): (Option<ResultsError>, Option<ResultsError>) = (None, None);
    let mut read = |number: u64| {
        let block = kept::block(manifest, folder.path(), stored, number);
        block
            .map(|block| block.record)
            .map_err(|error| unread = Some(error))
            .ok()
    };
    let mut keep = |block: &Block| match segment.append(block.number, &block.encode()) {
        Ok(()) => ControlFlow::Continue(()),
        Err(error) => {
            unwritten = Some(error);
            ControlFlow::Break(())
        }
    };
    let per_run = manifest.run_columns.is_some();
    let mut hooks = Hooks {
        share: (!shard.is_whole()).then_some(&is_ours),
        is_stored: &|number| stored.contains(number),
        read: &mut read,
        rows: &|cell, number, first, outcomes| {
            if !per_run {
                return Vec::new();
            }
            let table = RunTable::new(&cell.scenario).in_cell(number);
            table.rows(first, outcomes).into_bytes()
        },
        keep: &mut keep,
    };
    let played = play_sweep(cells, arguments.threads.threads, interrupt, &mut hooks);
    interrupt.finish();
    if let Some(error) = unread.or(unwritten) {
        return Err(error.into());
    }
    segment.finish()?;
    Ok(played)
}

/// A time as a reader would say it: `20 s`, `3 min`, `5 h`.
fn duration(seconds: f64) -> String {
    match seconds {
        seconds if seconds < 1.0 => "less than 1 s".to_owned(),
        seconds if seconds < 100.0 => format!("about {seconds:.0} s"),
        seconds if seconds < 6_000.0 => format!("about {:.0} min", seconds / 60.0),
        seconds => format!("about {:.0} h", seconds / 3_600.0),
    }
}
