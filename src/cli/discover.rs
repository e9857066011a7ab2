//! `zopa discover`: under which numbers a result comes about.

use clap::Args;
use zopa::experiment::Study;
use zopa::experiment::discovery::{
    self, BoxSearch, Observation, Peeling, RUNS_MAX, Runs as PlayedRuns, Search, SearchEnd,
};
use zopa::experiment::parameters::Asked;
use zopa::game::Drawn;
use zopa::report::chapters::discovery as discovery_page;
use zopa::report::when;
use zopa::results::{
    BOXES, CODEBOOK, Codebook, DISCOVERY_JSON, DRAWN, ESTIMATES, Folder, PEELING, Staged,
    box_table, drawn_header, drawn_rows, estimates, json, peel_table,
};
use zopa::simulation::{Control, Unwatched};

use crate::cli::arguments::{
    Chance, Output, Print, Question, RangesOf, Runs, ScenarioFile, in_ranges_judged, open_share,
    share,
};
use crate::cli::call::Call;
use crate::cli::findings::Findings;
use crate::cli::interrupt::Interrupt;
use crate::cli::progress::Stage;
use crate::cli::sensitivity::{both, grouped};
use crate::cli::stop::Stop;

/// Lines of the table of numbers drawn that are made at a time.
const ROWS: u32 = 1_024;

const EXAMPLES: &str = "\
Examples:
  zopa discover wage.toml
  zopa discover wage.toml --of failure.no-zone --boxes 3
  zopa discover wage.toml --of package.all --not --density 0.9
  zopa discover wage.toml --parameters party.union,party.firm.reservation --drawn

RESULT is one of: agreement, signed, zone, package.ID (agreed at the end), refused-package.ID and
refused-by.ID (the last refusal of runs without agreement), failure.CAUSE; --not asks for its opposite.
Boxes are found in the even runs and tested on the odd ones: where nothing matters, a box is found
in at most 5 of 100 cases. Where numbers have ranges, these may limit a box as well, as
`PATH (range)`; eight runs are played at each point in the ranges, and boxes are found at even points.";

/// Find the conditions under which a result occurs (PRIM boxes with coverage and density)
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
    /// Look for the runs in which the result does not occur
    #[arg(long)]
    not: bool,
    #[command(flatten)]
    runs: Runs,
    /// Paths of the numbers that may bound a box [default: all numbers drawn]
    #[arg(long, value_name = "PATH,…", value_delimiter = ',')]
    parameters: Vec<String>,
    /// Greatest number of boxes, 1 to 100; each is sought among the runs outside the earlier ones
    #[arg(long, value_name = "M", default_value_t = 1,
        value_parser = clap::value_parser!(u8).range(1..=100))]
    boxes: u8,
    /// Smallest share of the runs in a box, above 0 and below 1
    #[arg(long, value_name = "SHARE", default_value_t = Search::default().mass_min, value_parser = open_share)]
    mass: f64,
    /// Smallest density of a box, 0 to 1 [default: the box that correlates best with the result]
    #[arg(long, value_name = "SHARE", value_parser = share)]
    density: Option<f64>,
    /// Also write drawn.csv, one line for each run with the numbers drawn for it
    #[arg(long)]
    drawn: bool,
    #[command(flatten)]
    ranges: RangesOf,
    #[command(flatten)]
    chance: Chance,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    print: Print,
}

