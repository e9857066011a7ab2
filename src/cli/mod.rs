//! The command line: one file for each command, each with its arguments and a `run`.
//!
//! This is part of the binary, so it sees only what every user of the library sees.

mod arguments;
mod call;
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
mod solve;
mod stop;
mod sweep;
mod trace;
mod values;

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::cli::call::Call;

const EXAMPLES: &str = "\
Examples:
  zopa new wage                          write wage.toml, a small scenario to start from
  zopa check wage.toml                   say all that is wrong with it
  zopa run wage.toml                     play it 10,000 times; results in output/wage/
  zopa trace wage.toml --run 3           what happened in one of these runs
  zopa solve wage.toml                   zone, frontier and bargaining solutions
  zopa report output/wage                the results on one HTML page
  zopa compare talks.toml                what each lever changes, ranked, with intervals
  zopa run wage.toml --set clock.rounds=5
                                         the same with a number changed
  zopa sweep levers.toml                 many variants of a scenario, compared run by run

Exit codes: 0 done; 1 failed; 2 wrong use or bad scenario; 130 interrupted;
143 terminated (SIGTERM).";

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

/// The commands by what one does with them, in the order of the help.
const GROUPS: [(&str, &[&str]); 6] = [
    ("Write a scenario", &["new", "check", "schema"]),
    ("Play it", &["run", "trace"]),
    ("Ask theory", &["solve"]),
    ("Compare", &["compare", "sweep", "merge", "how-many"]),
    ("Explore", &["sensitivity", "discover"]),
    ("Show results", &["plot", "report"]),
];

/// The tool with its commands in groups, each with the first line of its own help.
fn grouped(tool: clap::Command) -> clap::Command {
    use std::fmt::Write as _;
    let mut listed = String::new();
    for (heading, names) in GROUPS {
        let _ = writeln!(listed, "{heading}:");
        for name in names {
            // A build without figures has no command that draws them.
            if let Some(command) = tool.find_subcommand(name) {
                let about = command.get_about().map(ToString::to_string);
                let _ = writeln!(listed, "  {name:<13}{}", about.unwrap_or_default());
            }
        }
        listed.push('\n');
    }
    tool.help_template(format!(
        "{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\n{listed}Options:\n{{options}}{{after-help}}"
    ))
}

/// Parses the arguments, runs one command, says what went wrong.
pub(crate) fn main() -> ExitCode {
    let tool = grouped(Arguments::command());
    let matches = tool.clone().get_matches();
    let call = Call::of(&tool, &matches);
    let arguments = Arguments::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    let done = match arguments.command {
        Command::Run(command) => run::run(&command, &call),
        Command::Solve(command) => solve::run(&command, &call),
        Command::Trace(command) => trace::run(&command),
        Command::Sweep(command) => sweep::run(&command, &call),
        Command::Merge(command) => merge::run(&command),
        Command::Compare(command) => compare::run(&command, &call),
        #[cfg(feature = "figures")]
        Command::Plot(command) => plot::run(&command, &call),
        Command::Check(command) => check::run(&command),
        Command::New(command) => new::run(&command),
        Command::HowMany(command) => how_many::run(&command),
        Command::Sensitivity(command) => sensitivity::run(&command, &call),
        Command::Discover(command) => discover::run(&command, &call),
        Command::Report(command) => report::run(&command, &call),
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

    use super::{Arguments, GROUPS};

    #[test]
    fn the_arguments_do_not_contradict_each_other() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn every_command_stands_in_one_group_of_the_help() {
        let mut grouped: Vec<&str> = GROUPS
            .iter()
            .flat_map(|(_, names)| *names)
            .copied()
            .collect();
        if !cfg!(feature = "figures") {
            grouped.retain(|&name| name != "plot");
        }
        grouped.sort_unstable();
        let tool = Arguments::command();
        let mut names: Vec<&str> = tool
            .get_subcommands()
            .map(clap::Command::get_name)
            .collect();
        names.sort_unstable();
        assert_eq!(grouped, names);
    }
}
