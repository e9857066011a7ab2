//! Many runs of one game: the only file that knows threads.
//!
//! Runs are played in fixed batches and counted in run order, so no result depends on the number of threads.

use std::ops::{ControlFlow, Range};

use crate::bargaining::{Outcome, Prepared, Silent, Trace, Workspace, play};
use crate::game::Game;
use crate::model::Scenario;
use crate::simulation::Summary;
use crate::simulation::tally::Tally;

/// Runs of one batch.
pub const BATCH_RUNS: u64 = 1_024;
/// Tasks done before their results are handed on; keeps memory flat in their number.
const TASKS_PER_WAVE: u64 = 8;

/// How many runs, from which chance, on how many threads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunSettings {
    /// Number of runs, numbered from 0.
    pub runs: u64,
    /// Seed.
    pub seed: u64,
    /// Threads; none: as many as the machine offers. Results do not depend on it.
    pub threads: Option<usize>,
}

/// How the caller watches and stops long work.
pub trait Control: Sync {
    /// Whether to stop after the batches under way.
    fn is_cancelled(&self) -> bool;

    /// Takes note that so many more runs are done.
    fn advanced(&self, runs: u64);
}

/// Nobody watches.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unwatched;

impl Control for Unwatched {
    fn is_cancelled(&self) -> bool {
        false
    }

    fn advanced(&self, _runs: u64) {}
}

/// Plays the runs `0..settings.runs` and summarises those completed.
///
/// `on_batch` receives the number of a batch's first run and the outcomes of its runs, batches in run order; it may stop the
/// simulation. The summary counts whole batches only.
pub fn simulate(
    scenario: &Scenario,
    game: &Game,
    settings: &RunSettings,
    control: &dyn Control,
    on_batch: &mut dyn FnMut(u64, &[Outcome]) -> ControlFlow<()>,
) -> Summary {
    let prepared = Prepared::new(game, settings.seed);
    let mut tally = Tally::new(scenario, settings.seed);
    let batches = settings.runs.div_ceil(BATCH_RUNS);
    let play = |batch| {
        let first = batch * BATCH_RUNS;
        let last = settings.runs.min(first + BATCH_RUNS);
        play_runs(&prepared, first..last, control)
    };
    in_order(settings.threads, 0..batches, play, |batch, outcomes| {
        for outcome in &outcomes {
            tally.add(outcome);
        }
        on_batch(batch * BATCH_RUNS, &outcomes)
    });
    tally.finish()
}

/// Does numbered tasks in parallel and hands over their results in the order of their numbers.
///
/// What `take` sees does not depend on the number of threads (none: as many as the machine offers). Ends early, without a
/// gap in what was handed over, at the first task that gives nothing (it was cancelled) or when `take` breaks.
pub fn in_order<T: Send>(
    threads: Option<usize>,
    tasks: Range<u64>,
    task: impl Fn(u64) -> Option<T> + Sync + Send,
    mut take: impl FnMut(u64, T) -> ControlFlow<()>,
) {
    let threads = Threads::new(threads);
    let mut first = tasks.start;
    while first < tasks.end {
        let last = tasks.end.min(first + TASKS_PER_WAVE);
        for (number, done) in (first..last).zip(threads.map(first..last, &task)) {
            // No later result follows one that is missing.
            let Some(done) = done else {
                return;
            };
            if take(number, done).is_break() {
                return;
            }
        }
        first = last;
    }
}

/// Counts outcomes, in their order.
pub fn summary_of(scenario: &Scenario, seed: u64, outcomes: &[Outcome]) -> Summary {
    let mut tally = Tally::new(scenario, seed);
    for outcome in outcomes {
        tally.add(outcome);
    }
    tally.finish()
}

/// Plays one run and tells it.
pub fn trace(game: &Game, seed: u64, run: u64) -> (Outcome, Trace) {
    let mut trace = Trace::default();
    let outcome = play(
        &Prepared::new(game, seed),
        run,
        &mut Workspace::default(),
        &mut trace,
    );
    (outcome, trace)
}

/// Plays some runs of a game; nothing when it was cancelled before all were done.
pub fn play_runs(
    prepared: &Prepared<'_>,
    runs: Range<u64>,
    control: &dyn Control,
) -> Option<Vec<Outcome>> {
    let mut workspace = Workspace::default();
    let count = runs.end.saturating_sub(runs.start);
    let mut outcomes = Vec::with_capacity(usize::try_from(count).unwrap_or(0));
    for run in runs {
        if control.is_cancelled() {
            return None;
        }
        outcomes.push(play(prepared, run, &mut workspace, &mut Silent));
    }
    control.advanced(count);
    Some(outcomes)
}

/// The threads of one piece of work.
struct Threads {
    #[cfg(feature = "parallel")]
    pool: Option<rayon::ThreadPool>,
}

#[cfg(feature = "parallel")]
impl Threads {
    /// A pool of its own, so that the caller's is left alone; the calling thread alone where none can be had.
    fn new(threads: Option<usize>) -> Self {
        let builder = rayon::ThreadPoolBuilder::new().num_threads(threads.unwrap_or(0));
        Self {
            pool: if threads == Some(1) {
                None
            } else {
                builder.build().ok()
            },
        }
    }

    fn map<T: Send>(&self, range: Range<u64>, task: impl Fn(u64) -> T + Sync + Send) -> Vec<T> {
        use rayon::iter::{IntoParallelIterator, ParallelIterator};
        match &self.pool {
            Some(pool) => pool.install(|| range.into_par_iter().map(task).collect()),
            None => range.map(task).collect(),
        }
    }
}

#[cfg(not(feature = "parallel"))]
impl Threads {
    fn new(_threads: Option<usize>) -> Self {
        Self {}
    }

    #[expect(clippy::unused_self, reason = "called as its namesake with threads is")]
    fn map<T>(&self, range: Range<u64>, task: impl Fn(u64) -> T) -> Vec<T> {
        range.map(task).collect()
    }
}
