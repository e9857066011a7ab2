//! `zopa check`: list everything that is wrong with scenarios and sweeps.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use zopa::bargaining::Cost;
use zopa::model::Scenario;
use zopa::scenario::{Loaded, Source, is_sweep, parse, parse_sweep, read_beside};

use crate::cli::arguments::{Changes, DEFAULT_RUNS, compile, judged, warn};
use crate::cli::call::Call;
use crate::cli::output::{print, tell};
use crate::cli::stop::Stop;

const EXAMPLES: &str = "\
Examples:
  zopa check wage.toml
  zopa check scenarios/*.toml scenarios/sweeps/*.toml
  zopa check wage.toml --sources         list the numbers without a source";

/// List every problem in scenario and sweep files, or confirm that there is none
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Check {
    /// Scenario files, sweep files
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// List every number that has neither a source nor an assumption
    #[arg(long)]
    sources: bool,
    #[command(flatten)]
    changes: Changes,
}

/// Runs the command: all files are read before it says that one is bad.
pub(crate) fn run(arguments: &Check, _: &Call) -> Result<(), Stop> {
    let mut bad = 0;
    for file in &arguments.files {
        match check(file, arguments) {
            Ok(text) => print(&text)?,
            Err(stop) => {
                bad += 1;
                tell(&stop.words().unwrap_or_default());
            }
        }
    }
    match (bad, arguments.files.len()) {
        (0, _) => Ok(()),
        (bad, 1) => Err(Stop::Refused(format!("{bad} file cannot be used"))),
        (bad, all) => Err(Stop::Refused(format!(
            "{bad} of {all} files cannot be used"
        ))),
    }
}

fn check(file: &Path, arguments: &Check) -> Result<String, Stop> {
    let source = Source::read(file)?;
    if is_sweep(&source.text) {
        return check_sweep(file, &source, arguments);
    }
    let loaded = parse(&source.name, &source.text, &arguments.changes.assignments)?;
    warn(&loaded);
    let game = compile(file, &loaded)?;
    let name = file.display();
    let mut text = format!("{name}: {}\n", described(&loaded.scenario));
    let cost = Cost::of(&game);
    let _ = writeln!(text, "{name}: {}", priced(cost));
    if cost.seconds(DEFAULT_RUNS) > DEAR_SECONDS || cost.bytes > DEAR_BYTES {
        tell(&format!(
            "{name}: warning: this is dear; try `--runs 100` first, and see {DEAR_HELP} for what costs how much"
        ));
    }
    if arguments.sources {
        text.push_str(&sources(file, &loaded));
    }
    Ok(text)
}

/// Every cell is read and compiled, since each may be wrong in its own way.
fn check_sweep(file: &Path, source: &Source, arguments: &Check) -> Result<String, Stop> {
    if let Some(assignment) = arguments.changes.assignments.first() {
        return Err(Stop::Refused(format!(
            "{}: `--set {assignment}` is for scenarios; write it under `set` in the sweep",
            file.display()
        )));
    }
    let sweep = parse_sweep(source, &read_beside(file))?;
    let all = judged(sweep, None)?;
    let (cells, factors) = (all.layout.cells.len(), all.sweep.factors.len());
    Ok(format!(
        "{}: fine: a sweep, {}, {} in a {} design, of {}\n",
        file.display(),
        counted(factors, "factor", "factors"),
        counted(cells, "cell", "cells"),
        all.sweep.design.name(),
        all.sweep.scenario.name,
    ))
}

/// Seconds on one core from which a command is worth a warning.
const DEAR_SECONDS: f64 = 600.0;
/// Bytes of a thread from which it is.
const DEAR_BYTES: f64 = 1e9;
/// Where costs are explained.
const DEAR_HELP: &str = "`docs/reference/scenario-file.md`";

/// What a run costs, in words: rough, and the same on every machine.
fn priced(cost: Cost) -> String {
    let seconds = match cost.seconds(DEFAULT_RUNS) {
        seconds if seconds < 10.0 => "less than 10 s".to_owned(),
        seconds if seconds < 120.0 => format!("about {} s", rough(seconds)),
        seconds if seconds < 7_200.0 => format!("about {} min", rough(seconds / 60.0)),
        seconds => format!("about {} h", rough(seconds / 3_600.0)),
    };
    let megabytes = (cost.bytes / 1e6).max(1.0);
    format!(
        "a run looks at up to {} deals or parts of them; {DEFAULT_RUNS} runs take {seconds} and {} MB on one core",
        rough(cost.looks),
        rough(megabytes)
    )
}

/// A number to one digit.
fn rough(number: f64) -> String {
    let digits = number.max(1.0).log10().floor();
    let unit = 10_f64.powf(digits);
    let rounded = (number / unit).round() * unit;
    if rounded < 1e7 {
        format!("{rounded}")
    } else {
        format!("{rounded:e}")
    }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    let noun = if count == 1 { one } else { many };
    format!("{count} {noun}")
}

fn described(scenario: &Scenario) -> String {
    let deals = scenario.deal_count();
    let deals = if deals < 1e6 {
        format!("{deals} deals")
    } else {
        format!("{deals:.1e} deals")
    };
    format!(
        "fine: {}, {} in {}, {deals}, {}",
        counted(scenario.parties.len(), "party", "parties"),
        counted(scenario.issues.len(), "issue", "issues"),
        counted(scenario.packages.len(), "package", "packages"),
        counted(scenario.clock.rounds as usize, "round", "rounds"),
    )
}

fn sources(file: &Path, loaded: &Loaded) -> String {
    if loaded.unsourced.is_empty() {
        return "every number has a source or an assumption\n".to_owned();
    }
    let file = file.display();
    let mut text = String::new();
    for number in &loaded.unsourced {
        let place = match number.position {
            Some((line, column)) => format!(":{line}:{column}"),
            None => " (set on the command line)".to_owned(),
        };
        let _ = writeln!(text, "{file}{place}: `{}`", number.path);
    }
    let count = loaded.unsourced.len();
    let _ = writeln!(
        text,
        "{count} numbers have neither `source` nor `assumption`"
    );
    text
}
