//! Signals to end and the progress bar: what a simulation asks and tells while it runs.

use std::io::IsTerminal as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
use zopa::simulation::Control;

use crate::cli::output::tell;
use crate::cli::stop::Stop;

/// Runs are interesting to watch only when they take longer than this.
const TICK: Duration = Duration::from_millis(200);

/// Stops a simulation on request and shows how far it is.
#[derive(Debug)]
pub(crate) struct Interrupt {
    /// Ctrl-C was pressed.
    interrupted: Arc<AtomicBool>,
    /// Somebody else wants this process to end: a batch system, a machine going down.
    terminated: Arc<AtomicBool>,
    bar: ProgressBar,
}

impl Interrupt {
    /// Listens to SIGINT and SIGTERM from now on; a second SIGINT ends the process at once.
    ///
    /// A second SIGTERM does not: batch systems send several, and know a harder one.
    pub(crate) fn listen(runs: u64) -> Result<Self, Stop> {
        let interrupt = Self {
            interrupted: Arc::default(),
            terminated: Arc::default(),
            bar: bar(runs),
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

    /// Takes the bar away.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

impl Control for Interrupt {
    fn is_cancelled(&self) -> bool {
        self.interrupted.load(Ordering::Relaxed) || self.terminated.load(Ordering::Relaxed)
    }

    fn advanced(&self, runs: u64) {
        self.bar.inc(runs);
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

/// A bar on standard error when somebody is looking.
fn bar(runs: u64) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(runs), ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template(
        "{wide_bar} {human_pos} of {human_len} runs, {per_sec}, {eta} left",
    );
    if let Ok(style) = style {
        bar.set_style(style);
    }
    bar.enable_steady_tick(TICK);
    bar
}
