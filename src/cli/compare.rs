//! `zopa compare`: the levers of a scenario against none.

use clap::Args;
use zopa::experiment::BandPoints;
use zopa::experiment::compare::{
    CELLS_MOVED, CompareSettings, Compared, ComparedCells, HALF_WIDTH, PolicyWords, Rule, compare,
};
use zopa::report;
use zopa::results::{
    CODEBOOK, COMPARISON, Codebook, ESTIMATES, SETTINGS, estimates, json, settings,
};
use zopa::simulation::measure::OF_RUNS;

use crate::cli::arguments::{BandOf, Chance, Output, Print, Runs, ScenarioFile, open_share};
use crate::cli::call::Call;
use crate::cli::findings::Findings;
use crate::cli::interrupt::Interrupt;
use crate::cli::progress::Stage;
use crate::cli::stop::Stop;

const EXAMPLES: &str = "\
Examples:
  zopa compare talks.toml
  zopa compare talks.toml --policy mix=oil-sanctions+licence --runs 50000
  zopa compare talks.toml --half-width 0.002      how many runs for an interval of ±0.2 points
  zopa compare talks.toml --set leverage.licence.use=always

Every cell meets the same realizations, so differences are paired.
The same scenario, seed and runs give the same results on any number of threads.";

/// Rank the levers by what each changes, compared with using none, with intervals
///
/// Plays the scenario without levers, with each lever alone under its own rule of use, with the policies of the file
/// and of `--policy`, with all levers and with the levers as the file uses them; then the same where parties talk otherwise, under settlement rules and
/// at other sizes of levers. A lever that the file never uses is used from round 0. Writes compare.json, estimates.csv (every estimate of a measure), settings.csv
/// (what each policy sets), codebook.csv (what each measure means), figures with their numbers, scenario.toml (a copy)
/// and manifest.json into the output folder.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Compare {
    #[command(flatten)]
    scenario: ScenarioFile,
    #[command(flatten)]
    runs: Runs,
    #[command(flatten)]
    chance: Chance,
    /// Compare some levers together, as in mix=oil-sanctions+licence; may be given several times
    #[arg(long = "policy", value_name = "NAME=LEVER+LEVER")]
    policies: Vec<PolicyWords>,
    /// Desired half-width of an interval; the output states how many runs it would take
    #[arg(long, value_name = "H", default_value_t = HALF_WIDTH, value_parser = open_share)]
    half_width: f64,
    /// Leave out other agendas, ways of talking, settlement rules and sizes of levers
    #[arg(long)]
    no_rules: bool,
    #[command(flatten)]
    band: BandOf,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    print: Print,
}

/// Runs the command.
pub(crate) fn run(arguments: &Compare, call: &Call) -> Result<(), Stop> {
    let scenario = &arguments.scenario;
    let (loaded, game) = scenario.open()?;
    let source = scenario.source(&loaded);
    let rules: &[Rule] = if arguments.no_rules { &[] } else { &Rule::ALL };
    let assignments = &scenario.changes.assignments;
    let cells = ComparedCells::new(&source, assignments, &arguments.policies, rules);
    let cells = cells.map_err(Stop::refused)?;
    let asked = arguments.runs.runs;
    let settings = CompareSettings {
        runs: arguments.chance.of_runs(asked),
        half_width: arguments.half_width,
    };
    let changes = &scenario.changes;
    let points = arguments
        .band
        .points(&source, (changes, &loaded), &game, &settings.runs)?;
    let files = [COMPARISON, ESTIMATES, SETTINGS, CODEBOOK];
    let folder = arguments
        .output
        .prepare((scenario, &loaded), "-compare", call, &files)?;
    let of_band = points.as_ref().map_or(0, BandPoints::runs_played);
    let moved = points.as_ref().map_or(0, BandPoints::runs_moved);
    let interrupt = Interrupt::listen(&[
        Stage::of(cells.runs_played(&settings), "runs"),
        Stage::of(
            cells.runs_settled(&settings),
            "realizations under settlement rules",
        ),
        Stage::of(
            of_band.saturating_mul(cells.cells.len() as u64),
            "runs in the ranges of assumptions",
        ),
        Stage::of(
            moved.saturating_mul(CELLS_MOVED),
            "runs with one assumption moved",
        ),
    ])?;
    let found = compare(&cells, &settings, points.as_ref(), &interrupt);
    interrupt.finish();
    let Some(found) = found else {
        return Err(interrupt.nothing("runs"));
    };
    let Compared {
        comparison,
        tally,
        missing,
    } = found;
    let stopped = interrupt.part_without((comparison.runs, asked), &missing);
    let estimates = estimates::of_comparison(&comparison, &tally);
    let findings = Findings {
        scenario,
        loaded: &loaded,
        call: call.clone(),
        seed: arguments.chance.seed(),
        runs: comparison.runs,
        runs_asked: asked,
        text: report::chapters::comparison(&comparison),
        files: vec![
            (COMPARISON, json::text(&comparison)),
            (ESTIMATES, estimates.to_csv()),
            (SETTINGS, settings::of_comparison(&cells, &comparison)),
            (CODEBOOK, Codebook::new(&OF_RUNS).to_csv()),
        ],
        grown: None,
        stopped,
    };
    findings.finish(Some(folder), &arguments.print)
}
