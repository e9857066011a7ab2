//! `zopa run`: play a scenario many times, keep the results, print a summary.

use std::ops::ControlFlow;

use clap::Args;
use zopa::analysis::position::objectives;
use zopa::bargaining::Outcome;
use zopa::experiment::BandPoints;
use zopa::game::Game;
use zopa::model::Scenario;
use zopa::report;
use zopa::results::estimates;
use zopa::results::{CODEBOOK, Codebook, ESTIMATES, ResultsError, RunTable, SUMMARY};
use zopa::simulation::measure::OF_RUNS;
use zopa::simulation::{
    Band, Convergence, Headline, MoreDraws, OF_RULES, Rate, RunSettings, SettlementTally, Summary,
    Tally, count_runs, settle,
};

use crate::cli::arguments::{BandOf, Chance, Output, Print, Runs, ScenarioFile};
use crate::cli::call::Call;
use crate::cli::findings::Findings;
use crate::cli::interrupt::Interrupt;
use crate::cli::progress::Stage;
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
    let rules = RunSettings {
        runs: arguments.rules(scenario),
        ..settings
    };
    let finer = MoreDraws::of(scenario);
    let source = arguments.scenario.source(&loaded);
    let changes = &arguments.scenario.changes;
    let points = arguments
        .band
        .points(&source, (changes, &loaded), &settings)?;
    let of_band = points.as_ref().map_or(0, BandPoints::runs_played);
    let again = RunSettings {
        runs: finer.as_ref().map_or(0, |_| arguments.again()),
        ..settings
    };
    let mut files = vec![SUMMARY, ESTIMATES, CODEBOOK];
    files.extend((!arguments.no_runs).then(|| arguments.runs_format.file_name()));
    let of = (&arguments.scenario, &loaded);
    let folder = arguments.output.prepare(of, "", call, &files)?;
    let interrupt = Interrupt::listen(&[
        Stage::of(settings.runs, "runs"),
        Stage::of(rules.runs, "realizations under other settlement rules"),
        Stage::of(again.runs, "runs with more draws behind beliefs"),
        Stage::of(of_band, "runs in the ranges of assumptions"),
    ])?;
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
    let mut noted = [
        Noted::of(Headline::of(scenario), again.runs.max(rules.runs)),
        Noted::of(Headline::whole(scenario), of_band),
    ];
    let tally = play(scenario, &game, settings, &mut noted, &mut rows, &interrupt)?;
    let after = After::of(
        (scenario, &game),
        (&noted, &tally),
        [&rules, &again],
        (finer.as_ref(), points.as_ref()),
        &interrupt,
    );
    interrupt.finish();
    let settled = after.settled.as_ref();
    let summary = Summary {
        settlement: settled.map(|(played, settled)| settled.estimates(Some(*played))),
        convergence: after.convergence,
        band: after.band,
        ..Summary::of(&tally, scenario, settings.seed)
    };
    if summary.runs == 0 {
        return Err(interrupt.nothing("runs"));
    }
    let mut book = Codebook::new(&OF_RUNS);
    let mut stopped = interrupt.part(summary.runs, settings.runs, "runs");
    if settled.is_some() {
        book = book.and(&OF_RULES);
    }
    if let Some(missing) = after.missing {
        let done = format!("{} of {} runs ({missing})", summary.runs, settings.runs);
        stopped = Some((interrupt.stop(), done));
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

/// A headline of the first runs, which others of the same runs are paired with.
struct Noted {
    headline: Headline,
    runs: u64,
    /// Run after run all its results.
    results: Vec<bool>,
}

impl Noted {
    fn of(headline: Headline, runs: u64) -> Self {
        Self {
            headline,
            runs,
            results: Vec::new(),
        }
    }

    fn note(&mut self, first: u64, outcomes: &[Outcome]) {
        let noted = (first..self.runs).zip(outcomes);
        let results = noted.flat_map(|(_, outcome)| self.headline.read(outcome));
        self.results.extend(results);
    }

    /// The results of so many first runs.
    fn first(&self, runs: u64) -> &[bool] {
        let runs = usize::try_from(runs).unwrap_or(usize::MAX);
        let results = runs.saturating_mul(self.headline.count());
        &self.results[..results.min(self.results.len())]
    }
}

/// What other settlement rules gave, beside the agreements of the talks in the same runs.
type Settled = (Rate, SettlementTally);

/// What is done once the runs are played.
struct After {
    settled: Option<Settled>,
    convergence: Option<Convergence>,
    band: Option<Band>,
    /// What is missing since the command was stopped.
    missing: Option<&'static str>,
}

impl After {
    /// Tries other settlement rules on the first runs, plays the first runs with more draws, then in the ranges of assumptions.
    fn of(
        (scenario, game): (&Scenario, &Game),
        ([noted, of_band], tally): (&[Noted; 2], &Tally),
        [rules, again]: [&RunSettings; 2],
        (finer, points): (Option<&MoreDraws>, Option<&BandPoints<'_>>),
        interrupt: &Interrupt,
    ) -> Self {
        let headline = &noted.headline;
        let mut settled = None;
        if rules.runs > 0 {
            let found = settle(scenario, game, rules, interrupt);
            let mut played = Rate::default();
            for results in noted.first(rules.runs).chunks_exact(headline.count()) {
                played.add(results[0]);
            }
            // Cut short, they would not stand on the same runs as the talks beside them.
            settled = (found.rules[0].runs() == rules.runs).then_some((played, found));
        }
        let finer = finer.filter(|_| again.runs > 0);
        let convergence = finer
            .and_then(|finer| finer.compare(headline, noted.first(again.runs), again, interrupt));
        let before = &of_band.results;
        let is_noted = |points: &&BandPoints<'_>| {
            let runs = (before.len() / of_band.headline.count()) as u64;
            runs >= points.runs_played()
        };
        let band = points.filter(is_noted).and_then(|points| {
            let shares = of_band.headline.shares(tally);
            points.play(&of_band.headline, before, &shares, interrupt)
        });
        let missing = if settled.is_none() && rules.runs > 0 {
            Some("without other settlement rules, which were not tried on all runs")
        } else if convergence.is_none() && finer.is_some() {
            Some("without the check of convergence, which was not made on all runs")
        } else if band.is_none() && points.is_some() {
            Some("without the band of assumptions, whose points were not all played")
        } else {
            None
        };
        Self {
            settled,
            convergence,
            band,
            missing,
        }
    }
}

/// Plays the runs, writing a line for each as they come; notes headlines of the first.
fn play(
    scenario: &Scenario,
    game: &Game,
    settings: RunSettings,
    noted: &mut [Noted; 2],
    rows: &mut Option<(Rows, &RunTable<'_>)>,
    interrupt: &Interrupt,
) -> Result<Tally, Stop> {
    let mut fault: Option<ResultsError> = None;
    let mut on_batch = |first: u64, outcomes: &[Outcome]| {
        for noted in &mut *noted {
            noted.note(first, outcomes);
        }
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
