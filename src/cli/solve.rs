//! `zopa solve`: what theory says, without chance.

use std::fmt::Display;
use std::path::PathBuf;

use clap::Args;
use zopa::analysis::frontier::POINTS_MAX;
use zopa::analysis::position::{Counting, Request, objectives};
use zopa::bargaining::forecast;
use zopa::game::Game;
use zopa::report::chapters;
use zopa::results::{
    self, CODEBOOK, CentralTheory, Codebook, ESTIMATES, FRONTIER, Folder, FrontierPoints, SOLUTION,
    estimates, json,
};
use zopa::scenario::Loaded;
use zopa::simulation::{
    OF_REALIZATIONS, OF_RULES, RealizedTheory, RunSettings, theory_of_centre, theory_of_runs,
};

use crate::cli::arguments::{Print, ScenarioFile};
use crate::cli::call::{BESIDE, Call};
use crate::cli::interrupt::Interrupt;
use crate::cli::origin::{Origin, compile, sign};
use crate::cli::output::{FIGURES, Format, tell};
use crate::cli::stop::Stop;
use crate::cli::values::{runs, threads};

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
    #[arg(long, value_name = "N", value_parser = runs, allow_negative_numbers = true)]
    realizations: Option<u64>,
    /// Also print what rational parties do at central values: the subgame-perfect equilibrium, or the best one-time offer
    #[arg(long, conflicts_with = "realizations")]
    equilibrium: bool,
    /// Greatest number of frontier points to keep, at least 1; the output states what was cut
    #[arg(long, value_name = "N", value_parser = limit, default_value_t = POINTS_MAX, allow_negative_numbers = true)]
    limit: usize,
    /// Seed of the realizations, 1 when left out
    #[arg(
        long,
        value_name = "S",
        requires = "realizations",
        allow_negative_numbers = true
    )]
    seed: Option<u64>,
    /// Threads for the realizations, at least 1; all cores when left out
    #[arg(long, value_name = "T", value_parser = threads, requires = "realizations", allow_negative_numbers = true, help_heading = BESIDE)]
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

/// What a solution looks like: printed, and in files.
struct Answer {
    text: String,
    json: String,
    /// Files beside these: points of the frontiers, or estimates over realizations.
    tables: Vec<(&'static str, String)>,
    /// Realizations judged; 0 for central values.
    realizations: u64,
    /// How the command ends, when it was stopped on the way.
    interrupted: Option<Stop>,
}

/// Runs the command.
pub(crate) fn run(arguments: &Solve, call: &Call) -> Result<(), Stop> {
    let loaded = arguments.scenario.load()?;
    let game = compile(&arguments.scenario.file, &loaded)?;
    let folder = match &arguments.output {
        Some(path) => Some(Folder::prepare(path, FIGURES)?),
        None => None,
    };
    let answer = match arguments.realizations {
        Some(realizations) => of_realizations(arguments, &loaded, &game, realizations)?,
        None => of_centre(arguments, &loaded, &game)?,
    };
    if let Some(folder) = &folder {
        keep(arguments, call, &loaded, folder, &answer)?;
    }
    let printed = arguments
        .print
        .show(|| answer.text.clone(), || answer.json.clone());
    if let Some(stop) = answer.interrupted {
        tell(&format!(
            "interrupted: {} of {} realizations are done",
            answer.realizations,
            arguments.realizations.unwrap_or(0)
        ));
        return Err(stop);
    }
    printed?;
    if let (Some(folder), Format::Text) = (&folder, arguments.print.format) {
        tell(&format!("results in `{}`", folder.path().display()));
    }
    Ok(())
}

fn of_centre(arguments: &Solve, loaded: &Loaded, drawn: &Game) -> Result<Answer, Stop> {
    let central = loaded.scenario.central();
    let refused = |error: &dyn Display| {
        Stop::Refused(format!("{}: {error}", arguments.scenario.file.display()))
    };
    let game = Game::compile(&central).map_err(|error| refused(&error))?;
    let forecast = if arguments.equilibrium {
        let forecast = forecast(&loaded.scenario, drawn, &game, arguments.seed());
        Some(forecast.map_err(|error| refused(&error))?)
    } else {
        None
    };
    let request = Request {
        points_max: arguments.limit,
        count: Counting::Yes,
    };
    let (theory, rules) = theory_of_centre(&central, &game, request);
    let objectives = objectives(&central);
    let solution = CentralTheory {
        scenario: &loaded.scenario,
        game: &game,
        objectives: &objectives,
        theory: &theory,
        rules: &rules,
        forecast: forecast.as_ref(),
    };
    let found = results::Solution::of(&solution);
    Ok(Answer {
        text: chapters::solution(&found, &loaded.scenario),
        json: json::text(&found),
        tables: vec![(FRONTIER, FrontierPoints::of(&solution).to_csv())],
        realizations: 0,
        interrupted: None,
    })
}

fn of_realizations(
    arguments: &Solve,
    loaded: &Loaded,
    game: &Game,
    realizations: u64,
) -> Result<Answer, Stop> {
    let scenario = &loaded.scenario;
    let settings = RunSettings {
        runs: realizations,
        seed: arguments.seed(),
        threads: arguments.threads,
    };
    let interrupt = Interrupt::listen(realizations)?;
    let theory = theory_of_runs(scenario, game, arguments.limit, &settings, &interrupt);
    let found = RealizedTheory::of(scenario, &theory);
    interrupt.finish();
    if found.realizations == 0 {
        tell("interrupted before the first realizations were done; nothing is written");
        return Err(interrupt.stop());
    }
    Ok(Answer {
        text: chapters::realized(&found, scenario),
        json: json::text(&found),
        tables: vec![
            (
                ESTIMATES,
                estimates::of_tally(&theory.tally, Some(&theory.settlement)).to_csv(),
            ),
            (
                CODEBOOK,
                Codebook::new(&OF_REALIZATIONS).and(&OF_RULES).to_csv(),
            ),
        ],
        realizations: found.realizations,
        interrupted: (found.realizations < realizations).then(|| interrupt.stop()),
    })
}

impl Solve {
    fn seed(&self) -> u64 {
        self.seed.unwrap_or(1)
    }
}

fn keep(
    arguments: &Solve,
    call: &Call,
    loaded: &Loaded,
    folder: &Folder,
    answer: &Answer,
) -> Result<(), Stop> {
    let mut call = call.clone();
    if arguments.realizations.is_some() {
        call = call.with("--seed", &arguments.seed().to_string());
    }
    let mut files = vec![SOLUTION.to_owned()];
    folder.write(SOLUTION, &answer.json)?;
    for (name, text) in &answer.tables {
        folder.write(name, text)?;
        files.push((*name).to_owned());
    }
    let origin = Origin {
        scenario: &arguments.scenario,
        loaded,
        seed: arguments.seed(),
        runs: answer.realizations,
        runs_asked: arguments.realizations.unwrap_or(0),
        interrupted: answer.interrupted.is_some(),
        call: &call,
    };
    sign(folder, &origin, files)
}
