//! `zopa schema`: what a scenario file may say, for editors.

use clap::Args;
use zopa::scenario::{json_schema, sweep_json_schema};

use crate::cli::call::Call;
use crate::cli::output::print;
use crate::cli::stop::Stop;

const EXAMPLES: &str = "\
Example:
  zopa schema > zopa.schema.json         then name it in the first line of a scenario:
  #:schema ./zopa.schema.json";

/// Print the JSON Schema of scenario or sweep files, for completion and hints in editors
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Schema {
    /// Print the schema of sweep files instead
    #[arg(long)]
    sweep: bool,
}

/// Runs the command.
pub(crate) fn run(arguments: &Schema, _: &Call) -> Result<(), Stop> {
    let schema = if arguments.sweep {
        sweep_json_schema()
    } else {
        json_schema()
    };
    print(&format!("{schema:#}\n"))
}
