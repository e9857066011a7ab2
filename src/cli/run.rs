//! `zopa run`: play a scenario many times, keep the results, print a summary.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use clap::Args;
use zopa::analysis::position::objectives;
use zopa::bargaining::{End, Outcome};
use zopa::game::Game;
use zopa::model::Scenario;
use zopa::report;
use zopa::results::estimates;
use zopa::results::{
    CODEBOOK, Codebook, ESTIMATES, Estimates, Folder, ResultsError, RunTable, SUMMARY,
};
use zopa::scenario::{Assignment, Loaded};
use zopa::simulation::measure::OF_RUNS;
use zopa::simulation::{
    OF_RULES, Rate, RunSettings, SettlementSummary, SettlementTally, Summary, Tally, count_runs,
    settle,
};

use crate::cli::interrupt::Interrupt;
use crate::cli::origin::{Origin, compile, load, sign};
use crate::cli::output::{Format, print, tell};
use crate::cli::rows::{Rows, RowsFormat};
use crate::cli::shell::{command, portable};
use crate::cli::stop::Stop;
use crate::cli::values::{assignment, runs, threads};

/// Runs that other settlement rules are held against unless told otherwise: enough to compare, too few to be felt.
const RULES: u64 = 500;
/// The same where one run's frontier takes a second: where more than [`FEW`] must agree on more deals than [`MANY`].
const RULES_OF_LARGE: u64 = 20;
const FEW: usize = 3;
const MANY: f64 = 1e6;

const EXAMPLES: &str = "\
Examples:
  zopa run wage.toml
  zopa run wage.toml --runs 100000 --seed 2 --output output/wage-long
  zopa run wage.toml --set party.union.reservation=0.4 --set clock.rounds=5
  zopa run wage.toml --format json --no-runs > wage.json

The same scenario, seed and runs give the same results on any number of threads.
Ctrl-C keeps what is done; a second one quits at once.";

/// Play a scenario many times and report how often, on what terms and why not
///
/// Writes summary.json, estimates.csv (every estimate), codebook.csv (what they mean), runs.csv (a line for each run), figures with their numbers, scenario.toml (a copy) and manifest.json into the
/// output folder.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Run {
    /// Scenario file
    file: PathBuf,
    /// Number of runs, at least 1
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = runs, allow_negative_numbers = true)]
    runs: u64,
    /// Seed: another one gives other runs of the same scenario
    #[arg(
        long,
        value_name = "S",
        default_value_t = 1,
        allow_negative_numbers = true
    )]
    seed: u64,
    /// Threads, at least 1; all cores when left out; results do not depend on it
    #[arg(long, value_name = "T", value_parser = threads, allow_negative_numbers = true)]
    threads: Option<usize>,
    /// Replace a value of the scenario, as in party.union.reservation=0.4; may be given often
    #[arg(long = "set", value_name = "PATH=VALUE", value_parser = assignment)]
    assignments: Vec<Assignment>,
    /// Hold other settlement rules against the first N runs; when left out at most 500, or 20 where more than three
    /// must agree on more than a million deals; 0 for none
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    rules: Option<u64>,
    /// Folder for the results; output/<name of the scenario file>/ when left out
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Do not write runs.csv
    #[arg(long)]
    no_runs: bool,
    /// Add the numbers drawn for each run to runs.csv, a column each
    #[arg(long, conflicts_with = "no_runs")]
    drawn: bool,
    /// In which form to write the line for each run
    #[arg(long, value_enum, default_value_t, conflicts_with = "no_runs")]
    runs_format: RowsFormat,
    /// What to print
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// Runs the command.
pub(crate) fn run(arguments: &Run) -> Result<(), Stop> {
    let loaded = load(&arguments.file, &arguments.assignments)?;
    let game = compile(&arguments.file, &loaded)?;
    let folder = Folder::prepare(&arguments.folder())?;
    let interrupt = Interrupt::listen(arguments.runs + arguments.rules(&loaded.scenario))?;

    let table = arguments.run_table(&loaded.scenario, &game);
    let (played, rows) = play(arguments, &loaded, &game, &table, &folder, &interrupt)?;
    interrupt.finish();
    let summary = played.summary(&loaded.scenario, arguments.seed);
    let interrupted = arguments.is_cut_short(&loaded.scenario, &summary);
    if summary.runs == 0 {
        tell("interrupted before the first runs were done; nothing is written");
        return Err(interrupt.stop());
    }
    let summary_json = report::json::summary(&summary);
    let results = [
        (SUMMARY, summary_json.clone()),
        (ESTIMATES, played.estimates().to_csv()),
        (CODEBOOK, played.codebook(arguments, &table).to_csv()),
    ];
    keep(arguments, &loaded, &folder, &summary, &results, rows)?;

    let printed = match arguments.format {
        Format::Text => print(&report::table(&summary)),
        Format::Json => print(&summary_json),
    };
    let place = folder.path().display();
    if interrupted {
        let (done, asked) = (summary.runs, arguments.runs);
        tell(&format!(
            "interrupted: {done} of {asked} runs are done and kept in `{place}`"
        ));
        if settled(&summary) < arguments.rules(&loaded.scenario) {
            tell("other settlement rules were not tried on all runs asked for, and are left out");
        }
        return Err(interrupt.stop());
    }
    printed?;
    if arguments.format == Format::Text {
        tell(&format!("results in `{place}`"));
    }
    Ok(())
}

impl Run {
    /// The table with a line for each run.
    fn run_table<'a>(&self, scenario: &'a Scenario, game: &'a Game) -> RunTable<'a> {
        let table = RunTable::new(scenario);
        if self.drawn {
            table.with_drawn(game, self.seed)
        } else {
            table
        }
    }

