//! `zopa sensitivity`: which uncertain numbers drive a result.

use std::ops::ControlFlow;

use clap::Args;
use zopa::experiment::Study;
use zopa::experiment::parameters::{self, Asked, Group};
use zopa::experiment::sensitivity::{
    self, Order, RUNS_PER_SAMPLE, SAMPLES_MAX, SampledRow, SensitivitySettings, VALUES_MAX,
};
use zopa::report::chapters::sensitivity as sensitivity_page;
use zopa::results::{
    CODEBOOK, Codebook, ESTIMATES, Growing, POINTS, PointTable, ResultsError, SENSITIVITY,
    SENSITIVITY_JSON, estimates, index_table, json,
};
use zopa::simulation::measure::OF_RUNS;

use crate::cli::arguments::{
    Chance, Output, Print, Question, RangesOf, ScenarioFile, in_ranges_judged,
};
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
  zopa sensitivity wage.toml --group fallbacks=party.union.reservation,party.firm.reservation --second-order

RESULT is one of: agreement, signed, zone, package.ID (agreed at the end), refused-package.ID and
refused-by.ID (the last refusal of runs without agreement), failure.CAUSE, rounds, utility.ID,
payoff.ID, reservation.ID.
A path stands for all uncertain numbers under it; numbers under no path are one group, `others`.
A sample takes two points and one for each group and for the noise; with --second-order, two for each.
Where numbers have ranges, each range is a group, `PATH (range)`; two more points a sample.";

const NOTHING_UNCERTAIN: &str = "\
no number of this scenario is uncertain, so that only the noise of the talks can drive its results; \
write a number as a distribution, as in `{ uniform = [0.3, 0.5] }`";

/// Find which uncertain numbers drive a result (Sobol indices with intervals)
///
/// Writes sensitivity.csv (a line for each index), sensitivity.json, estimates.csv (the same in the table that every
/// command writes), codebook.csv (what each measure means), a figure with its numbers, scenario.toml (a copy) and
/// manifest.json into the output folder; with --points also points.csv (a line for each point looked at).
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
    /// Numbers to treat as one, under a name; --parameters PATH is --group PATH=PATH; may be given several times
    #[arg(long = "group", value_name = "NAME=PATH,…", value_parser = group)]
    groups: Vec<Asked>,
    /// Also estimate what each two groups do together (second-order indices)
    #[arg(long)]
    second_order: bool,
    /// Number of samples, 2 to 1048576; powers of two are best balanced
    #[arg(long, value_name = "N", default_value_t = 1_024,
        value_parser = clap::value_parser!(u32).range(2..=i64::from(SAMPLES_MAX)))]
    samples: u32,
    /// Number of runs at each point of a sample, 1 to 10000; more runs average out the noise of the talks
    #[arg(long, value_name = "K", default_value_t = RUNS_PER_SAMPLE,
        value_parser = clap::value_parser!(u32).range(1..=10_000))]
    runs_per_sample: u32,
    #[command(flatten)]
    ranges: RangesOf,
    /// Also write points.csv, one line for each point with the numbers set there and the result
    #[arg(long)]
    points: bool,
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
    let scenario = &loaded.scenario;
    let source = arguments.scenario.source(&loaded);
    let mut study = arguments
        .ranges
        .study(&arguments.scenario, &loaded, &source)?;
    study.drawn = study.drawn.independent();
    let measure = arguments.question.measure(scenario);
    let (measure, groups) = both(measure, groups(&study, arguments))?;
    if groups.is_empty() {
        tell(NOTHING_UNCERTAIN);
    }
    let settings = SensitivitySettings {
        samples: arguments.samples,
        runs_per_sample: arguments.runs_per_sample,
        // The noise by itself makes no pair.
        order: if arguments.second_order && !groups.is_empty() {
            Order::Second
        } else {
            Order::FirstAndTotal
        },
        seed: arguments.chance.seed(),
        threads: arguments.chance.threads(),
    };
    refuse_too_many(&settings, &groups)?;
    judge(&study, &groups, &settings)?;
    let mut files = vec![SENSITIVITY_JSON, SENSITIVITY, ESTIMATES, CODEBOOK];
    files.extend(arguments.points.then_some(POINTS));
    let of = (&arguments.scenario, &loaded);
    let folder = arguments.output.prepare(of, "-sensitivity", call, &files)?;
    let asked = settings.runs(&groups);
    let interrupt = Interrupt::listen(&[Stage::of(asked, "runs")])?;
    let mut points = Points {
        table: PointTable::new(&study, &groups, measure.name()),
        file: None,
        fault: None,
    };
    if arguments.points {
        let mut file = folder.begin(POINTS)?;
        file.append(points.table.header())?;
        points.file = Some(file);
    }
    let mut keep = |row: &SampledRow| points.keep(row);
    let found = sensitivity::sensitivity(
        &study,
        &groups,
        &measure,
        &settings,
        arguments.points.then_some(&mut keep),
        &interrupt,
    );
    interrupt.finish();
    if let Some(fault) = points.fault {
        return Err(fault.into());
    }
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
            (CODEBOOK, points.codebook().to_csv()),
        ],
        grown: points.file.map(Growing::finish).transpose()?,
        stopped: interrupt.part(done, samples, "samples"),
    };
    findings.finish(Some(folder), &arguments.print)
}

