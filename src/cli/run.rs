//! `zopa run`: play a scenario many times, keep the results, print a summary.

use std::ops::ControlFlow;

use clap::Args;
use zopa::analysis::position::objectives;
use zopa::bargaining::Outcome;
use zopa::game::Game;
use zopa::model::Scenario;
use zopa::report;
use zopa::results::estimates;
use zopa::results::{CODEBOOK, Codebook, ESTIMATES, ResultsError, RunTable, SUMMARY};
use zopa::scenario::{Loaded, Source};
use zopa::simulation::measure::OF_RUNS;
use zopa::simulation::{MoreDraws, OF_RULES, RunSettings, Summary, Tally, count_runs};

use crate::cli::arguments::{BandOf, Chance, Output, Print, Runs, ScenarioFile};
use crate::cli::beside::{Beside, Noted};
use crate::cli::call::Call;
use crate::cli::findings::Findings;
use crate::cli::interrupt::Interrupt;
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
/// Writes summary.json, estimates.csv (every estimate of a measure), codebook.csv (what each means), runs.csv (one line for each run),
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
    #[arg(long, value_name = "N")]
    rules: Option<u64>,
    /// Also play the first N runs with four times the draws behind beliefs, to see whether the result depends on their
    /// number (0: none) [default: a tenth, but 1000 at least; none where no belief is made of draws]
    #[arg(long, value_name = "N")]
    convergence: Option<u64>,
    #[command(flatten)]
    band: BandOf,
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
    let (loaded, game) = arguments.scenario.open()?;
    let scenario = &loaded.scenario;
    let settings = arguments.chance.of_runs(arguments.runs.runs);
    let source = arguments.scenario.source(&loaded);
    let beside = arguments.beside((&loaded, &game), &source, settings)?;
    let mut files = vec![SUMMARY, ESTIMATES, CODEBOOK];
    files.extend((!arguments.no_runs).then(|| arguments.runs_format.file_name()));
    let of = (&arguments.scenario, &loaded);
    let folder = arguments.output.prepare(of, "", call, &files)?;
    let interrupt = Interrupt::listen(&beside.stages(settings.runs))?;
    let mut table = RunTable::new(scenario);
    if arguments.drawn {
        table = table.with_drawn(&game, settings.seed);
    }
    let mut rows = None;
    if !arguments.no_runs {
        let header = table.header();
        rows = Some((
            Rows::begin(&folder, arguments.runs_format, &header)?,
            &table,
        ));
    }
    let mut noted = beside.noted(scenario);
    let tally = play(scenario, &game, settings, &mut noted, &mut rows, &interrupt)?;
    let found = beside.play((scenario, &game), (&noted, &tally), &interrupt);
    interrupt.finish();
    let settled = found.settled.as_ref();
    let summary = Summary {
        settlement: settled.map(|(played, settled)| settled.estimates(Some(*played))),
        convergence: found.convergence,
        deals: Some(noted.deals.summary(scenario)),
        band: found.band,
        decisive: found.decisive,
        ..Summary::of(&tally, scenario, settings.seed)
    };
    if summary.runs == 0 {
        return Err(interrupt.nothing("runs"));
    }
    let mut book = Codebook::new(&OF_RUNS);
    let stopped = interrupt.part_without((summary.runs, settings.runs), &found.missing);
    if settled.is_some() {
        book = book.and(&OF_RULES);
    }
    let mut grown = None;
    if let Some((rows, table)) = rows {
        grown = Some(rows.finish()?);
        book = book.with_runs(&table.header());
    }
    let estimates = estimates::of_tally(
        &tally,
        settled.map(|(_, settled)| settled),
        summary.convergence.as_ref(),
    );
    let estimates = match &summary.band {
        Some(band) => estimates.with_band(band),
        None => estimates,
    };
    let findings = Findings {
        scenario: &arguments.scenario,
        loaded: &loaded,
        call: call.clone(),
        seed: settings.seed,
        runs: summary.runs,
        runs_asked: settings.runs,
        text: report::table(&summary),
        files: vec![
            (SUMMARY, report::json::summary(&summary)),
            (ESTIMATES, estimates.to_csv()),
            (CODEBOOK, book.to_csv()),
        ],
        grown,
        stopped,
    };
    findings.finish(Some(folder), &arguments.print)
}

impl Run {
    /// What is played beside the runs.
    fn beside<'a>(
        &'a self,
        (loaded, game): (&'a Loaded, &Game),
        source: &'a Source,
        settings: RunSettings,
    ) -> Result<Beside<'a>, Stop> {
        let finer = MoreDraws::of(&loaded.scenario);
        let of_runs = |runs| RunSettings { runs, ..settings };
        let changes = &self.scenario.changes;
        Ok(Beside {
            rules: of_runs(self.rules(&loaded.scenario)),
            again: of_runs(finer.as_ref().map_or(0, |_| self.again())),
            finer,
            points: self
                .band
                .points(source, (changes, loaded), game, &settings)?,
        })
    }

    /// Runs on which other settlement rules are evaluated.
    fn rules(&self, scenario: &Scenario) -> u64 {
        let is_large = objectives(scenario).len() > FEW && scenario.deal_count() > MANY;
        let usual = if is_large { RULES_OF_LARGE } else { RULES };
        self.rules.unwrap_or(usual).min(self.runs.runs)
    }

    /// Runs that are played again with more draws behind beliefs.
    fn again(&self) -> u64 {
        let runs = self.runs.runs;
        let usual = MoreDraws::usual_runs(runs);
        self.convergence.unwrap_or(usual).min(runs)
    }
}

/// Plays the runs, writing a line for each as they come; notes results of the first.
fn play(
    scenario: &Scenario,
    game: &Game,
    settings: RunSettings,
    noted: &mut Noted,
    rows: &mut Option<(Rows, &RunTable<'_>)>,
    interrupt: &Interrupt,
) -> Result<Tally, Stop> {
    let mut fault: Option<ResultsError> = None;
    let mut on_batch = |first: u64, outcomes: &[Outcome]| {
        noted.note(first, outcomes);
        let Some((file, table)) = rows else {
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
    if let Some(error) = fault {
        return Err(error.into());
    }
    Ok(tally)
}
