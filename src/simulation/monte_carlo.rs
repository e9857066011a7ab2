//! Many runs of one game: the only file that knows threads.
//!
//! Runs are played in fixed batches and counted in run order, so no result depends on the number of threads.

#[cfg(feature = "parallel")]
use std::collections::BTreeMap;
use std::ops::{ControlFlow, Range};
#[cfg(feature = "parallel")]
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
#[cfg(feature = "parallel")]
use std::sync::atomic::{AtomicBool, Ordering};
#[cfg(feature = "parallel")]
use std::sync::mpsc;

use crate::analysis::position::Position;
use crate::bargaining::{
    Opening, Outcome, Prepared, Seating, Silent, Workspace, play, threads_within_memory,
};
use crate::game::Game;
use crate::model::Scenario;
use crate::simulation::measure::{OF_RUNS, Tally};

/// Runs of one batch.
pub const BATCH_RUNS: u64 = 1_024;
/// Realizations of one task.
const TASK_REALIZATIONS: u64 = 32;
/// Tasks of each thread that may be done or under way before the first of them is handed over; keeps memory flat.
#[cfg(feature = "parallel")]
const TASKS_AHEAD: usize = 2;

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
    fn is_cancelled(&self) -> bool {
        false
    }

    /// Takes note that so many more runs are done.
    fn advanced(&self, _runs: u64) {}
}

/// Nobody watches.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unwatched;

impl Control for Unwatched {}

/// Plays the runs `0..settings.runs` and counts those completed.
///
/// `on_batch` receives the number of a batch's first run and the outcomes of its runs, batches in run order; it may stop the
/// simulation. Whole batches are counted only.
pub fn count_runs(
    scenario: &Scenario,
    game: &Game,
    settings: &RunSettings,
    control: &dyn Control,
    on_batch: &mut dyn FnMut(u64, &[Outcome]) -> ControlFlow<()>,
) -> Tally {
    let seating = Seating::default();
    count_runs_with(scenario, game, &seating, settings, control, on_batch)
}

/// The same where some parties play by strategies from outside the scenario.
pub fn count_runs_with(
    scenario: &Scenario,
    game: &Game,
    seating: &Seating,
    settings: &RunSettings,
    control: &dyn Control,
    on_batch: &mut dyn FnMut(u64, &[Outcome]) -> ControlFlow<()>,
) -> Tally {
    let prepared = Prepared::new(game, settings.seed);
    let mut tally = Tally::new(&OF_RUNS, scenario);
    let batch = |number| piece(&(0..settings.runs), BATCH_RUNS, number);
    let batches = settings.runs.div_ceil(BATCH_RUNS);
    let play = |number| play_runs_with(&prepared, seating, batch(number), control);
    let threads = threads_within_memory(settings.threads, [game]);
    in_order(threads, 0..batches, play, |number, outcomes| {
        for outcome in &outcomes {
            let kinds = outcome.types.iter().map(|kind| kind.index());
            tally.add(&OF_RUNS, kinds, outcome);
        }
        on_batch(batch(number).start, &outcomes)
    });
    tally
}

/// One of the pieces of so many runs that a range of runs falls into; the last may be short, those after it are empty.
pub fn piece(runs: &Range<u64>, length: u64, number: u64) -> Range<u64> {
    let first = runs.start.saturating_add(number.saturating_mul(length));
    let first = first.min(runs.end);
    first..runs.end.min(first.saturating_add(length))
}

/// Does runs piece by piece, each of so many, and takes the pieces in run order, up to the first that gives nothing.
pub fn in_pieces<T: Send>(
    threads: Option<usize>,
    runs: Range<u64>,
    length: u64,
    of_piece: impl Fn(Range<u64>) -> Option<T> + Sync + Send,
    mut take: impl FnMut(T),
) {
    let pieces = (runs.end - runs.start).div_ceil(length);
    let of = |number| of_piece(piece(&runs, length, number));
    in_order(threads, 0..pieces, of, |_, done| {
        take(done);
        ControlFlow::Continue(())
    });
}

/// Makes so many things in parallel, each by its place.
pub fn in_places<T: Send>(
    threads: Option<usize>,
    count: usize,
    make: impl Fn(usize) -> T + Sync + Send,
) -> Vec<T> {
    let mut things = Vec::with_capacity(count);
    let place = |number| usize::try_from(number).expect("it is below a place in memory");
    let of = |number| Some(make(place(number)));
    in_order(threads, 0..count as u64, of, |_, thing| {
        things.push(thing);
        ControlFlow::Continue(())
    });
    things
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
    #[cfg(feature = "parallel")]
    if let Some(pool) = pool(threads, &tasks) {
        return spread(&pool, tasks, task, take);
    }
    #[cfg(not(feature = "parallel"))]
    let _ = threads;
    for number in tasks {
        let Some(done) = task(number) else { return };
        if take(number, done).is_break() {
            return;
        }
    }
}

/// Plays some runs of a game; nothing when it was cancelled before all were done.
pub fn play_runs(
    prepared: &Prepared<'_>,
    runs: Range<u64>,
    control: &dyn Control,
) -> Option<Vec<Outcome>> {
    play_runs_with(prepared, &Seating::default(), runs, control)
}

fn play_runs_with(
    prepared: &Prepared<'_>,
    seating: &Seating,
    runs: Range<u64>,
    control: &dyn Control,
) -> Option<Vec<Outcome>> {
    let mut workspace = Workspace::with(seating);
    let play = |run| play(prepared, run, &mut workspace, &mut Silent);
    runs_done(runs, control, play)
}

