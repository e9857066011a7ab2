//! The foot of figures of many runs.

use crate::report::labels::counted;
use crate::simulation::Summary;

/// Runs and seed.
pub(super) fn runs_and_seed(summary: &Summary) -> String {
    format!(
        "{}, seed {}. Intervals: simulation error, 95 %.",
        counted(summary.runs, "run"),
        summary.seed
    )
}
