//! `zopa solve`: what theory says, without chance.

use std::fmt::Display;
use std::path::PathBuf;

use clap::Args;
use zopa::analysis::frontier::POINTS_MAX;
use zopa::game::Game;
use zopa::report::chapters;
use zopa::results::{CODEBOOK, Codebook, ESTIMATES, FRONTIER, SOLUTION, Solution, estimates, json};
use zopa::simulation::{OF_REALIZATIONS, OF_RULES, RealizedTheory, RunSettings, theory_of_runs};

use crate::cli::arguments::{Print, ScenarioFile, runs, threads};
use crate::cli::call::{BESIDE, Call};
use crate::cli::findings::Findings;
use crate::cli::interrupt::Interrupt;
use crate::cli::output::Format;
use crate::cli::progress::Stage;
use crate::cli::stop::Stop;

const EXAMPLES: &str = "\
Examples:
  zopa solve wage.toml
  zopa solve wage.toml --format json > solution.json
  zopa solve wage.toml --output output/wage-theory     with a figure of the frontier
  zopa solve wage.toml --equilibrium                   and what rational parties would do
  zopa solve wage.toml --realizations 1000             rates over what may be drawn
  zopa solve wage.toml --set party.union.reservation=0.4

Central values: every number at its mean, every party of its likeliest type.
Realization k is what `zopa run` and `zopa trace --run k` play with the same seed.";

/// Solve at central values: zone, Pareto frontier, bargaining solutions, plans
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Solve {
    #[command(flatten)]
    scenario: ScenarioFile,
    /// Solve N realizations instead of central values, and print rates
    #[arg(long, value_name = "N", value_parser = runs)]
    realizations: Option<u64>,
    /// Also print what rational parties do at central values: the subgame-perfect equilibrium, or the best one-time offer
    #[arg(long, conflicts_with = "realizations")]
    equilibrium: bool,
    /// Greatest number of frontier points to keep, at least 1; the output states what was cut
    #[arg(long, value_name = "N", value_parser = limit, default_value_t = POINTS_MAX)]
    limit: usize,
    /// Random seed of the realizations [default: 1]
    #[arg(long, value_name = "S", requires = "realizations")]
    seed: Option<u64>,
    /// Number of threads for the realizations, at least 1 [default: all cores]
    #[arg(long, value_name = "T", value_parser = threads, requires = "realizations", help_heading = BESIDE)]
    threads: Option<usize>,
    /// Folder for solution.json and, for central values, frontier.csv and figures, for realizations estimates.csv and
    /// codebook.csv; without it nothing is written
    #[arg(long, value_name = "DIR", help_heading = BESIDE)]
    output: Option<PathBuf>,
    #[command(flatten)]
    print: Print,
}

/// More points than this only fill memory.
const LIMIT_MAX: usize = 10_000_000;

fn limit(words: &str) -> Result<usize, String> {
    let limit = usize::try_from(runs(words)?);
    Ok(limit.map_or(LIMIT_MAX, |limit| limit.min(LIMIT_MAX)))
}

/// Runs the command.
pub(crate) fn run(arguments: &Solve, call: &Call) -> Result<(), Stop> {
    let (loaded, game) = arguments.scenario.open()?;
    let call = match arguments.realizations {
        Some(_) => call
            .clone()
            .with("--seed", &arguments.seed.unwrap_or(1).to_string()),
        None => call.clone(),
    };
    let files: &[&str] = match arguments.realizations {
        Some(_) => &[SOLUTION, ESTIMATES, CODEBOOK],
        None => &[SOLUTION, FRONTIER],
    };
    let folder = arguments.output.as_deref();
    let folder = folder.map(|path| arguments.scenario.folder(path, &loaded, &call, files));
    let folder = folder.transpose()?;
    let mut findings = Findings {
        scenario: &arguments.scenario,
        loaded: &loaded,
        call,
        seed: arguments.seed.unwrap_or(1),
        runs: 0,
        runs_asked: arguments.realizations.unwrap_or(0),
        text: String::new(),
        files: Vec::new(),
        grown: None,
        stopped: None,
    };
    if arguments.realizations.is_some() {
        of_realizations(arguments, &game, &mut findings)?;
    } else {
        of_centre(arguments, &game, &mut findings)?;
    }
    findings.finish(folder, &arguments.print)
}

fn of_centre(arguments: &Solve, drawn: &Game, findings: &mut Findings<'_>) -> Result<(), Stop> {
    let scenario = &findings.loaded.scenario;
    let file = arguments.scenario.file.display();
    let refused = |error: &dyn Display| Stop::Refused(format!("{file}: {error}"));
    let central = Game::compile(&scenario.central()).map_err(|error| refused(&error))?;
    let (mut found, frontiers) = Solution::of(scenario, &central, arguments.limit);
    if arguments.equilibrium {
        let foreseen = found.foresee(scenario, [drawn, &central], findings.seed);
        foreseen.map_err(|error| refused(&error))?;
    }
    // With many points each of these texts takes longer than it is worth where nobody reads it.
    let is_kept = arguments.output.is_some();
    let is_text = matches!(arguments.print.format, Format::Text);
    let text = is_text.then(|| chapters::solution(&found, scenario));
    findings.text = text.unwrap_or_default();
    let json = (is_kept || !is_text).then(|| json::text(&found));
    findings.files = vec![(SOLUTION, json.unwrap_or_default())];
    if is_kept {
        findings.files.push((FRONTIER, frontiers.to_csv()));
    }
    Ok(())
}

fn of_realizations(
    arguments: &Solve,
    game: &Game,
    findings: &mut Findings<'_>,
) -> Result<(), Stop> {
    let scenario = &findings.loaded.scenario;
    let settings = RunSettings {
        runs: findings.runs_asked,
        seed: findings.seed,
        threads: arguments.threads,
    };
    let interrupt = Interrupt::listen(&[Stage::of(settings.runs, "realizations")])?;
    let theory = theory_of_runs(scenario, game, arguments.limit, &settings, &interrupt);
    let found = RealizedTheory::of(scenario, &theory);
    interrupt.finish();
    let done = found.realizations;
    if done == 0 {
        return Err(interrupt.nothing("realizations"));
    }
    let estimates = estimates::of_tally(&theory.tally, Some(&theory.settlement), None);
    let book = Codebook::new(&OF_REALIZATIONS).and(&OF_RULES);
    findings.runs = done;
    findings.text = chapters::realized(&found, scenario);
    findings.files = vec![
        (SOLUTION, json::text(&found)),
        (ESTIMATES, estimates.to_csv()),
        (CODEBOOK, book.to_csv()),
    ];
    findings.stopped = interrupt.part(done, settings.runs, "realizations");
    Ok(())
}
