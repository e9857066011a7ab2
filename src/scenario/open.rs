//! From a text to a document that can be walked.

use crate::scenario::document::{self, Node};
use crate::scenario::place::Places;
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::report::{Report, Sources};
use crate::scenario::source::fault_of_size;

/// A document that can be walked, though keys may be written twice in it.
pub(crate) struct Opened {
    pub(crate) root: Node,
    pub(crate) places: Places,
    pub(crate) report: Report,
}

/// Parses a text.
pub(crate) fn open(sources: Sources<'_>) -> Result<Opened, Problems> {
    if let Some(fault) = fault_of_size(sources.text) {
        return Err(Problems::one(Problem::with_file(sources.name, fault)));
    }
    let mut places = Places::default();
    let mut report = Report::default();
    let root = document::parse(sources.text, &mut places, &mut report);
    if report.is_broken() {
        return Err(report.resolve(&places, sources));
    }
    Ok(Opened {
        root,
        places,
        report,
    })
}
