//! `zopa discover`: under which numbers a result comes about.

use std::path::PathBuf;

use clap::Args;
use zopa::experiment::Measure;
use zopa::experiment::discovery::{self, Observation, Search, VALUES_MAX};
use zopa::experiment::parameters;
use zopa::game::Drawn;
use zopa::model::Scenario;
use zopa::report::discovery::DiscoveryReport;
use zopa::results::{BOXES, DISCOVERY_JSON, DRAWN, Folder, PEELING};
use zopa::scenario::Assignment;

use crate::cli::interrupt::Interrupt;
use crate::cli::origin::{Origin, analysis_folder, compile, load, sign};
use crate::cli::output::{Format, print, tell};
use crate::cli::sensitivity::{all, both};
use crate::cli::shell::{command, portable};
use crate::cli::stop::Stop;
use crate::cli::values::{assignment, runs, threads};

/// Lines of the table of numbers drawn that are made at a time.
const ROWS: usize = 1_024;

const EXAMPLES: &str = "\
Examples:
  zopa discover wage.toml
  zopa discover wage.toml --of failure.no-zone --boxes 3
  zopa discover wage.toml --of package.all --not --density 0.9
  zopa discover wage.toml --parameters party.union,party.firm.reservation --drawn

Can be asked for: agreement, signed, zone, package.ID (agreed at the end), refused-package.ID and
refused-by.ID (the last refusal of runs without agreement), failure.CAUSE; --not turns it round.
Boxes are found in the even runs and judged by the odd ones: where nothing matters, one is found
in at most 5 of 100 cases.";

/// Say under which numbers a result comes about, by boxes (PRIM) with coverage and density
///
/// Writes boxes.csv (a line for each limit of a box), peeling.csv (the way to it), discovery.json, a figure with its
/// numbers, scenario.toml (a copy) and manifest.json into the output folder.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Discover {
    /// Scenario file
    file: PathBuf,
    /// Which runs are of interest
    #[arg(long, value_name = "RESULT", default_value = "agreement")]
    of: String,
    /// Look for the runs in which it is not so
    #[arg(long)]
    not: bool,
    /// Number of runs, at least 1
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = runs, allow_negative_numbers = true)]
    runs: u64,
    /// Paths of the numbers that may limit a box; all numbers drawn when left out
    #[arg(long, value_name = "PATH,…", value_delimiter = ',')]
    parameters: Vec<String>,
    /// Boxes at most, 1 to 100, each sought among the runs outside those before
    #[arg(long, value_name = "M", default_value_t = 1, allow_negative_numbers = true,
        value_parser = clap::value_parser!(u8).range(1..=100))]
    boxes: u8,
    /// Least share of the runs in a box, above 0 and below 1
    #[arg(long, value_name = "SHARE", default_value_t = 0.05, value_parser = open_share, allow_negative_numbers = true)]
    mass: f64,
    /// Least density of a box, 0 to 1; the box that correlates best with the result when left out
    #[arg(long, value_name = "SHARE", value_parser = share, allow_negative_numbers = true)]
    density: Option<f64>,
    /// Also write drawn.csv: a line for each run with the numbers drawn for it
    #[arg(long)]
    drawn: bool,
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
    /// Folder for the results; output/<name of the scenario file>-discovery/ when left out
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// What to print
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

fn share(words: &str) -> Result<f64, String> {
    match words.parse() {
        Ok(share) if (0.0..=1.0).contains(&share) => Ok(share),
        _ => Err("a number from 0 to 1 is needed".to_owned()),
    }
}

/// Reads a share that is neither none nor all.
pub(crate) fn open_share(words: &str) -> Result<f64, String> {
    match share(words) {
        Ok(share) if share > 0.0 && share < 1.0 => Ok(share),
        _ => Err("a number above 0 and below 1 is needed".to_owned()),
    }
}

/// Runs the command.
pub(crate) fn run(arguments: &Discover) -> Result<(), Stop> {
    let loaded = load(&arguments.file, &arguments.assignments)?;
    let game = compile(&arguments.file, &loaded)?;
    let scenario = &loaded.scenario;
    let drawn = chosen(Drawn::of(scenario, &game), &arguments.parameters);
    let (measure, drawn) = both(yes_no(scenario, &arguments.of), drawn)?;
    refuse_too_many(arguments.runs, drawn.numbers.len())?;
    let folder = analysis_folder(&arguments.file, arguments.output.as_ref(), "discovery");
    let folder = Folder::prepare(&folder)?;
    let interrupt = Interrupt::listen(arguments.runs)?;
    let observation = Observation {
        runs: arguments.runs,
        seed: arguments.seed,
        threads: arguments.threads,
    };
    let wanted = |value: f64| (value > 0.5) != arguments.not;
    let observed = discovery::observe(&game, &drawn, &wanted, &measure, &observation, &interrupt);
    interrupt.finish();
    let done = observed.interesting.len();
    if done == 0 {
        tell("interrupted before the first runs were done; nothing is written");
        return Err(interrupt.stop());
    }
    let search = arguments.search();
    let found = discovery::discover(&observed, &search);
    let report = DiscoveryReport {
        scenario,
        of: &arguments.words(),
        seed: arguments.seed,
        runs: &observed,
        search: &search,
        found: &found,
    };
    let files = keep(arguments, &folder, &report)?;
    let origin = Origin {
        file: &arguments.file,
        loaded: &loaded,
        assignments: &arguments.assignments,
        seed: arguments.seed,
        runs: done as u64,
        runs_asked: arguments.runs,
        interrupted: (done as u64) < arguments.runs,
        command: arguments.again(),
    };
    sign(&folder, origin, files)?;
    match arguments.format {
        Format::Text => print(&report.text()),
        Format::Json => print(&report.json()),
    }?;
    let place = folder.path().display();
    if (done as u64) < arguments.runs {
        let asked = arguments.runs;
        tell(&format!(
            "interrupted: {done} of {asked} runs are done; what they say is kept in `{place}`"
        ));
        return Err(interrupt.stop());
    }
    if arguments.format == Format::Text {
        tell(&format!("results in `{place}`"));
    }
    Ok(())
}