/// Runs the command.
pub(crate) fn run(arguments: &Discover, call: &Call) -> Result<(), Stop> {
    let loaded = arguments.scenario.load()?;
    let scenario = &loaded.scenario;
    let source = arguments.scenario.source(&loaded);
    let study = arguments
        .ranges
        .study(&arguments.scenario, &loaded, &source)?;
    let chosen = chosen(study, &arguments.parameters);
    let (measure, (study, ranges)) = both(arguments.question.yes_no(scenario), chosen)?;
    let not = if arguments.not { "not " } else { "" };
    let observation = Observation {
        measure: &measure,
        wanted: !arguments.not,
        when: when(scenario, &format!("{not}{}", arguments.question.of)),
        ranges,
        settings: arguments.chance.of_runs(arguments.runs.runs),
    };
    let asked = observation.settings.runs;
    refuse_too_many(&study, &observation)?;
    in_ranges_judged(discovery::points(&study, asked), |judged| {
        discovery::judge(&study, &observation.settings, judged)
    })?;
    let mut files = vec![DISCOVERY_JSON, BOXES, PEELING, ESTIMATES, CODEBOOK];
    files.extend(arguments.drawn.then_some(DRAWN));
    let of = (&arguments.scenario, &loaded);
    let folder = arguments.output.prepare(of, "-discovery", call, &files)?;
    let unit = if arguments.boxes == 1 { "box" } else { "boxes" };
    let boxes = Stage {
        at_most: true,
        ..Stage::of(arguments.boxes.into(), unit)
    };
    let interrupt = Interrupt::listen(&[Stage::of(asked, "runs"), boxes])?;
    let observed = discovery::observe(&study, &observation, &interrupt);
    // A signal that has ended the runs does not end the search.
    let is_stopped = interrupt.is_cancelled();
    let done = observed.interesting.len();
    if done == 0 {
        interrupt.finish();
        return Err(interrupt.nothing("runs"));
    }
    let (found, peelings) = sought(&observed, arguments, (&interrupt, is_stopped))?;
    let stopped = if found.ending == SearchEnd::Interrupted {
        interrupt.part(found.boxes.len() as u64, arguments.boxes.into(), "boxes")
    } else {
        interrupt.part(done as u64, asked, "runs")
    };
    let grown = arguments.drawn.then(|| drawn_table(&observed, &folder));
    let findings = Findings {
        scenario: &arguments.scenario,
        loaded: &loaded,
        call: call.clone(),
        seed: observation.settings.seed,
        runs: done as u64,
        runs_asked: asked,
        text: discovery_page(&found),
        files: vec![
            (DISCOVERY_JSON, json::text(&found)),
            (BOXES, box_table(&found)),
            (PEELING, peel_table(&found, &peelings)),
            (ESTIMATES, estimates::of_boxes(&found).to_csv()),
            (CODEBOOK, Codebook::of_boxes().to_csv()),
        ],
        grown: grown.transpose()?,
        stopped,
    };
    findings.finish(Some(folder), &arguments.print)
}

/// Boxes in the runs that are done, with the way to each.
fn sought(
    observed: &PlayedRuns<'_>,
    arguments: &Discover,
    (interrupt, is_stopped): (&Interrupt, bool),
) -> Result<(BoxSearch, Vec<Peeling>), Stop> {
    let search = Search {
        boxes: usize::from(arguments.boxes),
        mass_min: arguments.mass,
        density_min: arguments.density,
    };
    let control: &dyn Control = if is_stopped {
        interrupt.finish();
        &Unwatched
    } else {
        interrupt
    };
    let (found, peelings) = discovery::discover(observed, &search, control);
    interrupt.finish();
    if found.ending == SearchEnd::Interrupted && found.boxes.is_empty() {
        return Err(interrupt.nothing("boxes"));
    }
    Ok((found, peelings))
}

/// The numbers drawn, a line for each run, on the disk.
fn drawn_table(observed: &PlayedRuns<'_>, folder: &Folder) -> Result<Staged, Stop> {
    let mut file = folder.begin(DRAWN)?;
    file.append(drawn_header(observed))?;
    let all = u32::try_from(observed.interesting.len());
    let all = all.map_err(|error| Stop::Refused(error.to_string()))?;
    for first in (0..all).step_by(ROWS as usize) {
        let rows = first..all.min(first.saturating_add(ROWS));
        file.append(drawn_rows(observed, rows))?;
    }
    Ok(file.finish()?)
}

/// A study of the numbers drawn that may limit a box, and those that may by where they lie in their ranges.
fn chosen<'a>(mut study: Study<'a>, paths: &[String]) -> Result<(Study<'a>, Vec<usize>), String> {
    if paths.is_empty() {
        let ranges = (0..study.ranged().len()).collect();
        return Ok((study, ranges));
    }
    let asked: Vec<Asked> = paths.iter().map(|path| Asked::path(path)).collect();
    let groups = grouped(&study, &asked, "--parameters")?;
    let numbers = groups.iter().flat_map(|group| group.numbers.iter());
    let numbers = numbers.map(|&place| study.drawn.numbers[place].clone());
    let ranges = groups.iter().flat_map(|group| group.ranges.iter().copied());
    study.drawn = Drawn {
        numbers: numbers.collect(),
    };
    Ok((study, ranges.collect()))
}

fn refuse_too_many(study: &Study<'_>, observation: &Observation<'_>) -> Result<(), Stop> {
    let columns = study.drawn.numbers.len() + observation.ranges.len();
    let (runs, most) = (
        observation.settings.runs,
        discovery::runs_max(study, columns),
    );
    if runs <= most {
        return Ok(());
    }
    let fewer = if most < RUNS_MAX {
        "; name fewer --parameters, or leave numbers as written by --no-ranges"
    } else {
        ""
    };
    Err(Stop::Refused(format!(
        "--runs: {runs} runs are more than the {most} that can be held{fewer}"
    )))
}
