//! The command line: one file for each command, each with its arguments and a `run`.
//!
//! This is part of the binary, so it sees only what every user of the library sees.

mod check;
mod compare;
mod discover;
mod emit;
mod how_many;
mod interrupt;
mod kept;
mod merge;
mod new;
mod origin;
mod output;
#[cfg(feature = "figures")]
mod plot;
mod report;
mod rows;
mod run;
mod schema;
mod sensitivity;
mod shell;
mod solve;
mod stop;
mod sweep;
mod trace;
mod values;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

const EXAMPLES: &str = "\
Examples:
  zopa new wage                          write wage.toml, a small scenario to start from
  zopa check wage.toml                   say all that is wrong with it
  zopa run wage.toml                     play it 10,000 times; results in output/wage/
  zopa trace wage.toml --run 3           tell what happened in one of these runs
  zopa solve wage.toml                   say what theory says of it
  zopa report output/wage                tell the results on one page
  zopa compare talks.toml                what each lever changes, ranked, with intervals
  zopa run wage.toml --set clock.rounds=5
                                         the same with a number changed
  zopa sweep levers.toml                 many variants of a scenario, on the same chance

Exit codes: 0 done; 1 failed; 2 wrong use or bad scenario; 130 interrupted;
143 told to end.";

/// How often talks reach agreement, on what terms, and why they fail.
///
/// Plays a negotiation described in a TOML file many times and reports how often each package is agreed, why talks fail
/// and which lever changes that: an instrument for comparing assumptions, not an oracle.
#[derive(Debug, Parser)]
#[command(name = "zopa", version, after_help = EXAMPLES, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Run(run::Run),
    Solve(solve::Solve),
    Trace(trace::Trace),
    Sweep(sweep::Sweep),
    Merge(merge::Merge),
    Compare(compare::Compare),
    #[cfg(feature = "figures")]
    Plot(plot::Plot),
    Check(check::Check),
    New(new::New),
    HowMany(how_many::HowMany),
    Sensitivity(sensitivity::Sensitivity),
    Discover(discover::Discover),
    Report(report::Report),
    Schema(schema::Schema),
}

/// Parses the arguments, runs one command, says what went wrong.
pub(crate) fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = match arguments.command {
        Command::Run(command) => run::run(&command),
        Command::Solve(command) => solve::run(&command),
        Command::Trace(command) => trace::run(&command),
        Command::Sweep(command) => sweep::run(&command),
        Command::Merge(command) => merge::run(&command),
        Command::Compare(command) => compare::run(&command),
        #[cfg(feature = "figures")]
        Command::Plot(command) => plot::run(&command),
        Command::Check(command) => check::run(&command),
        Command::New(command) => new::run(&command),
        Command::HowMany(command) => how_many::run(&command),
        Command::Sensitivity(command) => sensitivity::run(&command),
        Command::Discover(command) => discover::run(&command),
        Command::Report(command) => report::run(&command),
        Command::Schema(command) => schema::run(&command),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => {
            if let Some(words) = stop.words() {
                output::tell(&words);
            }
            ExitCode::from(stop.code())
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::Arguments;

    #[test]
    fn the_arguments_do_not_contradict_each_other() {
        Arguments::command().debug_assert();
    }
}
