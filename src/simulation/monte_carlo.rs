//! Many runs of one game: the only file that knows threads.
//!
//! Runs are played in fixed batches and counted in run order, so no result depends on the number of threads.

use std::ops::ControlFlow;

use crate::bargaining::{Outcome, Prepared, Silent, Trace, Workspace, play};
use crate::game::Game;
use crate::model::Scenario;
use crate::simulation::Summary;
use crate::simulation::tally::Tally;

/// Runs of one batch.
pub const BATCH_RUNS: u64 = 1_024;
/// Batches played before their runs are counted and handed on; keeps memory flat in the number of runs.
const BATCHES_PER_WAVE: u64 = 8;

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
    let threads = Threads::new(settings.threads);
    let mut wave = 0;
    while wave < batches && !control.is_cancelled() {
        let end = batches.min(wave + BATCHES_PER_WAVE);
        let played = threads.map(wave..end, |batch| {
            play_batch(&prepared, batch, settings.runs, control)
        });
        for (batch, outcomes) in (wave..end).zip(&played) {
            // A batch that was cut short is not whole, and no later one follows without a gap.
            let Some(outcomes) = outcomes else {
                return tally.finish();
            };
            for outcome in outcomes {
                tally.add(outcome);
            }
            if on_batch(batch * BATCH_RUNS, outcomes).is_break() {
                return tally.finish();
            }
        }
        wave = end;
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

/// Plays the runs of one batch; none when it was cancelled before it was whole.
fn play_batch(
    prepared: &Prepared<'_>,
    batch: u64,
    runs: u64,
    control: &dyn Control,
) -> Option<Vec<Outcome>> {
    let mut workspace = Workspace::default();
    let first = batch * BATCH_RUNS;
    let last = runs.min(first + BATCH_RUNS);
    let mut outcomes = Vec::with_capacity(usize::try_from(last - first).unwrap_or(0));
    for run in first..last {
        if control.is_cancelled() {
            return None;
        }
        outcomes.push(play(prepared, run, &mut workspace, &mut Silent));
    }
    control.advanced(last - first);
    Some(outcomes)
}

/// The threads of one simulation.
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

    fn map<T: Send>(
        &self,
        range: std::ops::Range<u64>,
        task: impl Fn(u64) -> T + Sync + Send,
    ) -> Vec<T> {
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
    fn map<T>(&self, range: std::ops::Range<u64>, task: impl Fn(u64) -> T) -> Vec<T> {
        range.map(task).collect()
    }
}
