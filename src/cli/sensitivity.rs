//! `zopa sensitivity`: which uncertain numbers drive a result.

use std::path::PathBuf;

use clap::Args;
use zopa::experiment::Measure;
use zopa::experiment::parameters::{self, Group, ParameterError};
use zopa::experiment::sensitivity::{self, SensitivitySettings, VALUES_MAX};
use zopa::game::Drawn;
use zopa::report::sensitivity::SensitivityReport;
use zopa::results::{Folder, SENSITIVITY, SENSITIVITY_JSON};
use zopa::scenario::Assignment;

use crate::cli::interrupt::Interrupt;
use crate::cli::origin::{Origin, analysis_folder, compile, load, sign};
use crate::cli::output::{Format, print, tell};
use crate::cli::shell::{command, portable};
use crate::cli::stop::Stop;
use crate::cli::values::{assignment, threads};

const EXAMPLES: &str = "\
Examples:
  zopa sensitivity wage.toml
  zopa sensitivity wage.toml --of utility.union --samples 4096
  zopa sensitivity wage.toml --parameters party.union.reservation,party.firm

Can be asked for: agreement, signed, zone, package.ID (agreed at the end), refused-package.ID and
refused-by.ID (the last refusal of runs without agreement), failure.CAUSE, rounds, utility.ID,
payoff.ID, reservation.ID.
A path stands for all uncertain numbers under it; what no path names is looked at as `others`.";

/// Say which uncertain numbers drive a result, by Sobol indices with intervals
///
/// Writes sensitivity.csv (a line for each index), sensitivity.json, a figure with its numbers, scenario.toml (a copy)
/// and manifest.json into the output folder.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Sensitivity {
    /// Scenario file
    file: PathBuf,
    /// Which result of a run to explain
    #[arg(long, value_name = "RESULT", default_value = "agreement")]
    of: String,
    /// Paths of the uncertain numbers to tell apart; all parts of the scenario when left out
    #[arg(long, value_name = "PATH,…", value_delimiter = ',')]
    parameters: Vec<String>,
    /// Samples, 2 to 1048576; powers of two are balanced best
    #[arg(long, value_name = "N", default_value_t = 1_024, allow_negative_numbers = true,
        value_parser = clap::value_parser!(u32).range(2..=1 << 20))]
    samples: u32,
    /// Runs at each point of a sample, 1 to 10000; more of them average out the noise of the talks
    #[arg(long, value_name = "K", default_value_t = 4, allow_negative_numbers = true,
        value_parser = clap::value_parser!(u32).range(1..=10_000))]
    runs_per_sample: u32,
    /// Seed
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
    /// Folder for the results; output/<name of the scenario file>-sensitivity/ when left out
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// What to print
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// Runs the command.
pub(crate) fn run(arguments: &Sensitivity) -> Result<(), Stop> {
    let loaded = load(&arguments.file, &arguments.assignments)?;
    let game = compile(&arguments.file, &loaded)?;
    let scenario = &loaded.scenario;
    let drawn = Drawn::of(scenario, &game).independent();
    let measure = Measure::named(scenario, &arguments.of);
    let groups = groups(&drawn, &arguments.parameters);
    let (measure, groups) = both(measure.map_err(|error| format!("--of: {error}")), groups)?;
    let settings = arguments.settings();
    refuse_too_many(&settings, groups.len())?;
    let folder = analysis_folder(&arguments.file, arguments.output.as_ref(), "sensitivity");
    let folder = Folder::prepare(&folder)?;
    let asked = settings.runs(groups.len());
    let interrupt = Interrupt::listen(asked)?;
    let found = sensitivity::sensitivity(&game, &drawn, &groups, &measure, &settings, &interrupt);
    interrupt.finish();
    if found.samples < 2 {
        tell("interrupted before the first samples were done; nothing is written");
        return Err(interrupt.stop());
    }
    let report = SensitivityReport {
        scenario,
        of: measure.name(),
        settings: &settings,
        found: &found,
    };
    folder.write(SENSITIVITY, &report.csv())?;
    folder.write(SENSITIVITY_JSON, &report.json())?;
    let origin = Origin {
        file: &arguments.file,
        loaded: &loaded,
        assignments: &arguments.assignments,
        seed: arguments.seed,
        runs: asked / u64::from(settings.samples) * u64::from(found.samples),
        runs_asked: asked,
        interrupted: found.samples < settings.samples,
        command: arguments.again(),
    };
    let files = [SENSITIVITY, SENSITIVITY_JSON].map(str::to_owned);
    sign(&folder, origin, files.into())?;
    match arguments.format {
        Format::Text => print(&report.text()),
        Format::Json => print(&report.json()),
    }?;
    let place = folder.path().display();
    if found.samples < settings.samples {
        let (done, asked) = (found.samples, settings.samples);
        tell(&format!(
            "interrupted: {done} of {asked} samples are done and kept in `{place}`"
        ));
        return Err(interrupt.stop());
    }
    if arguments.format == Format::Text {
        tell(&format!("results in `{place}`"));
    }
    Ok(())
}

impl Sensitivity {
    fn settings(&self) -> SensitivitySettings {
        SensitivitySettings {
            samples: self.samples,
            runs_per_sample: self.runs_per_sample,
            seed: self.seed,
            threads: self.threads,
        }
    }

    /// The command that gives the same results: without threads and folders, on which they do not depend.
    fn again(&self) -> String {
        let numbers = [
            ("--samples", self.samples.to_string()),
            ("--runs-per-sample", self.runs_per_sample.to_string()),
            ("--seed", self.seed.to_string()),
        ];
        let file = portable(&self.file);
        let mut words = vec!["zopa", "sensitivity", &file, "--of", &self.of];
        for (name, number) in &numbers {
            words.extend([*name, number]);
        }
        let parameters = self.parameters.join(",");
        if !parameters.is_empty() {
            words.extend(["--parameters", &parameters]);
        }
        let assignments: Vec<String> = self.assignments.iter().map(ToString::to_string).collect();
        for assignment in &assignments {
            words.extend(["--set", assignment]);
        }
        command(words)
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
