//! The public face: one function for each question, for programs that want the answer and nothing of the command line.
//!
//! Every answer is a function of its arguments: threads and time never enter. Long work that should show its progress, stop
//! or resume is the command line's.

use std::ops::ControlFlow;
use std::path::Path;

use crate::analysis::frontier::POINTS_MAX;
use crate::bargaining::{Cost, Outcome, Prepared, Seating, Silent, Trace, Workspace, play};
use crate::experiment::compare::{
    self, CompareError, CompareSettings, ComparedCells, Comparison, HALF_WIDTH,
};
use crate::experiment::discovery::{self, BoxSearch, Observation, Search};
use crate::experiment::parameters;
use crate::experiment::sensitivity::{
    self, Order, RUNS_PER_SAMPLE, SensitivitySettings, SobolIndices,
};
use crate::experiment::sweep::{Hooks, SweepCells, SweepError, play_sweep};
use crate::experiment::{BandPoints, BandSettings, Measure, MeasureError, RangesError, Study};
use crate::game::{CompileError, Game};
use crate::model::{PartyId, Scenario};
use crate::report::when;
use crate::results::estimates::{of_sweep, of_tally};
use crate::results::{Estimates, Solution};
use crate::scenario::{Loaded, Problems, Source, load_sweep, parse};
use crate::simulation::{Band, BandSample, RunSettings, Unwatched, count_runs, count_runs_with};