/// The table of points on its way to the disk.
struct Points<'a> {
    table: PointTable<'a>,
    file: Option<Growing>,
    /// Why it cannot be written.
    fault: Option<ResultsError>,
}

impl Points<'_> {
    fn keep(&mut self, row: &SampledRow) -> ControlFlow<()> {
        let lines = self.table.rows(row);
        let written = self.file.as_mut().map_or(Ok(()), |file| file.append(lines));
        self.fault = written.err();
        match self.fault {
            Some(_) => ControlFlow::Break(()),
            None => ControlFlow::Continue(()),
        }
    }

    /// What stands in the tables: the measures, and the columns of the points where they are written.
    fn codebook(&self) -> Codebook {
        let book = Codebook::of_indices(&OF_RUNS);
        if self.file.is_some() {
            book.with_points(&self.table.header())
        } else {
            book
        }
    }
}

/// Judges the scenario at all points in the ranges of its numbers, and shows how far that is.
fn judge(study: &Study<'_>, groups: &[Group], settings: &SensitivitySettings) -> Result<(), Stop> {
    let games = sensitivity::games(study, groups, settings);
    in_ranges_judged(games, |judged| {
        sensitivity::judge(study, groups, settings, judged)
    })
}

fn groups(study: &Study<'_>, arguments: &Sensitivity) -> Result<Vec<Group>, String> {
    let (drawn, ranges) = (&study.drawn, study.ranged());
    let paths = arguments.parameters.iter().map(|path| Asked::path(path));
    let asked: Vec<Asked> = paths.chain(arguments.groups.iter().cloned()).collect();
    if asked.is_empty() {
        let of_ranges = parameters::natural_ranges(ranges);
        return Ok([parameters::natural(drawn), of_ranges].concat());
    }
    let option = match (&arguments.parameters[..], &arguments.groups[..]) {
        (_, []) => "--parameters",
        ([], _) => "--group",
        _ => "--parameters, --group",
    };
    let mut groups = grouped(study, &asked, option)?;
    groups.extend(parameters::others(drawn, ranges, &groups));
    Ok(groups)
}

/// The numbers asked for, or all that is wrong with the paths and names, a line each behind the option.
pub(crate) fn grouped(
    study: &Study<'_>,
    asked: &[Asked],
    option: &str,
) -> Result<Vec<Group>, String> {
    parameters::grouped(&study.drawn, study.ranged(), asked).map_err(|errors| {
        let lines = errors.iter().map(|error| format!("{option}: {error}"));
        lines.collect::<Vec<_>>().join("\n")
    })
}

/// Reads `NAME=PATH,PATH`.
fn group(words: &str) -> Result<Asked, String> {
    let wanted = "a name and paths are needed, as in fallbacks=party.union.reservation,party.firm.reservation";
    let (name, paths) = words.split_once('=').ok_or(wanted)?;
    let paths: Vec<String> = paths
        .split(',')
        .map(|path| path.trim().to_owned())
        .collect();
    if name.trim().is_empty() || paths.iter().any(String::is_empty) {
        return Err(wanted.to_owned());
    }
    Ok(Asked {
        name: name.trim().to_owned(),
        paths,
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

fn refuse_too_many(settings: &SensitivitySettings, groups: &[Group]) -> Result<(), Stop> {
    let most = settings.samples_max(groups);
    if u64::from(settings.samples) <= most {
        return Ok(());
    }
    let (points, values) = (settings.points(groups), settings.values(groups));
    let fewer = match settings.order {
        Order::FirstAndTotal => "name fewer parameters",
        Order::Second => "name fewer parameters, or leave out --second-order",
    };
    Err(Stop::Refused(format!(
        "--samples: {} samples of {points} points are {values} results, at most {VALUES_MAX} can be held; take {most} samples \
         at most, or {fewer}",
        settings.samples,
    )))
}
