//! `zopa check`: list everything that is wrong with scenarios and sweeps.

use std::fmt::Write as _;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use zopa::bargaining::{Cost, Prepared, Silent, Workspace, play};
use zopa::experiment::sweep::{PILOT_CELLS, pilot};
use zopa::experiment::{BandPoints, BandSettings};
use zopa::game::Game;
use zopa::model::Scenario;
use zopa::scenario::{Loaded, Source, is_sweep, parse, parse_placed, parse_sweep, read_beside};

use crate::cli::arguments::{Changes, DEFAULT_RUNS, compile, judged, warn};
use crate::cli::call::Call;
use crate::cli::output::{print, tell};
use crate::cli::stop::Stop;

const EXAMPLES: &str = "\
Examples:
  zopa check wage.toml
  zopa check scenarios/*.toml scenarios/sweeps/*.toml
  zopa check wage.toml --sources         where its numbers come from";

/// List every problem in scenario and sweep files, or confirm that there is none
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Check {
    /// Scenario files, sweep files
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Count the numbers with a source, an assumption, neither, a range, and list those with neither source nor assumption
    #[arg(long)]
    sources: bool,
    #[command(flatten)]
    changes: Changes,
}

/// Runs the command: all files are read before it says that one is bad.
pub(crate) fn run(arguments: &Check, _: &Call) -> Result<(), Stop> {
    let mut bad = 0;
    for file in &arguments.files {
        match check(file, arguments) {
            Ok(text) => print(&text)?,
            Err(stop) => {
                bad += 1;
                tell(&stop.words().unwrap_or_default());
            }
        }
    }
    match (bad, arguments.files.len()) {
        (0, _) => Ok(()),
        (bad, 1) => Err(Stop::Refused(format!("{bad} file cannot be used"))),
        (bad, all) => Err(Stop::Refused(format!(
            "{bad} of {all} files cannot be used"
        ))),
    }
}

fn check(file: &Path, arguments: &Check) -> Result<String, Stop> {
    let source = Source::read(file)?;
    if is_sweep(&source.text) {
        return check_sweep(file, &source, arguments);
    }
    let loaded = parse(&source.name, &source.text, &arguments.changes.assignments)?;
    warn(&loaded);
    if !loaded.idle.is_empty() {
        tell(&loaded.idle.to_string());
    }
    let game = compile(file, &loaded)?;
    judge_policies(&source, arguments, &loaded)?;
    let name = file.display();
    let mut text = format!("{name}: {}\n", described(&loaded.scenario));
    let cost = Cost::of(&game);
    let looks = rough(cost.looks);
    let time = Time::of(cost, 1.0, DEFAULT_RUNS, || timed(&game));
    let spent = spent(file, cost, time);
    let band = if loaded.ranges.is_empty() {
        ""
    } else {
        judge_ranges(&source, arguments, &loaded, cost)?;
        ", and as long again for the band of assumptions"
    };
    let _ = writeln!(
        text,
        "{name}: a run looks at up to {looks} deals or parts of them; {DEFAULT_RUNS} runs take {spent}{band}"
    );
    if arguments.sources {
        text.push_str(&sources(file, &loaded));
    }
    Ok(text)
}

/// Judges what each policy of the scenario sets; all that is wrong with any of them.
fn judge_policies(source: &Source, arguments: &Check, loaded: &Loaded) -> Result<(), Stop> {
    let assignments = &arguments.changes.assignments;
    let policies = loaded.policies.iter();
    let judged = policies.filter_map(|policy| {
        let placed = (source, &*policy.sets);
        parse_placed(source, assignments, placed).err()
    });
    let problems: Vec<String> = judged.map(|problems| problems.to_string()).collect();
    if problems.is_empty() {
        Ok(())
    } else {
        Err(Stop::Refused(problems.join("\n\n")))
    }
}

/// Judges the scenario at the points at which its band would be played.
fn judge_ranges(
    source: &Source,
    arguments: &Check,
    loaded: &Loaded,
    cost: Cost,
) -> Result<(), Stop> {
    let settings = BandSettings::usual(DEFAULT_RUNS, 1, None, cost);
    let points = settings
        .map(|settings| BandPoints::new(source, &arguments.changes.assignments, loaded, settings));
    points.transpose().map(|_| ()).map_err(Stop::refused)
}

/// Every cell is read and compiled, since each may be wrong in its own way.
fn check_sweep(file: &Path, source: &Source, arguments: &Check) -> Result<String, Stop> {
    if let Some(assignment) = arguments.changes.assignments.first() {
        return Err(Stop::Refused(format!(
            "{}: `--set {assignment}` is for scenarios; write it under `set` in the sweep",
            file.display()
        )));
    }
    let sweep = parse_sweep(source, &read_beside(file))?;
    let all = judged(sweep, None)?;
    let (cells, factors) = (all.layout.cells.len(), all.sweep.factors.len());
    let runs = all.layout.stop.ceiling();
    // Only a few cells of many are timed.
    let share = PILOT_CELLS as f64 / all.cell_count().max(1) as f64;
    let time = Time::of(all.cost, share.min(1.0), runs, || {
        let begun = Instant::now();
        let played = pilot(&all, PILOT_RUNS, Some(1));
        let cells = all.cell_count() as f64;
        begun.elapsed().as_secs_f64() * cells / played.max(1) as f64
    });
    let most = if all.layout.stop.is_fixed() {
        ""
    } else {
        "at most "
    };
    Ok(format!(
        "{0}: fine: a sweep, {1}, {2} in a {3} design, of {4}\n{0}: {most}{runs} runs of each cell take {5}\n",
        file.display(),
        counted(factors, "factor", "factors"),
        counted(cells, "cell", "cells"),
        all.sweep.design.name(),
        all.sweep.scenario.name,
        spent(file, all.cost, time),
    ))
}

/// Seconds on one core from which a command is worth a warning.
const DEAR_SECONDS: f64 = 600.0;
/// Bytes of one thread from which it is.
const DEAR_BYTES: f64 = 1e9;
/// Where costs are explained.
const DEAR_HELP: &str = "`docs/reference/scenario-file.md`";

/// Looks of a run up to which runs are played to time them: most often far less than a second.
const TIMED_LOOKS: f64 = 5e7;
/// Runs that are timed at most, and seconds after which no further one is begun.
const TIMED_RUNS: u64 = 64;
const TIMED_SECONDS: f64 = 0.2;
/// Runs of each of a few cells of a sweep that are timed.
const PILOT_RUNS: u64 = 4;

/// How long a command takes on one core.
#[derive(Clone, Copy, Debug)]
enum Time {
    /// About so many seconds, as a few runs took.
    Timed(f64),
    /// So many seconds at most: no run was played.
    Counted(f64),
}

impl Time {
    /// How long so many runs take, where one takes what `timed` gives by playing this share of the games.
    fn of(cost: Cost, share: f64, runs: u64, timed: impl FnOnce() -> f64) -> Self {
        if share * (cost.looks_before + cost.looks) > TIMED_LOOKS {
            Self::Counted(cost.seconds(runs))
        } else {
            Self::Timed(timed() * runs as f64)
        }
    }

    fn seconds(self) -> f64 {
        match self {
            Self::Timed(seconds) | Self::Counted(seconds) => seconds,
        }
    }
}

/// Seconds that a run takes, as the first few do.
fn timed(game: &Game) -> f64 {
    let prepared = Prepared::new(game, 1);
    let mut workspace = Workspace::default();
    let begun = Instant::now();
    let mut runs = 0;
    while runs < TIMED_RUNS && begun.elapsed().as_secs_f64() < TIMED_SECONDS {
        play(&prepared, runs, &mut workspace, &mut Silent);
        runs += 1;
    }
    begun.elapsed().as_secs_f64() / runs.max(1) as f64
}

/// What a command costs on one core, in words; where that is much, a warning says so too.
fn spent(file: &Path, cost: Cost, time: Time) -> String {
    let bytes = cost.bytes_on(NonZeroUsize::MIN);
    if time.seconds() > DEAR_SECONDS || bytes > DEAR_BYTES {
        tell(&format!(
            "{}: warning: this is dear; try `--runs 100` first, and see {DEAR_HELP} for what costs how much",
            file.display()
        ));
    }
    let about = match time {
        Time::Timed(_) => "about",
        Time::Counted(_) => "at most about",
    };
    let seconds = match time.seconds() {
        seconds if seconds < 10.0 => "less than 10 s".to_owned(),
        seconds if seconds < 120.0 => format!("{about} {} s", rough(seconds)),
        seconds if seconds < 7_200.0 => format!("{about} {} min", rough(seconds / 60.0)),
        seconds => format!("{about} {} h", rough(seconds / 3_600.0)),
    };
    let megabytes = (bytes / 1e6).max(1.0);
    format!("{seconds} and {} MB on one core", rough(megabytes))
}

/// A number to one digit.
fn rough(number: f64) -> String {
    let digits = number.max(1.0).log10().floor();
    let unit = 10_f64.powf(digits);
    let rounded = (number / unit).round() * unit;
    if rounded < 1e7 {
        format!("{rounded}")
    } else {
        format!("{rounded:e}")
    }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    let noun = if count == 1 { one } else { many };
    format!("{count} {noun}")
}

fn described(scenario: &Scenario) -> String {
    let deals = scenario.deal_count();
    let deals = if deals < 1e6 {
        format!("{deals} deals")
    } else {
        format!("{deals:.1e} deals")
    };
    format!(
        "fine: {}, {} in {}, {deals}, {}",
        counted(scenario.parties.len(), "party", "parties"),
        counted(scenario.issues.len(), "issue", "issues"),
        counted(scenario.packages.len(), "package", "packages"),
        counted(scenario.clock.rounds as usize, "round", "rounds"),
    )
}

fn sources(file: &Path, loaded: &Loaded) -> String {
    let file = file.display();
    let mut text = String::new();
    let counts = &loaded.counts;
    let ranged = loaded.ranges.list().len();
    let bare = loaded.unsourced.len();
    let all = counts.sourced + counts.assumed + bare;
    let _ = writeln!(
        text,
        "{file}: of {}, {} have a source, {} an assumption, {bare} neither; {ranged} have a range",
        counted(all, "number", "numbers"),
        counts.sourced,
        counts.assumed,
    );
    for number in &loaded.unsourced {
        let place = match number.position {
            Some((line, column)) => format!(":{line}:{column}"),
            None => " (set on the command line)".to_owned(),
        };
        let _ = writeln!(text, "{file}{place}: `{}`", number.path);
    }
    text
}
