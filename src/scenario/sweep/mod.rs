//! Sweep files: a scenario, factors, and which combinations of their values become cells.
//!
//! What a level sets is judged where it is put: in the scenario, by the scenario's own validation. A problem found there
//! carries the place in the sweep file.

mod decode;
mod design;
mod factor;
mod keys;
mod values;

use std::path::Path;

pub use design::{Design, Length, Precision, Sweep, Target};
pub(crate) use keys::SWEEP;
pub use values::{Factor, Level, ValueRange, Values};

use crate::scenario::document;
use crate::scenario::fault::Fault;
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::report::Sources;
use crate::scenario::source::Source;
use crate::scenario::which::is_scenario;

/// Reads a sweep file and the scenario file it names.
///
/// # Errors
/// Every problem of the sweep file; what its levels do to the scenario is judged by [`parse_placed`](crate::scenario::parse_placed).
pub fn load_sweep(path: &Path) -> Result<Sweep, Problems> {
    parse_sweep(&Source::read(path)?, &read_beside(path))
}

/// Reads the scenarios that a sweep file names, relative to its folder.
pub fn read_beside(path: &Path) -> impl Fn(&str) -> Result<Source, Problems> {
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    move |scenario| Source::read(&folder.join(scenario))
}

/// Reads a sweep text; `read` gives the scenario of the path written in it.
///
/// # Errors
/// Every problem of the sweep file.
pub fn parse_sweep(
    source: &Source,
    read: &dyn Fn(&str) -> Result<Source, Problems>,
) -> Result<Sweep, Problems> {
    let instead = |problems| {
        if is_scenario(&source.text) {
            Problems::one(Problem::with_file(&source.name, Fault::ScenarioForSweep))
        } else {
            problems
        }
    };
    let (root, report) = document::open(Sources::of(source), &SWEEP).map_err(instead)?;
    let (sweep, report) = decode::sweep(&root, report, source, read);
    match sweep {
        Some(sweep) if !report.has_errors() => Ok(sweep),
        _ => Err(instead(report.resolve(Sources::of(source)))),
    }
}
