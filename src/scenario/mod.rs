//! Text to [`Scenario`], and to [`Sweep`]: the only folder that knows the file formats.
//!
//! A file becomes a tree of values with places, assignments change the tree, and then it is decoded against the list of
//! known keys and validated. Each step reports all problems it finds.
//! The checks of a whole deal (consent, blocks, red lines) wait until the parts are right.

mod assignment;
mod document;
mod edit;
mod excerpt;
mod fault;
mod inline;
mod key;
mod keys;
mod kind;
mod labels;
mod meant;
mod memory;
mod near;
mod place;
mod placed;
mod policy;
mod problem;
mod ranges;
mod reader;
mod reference;
mod remedy;
mod report;
mod schema;
mod source;
mod sources;
mod sweep;
mod syntax;
mod syntax_fault;
mod template;
mod which;
mod written;

use std::path::Path;

pub use assignment::Assignment;
pub use fault::{Destination, Fault};
pub use labels::{load_labels, parse_labels};
pub use memory::SetError;
pub use near::nearest;
pub(crate) use place::Span;
pub use placed::Placed;
pub use policy::{NamedPolicy, RESERVED};
pub use problem::{Problem, Problems, Severity};
pub use ranges::{Ranged, Ranges};
pub use reference::{ReferenceKey, ReferenceTable, reference, sweep_reference};
pub use schema::{json_schema, sweep_json_schema};
pub use source::{Source, near_path};
pub use sources::{Note, NoteKind, SourceCounts, Stated, Unsourced};
pub use sweep::{
    Design, Factor, Length, Level, Precision, Sweep, Target, ValueRange, Values, load_sweep,
    parse_sweep, read_beside,
};
pub use syntax_fault::SyntaxFault;
pub use template::{Template, templates};
pub use which::is_sweep;

use crate::model::check::ModelFault;
use crate::model::{Scenario, check};
use crate::scenario::document::Node;
use crate::scenario::reader::{Names, RangeRead, Reader};
use crate::scenario::report::{Origin, Report, Sources};
use crate::scenario::source::fingerprint;

/// A scenario with what its file says about it.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The scenario.
    pub scenario: Scenario,
    /// The policies that the file names; what they set is judged by [`parse_placed`].
    pub policies: Vec<NamedPolicy>,
    /// What has no effect.
    pub warnings: Problems,
    /// What is read and changes no move of anybody, such as a discount that no rule reads.
    pub idle: Problems,
    /// Numbers with neither source nor assumption, in file order.
    pub unsourced: Vec<Unsourced>,
    /// How many numbers have a source, how many an assumption.
    pub counts: SourceCounts,
    /// What the file says about the origin of its numbers, in file order.
    pub notes: Vec<Note>,
    /// Every number of the file with what vouches for it, in file order.
    pub numbers: Vec<Stated>,
    /// The numbers that have a range in which their values might reasonably lie.
    pub ranges: Ranges,
    /// The text as read.
    pub text: String,
    /// Hash of text and assignments, in hexadecimal.
    pub fingerprint: String,
}

/// Reads a scenario file, with some values replaced.
///
/// # Errors
/// Every problem of the file and of the assignments.
pub fn load(path: &Path, assignments: &[Assignment]) -> Result<Loaded, Problems> {
    let source = Source::read(path)?;
    parse(&source.name, &source.text, assignments)
}

/// Reads a scenario text; `name` stands for the file in messages.
///
/// # Errors
/// Every problem of the text and of the assignments.
pub fn parse(name: &str, text: &str, assignments: &[Assignment]) -> Result<Loaded, Problems> {
    let origins: Vec<Origin<'_>> = assignments
        .iter()
        .map(|assignment| Origin::CommandLine(format!("--set {assignment}")))
        .collect();
    parse_from(name, text, assignments, &origins)
}

