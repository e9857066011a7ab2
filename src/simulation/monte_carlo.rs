//! Many runs of one game: the only file that knows threads.
//!
//! Runs are played in fixed batches and counted in run order, so no result depends on the number of threads.

#[cfg(feature = "parallel")]
use std::collections::BTreeMap;
use std::ops::{ControlFlow, Range};
#[cfg(feature = "parallel")]
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, mpsc};

use crate::bargaining::{Outcome, Prepared, Silent, Trace, Workspace, play};
use crate::game::Game;
use crate::model::Scenario;
use crate::simulation::measure::OF_RUNS;
use crate::simulation::tally::Tally;

/// Runs of one batch.
pub const BATCH_RUNS: u64 = 1_024;
/// Tasks of each thread that may be done or under way before the first of them is handed over; keeps memory flat.
#[cfg(feature = "parallel")]
const TASKS_AHEAD: u64 = 2;

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

/// Plays the runs `0..runs` on as many threads (none: as many as the machine offers) and counts those completed.
///
/// `on_batch` receives the number of a batch's first run and the outcomes of its runs, batches in run order; it may stop the
/// simulation. Whole batches are counted only.
pub fn count_runs(
    scenario: &Scenario,
    prepared: &Prepared<'_>,
    runs: u64,
    threads: Option<usize>,
    control: &dyn Control,
    on_batch: &mut dyn FnMut(u64, &[Outcome]) -> ControlFlow<()>,
) -> Tally {
    let mut tally = Tally::new(&OF_RUNS, scenario);
    let batches = runs.div_ceil(BATCH_RUNS);
    let play = |batch| {
        let first = batch * BATCH_RUNS;
        let last = runs.min(first + BATCH_RUNS);
        play_runs(prepared, first..last, control)
    };
    in_order(threads, 0..batches, play, |batch, outcomes| {
        for outcome in &outcomes {
            let kinds = outcome.types.iter().map(|kind| kind.index());
            tally.add(&OF_RUNS, kinds, outcome);
        }
        on_batch(batch * BATCH_RUNS, &outcomes)
    });
    tally
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

/// Plays one run and tells it.
pub fn trace(game: &Game, seed: u64, run: u64) -> (Outcome, Trace) {
    trace_prepared(&Prepared::new(game, seed), run)
}

/// The same of a game prepared before.
pub fn trace_prepared(prepared: &Prepared<'_>, run: u64) -> (Outcome, Trace) {
    let mut trace = Trace::default();
    let outcome = play(prepared, run, &mut Workspace::default(), &mut trace);
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

/// Which tasks are still to be claimed.
#[cfg(feature = "parallel")]
struct Queue {
    state: Mutex<Claims>,
    moved: Condvar,
    /// Tasks that may be claimed before the first of them is handed over.
    ahead: u64,
}

#[cfg(feature = "parallel")]
struct Claims {
    next: u64,
    end: u64,
    /// First task that is not handed over yet.
    expected: u64,
}

#[cfg(feature = "parallel")]
impl Queue {
    fn claims(&self) -> MutexGuard<'_, Claims> {
        // The lock is never held while a task runs, so what it guards is whole even after a panic.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next task, once it is not too far ahead; none when there are no more.
    fn claim(&self) -> Option<u64> {
        let waits = |claims: &mut Claims| {
            claims.next < claims.end && claims.next >= claims.expected + self.ahead
        };
        let waited = self.moved.wait_while(self.claims(), waits);
        let mut claims = waited.unwrap_or_else(PoisonError::into_inner);
        let number = claims.next;
        (number < claims.end).then(|| {
            claims.next += 1;
            number
        })
    }

    /// Takes note that all tasks before this one are handed over.
    fn hand_over(&self, expected: u64) {
        self.claims().expected = expected;
        self.moved.notify_all();
    }

    /// Leaves what is not claimed undone.
    fn close(&self) {
        let mut claims = self.claims();
        claims.end = claims.next;
        drop(claims);
        self.moved.notify_all();
    }
}

/// Closes the queue when whoever works on it leaves, in a panic too: nobody may wait for a task that never comes.
#[cfg(feature = "parallel")]
struct Leaving<'q>(&'q Queue);

#[cfg(feature = "parallel")]
impl Drop for Leaving<'_> {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// Every thread claims the next task as soon as it is free; the calling thread hands over.
#[cfg(feature = "parallel")]
fn spread<T: Send>(
    pool: &rayon::ThreadPool,
    tasks: Range<u64>,
    task: impl Fn(u64) -> Option<T> + Sync + Send,
    mut take: impl FnMut(u64, T) -> ControlFlow<()>,
) {
    let threads = pool.current_num_threads();
    let queue = Queue {
        state: Mutex::new(Claims {
            next: tasks.start,
            end: tasks.end,
            expected: tasks.start,
        }),
        moved: Condvar::new(),
        ahead: threads as u64 * TASKS_AHEAD,
    };
    let (send, receive) = mpsc::channel();
    let (queue, task) = (&queue, &task);
    pool.in_place_scope(|scope| {
        let _leaving = Leaving(queue);
        for _ in 0..threads {
            let send = send.clone();
            scope.spawn(move |_| {
                let _leaving = Leaving(queue);
                while let Some(number) = queue.claim() {
                    if send.send((number, task(number))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(send);
        let mut early = BTreeMap::new();
        let mut expected = tasks.start;
        for (number, done) in receive {
            early.insert(number, done);
            while let Some(done) = early.remove(&expected) {
                // No later result follows one that is missing.
                let Some(done) = done else { return };
                if take(expected, done).is_break() {
                    return;
                }
                expected += 1;
                queue.hand_over(expected);
            }
        }
    });
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
            let sum = (0..long).fold(number, |sum, it| sum.wrapping_mul(31).wrapping_add(it));
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
