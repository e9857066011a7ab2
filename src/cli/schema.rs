//! `zopa schema`: what a scenario file may say, for editors.

use clap::Args;

use crate::cli::output::print;
use crate::cli::stop::Stop;

const EXAMPLES: &str = "\
Example:
  zopa schema > zopa.schema.json         then name it in the first line of a scenario:
  #:schema ./zopa.schema.json";

/// Print the JSON Schema of scenario files, with which editors complete and explain them
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Schema {}

/// Runs the command.
pub(crate) fn run() -> Result<(), Stop> {
    print(&format!("{:#}\n", zopa::scenario::json_schema()))
}
