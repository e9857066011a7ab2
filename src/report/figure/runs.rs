//! What the figures of many runs share.

use crate::report::chart::{Body, Chart, Frame};
use crate::report::labels::counted;
use crate::simulation::Summary;

/// A chart of many runs, with their title, number and seed.
pub(super) fn of_runs(
    summary: &Summary,
    heading: &str,
    caption: &str,
    frame: Frame,
    body: Body,
) -> Chart {
    let runs = counted(summary.runs, "run");
    Chart {
        title: summary.title.clone(),
        foot: format!(
            "{runs}, seed {}. Intervals: simulation error, 95 %.",
            summary.seed
        ),
        ..Chart::new(heading, caption, frame, body)
    }
}
