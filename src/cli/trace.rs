//! `zopa trace`: tell one run.

use std::path::PathBuf;

use clap::Args;
use zopa::report::{self, Told};
use zopa::scenario::Assignment;

use crate::cli::output::{Format, print};
use crate::cli::run::{assignment, compile, load};
use crate::cli::stop::Stop;

const EXAMPLES: &str = "\
Examples:
  zopa trace wage.toml
  zopa trace wage.toml --run 3 --seed 2
  zopa trace wage.toml --run 3 --format json

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
    /// What to print
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// Runs the command.
pub(crate) fn run(arguments: &Trace) -> Result<(), Stop> {
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
    match arguments.format {
        Format::Text => print(&report::story(&told)),
        Format::Json => print(&report::json::trace(&told)),
    }
}
