//! Arguments that several commands share, and how the values of options are read; each stands here once.

use std::path::{Path, PathBuf};

use clap::Args;
use zopa::bargaining::{self, Cost};
use zopa::experiment::sweep::{SweepCells, cell_count};
use zopa::experiment::{
    BAND_RUNS_MAX, BAND_RUNS_MIN, BandPoints, BandSettings, InRanges, Measure, RangesError, Study,
};
use zopa::game::Game;
use zopa::model::Scenario;
use zopa::results::{Folder, SCENARIO};
use zopa::scenario::{Assignment, Loaded, Problem, Source, Sweep};
use zopa::simulation::RunSettings;

use crate::cli::call::{BESIDE, Call};
use crate::cli::output::{Format, Wanted, folder, print, tell};
use crate::cli::progress::{Progress, Stage};
use crate::cli::stop::Stop;

/// Runs where nobody says otherwise.
pub(crate) const DEFAULT_RUNS: u64 = 10_000;

/// No machine plays more runs than this; sums of a few such numbers stay far below 2^64.
const RUNS_MAX: u64 = 1_000_000_000_000;

/// More threads than this only cost memory.
const THREADS_MAX: usize = 256;

/// The scenario a command works on.
#[derive(Args, Debug)]
pub(crate) struct ScenarioFile {
    /// Scenario file
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) changes: Changes,
}

impl ScenarioFile {
    /// Reads it; warnings are printed, problems stop the command.
    pub(crate) fn load(&self) -> Result<Loaded, Stop> {
        self.load_with(&[])
    }

    /// Reads it with further values replaced.
    pub(crate) fn load_with(&self, more: &[Assignment]) -> Result<Loaded, Stop> {
        let assignments = [&self.changes.assignments, more].concat();
        let loaded = zopa::scenario::load(&self.file, &assignments)?;
        warn(&loaded);
        Ok(loaded)
    }

    /// Compiles it as loaded; a game too large stops the command.
    pub(crate) fn compile(&self, loaded: &Loaded) -> Result<Game, Stop> {
        compile(&self.file, loaded)
    }

    /// The text it was read from, with the name by which messages call it.
    pub(crate) fn source(&self, loaded: &Loaded) -> Source {
        Source {
            name: self.file.display().to_string(),
            text: loaded.text.clone(),
        }
    }

    /// Name of the file, without its folder.
    pub(crate) fn name(&self) -> String {
        let name = self.file.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    }

    /// A folder for results of it, ready for files of these names.
    pub(crate) fn folder(
        &self,
        path: &Path,
        loaded: &Loaded,
        call: &Call,
        files: &[&str],
    ) -> Result<Folder, Stop> {
        let wanted = Wanted {
            command: &call.text(),
            scenario: &self.name(),
            fingerprint: &loaded.fingerprint,
            by_whole_path: self.file.is_absolute(),
            files: &[files, &[SCENARIO]].concat(),
        };
        folder(path, &wanted)
    }

    /// Reads and compiles it.
    pub(crate) fn open(&self) -> Result<(Loaded, Game), Stop> {
        let loaded = self.load()?;
        let game = self.compile(&loaded)?;
        Ok((loaded, game))
    }
}

/// Prints what is suspicious about a scenario.
pub(crate) fn warn(loaded: &Loaded) {
    if !loaded.warnings.is_empty() {
        tell(&loaded.warnings.to_string());
    }
}

/// The cells of a sweep, each judged beforehand; what is odd about them goes to standard error.
pub(crate) fn judged(sweep: Sweep, threads: Option<usize>) -> Result<SweepCells, Stop> {
    let progress = Progress::of(&[Stage::of(cell_count(&sweep), "cells read")]);
    let cells = SweepCells::watched(sweep, threads, &|| progress.advance(1));
    progress.finish();
    let cells = cells.map_err(Stop::refused)?;
    for warning in &cells.warnings {
        tell(&warning.to_string());
    }
    Ok(cells)
}

/// Compiles a scenario; a game too large stops the command.
pub(crate) fn compile(file: &Path, loaded: &Loaded) -> Result<Game, Stop> {
    bargaining::compile(&loaded.scenario)
        .map_err(|error| Stop::Refused(format!("{}: {error}", file.display())))
}

