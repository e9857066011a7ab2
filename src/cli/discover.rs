//! `zopa discover`: under which numbers a result comes about.

use clap::Args;
use zopa::experiment::Measure;
use zopa::experiment::discovery::{
    self, BoxSearch, Observation, Peeling, Runs as Observed, Search, VALUES_MAX,
};
use zopa::experiment::parameters;
use zopa::game::Drawn;
use zopa::model::Scenario;
use zopa::report::chapters::{discovery as discovery_page, when};
use zopa::results::{
    BOXES, CODEBOOK, Codebook, DISCOVERY_JSON, DRAWN, ESTIMATES, Folder, PEELING, box_table,
    drawn_header, drawn_rows, estimates, json, peel_table,
};

use crate::cli::arguments::{Chance, Output, Print, Question, Runs, ScenarioFile};
use crate::cli::call::Call;
use crate::cli::interrupt::Interrupt;
use crate::cli::origin::{Origin, compile, sign};
use crate::cli::output::{FIGURES, tell};
use crate::cli::sensitivity::{all, both};
use crate::cli::stop::Stop;

/// Lines of the table of numbers drawn that are made at a time.
const ROWS: usize = 1_024;

const EXAMPLES: &str = "\
Examples:
  zopa discover wage.toml
  zopa discover wage.toml --of failure.no-zone --boxes 3
  zopa discover wage.toml --of package.all --not --density 0.9
  zopa discover wage.toml --parameters party.union,party.firm.reservation --drawn

RESULT is one of: agreement, signed, zone, package.ID (agreed at the end), refused-package.ID and
refused-by.ID (the last refusal of runs without agreement), failure.CAUSE; --not turns it round.
Boxes are found in the even runs and judged by the odd ones: where nothing matters, one is found
in at most 5 of 100 cases.";

/// Find the conditions under which a result comes about (PRIM boxes with coverage and density)
///
/// Writes boxes.csv (a line for each limit of a box), peeling.csv (the way to it), discovery.json, estimates.csv (how good
/// each box is, in the table that every command writes), codebook.csv (what each measure means), a figure with its numbers,
/// scenario.toml (a copy) and manifest.json into the output folder.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Discover {
    #[command(flatten)]
    scenario: ScenarioFile,
    #[command(flatten)]
    question: Question,
    /// Look for the runs in which the result does not come about
    #[arg(long)]
    not: bool,
    #[command(flatten)]
    runs: Runs,
    /// Paths of the numbers that may bound a box [default: all numbers drawn]
    #[arg(long, value_name = "PATH,…", value_delimiter = ',')]
    parameters: Vec<String>,
    /// Greatest number of boxes, 1 to 100; each is sought among the runs outside the earlier ones
    #[arg(long, value_name = "M", default_value_t = 1, allow_negative_numbers = true,
        value_parser = clap::value_parser!(u8).range(1..=100))]
    boxes: u8,
    /// Smallest share of the runs in a box, above 0 and below 1
    #[arg(long, value_name = "SHARE", default_value_t = 0.05, value_parser = open_share, allow_negative_numbers = true)]
    mass: f64,
    /// Smallest density of a box, 0 to 1 [default: the box that correlates best with the result]
    #[arg(long, value_name = "SHARE", value_parser = share, allow_negative_numbers = true)]
    density: Option<f64>,
    /// Also write drawn.csv, one line for each run with the numbers drawn for it
    #[arg(long)]
    drawn: bool,
    #[command(flatten)]
    chance: Chance,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    print: Print,
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
pub(crate) fn run(arguments: &Discover, call: &Call) -> Result<(), Stop> {
    let loaded = arguments.scenario.load()?;
    let game = compile(&arguments.scenario.file, &loaded)?;
    let scenario = &loaded.scenario;
    let drawn = chosen(Drawn::of(scenario, &game), &arguments.parameters);
    let (measure, drawn) = both(yes_no(scenario, &arguments.question.of), drawn)?;
    refuse_too_many(arguments.runs.runs, drawn.numbers.len())?;
    let folder = arguments.output.or(&arguments.scenario.file, "-discovery");
    let folder = Folder::prepare(&folder, FIGURES)?;
    let interrupt = Interrupt::listen(arguments.runs.runs)?;
    let observation = Observation {
        measure: &measure,
        wanted: !arguments.not,
        when: when(scenario, &arguments.words()),
        runs: arguments.runs.runs,
        seed: arguments.chance.seed(),
        threads: arguments.chance.threads(),
    };
    let observed = discovery::observe((scenario, &game), &drawn, &observation, &interrupt);
    interrupt.finish();
    let done = observed.interesting.len();
    if done == 0 {
        tell("interrupted before the first runs were done; nothing is written");
        return Err(interrupt.stop());
    }
    let (found, peelings) = discovery::discover(&observed, &arguments.search());
    let files = keep(arguments, &folder, &observed, &found, &peelings)?;
    let origin = Origin {
        scenario: &arguments.scenario,
        loaded: &loaded,
        seed: arguments.chance.seed(),
        runs: done as u64,
        runs_asked: arguments.runs.runs,
        interrupted: (done as u64) < arguments.runs.runs,
        call,
    };
    sign(&folder, &origin, files)?;
    let printed = arguments
        .print
        .show(|| discovery_page(&found), || json::text(&found));
    let cut_short = ((done as u64) < arguments.runs.runs).then(|| {
        let done = format!("{done} of {} runs", arguments.runs.runs);
        (interrupt.stop(), done)
    });
    arguments.print.end(printed, &folder, cut_short)
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
        format!("{not}{}", self.question.of)
    }
}

/// Writes the tables and gives their names.
fn keep(
    arguments: &Discover,
    folder: &Folder,
    observed: &Observed,
    found: &BoxSearch,
    peelings: &[Peeling],
) -> Result<Vec<String>, Stop> {
    let mut files = Vec::new();
    for (name, text) in [
        (BOXES, box_table(found)),
        (PEELING, peel_table(found, peelings)),
        (DISCOVERY_JSON, json::text(found)),
        (ESTIMATES, estimates::of_boxes(found).to_csv()),
        (CODEBOOK, Codebook::of_boxes().to_csv()),
    ] {
        folder.write(name, &text)?;
        files.push(name.to_owned());
    }
    if arguments.drawn {
        let mut file = folder.begin(DRAWN)?;
        file.append(drawn_header(observed))?;
        let runs = observed.interesting.len();
        for first in (0..runs).step_by(ROWS) {
            file.append(drawn_rows(observed, first..runs.min(first + ROWS)))?;
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
