//! `zopa sensitivity`: which uncertain numbers drive a result.

use clap::Args;
use zopa::experiment::parameters::{self, Group};
use zopa::experiment::sensitivity::{
    self, RUNS_PER_SAMPLE, SensitivitySettings, VALUES_MAX, samples_max,
};
use zopa::game::Drawn;
use zopa::report::chapters::sensitivity as sensitivity_page;
use zopa::results::{
    CODEBOOK, Codebook, ESTIMATES, SENSITIVITY, SENSITIVITY_JSON, estimates, index_table, json,
};
use zopa::simulation::measure::OF_RUNS;

use crate::cli::arguments::{Chance, Output, Print, Question, ScenarioFile};
use crate::cli::call::Call;
use crate::cli::findings::Findings;
use crate::cli::interrupt::Interrupt;
use crate::cli::output::tell;
use crate::cli::progress::Stage;
use crate::cli::stop::Stop;

const EXAMPLES: &str = "\
Examples:
  zopa sensitivity wage.toml
  zopa sensitivity wage.toml --of utility.union --samples 4096
  zopa sensitivity wage.toml --parameters party.union.reservation,party.firm

RESULT is one of: agreement, signed, zone, package.ID (agreed at the end), refused-package.ID and
refused-by.ID (the last refusal of runs without agreement), failure.CAUSE, rounds, utility.ID,
payoff.ID, reservation.ID.
A path stands for all uncertain numbers under it; numbers under no path are one group, `others`.";

const NOTHING_UNCERTAIN: &str = "\
no number of this scenario is uncertain, so that only the noise of the talks can drive its results; \
write a number as a distribution, as in `{ uniform = [0.3, 0.5] }`";

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
    /// Paths of the uncertain numbers to treat separately [default: every part of the scenario]
    #[arg(long, value_name = "PATH,…", value_delimiter = ',')]
    parameters: Vec<String>,
    /// Number of samples, 2 to 1048576; powers of two are best balanced
    #[arg(long, value_name = "N", default_value_t = 1_024,
        value_parser = clap::value_parser!(u32).range(2..=1 << 20))]
    samples: u32,
    /// Number of runs at each point of a sample, 1 to 10000; more runs average out the noise of the talks
    #[arg(long, value_name = "K", default_value_t = RUNS_PER_SAMPLE,
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
    let (loaded, game) = arguments.scenario.open()?;
    let scenario = &loaded.scenario;
    let drawn = Drawn::of(scenario, &game).independent();
    let measure = arguments.question.measure(scenario);
    let (measure, groups) = both(measure, groups(&drawn, &arguments.parameters))?;
    if groups.is_empty() {
        tell(NOTHING_UNCERTAIN);
    }
    let settings = SensitivitySettings {
        samples: arguments.samples,
        runs_per_sample: arguments.runs_per_sample,
        seed: arguments.chance.seed(),
        threads: arguments.chance.threads(),
    };
    refuse_too_many(&settings, groups.len())?;
    let files = [SENSITIVITY_JSON, SENSITIVITY, ESTIMATES, CODEBOOK];
    let of = (&arguments.scenario, &loaded);
    let folder = arguments.output.prepare(of, "-sensitivity", call, &files)?;
    let asked = settings.runs(groups.len());
    let interrupt = Interrupt::listen(&[Stage::of(asked, "runs")])?;
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
        return Err(interrupt.nothing("samples"));
    }
    let (done, samples) = (u64::from(found.samples), u64::from(settings.samples));
    let findings = Findings {
        scenario: &arguments.scenario,
        loaded: &loaded,
        call: call.clone(),
        seed: settings.seed,
        runs: asked / samples * done,
        runs_asked: asked,
        text: sensitivity_page(&found),
        files: vec![
            (SENSITIVITY_JSON, json::text(&found)),
            (SENSITIVITY, index_table(&found)),
            (ESTIMATES, estimates::of_indices(&found).to_csv()),
            (CODEBOOK, Codebook::of_indices(&OF_RUNS).to_csv()),
        ],
        grown: None,
        stopped: interrupt.part(done, samples, "samples"),
    };
    findings.finish(Some(folder), &arguments.print)
}

fn groups(drawn: &Drawn, paths: &[String]) -> Result<Vec<Group>, String> {
    if paths.is_empty() {
        return Ok(parameters::natural(drawn));
    }
    let mut groups = named(drawn, paths)?;
    groups.extend(parameters::others(drawn, &groups));
    Ok(groups)
}

/// The numbers under some paths, or all that is wrong with the paths, a line each.
pub(crate) fn named(drawn: &Drawn, paths: &[String]) -> Result<Vec<Group>, String> {
    parameters::named(drawn, paths).map_err(|errors| {
        let lines = errors.iter().map(|error| format!("--parameters: {error}"));
        lines.collect::<Vec<_>>().join("\n")
    })
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
    let most = samples_max(groups);
    if u64::from(settings.samples) <= most {
        return Ok(());
    }
    let values = settings.values(groups);
    Err(Stop::Refused(format!(
        "--samples: {} samples of {} points are {values} results, at most {VALUES_MAX} can be held; take {most} samples at \
         most, or name fewer parameters",
        settings.samples,
        groups + 3,
    )))
}