impl Discover {
    fn search(&self) -> Search {
        Search {
            boxes: usize::from(self.boxes),
            mass_min: self.mass,
            density_min: self.density,
        }
    }

    /// What makes a run interesting, in words.
    fn words(&self) -> String {
        let not = if self.not { "not " } else { "" };
        format!("{not}{}", self.of)
    }

    /// The command that gives the same results: without threads and folders, on which they do not depend.
    fn again(&self) -> String {
        let file = portable(&self.file);
        let mut words = vec!["zopa", "discover", &file, "--of", &self.of];
        if self.not {
            words.push("--not");
        }
        let numbers = [
            ("--runs", Some(self.runs.to_string())),
            ("--boxes", Some(self.boxes.to_string())),
            ("--mass", Some(self.mass.to_string())),
            ("--density", self.density.map(|density| density.to_string())),
            ("--seed", Some(self.seed.to_string())),
        ];
        for (name, number) in &numbers {
            words.extend(number.iter().flat_map(|number| [*name, number.as_str()]));
        }
        let parameters = self.parameters.join(",");
        if !parameters.is_empty() {
            words.extend(["--parameters", &parameters]);
        }
        if self.drawn {
            words.push("--drawn");
        }
        let assignments: Vec<String> = self.assignments.iter().map(ToString::to_string).collect();
        for assignment in &assignments {
            words.extend(["--set", assignment]);
        }
        command(words)
    }
}

/// Writes the tables and gives their names.
fn keep(
    arguments: &Discover,
    folder: &Folder,
    report: &DiscoveryReport<'_>,
) -> Result<Vec<String>, Stop> {
    folder.write(BOXES, &report.boxes_csv())?;
    folder.write(PEELING, &report.peeling_csv())?;
    folder.write(DISCOVERY_JSON, &report.json())?;
    let mut files = [BOXES, PEELING, DISCOVERY_JSON].map(str::to_owned).to_vec();
    if arguments.drawn {
        let mut file = folder.begin(DRAWN)?;
        file.append(report.drawn_header())?;
        let runs = report.runs.interesting.len();
        for first in (0..runs).step_by(ROWS) {
            file.append(report.drawn_rows(first..runs.min(first + ROWS)))?;
        }
        file.finish()?;
        files.push(DRAWN.to_owned());
    }
    Ok(files)
}

/// The measure of a name, which must be yes or no.
pub(crate) fn yes_no(scenario: &Scenario, name: &str) -> Result<Measure, String> {
    let measure = Measure::named(scenario, name).map_err(|error| format!("--of: {error}"))?;
    if measure.is_yes_no() {
        return Ok(measure);
    }
    let all = Measure::all(scenario).into_iter();
    let names: Vec<String> = all
        .filter(Measure::is_yes_no)
        .map(|measure| measure.name().to_owned())
        .collect();
    Err(format!(
        "--of: `{name}` is a number, and a result that is yes or no is needed; ask for one of: {}",
        names.join(", ")
    ))
}

fn chosen(drawn: Drawn, paths: &[String]) -> Result<Drawn, String> {
    if paths.is_empty() {
        return Ok(drawn);
    }
    let groups = parameters::named(&drawn, paths).map_err(|errors| all(&errors))?;
    let numbers = groups.iter().flat_map(|group| group.numbers.iter());
    Ok(Drawn {
        numbers: numbers.map(|&it| drawn.numbers[it].clone()).collect(),
    })
}

fn refuse_too_many(runs: u64, numbers: usize) -> Result<(), Stop> {
    let each = numbers.max(1) as u64;
    if runs.saturating_mul(each) <= VALUES_MAX {
        return Ok(());
    }
    let most = VALUES_MAX / each;
    Err(Stop::Refused(format!(
        "--runs: {runs} runs of {each} numbers are more than the {VALUES_MAX} that can be held; take {most} runs at most, or \
         name fewer parameters"
    )))
}
