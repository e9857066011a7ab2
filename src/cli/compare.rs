//! `zopa compare`: the levers of a scenario against none.

use clap::Args;
use zopa::experiment::compare::{
    CompareError, CompareSettings, ComparedCells, PolicyWords, Rule, compare,
};
use zopa::report;
use zopa::results::{
    CODEBOOK, COMPARISON, Codebook, ESTIMATES, Folder, SETTINGS, estimates, json as results_json,
    settings,
};
use zopa::scenario::Source;
use zopa::simulation::measure::OF_RUNS;

use crate::cli::arguments::{Chance, Output, Print, Runs, ScenarioFile};
use crate::cli::call::Call;
use crate::cli::interrupt::Interrupt;
use crate::cli::origin::{Origin, sign};
use crate::cli::output::{FIGURES, tell};
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
/// Plays the scenario without levers, with each lever alone under its own rule of use, with named policies, with all
/// levers and with the levers as the file uses them; then the same under other agendas and settlement rules. A lever
/// that the file never uses is used from round 0. Writes compare.json, estimates.csv (every estimate), settings.csv
/// (the levers of each policy), codebook.csv (what each measure means), figures with their numbers, scenario.toml (a copy)
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
    #[arg(long, value_name = "H", default_value_t = 0.005, value_parser = half_width, allow_negative_numbers = true)]
    half_width: f64,
    /// Extra realizations in which only the zone is tested, as a control variate (0: none) [default: as many as runs]
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    zone_runs: Option<u64>,
    /// Leave out other agendas and settlement rules
    #[arg(long)]
    no_rules: bool,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    print: Print,
}

fn half_width(words: &str) -> Result<f64, String> {
    match words.parse() {
        Ok(width) if width > 0.0 && width < 1.0 => Ok(width),
        _ => Err("a share above 0 and below 1 is needed, as in 0.005 for half a point".to_owned()),
    }
}

impl From<CompareError> for Stop {
    fn from(error: CompareError) -> Self {
        Self::Refused(error.to_string())
    }
}

/// Runs the command.
pub(crate) fn run(arguments: &Compare, call: &Call) -> Result<(), Stop> {
    let loaded = arguments.scenario.load()?;
    let source = Source {
        name: arguments.scenario.file.display().to_string(),
        text: loaded.text.clone(),
    };
    let rules: &[Rule] = if arguments.no_rules { &[] } else { &Rule::ALL };
    let cells = ComparedCells::new(
        &source,
        &arguments.scenario.changes.assignments,
        &arguments.policies,
        rules,
    )?;
    let folder = Folder::prepare(
        &arguments.output.or(&arguments.scenario.file, "-compare"),
        FIGURES,
    )?;
    let settings = arguments.settings();
    let interrupt = Interrupt::listen(cells.runs_played(&settings))?;
    let found = compare(&cells, &settings, &interrupt);
    interrupt.finish();
    let Some((comparison, tally)) = found else {
        tell("interrupted before the first runs were done; nothing is written");
        return Err(interrupt.stop());
    };
    let json = results_json::text(&comparison);
    let tables = [
        (COMPARISON, json.clone()),
        (
            ESTIMATES,
            estimates::of_comparison(&comparison, &tally).to_csv(),
        ),
        (SETTINGS, settings::of_comparison(&cells, &comparison)),
        (CODEBOOK, Codebook::new(&OF_RUNS).to_csv()),
    ];
    let interrupted =
        comparison.runs < arguments.runs.runs || comparison.rules.len() < cells.rule_count();
    let mut files = Vec::new();
    for (name, text) in tables {
        folder.write(name, &text)?;
        files.push(name.to_owned());
    }
    let origin = Origin {
        scenario: &arguments.scenario,
        loaded: &loaded,
        seed: arguments.chance.seed(),
        runs: comparison.runs,
        runs_asked: arguments.runs.runs,
        interrupted,
        call,
    };
    sign(&folder, &origin, files)?;
    let printed = arguments.print.show(
        || report::chapters::comparison(&comparison),
        || json.clone(),
    );
    let cut_short = interrupted.then(|| {
        let done = format!("{} of {} runs", comparison.runs, arguments.runs.runs);
        (interrupt.stop(), done)
    });
    arguments.print.end(printed, &folder, cut_short)
}

impl Compare {
    fn settings(&self) -> CompareSettings {
        CompareSettings {
            runs: self.chance.of_runs(self.runs.runs),
            zone_runs: self.zone_runs.unwrap_or(self.runs.runs),
            half_width: self.half_width,
        }
    }
}
