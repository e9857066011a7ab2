//! `zopa run`: play a scenario many times, keep the results, print a summary.

use std::ops::ControlFlow;

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
use zopa::scenario::Loaded;
use zopa::simulation::measure::OF_RUNS;
use zopa::simulation::{
    OF_RULES, Rate, RunSettings, SettlementTally, Summary, Tally, count_runs, settle,
};

use crate::cli::arguments::{Chance, Output, Print, Runs, ScenarioFile};
use crate::cli::call::Call;
use crate::cli::interrupt::Interrupt;
use crate::cli::origin::{Origin, compile, sign};
use crate::cli::output::{FIGURES, tell};
use crate::cli::rows::{Rows, RowsFormat};
use crate::cli::stop::Stop;

/// Runs on which other settlement rules are evaluated by default: enough to compare, too few to be felt.
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

/// Play a scenario many times: how often agreement is reached, on what terms, and why not
///
/// Writes summary.json, estimates.csv (every estimate), codebook.csv (what each means), runs.csv (one line for each run),
/// figures with their numbers, scenario.toml (a copy) and manifest.json into the
/// output folder.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Run {
    #[command(flatten)]
    scenario: ScenarioFile,
    #[command(flatten)]
    runs: Runs,
    #[command(flatten)]
    chance: Chance,
    /// Also evaluate other settlement rules on the first N runs (0: none) [default: 500, or 20 where more than three
    /// parties must agree on more than a million deals]
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    rules: Option<u64>,
    #[command(flatten)]
    output: Output,
    /// Do not write runs.csv
    #[arg(long)]
    no_runs: bool,
    /// Add a column to runs.csv for every number drawn
    #[arg(long, conflicts_with = "no_runs")]
    drawn: bool,
    /// File format of the table of runs
    #[arg(long, value_enum, default_value_t, conflicts_with = "no_runs")]
    runs_format: RowsFormat,
    #[command(flatten)]
    print: Print,
}

/// Runs the command.
pub(crate) fn run(arguments: &Run, call: &Call) -> Result<(), Stop> {
    let loaded = arguments.scenario.load()?;
    let game = compile(&arguments.scenario.file, &loaded)?;
    let folder = Folder::prepare(&arguments.output.or(&arguments.scenario.file, ""), FIGURES)?;
    let interrupt = Interrupt::listen(arguments.runs.runs + arguments.rules(&loaded.scenario))?;

    let table = arguments.run_table(&loaded.scenario, &game);
    let (played, rows) = play(arguments, &loaded, &game, &table, &folder, &interrupt)?;
    interrupt.finish();
    let summary = played.summary(&loaded.scenario, arguments.chance.seed());
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
    keep(arguments, call, &loaded, &folder, &summary, &results, rows)?;

    let printed = arguments
        .print
        .show(|| report::table(&summary), || summary_json.clone());
    let cut_short = interrupted.then(|| {
        let mut done = format!("{} of {} runs", summary.runs, arguments.runs.runs);
        if settled(&summary) < arguments.rules(&loaded.scenario) {
            done.push_str(" (without other settlement rules, which were not tried on all runs)");
        }
        (interrupt.stop(), done)
    });
    arguments.print.end(printed, &folder, cut_short)
}

impl Run {
    /// The table with a line for each run.
    fn run_table<'a>(&self, scenario: &'a Scenario, game: &'a Game) -> RunTable<'a> {
        let table = RunTable::new(scenario);
        if self.drawn {
            table.with_drawn(game, self.chance.seed())
        } else {
            table
        }
    }

    /// Whether runs, or the settlement rules held against them, were stopped on the way.
    fn is_cut_short(&self, scenario: &Scenario, summary: &Summary) -> bool {
        summary.runs < self.runs.runs || settled(summary) < self.rules(scenario)
    }

    /// Runs on which other settlement rules are evaluated.
    fn rules(&self, scenario: &Scenario) -> u64 {
        let is_large = objectives(scenario).len() > FEW && scenario.deal_count() > MANY;
        let usual = if is_large { RULES_OF_LARGE } else { RULES };
        self.rules.unwrap_or(usual).min(self.runs.runs)
    }
}

/// Runs on which other settlement rules were evaluated.
fn settled(summary: &Summary) -> u64 {
    let settled = summary.settlement.as_ref();
    settled.map_or(0, |settled| settled.realizations)
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
            settlement: settlement.map(|(played, tally)| tally.estimates(Some(*played))),
            ..Summary::of(&self.tally, scenario, seed)
        }
    }

    fn estimates(&self) -> Estimates {
        let settlement = self.settlement.as_ref().map(|it| &it.1);
        estimates::of_tally(&self.tally, settlement)
    }

    fn codebook(&self, arguments: &Run, table: &RunTable<'_>) -> Codebook {
        let mut book = Codebook::new(&OF_RUNS);
        if self.settlement.is_some() {
            book = book.and(&OF_RULES);
        }
        if arguments.no_runs {
            book
        } else {
            book.with_runs(&table.header())
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
    let settings = arguments.chance.of_runs(arguments.runs.runs);
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
    call: &Call,
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
        scenario: &arguments.scenario,
        loaded,
        seed: arguments.chance.seed(),
        runs: summary.runs,
        runs_asked: arguments.runs.runs,
        interrupted: arguments.is_cut_short(&loaded.scenario, summary),
        call,
    };
    sign(folder, &origin, files)
}