/// Values of a scenario replaced on the command line.
#[derive(Args, Debug)]
pub(crate) struct Changes {
    /// Replace a value of the scenario, as in party.union.reservation=0.4; may be given several times
    #[arg(long = "set", value_name = "PATH=VALUE", value_parser = assignment)]
    pub(crate) assignments: Vec<Assignment>,
}

/// How many runs.
#[derive(Args, Debug)]
pub(crate) struct Runs {
    /// Number of runs (of each variant, where there are several), at least 1
    #[arg(long, value_name = "N", default_value_t = DEFAULT_RUNS, value_parser = runs)]
    pub(crate) runs: u64,
}

/// Which runs.
#[derive(Args, Debug)]
pub(crate) struct Seed {
    /// Random seed; a different seed gives different runs of the same scenario
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub(crate) seed: u64,
}

/// On how many threads.
#[derive(Args, Debug)]
pub(crate) struct Threads {
    /// Number of threads, at least 1 [default: all cores]
    #[arg(long, value_name = "T", value_parser = threads, help_heading = BESIDE)]
    pub(crate) threads: Option<usize>,
}

/// Which runs, on how many threads.
#[derive(Args, Debug)]
pub(crate) struct Chance {
    #[command(flatten)]
    seed: Seed,
    #[command(flatten)]
    threads: Threads,
}

impl Chance {
    /// The seed.
    pub(crate) fn seed(&self) -> u64 {
        self.seed.seed
    }

    /// Threads, where their number is given.
    pub(crate) fn threads(&self) -> Option<usize> {
        self.threads.threads
    }

    /// Settings of so many runs.
    pub(crate) fn of_runs(&self, runs: u64) -> RunSettings {
        RunSettings {
            runs,
            seed: self.seed(),
            threads: self.threads(),
        }
    }
}

/// Which result of a run is asked about.
#[derive(Args, Debug)]
pub(crate) struct Question {
    /// Result of a run to ask about
    #[arg(long, value_name = "RESULT", default_value = "agreement")]
    pub(crate) of: String,
}

impl Question {
    /// The measure asked about.
    pub(crate) fn measure(&self, scenario: &Scenario) -> Result<Measure, String> {
        Measure::named(scenario, &self.of).map_err(|error| format!("--of: {error}"))
    }

    /// The same, where only yes or no is an answer.
    pub(crate) fn yes_no(&self, scenario: &Scenario) -> Result<Measure, String> {
        Measure::yes_no(scenario, &self.of).map_err(|error| format!("--of: {error}"))
    }
}

/// The band of assumptions.
#[derive(Args, Debug)]
pub(crate) struct BandOf {
    /// Runs at points in the ranges of assumptions, which give the band beside each result: 64 to 131072, and no more than are
    /// played [default: as many as that; none where no number has a range]
    #[arg(long, value_name = "N", value_parser = band_runs)]
    band: Option<u64>,
    /// Leave the band of assumptions out
    #[arg(long, conflicts_with = "band")]
    no_band: bool,
}

impl BandOf {
    /// The points of the band, each judged; none where it is left out, no number has a range, or the runs are too few.
    pub(crate) fn points<'a>(
        &self,
        source: &'a Source,
        (changes, loaded): (&'a Changes, &'a Loaded),
        game: &Game,
        settings: &RunSettings,
    ) -> Result<Option<BandPoints<'a>>, Stop> {
        if self.no_band || loaded.ranges.is_empty() {
            return Ok(None);
        }
        let runs = self.band.unwrap_or(settings.runs).min(settings.runs);
        let RunSettings { seed, threads, .. } = *settings;
        let Some(settings) = BandSettings::usual(runs, seed, threads, Cost::of(game)) else {
            tell(&format!(
                "no band of assumptions: it takes {BAND_RUNS_MIN} runs at least"
            ));
            return Ok(None);
        };
        let points = BandPoints::new(source, &changes.assignments, loaded, settings);
        points.map(Some).map_err(Stop::refused)
    }
}

/// Whether numbers are moved within their ranges.
#[derive(Args, Debug)]
pub(crate) struct RangesOf {
    /// Keep numbers with a range at their written values
    #[arg(long)]
    no_ranges: bool,
}

