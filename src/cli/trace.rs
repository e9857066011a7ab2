//! `zopa trace`: tell one run.

#[cfg(feature = "figures")]
use std::path::Path;
use std::path::PathBuf;

use clap::Args;
use zopa::report::{self, Told};
use zopa::scenario::Assignment;

use crate::cli::origin::{compile, load};
use crate::cli::output::{Format, print};
#[cfg(feature = "figures")]
use crate::cli::plot::{Format as Picture, Width};
use crate::cli::stop::Stop;
use crate::cli::values::assignment;

const EXAMPLES: &str = "\
Examples:
  zopa trace wage.toml
  zopa trace wage.toml --run 3 --seed 2
  zopa trace wage.toml --run 3 --format json
  zopa trace wage.toml --run 3 --figure run3.pdf --width page

Run 3 here is the line `3` of runs.csv of `zopa run` with the same scenario and seed.";

/// Tell what happened in one run, round by round
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Trace {
    /// Scenario file
    file: PathBuf,
    /// Which run, from 0
    #[arg(
        long,
        value_name = "K",
        default_value_t = 0,
        allow_negative_numbers = true
    )]
    run: u64,
    /// Seed
    #[arg(
        long,
        value_name = "S",
        default_value_t = 1,
        allow_negative_numbers = true
    )]
    seed: u64,
    /// Replace a value of the scenario, as in party.union.reservation=0.4; may be given often
    #[arg(long = "set", value_name = "PATH=VALUE", value_parser = assignment)]
    assignments: Vec<Assignment>,
    /// Draw the run too, as svg, pdf or png by the ending of this name, with its numbers beside it
    #[cfg(feature = "figures")]
    #[arg(long, value_name = "FILE")]
    figure: Option<PathBuf>,
    /// What the figure is made for
    #[cfg(feature = "figures")]
    #[arg(long, value_enum, default_value_t = Width::Page, requires = "figure")]
    width: Width,
    /// What to print
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// Runs the command.
pub(crate) fn run(arguments: &Trace) -> Result<(), Stop> {
    #[cfg(feature = "figures")]
    let format = arguments.figure.as_deref().map(Picture::of).transpose()?;
    let loaded = load(&arguments.file, &arguments.assignments)?;
    let game = compile(&arguments.file, &loaded)?;
    let (outcome, trace) = zopa::simulation::trace(&game, arguments.seed, arguments.run);
    let told = Told {
        scenario: &loaded.scenario,
        seed: arguments.seed,
        run: arguments.run,
        outcome: &outcome,
        trace: &trace,
    };
    #[cfg(feature = "figures")]
    if let (Some(path), Some(format)) = (&arguments.figure, format) {
        draw(&told, path, format, arguments.width)?;
    }
    match arguments.format {
        Format::Text => print(&report::story(&told)),
        Format::Json => print(&report::json::trace(&told)),
    }
}

/// Writes the time line of a run and its numbers.
#[cfg(feature = "figures")]
fn draw(told: &Told<'_>, path: &Path, format: Picture, width: Width) -> Result<(), Stop> {
    let figure = report::figure::timeline(told).draw(Some(width.sheet()));
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let sheet = |(name, page): (String, &str)| {
        let file = path.with_file_name(format!("{name}.{}", format.ending()));
        (file, format.bytes(page))
    };
    let mut files: Vec<_> = figure.named(&stem).map(sheet).collect();
    let numbers = path.with_extension("data.csv");
    files.push((numbers, figure.data.clone().into_bytes()));
    zopa::results::write_apart(&files)?;
    Ok(())
}