/// What each of some runs gives, with word to whoever watches after each; nothing when it was cancelled before all were done.
pub fn runs_done<T>(
    runs: Range<u64>,
    control: &dyn Control,
    mut of_run: impl FnMut(u64) -> T,
) -> Option<Vec<T>> {
    run_by_run(runs, control, |run| {
        let found = of_run(run);
        control.advanced(1);
        found
    })
}

/// What each of some runs gives; nothing when it was cancelled before all were done.
pub fn run_by_run<T>(
    runs: Range<u64>,
    control: &dyn Control,
    mut of_run: impl FnMut(u64) -> T,
) -> Option<Vec<T>> {
    let count = usize::try_from(runs.end - runs.start);
    let mut found = Vec::with_capacity(count.unwrap_or(0));
    for run in runs {
        if control.is_cancelled() {
            return None;
        }
        found.push(of_run(run));
    }
    Some(found)
}

/// Threads for one piece of work, so that the caller's own are left alone; none where one is enough or can be had.
#[cfg(feature = "parallel")]
fn pool(threads: Option<usize>, tasks: &Range<u64>) -> Option<rayon::ThreadPool> {
    let tasks = usize::try_from(tasks.end.saturating_sub(tasks.start)).unwrap_or(usize::MAX);
    let threads = threads
        .unwrap_or_else(rayon::current_num_threads)
        .min(tasks);
    let builder = rayon::ThreadPoolBuilder::new().num_threads(threads);
    (threads > 1).then(|| builder.build().ok()).flatten()
}

/// The threads of the pool do the tasks as they become free; the calling thread hands over and begins further ones.
#[cfg(feature = "parallel")]
fn spread<T: Send>(
    pool: &rayon::ThreadPool,
    tasks: Range<u64>,
    task: impl Fn(u64) -> Option<T> + Sync + Send,
    mut take: impl FnMut(u64, T) -> ControlFlow<()>,
) {
    let ahead = pool.current_num_threads() * TASKS_AHEAD;
    let is_over = AtomicBool::new(false);
    let (task, is_over) = (&task, &is_over);
    pool.in_place_scope(|scope| {
        let (send, receive) = mpsc::channel();
        let begin = |number: u64| {
            let send = send.clone();
            scope.spawn(move |_| {
                // What still waits when the work ends is left undone.
                if !is_over.load(Ordering::Relaxed) {
                    // A panic is handed over like a result, so that nobody waits for one that never comes.
                    let done = catch_unwind(AssertUnwindSafe(|| task(number)));
                    // Nobody listens any more once the work has ended.
                    let _ = send.send((number, done));
                }
            });
        };
        let mut waiting = tasks.clone();
        waiting.by_ref().take(ahead).for_each(begin);
        let mut early = BTreeMap::new();
        for expected in tasks {
            while !early.contains_key(&expected) {
                let (number, done) = receive.recv().expect("what was begun is handed over");
                early.insert(number, done);
            }
            let flow = match early.remove(&expected) {
                Some(Ok(Some(done))) => take(expected, done),
                Some(Err(panic)) => resume_unwind(panic),
                // No later result follows one that is missing.
                Some(Ok(None)) | None => ControlFlow::Break(()),
            };
            if flow.is_break() {
                break;
            }
            waiting.by_ref().take(1).for_each(begin);
        }
        is_over.store(true, Ordering::Relaxed);
    });
}

/// Judges the position in which each of the runs `0..settings.runs` opens, and hands over what was found in run order.
///
/// Ends early, without a gap, when it is cancelled.
pub(crate) fn each_realization<T: Send>(
    game: &Game,
    plans: &[Vec<u32>],
    settings: &RunSettings,
    control: &dyn Control,
    judge: impl Fn(Position) -> T + Sync + Send,
    mut take: impl FnMut(T),
) {
    let batch = |runs: Range<u64>| {
        let mut opening = Opening::default();
        let of_run = |run| judge(opening.position(game, settings.seed, run, plans));
        runs_done(runs, control, of_run)
    };
    in_pieces(
        settings.threads,
        0..settings.runs,
        TASK_REALIZATIONS,
        batch,
        |judged| {
            judged.into_iter().for_each(&mut take);
        },
    );
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::in_order;

    /// What is handed over by tasks that take unequally long.
    fn handed(threads: usize, stop_at: Option<u64>, missing: Option<u64>) -> Vec<(u64, u64)> {
        let mut seen = Vec::new();
        let task = |number: u64| {
            let long = (number * 7 % 5) * 2_000;
            let sum = (0..long).fold(number, |sum, step| sum.wrapping_mul(31).wrapping_add(step));
            (Some(number) != missing).then_some(sum)
        };
        in_order(Some(threads), 3..203, task, |number, sum| {
            seen.push((number, sum));
            if Some(number) == stop_at {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
        seen
    }

    #[test]
    fn results_come_in_the_order_of_their_numbers_on_any_threads() {
        let alone = handed(1, None, None);
        assert_eq!(alone.len(), 200);
        for threads in [2, 3, 8] {
            assert_eq!(handed(threads, None, None), alone);
            assert_eq!(handed(threads, Some(50), None), alone[..48]);
            assert_eq!(handed(threads, None, Some(50)), alone[..47]);
        }
    }

    #[test]
    fn a_panic_is_passed_on_and_nobody_waits_for_ever() {
        for threads in [1, 4] {
            let caught = std::panic::catch_unwind(|| {
                let task = |number: u64| {
                    assert_ne!(number, 5, "meant to fail");
                    Some(number)
                };
                in_order(Some(threads), 0..1_000, task, |_, _| {
                    ControlFlow::Continue(())
                });
            });
            assert!(caught.is_err());
        }
    }
}