impl RangesOf {
    /// The scenario that is studied, its numbers moved within their ranges where they have some.
    pub(crate) fn study<'a>(
        &self,
        file: &'a ScenarioFile,
        loaded: &'a Loaded,
        source: &'a Source,
    ) -> Result<Study<'a>, Stop> {
        let game = file.compile(loaded)?;
        if self.no_ranges || loaded.ranges.is_empty() {
            return Ok(Study::of(&loaded.scenario, game));
        }
        let ranges = InRanges::of(source, &file.changes.assignments, loaded);
        Study::in_ranges(ranges).map_err(Stop::refused)
    }
}

/// Judges a scenario at so many points in the ranges of its numbers, and shows how far that is.
pub(crate) fn in_ranges_judged(
    points: u64,
    judge: impl FnOnce(&(dyn Fn() + Sync)) -> Result<(), RangesError>,
) -> Result<(), Stop> {
    let progress = Progress::of(&[Stage::of(points, "points in the ranges read")]);
    let judged = judge(&|| progress.advance(1));
    progress.finish();
    judged.map_err(Stop::refused)
}

/// Where results are written.
#[derive(Args, Debug)]
pub(crate) struct Output {
    /// Folder for the results [default: a folder in output/ with the name of the file and of what is set otherwise]
    #[arg(long, value_name = "DIR", help_heading = BESIDE)]
    pub(crate) output: Option<PathBuf>,
}

impl Output {
    /// The folder given, else `output/<name of the file><ending>` with what the call changes behind it.
    pub(crate) fn path(&self, file: &Path, ending: &str, call: &Call) -> PathBuf {
        let default = || {
            let mut name = file.file_stem().unwrap_or_default().to_owned();
            name.push(ending);
            name.push(call.ending());
            Path::new("output").join(name)
        };
        self.output.clone().unwrap_or_else(default)
    }

    /// That folder, ready for files of these names.
    pub(crate) fn prepare(
        &self,
        (scenario, loaded): (&ScenarioFile, &Loaded),
        ending: &str,
        call: &Call,
        files: &[&str],
    ) -> Result<Folder, Stop> {
        let path = self.path(&scenario.file, ending, call);
        scenario.folder(&path, loaded, call, files)
    }
}

/// What is printed.
#[derive(Args, Debug)]
pub(crate) struct Print {
    /// What to print
    #[arg(long, value_enum, default_value_t = Format::Text, help_heading = BESIDE)]
    pub(crate) format: Format,
}

impl Print {
    /// Prints results in the form asked for.
    pub(crate) fn show(&self, text: &str, json: &str) -> Result<(), Stop> {
        match self.format {
            Format::Text => print(text),
            Format::Json => print(json),
        }
    }
}

/// Reads a number of at least 1 from the command line.
pub(crate) fn runs(words: &str) -> Result<u64, String> {
    match words.parse::<u128>() {
        Ok(0) | Err(_) => Err("a whole number of at least 1 is needed".to_owned()),
        Ok(runs) => match u64::try_from(runs) {
            Ok(runs) if runs <= RUNS_MAX => Ok(runs),
            _ => Err(format!("at most {RUNS_MAX} can be played")),
        },
    }
}

/// Reads a number of runs whose results are held in memory one by one.
pub(crate) fn held_runs(words: &str) -> Result<u64, String> {
    const HELD_MAX: u64 = 100_000_000;
    match runs(words)? {
        runs if runs <= HELD_MAX => Ok(runs),
        _ => Err(format!("at most {HELD_MAX} can be held")),
    }
}

/// Reads a number of runs for a band.
fn band_runs(words: &str) -> Result<u64, String> {
    match words.parse() {
        Ok(runs) if (BAND_RUNS_MIN..=BAND_RUNS_MAX).contains(&runs) => Ok(runs),
        _ => Err(format!(
            "a whole number from {BAND_RUNS_MIN} to {BAND_RUNS_MAX} is needed"
        )),
    }
}

/// Reads a number of threads from the command line.
pub(crate) fn threads(words: &str) -> Result<usize, String> {
    let threads = usize::try_from(runs(words)?);
    Ok(threads.map_or(THREADS_MAX, |threads| threads.min(THREADS_MAX)))
}

/// Reads a share.
pub(crate) fn share(words: &str) -> Result<f64, String> {
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

/// Reads an assignment from the command line.
pub(crate) fn assignment(words: &str) -> Result<Assignment, String> {
    let read: Result<Assignment, Box<Problem>> = words.parse();
    read.map_err(|problem| {
        let remedy = problem.fault.remedy();
        remedy.unwrap_or_else(|| problem.fault.to_string())
    })
}
