//! Signals to end: what a simulation asks while it runs, and passes on of how far it is.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
use zopa::simulation::Control;

use crate::cli::output::tell;
use crate::cli::progress::{Progress, Stage};
use crate::cli::stop::Stop;

/// Stops a simulation on request and shows how far it is.
#[derive(Debug)]
pub(crate) struct Interrupt {
    /// Ctrl-C was pressed.
    interrupted: Arc<AtomicBool>,
    /// Somebody else wants this process to end: a batch system, a machine going down.
    terminated: Arc<AtomicBool>,
    progress: Progress,
}

impl Interrupt {
    /// Listens to SIGINT and SIGTERM from now on, while work is done stage by stage; a second SIGINT ends the process at once.
    ///
    /// A second SIGTERM does not: batch systems send several, and know a harder one.
    pub(crate) fn listen(stages: &[Stage]) -> Result<Self, Stop> {
        let interrupt = Self {
            interrupted: Arc::default(),
            terminated: Arc::default(),
            progress: Progress::of(stages),
        };
        let at_once = i32::from(Stop::Interrupted.code());
        let (interrupted, terminated) = (&interrupt.interrupted, &interrupt.terminated);
        // What is registered first is done first, so that only the second Ctrl-C finds the flag up.
        flag::register_conditional_shutdown(SIGINT, at_once, Arc::clone(interrupted))
            .and_then(|_| flag::register(SIGINT, Arc::clone(interrupted)))
            .and_then(|_| flag::register(SIGTERM, Arc::clone(terminated)))
            .and_then(|_| hangs_up(terminated))
            .map_err(|error| Stop::Failed(error.into()))?;
        Ok(interrupt)
    }

    /// How a command ends that was stopped on request.
    pub(crate) fn stop(&self) -> Stop {
        if self.terminated.load(Ordering::Relaxed) {
            Stop::Terminated
        } else {
            Stop::Interrupted
        }
    }

    /// How a command ends that was stopped before there were any results.
    pub(crate) fn nothing(&self, unit: &str) -> Stop {
        tell(&format!(
            "interrupted before the first {unit} were done; nothing is written"
        ));
        self.stop()
    }

    /// How a command ends that has done part of what was asked, and in words how much; nothing where it has done all.
    pub(crate) fn part(&self, done: u64, asked: u64, unit: &str) -> Option<(Stop, String)> {
        (done < asked).then(|| (self.stop(), format!("{done} of {asked} {unit}")))
    }

    /// The same where all was done but for some parts, named in words.
    pub(crate) fn part_without(
        &self,
        (done, asked): (u64, u64),
        missing: &[&str],
    ) -> Option<(Stop, String)> {
        let Some((last, rest)) = missing.split_last() else {
            return self.part(done, asked, "runs");
        };
        let mut without = rest.join(", ");
        without.push_str(if rest.is_empty() { "" } else { " and " });
        let done = format!("{done} of {asked} runs (without {without}{last})");
        Some((self.stop(), done))
    }

    /// Takes the bar away.
    pub(crate) fn finish(&self) {
        self.progress.finish();
    }
}

impl Control for Interrupt {
    fn is_cancelled(&self) -> bool {
        self.interrupted.load(Ordering::Relaxed) || self.terminated.load(Ordering::Relaxed)
    }

    fn advanced(&self, runs: u64) {
        self.progress.advance(runs);
    }
}

/// A terminal that goes away ends a command as SIGTERM does.
#[cfg(unix)]
fn hangs_up(terminated: &Arc<AtomicBool>) -> std::io::Result<()> {
    let flag = Arc::clone(terminated);
    flag::register(signal_hook::consts::SIGHUP, flag).map(|_| ())
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "called as its namesake is")]
fn hangs_up(_: &Arc<AtomicBool>) -> std::io::Result<()> {
    Ok(())
}
