//! The command line: one file for each command, each with its arguments and a `run`.
//!
//! This is part of the binary, so it sees only what every user of the library sees.

mod arguments;
mod beside;
mod call;
mod check;
mod compare;
mod discover;
mod emit;
mod findings;
mod how_many;
mod interrupt;
mod kept;
mod merge;
mod new;
mod output;
#[cfg(feature = "figures")]
mod plot;
mod progress;
mod report;
mod rows;
mod run;
mod schema;
mod sensitivity;
mod solve;
mod stop;
mod sweep;
mod trace;

use std::fmt::Write as _;
use std::process::ExitCode;

use clap::{Arg, ArgMatches, Args, Command};

use crate::cli::call::Call;
use crate::cli::stop::Stop;

const EXAMPLES: &str = "\
Examples:
  zopa new wage                          write wage.toml, a small scenario to start from
  zopa check wage.toml                   list everything that is wrong with it
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

const ABOUT: &str = "How often talks reach agreement, on what terms, and why they fail";
const LONG_ABOUT: &str = "\
How often talks reach agreement, on what terms, and why they fail.

Plays a negotiation described in a TOML file many times and reports how often each package is agreed, why talks fail and \
which lever changes that: an instrument for comparing assumptions, not an oracle.";

/// What a command does with what was parsed.
type Run = dyn Fn(&ArgMatches, &Call) -> Result<(), Stop>;

/// A command by its name: what it takes, and what it does.
struct Entry {
    command: Command,
    run: Box<Run>,
}

fn entry<T: Args + 'static>(name: &'static str, run: fn(&T, &Call) -> Result<(), Stop>) -> Entry {
    Entry {
        command: T::augment_args(Command::new(name)),
        run: Box::new(move |matches, call| {
            let arguments = T::from_arg_matches(matches).unwrap_or_else(|error| error.exit());
            run(&arguments, call)
        }),
    }
}

/// Every command, by what one does with it, in the order of the help.
fn groups() -> [(&'static str, Vec<Entry>); 6] {
    let write = vec![
        entry("new", new::run),
        entry("check", check::run),
        entry("schema", schema::run),
    ];
    let play = vec![entry("run", run::run), entry("trace", trace::run)];
    let compare = vec![
        entry("compare", compare::run),
        entry("sweep", sweep::run),
        entry("merge", merge::run),
        entry("how-many", how_many::run),
    ];
    let explore = vec![
        entry("sensitivity", sensitivity::run),
        entry("discover", discover::run),
    ];
    let show = vec![
        #[cfg(feature = "figures")]
        entry("plot", plot::run),
        entry("report", report::run),
    ];
    [
        ("Write a scenario", write),
        ("Play it", play),
        ("Ask theory", vec![entry("solve", solve::run)]),
        ("Compare", compare),
        ("Explore", explore),
        ("Show results", show),
    ]
}

/// The tool with its commands in groups, each with the first line of its own help.
fn tool(groups: &[(&'static str, Vec<Entry>)]) -> Command {
    // A number below 0 is a bad value and no unknown option.
    let signed = |argument: Arg| {
        let takes_value = argument.get_action().takes_values() && !argument.is_positional();
        argument.allow_negative_numbers(takes_value)
    };
    let mut tool = Command::new("zopa")
        .version(env!("CARGO_PKG_VERSION"))
        .about(ABOUT)
        .long_about(LONG_ABOUT)
        .after_help(EXAMPLES)
        .max_term_width(100)
        .subcommand_required(true)
        .arg_required_else_help(true);
    let mut listed = String::new();
    for (heading, entries) in groups {
        let _ = writeln!(listed, "{heading}:");
        for Entry { command, .. } in entries {
            let about = command.get_about().map(ToString::to_string);
            let (name, about) = (command.get_name(), about.unwrap_or_default());
            let _ = writeln!(listed, "  {name:<13}{about}");
            tool = tool.subcommand(command.clone().mut_args(signed));
        }
        listed.push('\n');
    }
    tool.help_template(format!(
        "{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\n{listed}Options:\n{{options}}{{after-help}}"
    ))
}

/// Parses the arguments, runs one command, says what went wrong.
pub(crate) fn main() -> ExitCode {
    let groups = groups();
    let tool = tool(&groups);
    let matches = tool.clone().get_matches();
    let call = Call::of(&tool, &matches);
    let mut entries = groups.iter().flat_map(|group| &group.1);
    let done = matches.subcommand().and_then(|(name, matches)| {
        let entry = entries.find(|entry| entry.command.get_name() == name)?;
        Some((entry.run)(matches, &call))
    });
    match done.expect("every command of the tool has an entry") {
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
    use super::{groups, tool};

    #[test]
    fn the_arguments_do_not_contradict_each_other() {
        tool(&groups()).debug_assert();
    }
}