/// Reads a scenario with some values replaced, and then with values that another file sets, or its own policies: problems of these have
/// their places there.
///
/// # Errors
/// Every problem of the scenario with these values.
pub fn parse_placed(
    scenario: &Source,
    assignments: &[Assignment],
    (set_in, placed): (&Source, &[Placed]),
) -> Result<Loaded, Problems> {
    let given = assignments.iter().cloned();
    let set = placed.iter().map(|placed| placed.assignment.clone());
    let all: Vec<Assignment> = given.chain(set).collect();
    let given = assignments
        .iter()
        .map(|assignment| Origin::CommandLine(format!("--set {assignment}")));
    let set = placed.iter().map(|placed| Origin::File {
        source: set_in,
        span: placed.place,
        path: placed.path_place,
    });
    let origins: Vec<Origin<'_>> = given.chain(set).collect();
    parse_from(&scenario.name, &scenario.text, &all, &origins)
}

/// Reads a scenario text with assignments that come from these places.
fn parse_from(
    name: &str,
    text: &str,
    assignments: &[Assignment],
    origins: &[Origin<'_>],
) -> Result<Loaded, Problems> {
    let sources = Sources {
        name,
        text,
        origins,
    };
    let opened = document::open(sources, &keys::SCENARIO);
    let instead = |problems| {
        if is_sweep(text) {
            of_sweep(name)
        } else {
            problems
        }
    };
    let (mut root, mut report) = opened.map_err(instead)?;
    edit::apply(&mut root, assignments, &mut report);
    let (read, ranges, mut report) = read_scenario(&root, text, report);
    let collected = sources::collect(&root, &report.places, text);
    for range in ranges
        .iter()
        .filter(|range| collected.rules.contains(&range.at))
    {
        report.value(range.at, Fault::RangeOfRule);
    }
    let has_errors = report.has_errors();
    let ranges = read
        .as_ref()
        .map(|(scenario, _)| Ranges::of(ranges, &report.places, scenario));
    let problems = report.resolve(sources);
    let set: Vec<String> = assignments
        .iter()
        .map(|set| format!("--set {set}"))
        .collect();
    match read.zip(ranges) {
        Some(((scenario, policies), ranges)) if !has_errors => {
            let (idle, warnings) = problems.split(|problem| is_idle(&problem.fault));
            Ok(Loaded {
                scenario,
                policies,
                ranges,
                warnings,
                idle,
                unsourced: collected.unsourced,
                counts: collected.counts,
                notes: collected.notes,
                numbers: collected.numbers,
                text: text.to_owned(),
                fingerprint: fingerprint(text, &set),
            })
        }
        _ => Err(instead(problems)),
    }
}

fn is_idle(fault: &Fault) -> bool {
    matches!(fault, Fault::Model(ModelFault::Idle(_)))
}

/// The only thing that is wrong with a scenario that is a sweep.
fn of_sweep(name: &str) -> Problems {
    Problems::one(Problem::with_file(name, Fault::SweepForScenario))
}

/// A scenario with the policies that its file names.
type Read = (Scenario, Vec<NamedPolicy>);

/// The scenario that a document means and the ranges of its numbers, with everything that is wrong reported.
fn read_scenario(
    root: &Node,
    text: &str,
    mut report: Report,
) -> (Option<Read>, Vec<RangeRead>, Report) {
    if !reader::within_limits(root, &keys::SCENARIO, &mut report) {
        return (None, Vec::new(), report);
    }
    let names = Names::of_document(root);
    reader::report_misplaced(root, &keys::SCENARIO, &names, text, &mut report);
    let reader = Reader::new(names, report);
    let read = keys::scenario(root, &reader);
    let (mut report, ranges) = reader.into_parts();
    if let Some((scenario, _)) = &read {
        reader::add_findings(
            check::check_parts(scenario, keys::bounds),
            root,
            &mut report,
        );
        if !report.has_errors() {
            reader::add_findings(check::check_whole(scenario), root, &mut report);
        }
        if !report.has_errors() {
            reader::add_doubts(check::doubts(scenario), root, &mut report);
            reader::add_idle(check::idle(scenario), &ranges, root, &mut report);
        }
    }
    (read, ranges, report)
}
