//! `zopa trace`: what happened in one run.

#[cfg(feature = "figures")]
use std::path::{Path, PathBuf};

use clap::Args;
use zopa::report::{self, TracedRun};

use crate::cli::arguments::{Print, ScenarioFile, Seed};
use crate::cli::call::Call;
#[cfg(feature = "figures")]
use crate::cli::plot::{FontFolder, Format as Picture, Width, files};
use crate::cli::stop::Stop;

const EXAMPLES: &str = "\
Examples:
  zopa trace wage.toml
  zopa trace wage.toml --run 3 --seed 2
  zopa trace wage.toml --run 3 --format json
  zopa trace wage.toml --run 3 --figure run3.pdf --width page

Run 3 here is the line `3` of runs.csv of `zopa run` with the same scenario and seed.";

/// Print what happened in one run, round by round
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Trace {
    #[command(flatten)]
    scenario: ScenarioFile,
    /// Number of the run, counted from 0
    #[arg(long, value_name = "K", default_value_t = 0)]
    run: u64,
    #[command(flatten)]
    seed: Seed,
    /// Also draw the run into this file (.svg, .pdf or .png), with its numbers beside it
    #[cfg(feature = "figures")]
    #[arg(long, value_name = "FILE")]
    figure: Option<PathBuf>,
    /// Size of the sheet the figure is drawn for
    #[cfg(feature = "figures")]
    #[arg(long, value_enum, default_value_t = Width::Page, requires = "figure")]
    width: Width,
    #[cfg(feature = "figures")]
    #[command(flatten)]
    fonts: FontFolder,
    #[command(flatten)]
    print: Print,
}

/// Runs the command.
pub(crate) fn run(arguments: &Trace, _: &Call) -> Result<(), Stop> {
    #[cfg(feature = "figures")]
    let format = arguments.figure.as_deref().map(Picture::of).transpose()?;
    let (loaded, game) = arguments.scenario.open()?;
    let (outcome, trace) = game.trace(arguments.run, arguments.seed.seed);
    let traced = TracedRun {
        scenario: &loaded.scenario,
        seed: arguments.seed.seed,
        run: arguments.run,
        outcome: &outcome,
        trace: &trace,
    };
    #[cfg(feature = "figures")]
    if let (Some(path), Some(format)) = (&arguments.figure, format) {
        draw(&traced, path, format, arguments)?;
    }
    arguments
        .print
        .show(&report::story(&traced), &report::json::trace(&traced))
}

/// Writes the time line of a run and its numbers.
#[cfg(feature = "figures")]
fn draw(
    traced: &TracedRun<'_>,
    path: &Path,
    format: Picture,
    arguments: &Trace,
) -> Result<(), Stop> {
    let mut printer = arguments.fonts.printer()?;
    let figure = report::figure::timeline(traced).draw(Some(arguments.width.sheet()));
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let files = files(&stem, &figure, &[format], &mut printer).into_iter();
    let files = files.map(|(name, bytes)| (path.with_file_name(name), bytes));
    zopa::results::write_apart(&files.collect::<Vec<_>>())?;
    printer.warn();
    Ok(())
}