    /// Whether runs, or the settlement rules held against them, were stopped on the way.
    fn is_cut_short(&self, scenario: &Scenario, summary: &Summary) -> bool {
        summary.runs < self.runs || settled(summary) < self.rules(scenario)
    }

    fn folder(&self) -> PathBuf {
        let stem = self.file.file_stem().unwrap_or_default();
        let default = || Path::new("output").join(stem);
        self.output.clone().unwrap_or_else(default)
    }

    /// Runs that other settlement rules are held against.
    fn rules(&self, scenario: &Scenario) -> u64 {
        let is_large = objectives(scenario).len() > FEW && scenario.deal_count() > MANY;
        let usual = if is_large { RULES_OF_LARGE } else { RULES };
        self.rules.unwrap_or(usual).min(self.runs)
    }

    /// The command that gives the same results: without threads and folders, on which they do not depend.
    fn again(&self) -> String {
        let file = portable(&self.file);
        let (runs, seed) = (self.runs.to_string(), self.seed.to_string());
        let rules = self.rules.map(|rules| rules.to_string());
        let mut words = vec!["zopa", "run", &file, "--runs", &runs, "--seed", &seed];
        let assignments: Vec<String> = self.assignments.iter().map(ToString::to_string).collect();
        for assignment in &assignments {
            words.extend(["--set", assignment]);
        }
        if let Some(rules) = &rules {
            words.extend(["--rules", rules]);
        }
        if self.no_runs {
            words.push("--no-runs");
        }
        if self.drawn {
            words.push("--drawn");
        }
        words.extend(self.runs_format.options());
        command(words)
    }
}

/// Runs that other settlement rules were held against.
fn settled(summary: &Summary) -> u64 {
    let settled = summary.settlement.as_ref();
    settled.map_or(0, |settled| settled.rates.realizations)
}

/// What was counted.
struct Played {
    tally: Tally,
    /// What other settlement rules gave, beside the agreements of the talks in the same runs.
    settlement: Option<(Rate, SettlementTally)>,
}

impl Played {
    fn summary(&self, scenario: &Scenario, seed: u64) -> Summary {
        let settlement = self.settlement.as_ref();
        Summary {
            settlement: settlement.map(|(played, tally)| SettlementSummary {
                played: *played,
                rates: tally.rates(),
            }),
            ..Summary::of(&self.tally, scenario, seed)
        }
    }

    fn estimates(&self) -> Estimates {
        let settlement = self.settlement.as_ref().map(|it| &it.1);
        estimates::of_runs(&self.tally, settlement)
    }

    fn codebook(&self, arguments: &Run, table: &RunTable<'_>) -> Codebook {
        let mut book = Codebook::new(&OF_RUNS);
        if self.settlement.is_some() {
            book = book.and(&OF_RULES);
        }
        if arguments.no_runs {
            book
        } else {
            book.with_runs(table)
        }
    }
}

/// Plays the runs, writing a line for each as they come; then tries other settlement rules on the first of them.
fn play(
    arguments: &Run,
    loaded: &Loaded,
    game: &Game,
    table: &RunTable<'_>,
    folder: &Folder,
    interrupt: &Interrupt,
) -> Result<(Played, Option<Rows>), Stop> {
    let scenario = &loaded.scenario;
    let mut rows = None;
    if !arguments.no_runs {
        rows = Some(Rows::begin(folder, arguments.runs_format, &table.header())?);
    }
    let settings = RunSettings {
        runs: arguments.runs,
        seed: arguments.seed,
        threads: arguments.threads,
    };
    let rules = arguments.rules(scenario);
    let mut fault: Option<ResultsError> = None;
    let mut played = Rate::default();
    let mut on_batch = |first: u64, outcomes: &[Outcome]| {
        for (_, outcome) in (first..rules).zip(outcomes) {
            played.add(outcome.end == End::Agreement);
        }
        let Some(file) = &mut rows else {
            return ControlFlow::Continue(());
        };
        match file.append(&table.rows(first, outcomes)) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                fault = Some(error);
                ControlFlow::Break(())
            }
        }
    };
    let tally = count_runs(scenario, game, &settings, interrupt, &mut on_batch);
    let mut settlement = None;
    if fault.is_none() && rules > 0 {
        let settings = RunSettings {
            runs: rules,
            ..settings
        };
        let settled = settle(scenario, game, &settings, interrupt);
        // Cut short, they would not stand on the same runs as the talks beside them.
        if settled.rules[0].runs() == rules {
            settlement = Some((played, settled));
        }
    }
    match fault {
        Some(error) => Err(error.into()),
        None => Ok((Played { tally, settlement }, rows)),
    }
}

/// Writes everything but the rows, which are already there, and names the rows.
fn keep(
    arguments: &Run,
    loaded: &Loaded,
    folder: &Folder,
    summary: &Summary,
    results: &[(&str, String)],
    rows: Option<Rows>,
) -> Result<(), Stop> {
    let mut files = Vec::new();
    for (name, text) in results {
        folder.write(name, text)?;
        files.push((*name).to_owned());
    }
    if let Some(rows) = rows {
        rows.finish()?;
        files.push(arguments.runs_format.file_name().to_owned());
    }
    let origin = Origin {
        file: &arguments.file,
        loaded,
        assignments: &arguments.assignments,
        seed: arguments.seed,
        runs: summary.runs,
        runs_asked: arguments.runs,
        interrupted: arguments.is_cut_short(&loaded.scenario, summary),
        command: arguments.again(),
    };
    sign(folder, origin, files)
}