/// Why a question has no answer.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Unanswered {
    /// The scenario or the sweep file is wrong; every problem.
    #[error(transparent)]
    File(#[from] Problems),
    /// The scenario exceeds a limit.
    #[error(transparent)]
    Limit(#[from] CompileError),
    /// A cell of the sweep is wrong; every problem.
    #[error(transparent)]
    Sweep(#[from] SweepError),
    /// The scenario is at fault somewhere in the ranges of its numbers.
    #[error(transparent)]
    Ranges(#[from] RangesError),
    /// There is nothing to compare.
    #[error(transparent)]
    Comparison(#[from] CompareError),
    /// No measure of the kind needed has the name asked for.
    #[error(transparent)]
    Measure(#[from] MeasureError),
    /// There are too few runs or samples to answer from, or more than memory holds.
    #[error("the number of {what} lies between {least} and {most}, got {got}")]
    Number {
        /// What is counted.
        what: &'static str,
        /// How many are needed.
        least: u64,
        /// How many can be held.
        most: u64,
        /// How many there are.
        got: u64,
    },
}

impl Game {
    /// Plays one run under a seed.
    pub fn play(&self, run: u64, seed: u64) -> Outcome {
        let prepared = Prepared::new(self, seed);
        play(&prepared, run, &mut Workspace::default(), &mut Silent)
    }

    /// Plays one run under a seed and says what happened in it.
    pub fn trace(&self, run: u64, seed: u64) -> (Outcome, Trace) {
        self.trace_with(&Seating::default(), run, seed)
    }

    /// Plays one run in which some parties follow strategies of the caller's, and says what happened in it.
    ///
    /// # Panics
    /// If a strategy tables a deal that does not name one option of the scenario for every issue, or asks for no finite worth.
    pub fn trace_with(&self, seating: &Seating, run: u64, seed: u64) -> (Outcome, Trace) {
        let (prepared, mut trace) = (Prepared::new(self, seed), Trace::default());
        let outcome = play(&prepared, run, &mut Workspace::with(seating), &mut trace);
        (outcome, trace)
    }

    /// Estimates over the runs `0..runs` of this game under a seed: the rows of `estimates.csv`.
    ///
    /// `scenario` is the one that the game was compiled from; it has the names.
    pub fn simulate(&self, scenario: &Scenario, runs: u64, seed: u64) -> Estimates {
        self.simulate_with(&Seating::default(), scenario, runs, seed)
    }

    /// Estimates over runs in which some parties follow strategies of the caller's.
    ///
    /// # Panics
    /// As [`Game::trace_with`].
    pub fn simulate_with(
        &self,
        seating: &Seating,
        scenario: &Scenario,
        runs: u64,
        seed: u64,
    ) -> Estimates {
        let settings = settings(runs, seed);
        let go_on = &mut |_: u64, _: &[Outcome]| ControlFlow::Continue(());
        let tally = count_runs_with(scenario, self, seating, &settings, &Unwatched, go_on);
        of_tally(&tally, None, None)
    }
}

impl Scenario {
    /// The party of an id.
    pub fn party(&self, id: &str) -> Option<PartyId> {
        let position = self.parties.iter().position(|party| party.id == id);
        position.map(PartyId::at)
    }
}

/// Whether a number lies where an answer can be had.
fn within(what: &'static str, least: u64, most: u64, got: u64) -> Result<(), Unanswered> {
    if (least..=most).contains(&got) {
        return Ok(());
    }
    Err(Unanswered::Number {
        what,
        least,
        most,
        got,
    })
}

fn settings(runs: u64, seed: u64) -> RunSettings {
    RunSettings {
        runs,
        seed,
        threads: None,
    }
}

/// What theory says at central values: zone, frontier, bargaining solutions, plans, settlement rules.
///
/// # Errors
/// The scenario exceeds a limit.
pub fn solve(scenario: &Scenario) -> Result<Solution, Unanswered> {
    let central = Game::compile(&scenario.central())?;
    Ok(Solution::of(scenario, &central, POINTS_MAX).0)
}

/// What the results of a scenario file are over the ranges of all its numbers together, beside what they are over its runs as
/// written; none where no number has a range, or the runs are too few.
///
/// # Errors
/// The file is wrong, or at fault somewhere in its ranges.
pub fn band(file: &Path, runs: u64, seed: u64) -> Result<Option<Band>, Unanswered> {
    let source = Source::read(file)?;
    let loaded = parse(&source.name, &source.text, &[])?;
    let Some(points) = band_points(&source, &loaded, &settings(runs, seed))? else {
        return Ok(None);
    };
    let (scenario, game) = (&loaded.scenario, Game::compile(&loaded.scenario)?);
    let mut before = BandSample::of(scenario, points.runs_played());
    let note = &mut |first: u64, outcomes: &[Outcome]| {
        before.note(first, outcomes);
        ControlFlow::Continue(())
    };
    let settings = settings(runs, seed);
    let tally = count_runs(scenario, &game, &settings, &Unwatched, note);
    let explored = points.play(&before, &tally, &Unwatched);
    Ok(explored.map(|explored| explored.band))
}

/// The points in the ranges of a file at which its band is played; none where no number has a range, or the runs are too few.
fn band_points<'a>(
    source: &'a Source,
    loaded: &'a Loaded,
    runs: &RunSettings,
) -> Result<Option<BandPoints<'a>>, Unanswered> {
    if loaded.ranges.is_empty() {
        return Ok(None);
    }
    let cost = Cost::of(&Game::compile(&loaded.scenario)?);
    let settings = BandSettings::usual(runs.runs, runs.seed, runs.threads, cost);
    let points = settings.map(|settings| BandPoints::new(source, &[], loaded, settings));
    Ok(points.transpose()?)
}

/// What each lever of a scenario file changes against none, over paired runs, with the band over the ranges of its numbers where
/// they have some.
///
/// # Errors
/// The file is wrong, at fault somewhere in its ranges or has no levers, or there are no runs.
pub fn compare(file: &Path, runs: u64, seed: u64) -> Result<Comparison, Unanswered> {
    let source = Source::read(file)?;
    let cells = ComparedCells::new(&source, &[], &[], &[])?;
    let loaded = parse(&source.name, &source.text, &[])?;
    let points = band_points(&source, &loaded, &self::settings(runs, seed))?;
    let settings = CompareSettings {
        runs: settings(runs, seed),
        half_width: HALF_WIDTH,
    };
    let found = compare::compare(&cells, &settings, points.as_ref(), &Unwatched);
    let none = Unanswered::Number {
        what: "runs",
        least: 1,
        most: u64::MAX,
        got: runs,
    };
    found.map(|found| found.comparison).ok_or(none)
}

/// Estimates for every cell of a sweep file, under the seed and the number of runs it names: the rows of `estimates.csv`.
///
/// # Errors
/// The sweep file, its scenario or a cell is wrong.
pub fn sweep(file: &Path) -> Result<Estimates, Unanswered> {
    let cells = SweepCells::new(load_sweep(file)?, None)?;
    let mut hooks = Hooks {
        share: None,
        is_stored: &|_| false,
        read: &mut |_| None,
        rows: &|_, _, _, _| Vec::new(),
        keep: &mut |_| ControlFlow::Continue(()),
    };
    let played = play_sweep(&cells, None, &Unwatched, &mut hooks);
    Ok(of_sweep(&cells.layout, &played.sheet))
}

/// Which uncertain numbers drive a measure, those with a range as written: Sobol indices with intervals, from `samples` rows of four runs a point.
///
/// # Errors
/// The scenario exceeds a limit, the measure does not exist, or there are fewer than two samples or more than memory holds.
pub fn sensitivity(
    scenario: &Scenario,
    measure: &str,
    samples: u32,
    seed: u64,
) -> Result<SobolIndices, Unanswered> {
    let measure = Measure::named(scenario, measure)?;
    let mut study = Study::of(scenario, Game::compile(scenario)?);
    study.drawn = study.drawn.independent();
    let groups = parameters::natural(&study.drawn);
    let settings = SensitivitySettings {
        samples,
        runs_per_sample: RUNS_PER_SAMPLE,
        order: Order::FirstAndTotal,
        seed,
        threads: None,
    };
    let most = settings.samples_max(&groups);
    within("samples", 2, most, samples.into())?;
    Ok(sensitivity::sensitivity(
        &study, &groups, &measure, &settings, None, &Unwatched,
    ))
}

/// Under which numbers a measure that is yes or no comes about, those with a range as written: boxes found by PRIM in one half of the runs and tested on
/// the other.
///
/// # Errors
/// The scenario exceeds a limit, there is no such measure or it is a number, or there are no runs or more than memory holds.
pub fn discover(
    scenario: &Scenario,
    measure: &str,
    runs: u64,
    seed: u64,
) -> Result<BoxSearch, Unanswered> {
    let asked = Measure::yes_no(scenario, measure)?;
    let study = Study::of(scenario, Game::compile(scenario)?);
    within("runs", 1, discovery::RUNS_MAX, runs)?;
    let observation = Observation {
        measure: &asked,
        wanted: true,
        when: when(scenario, measure),
        ranges: Vec::new(),
        settings: settings(runs, seed),
    };
    let observed = discovery::observe(&study, &observation, &Unwatched);
    let (found, _) = discovery::discover(&observed, &Search::default(), &Unwatched);
    Ok(found)
}
