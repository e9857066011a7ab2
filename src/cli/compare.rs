//! `zopa compare`: the levers of a scenario against none.

use std::path::{Path, PathBuf};

use clap::Args;
use zopa::experiment::compare::{
    CompareSettings, Comparison, Plan, PlanError, PolicyWords, Rule, compare,
};
use zopa::report;
use zopa::results::{
    CODEBOOK, COMPARISON, COMPARISON_LINES, Codebook, ESTIMATES, Folder, SETTINGS, estimates,
    settings,
};
use zopa::scenario::{Assignment, Loaded, Source};
use zopa::simulation::RunSettings;
use zopa::simulation::measure::OF_RUNS;

use crate::cli::interrupt::Interrupt;
use crate::cli::origin::{Origin, load, sign};
use crate::cli::output::{Format, print, tell};
use crate::cli::shell::{command, portable};
use crate::cli::stop::Stop;
use crate::cli::values::{assignment, runs, threads};

const EXAMPLES: &str = "\
Examples:
  zopa compare talks.toml
  zopa compare talks.toml --policy mix=oil-sanctions+licence --runs 50000
  zopa compare talks.toml --half-width 0.002      how many runs for an interval of ±0.2 points
  zopa compare talks.toml --set leverage.licence.use=always

Every cell meets the same realizations, so differences are paired.
The same scenario, seed and runs give the same results on any number of threads.";

/// Say what each lever changes against none, ranked, with intervals
///
/// Plays the scenario without levers, with each lever alone by its own rule of use, with named policies, with all
/// levers and with those the file uses; and the same under other agendas and settlement rules. A lever the file never
/// uses is used from round 0 on. Writes compare.json, estimates.csv
/// (every estimate), settings.csv (which levers each policy uses), codebook.csv (what they mean), compare.csv, figures with their numbers, scenario.toml (a copy)
/// and manifest.json into the output folder.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Compare {
    /// Scenario file
    file: PathBuf,
    /// Number of runs of each cell, at least 1
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
    /// Compare some levers together, as in mix=oil-sanctions+licence; may be given often
    #[arg(long = "policy", value_name = "NAME=LEVER+LEVER")]
    policies: Vec<PolicyWords>,
    /// Half-width of an interval that you wish for: the report says how many runs it needs
    #[arg(long, value_name = "H", default_value_t = 0.005, value_parser = half_width, allow_negative_numbers = true)]
    half_width: f64,
    /// Look at the zone of so many more realizations, as a control variate; as many as runs when left out, 0 for none
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    zone_runs: Option<u64>,
    /// Do not compare under other agendas and settlement rules
    #[arg(long)]
    no_rules: bool,
    /// Folder for the results; output/<name of the scenario file>-compare/ when left out
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// What to print
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

fn half_width(words: &str) -> Result<f64, String> {
    match words.parse() {
        Ok(width) if width > 0.0 && width < 1.0 => Ok(width),
        _ => Err("a share above 0 and below 1 is needed, as in 0.005 for half a point".to_owned()),
    }
}

impl From<PlanError> for Stop {
    fn from(error: PlanError) -> Self {
        Self::Refused(error.to_string())
    }
}

/// Runs the command.
pub(crate) fn run(arguments: &Compare) -> Result<(), Stop> {
    let loaded = load(&arguments.file, &arguments.assignments)?;
    let source = Source {
        name: arguments.file.display().to_string(),
        text: loaded.text.clone(),
    };
    let rules: &[Rule] = if arguments.no_rules { &[] } else { &Rule::ALL };
    let plan = Plan::new(&source, &arguments.assignments, &arguments.policies, rules)?;
    let folder = Folder::prepare(&arguments.folder())?;
    let settings = arguments.settings();
    let interrupt = Interrupt::listen(plan.runs_played(&settings))?;
    let found = compare(&plan, &settings, &interrupt);
    interrupt.finish();
    let Some(comparison) = found else {
        tell("interrupted before the first runs were done; nothing is written");
        return Err(interrupt.stop());
    };
    let json = report::compare::json(&comparison);
    let interrupted =
        comparison.runs < arguments.runs || comparison.rules.len() < plan.rule_count();
    keep(arguments, &loaded, &folder, &comparison, &json, interrupted)?;
    let printed = match arguments.format {
        Format::Text => print(&report::compare::text(&comparison)),
        Format::Json => print(&json),
    };
    let place = folder.path().display();
    if interrupted {
        let (done, asked) = (comparison.runs, arguments.runs);
        tell(&format!(
            "interrupted: {done} of {asked} runs of each lever are done and kept in `{place}`"
        ));
        return Err(interrupt.stop());
    }
    printed?;
    if arguments.format == Format::Text {
        tell(&format!("results in `{place}`"));
    }
    Ok(())
}

impl Compare {
    fn folder(&self) -> PathBuf {
        let default = || {
            let stem = self.file.file_stem().unwrap_or_default();
            let mut name = stem.to_owned();
            name.push("-compare");
            Path::new("output").join(name)
        };
        self.output.clone().unwrap_or_else(default)
    }

    fn settings(&self) -> CompareSettings {
        CompareSettings {
            runs: RunSettings {
                runs: self.runs,
                seed: self.seed,
                threads: self.threads,
            },
            zone_runs: self.zone_runs.unwrap_or(self.runs),
            half_width: self.half_width,
        }
    }

    /// The command that gives the same results: without threads and folders, on which they do not depend.
    fn again(&self) -> String {
        let file = portable(&self.file);
        let zone_runs = self.settings().zone_runs;
        let numbers = [self.runs, self.seed, zone_runs].map(|it| it.to_string());
        let half_width = self.half_width.to_string();
        let mut words = vec!["zopa", "compare", &file];
        for (name, number) in ["--runs", "--seed", "--zone-runs"]
            .into_iter()
            .zip(&numbers)
        {
            words.extend([name, number]);
        }
        words.extend(["--half-width", &half_width]);
        let assignments: Vec<String> = self.assignments.iter().map(ToString::to_string).collect();
        for assignment in &assignments {
            words.extend(["--set", assignment]);
        }
        let policies: Vec<String> = self.policies.iter().map(ToString::to_string).collect();
        for policy in &policies {
            words.extend(["--policy", policy]);
        }
        if self.no_rules {
            words.push("--no-rules");
        }
        command(words)
    }
}

/// Writes everything, the manifest last.
fn keep(
    arguments: &Compare,
    loaded: &Loaded,
    folder: &Folder,
    comparison: &Comparison,
    json: &str,
    interrupted: bool,
) -> Result<(), Stop> {
    let lines = report::compare::tidy(comparison);
    folder.write(COMPARISON, json)?;
    folder.write(COMPARISON_LINES, &lines)?;
    let mut files = vec![COMPARISON.to_owned(), COMPARISON_LINES.to_owned()];
    for (name, text) in [
        (ESTIMATES, estimates::of_comparison(comparison).to_csv()),
        (SETTINGS, settings::of_comparison(comparison)),
        (CODEBOOK, Codebook::new(&OF_RUNS).to_csv()),
    ] {
        folder.write(name, &text)?;
        files.push(name.to_owned());
    }
    let origin = Origin {
        file: &arguments.file,
        loaded,
        assignments: &arguments.assignments,
        seed: arguments.seed,
        runs: comparison.runs,
        runs_asked: arguments.runs,
        interrupted,
        command: arguments.again(),
    };
    sign(folder, origin, files)
}
