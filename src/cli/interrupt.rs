//! Ctrl-C and the progress bar: what a simulation asks and tells while it runs.

use std::io::IsTerminal as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use zopa::simulation::Control;

use crate::cli::stop::Stop;

/// Runs are interesting to watch only when they take longer than this.
const TICK: Duration = Duration::from_millis(200);

/// Stops a simulation on request and shows how far it is.
#[derive(Debug)]
pub(crate) struct Interrupt {
    asked: Arc<AtomicBool>,
    bar: ProgressBar,
}

impl Interrupt {
    /// Listens to SIGINT and SIGTERM from now on; the second one ends the process at once.
    pub(crate) fn listen(runs: u64) -> Result<Self, Stop> {
        let asked = Arc::new(AtomicBool::new(false));
        let heard = Arc::clone(&asked);
        ctrlc::set_handler(move || {
            if heard.swap(true, Ordering::SeqCst) {
                std::process::exit(i32::from(Stop::Interrupted.code()));
            }
        })
        .map_err(|error| Stop::Failed(error.into()))?;
        Ok(Self {
            asked,
            bar: bar(runs),
        })
    }

    /// Takes the bar away.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

impl Control for Interrupt {
    fn is_cancelled(&self) -> bool {
        self.asked.load(Ordering::Relaxed)
    }

    fn advanced(&self, runs: u64) {
        self.bar.inc(runs);
    }
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
