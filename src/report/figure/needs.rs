//! The results that figures are drawn from, or the words for those that are needed.

use crate::experiment::compare::Comparison;
use crate::report::chart::Chart;
use crate::report::content::Content;
use crate::report::swept::Swept;
use crate::simulation::Summary;

/// A chart, or the results that it would show.
pub(super) type Drawn = Result<Chart, &'static str>;

/// What many runs say.
pub(super) fn of_runs(content: &Content) -> Result<&Summary, &'static str> {
    match content {
        Content::Runs(found) => Ok(found),
        _ => Err("results of `zopa run`"),
    }
}

/// What each lever changes.
pub(super) fn comparison(content: &Content) -> Result<&Comparison, &'static str> {
    match content {
        Content::Comparison(found) => Ok(found),
        _ => Err("results of `zopa compare`"),
    }
}

/// The cells of a sweep.
pub(super) fn swept(content: &Content) -> Result<&Swept, &'static str> {
    match content {
        Content::Sweep(found) => Ok(found),
        _ => Err("results of `zopa sweep` or `zopa merge`"),
    }
}
