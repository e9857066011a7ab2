//! `zopa sensitivity`: which uncertain numbers drive a result.

use clap::Args;
use zopa::experiment::Measure;
use zopa::experiment::parameters::{self, Group, ParameterError};
use zopa::experiment::sensitivity::{self, SensitivitySettings, VALUES_MAX};
use zopa::game::Drawn;
use zopa::report::chapters::sensitivity as sensitivity_page;
use zopa::results::{
    CODEBOOK, Codebook, ESTIMATES, Folder, SENSITIVITY, SENSITIVITY_JSON, estimates, index_table,
    json,
};
use zopa::simulation::measure::OF_RUNS;

use crate::cli::arguments::{Chance, Output, Print, Question, ScenarioFile};
use crate::cli::call::Call;
use crate::cli::interrupt::Interrupt;
use crate::cli::origin::{Origin, compile, sign};
use crate::cli::output::{FIGURES, tell};
use crate::cli::stop::Stop;

const EXAMPLES: &str = "\
Examples:
  zopa sensitivity wage.toml
  zopa sensitivity wage.toml --of utility.union --samples 4096
  zopa sensitivity wage.toml --parameters party.union.reservation,party.firm

RESULT is one of: agreement, signed, zone, package.ID (agreed at the end), refused-package.ID and
refused-by.ID (the last refusal of runs without agreement), failure.CAUSE, rounds, utility.ID,
payoff.ID, reservation.ID.
A path stands for all uncertain numbers under it; what no path names is looked at as `others`.";

/// Find which uncertain numbers drive a result (Sobol indices with intervals)
///
/// Writes sensitivity.csv (a line for each index), sensitivity.json, estimates.csv (the same in the table that every
/// command writes), codebook.csv (what each measure means), a figure with its numbers, scenario.toml (a copy) and
/// manifest.json into the output folder.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Sensitivity {
    #[command(flatten)]
    scenario: ScenarioFile,
    #[command(flatten)]
    question: Question,
    /// Paths of the uncertain numbers to keep apart [default: every part of the scenario]
    #[arg(long, value_name = "PATH,…", value_delimiter = ',')]
    parameters: Vec<String>,
    /// Number of samples, 2 to 1048576; powers of two are best balanced
    #[arg(long, value_name = "N", default_value_t = 1_024, allow_negative_numbers = true,
        value_parser = clap::value_parser!(u32).range(2..=1 << 20))]
    samples: u32,
    /// Number of runs at each point of a sample, 1 to 10000; more runs average out the noise of the talks
    #[arg(long, value_name = "K", default_value_t = 4, allow_negative_numbers = true,
        value_parser = clap::value_parser!(u32).range(1..=10_000))]
    runs_per_sample: u32,
    #[command(flatten)]
    chance: Chance,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    print: Print,
}

/// Runs the command.
pub(crate) fn run(arguments: &Sensitivity, call: &Call) -> Result<(), Stop> {
    let loaded = arguments.scenario.load()?;
    let game = compile(&arguments.scenario.file, &loaded)?;
    let scenario = &loaded.scenario;
    let drawn = Drawn::of(scenario, &game).independent();
    let measure = Measure::named(scenario, &arguments.question.of);
    let groups = groups(&drawn, &arguments.parameters);
    let (measure, groups) = both(measure.map_err(|error| format!("--of: {error}")), groups)?;
    let settings = arguments.settings();
    refuse_too_many(&settings, groups.len())?;
    let folder = arguments
        .output
        .or(&arguments.scenario.file, "-sensitivity");
    let folder = Folder::prepare(&folder, FIGURES)?;
    let asked = settings.runs(groups.len());
    let interrupt = Interrupt::listen(asked)?;
    let found = sensitivity::sensitivity(
        (scenario, &game),
        &drawn,
        &groups,
        &measure,
        &settings,
        &interrupt,
    );
    interrupt.finish();
    if found.samples < 2 {
        tell("interrupted before the first samples were done; nothing is written");
        return Err(interrupt.stop());
    }
    let mut files = Vec::new();
    for (name, text) in [
        (SENSITIVITY, index_table(&found)),
        (SENSITIVITY_JSON, json::text(&found)),
        (ESTIMATES, estimates::of_indices(&found).to_csv()),
        (CODEBOOK, Codebook::of_indices(&OF_RUNS).to_csv()),
    ] {
        folder.write(name, &text)?;
        files.push(name.to_owned());
    }
    let origin = Origin {
        scenario: &arguments.scenario,
        loaded: &loaded,
        seed: arguments.chance.seed(),
        runs: asked / u64::from(settings.samples) * u64::from(found.samples),
        runs_asked: asked,
        interrupted: found.samples < settings.samples,
        call,
    };
    sign(&folder, &origin, files)?;
    let printed = arguments
        .print
        .show(|| sensitivity_page(&found), || json::text(&found));
    let cut_short = (found.samples < settings.samples).then(|| {
        let done = format!("{} of {} samples", found.samples, settings.samples);
        (interrupt.stop(), done)
    });
    arguments.print.end(printed, &folder, cut_short)
}

impl Sensitivity {
    fn settings(&self) -> SensitivitySettings {
        SensitivitySettings {
            samples: self.samples,
            runs_per_sample: self.runs_per_sample,
            seed: self.chance.seed(),
            threads: self.chance.threads(),
        }
    }
}

fn groups(drawn: &Drawn, paths: &[String]) -> Result<Vec<Group>, String> {
    if paths.is_empty() {
        return Ok(parameters::natural(drawn));
    }
    let mut groups = parameters::named(drawn, paths).map_err(|errors| all(&errors))?;
    groups.extend(parameters::others(drawn, &groups));
    Ok(groups)
}

/// All that is wrong with the paths given, a line each.
pub(crate) fn all(errors: &[ParameterError]) -> String {
    let lines = errors.iter().map(|error| format!("--parameters: {error}"));
    lines.collect::<Vec<_>>().join("\n")
}

/// Both of two results, or all that is wrong with them.
pub(crate) fn both<A, B>(one: Result<A, String>, other: Result<B, String>) -> Result<(A, B), Stop> {
    match (one, other) {
        (Ok(one), Ok(other)) => Ok((one, other)),
        (Err(one), Err(other)) => Err(Stop::Refused(format!("{one}\n{other}"))),
        (Err(words), _) | (_, Err(words)) => Err(Stop::Refused(words)),
    }
}

fn refuse_too_many(settings: &SensitivitySettings, groups: usize) -> Result<(), Stop> {
    let values = settings.values(groups);
    if values <= VALUES_MAX {
        return Ok(());
    }
    let most = VALUES_MAX / (groups as u64 + 3);
    Err(Stop::Refused(format!(
        "--samples: {} samples of {} points are {values} results, at most {VALUES_MAX} can be held; take {most} samples at \
         most, or name fewer parameters",
        settings.samples,
        groups + 3,
    )))
}
