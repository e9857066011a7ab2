//! From the path of a finding to its place in the document.

use crate::model::check::{Finding, Idle, IdleFault, ModelFault, Part, Path, Segment};
use crate::scenario::document::{Node, Value};
use crate::scenario::place::At;
use crate::scenario::reader::range::RangeRead;
use crate::scenario::report::Report;

/// Where a path leads.
enum Place<'p> {
    /// To a value of the document.
    Written(At),
    /// To a key that a table leaves out.
    LeftOut(At, &'p str),
    /// To or through a value that is at fault.
    Faulty,
}

/// Adds what a check has found, but for what rests on values that are at fault.
pub(crate) fn add_findings(findings: Vec<Finding>, root: &Node, report: &mut Report) {
    let mut checked = Report::default();
    for finding in findings {
        let Finding {
            path,
            part,
            fault,
            rests_on,
        } = finding;
        let rests_on_fault = |path: &Path| matches!(place(root, path, report), Place::Faulty);
        if rests_on.iter().any(rests_on_fault) {
            continue;
        }
        match (place(root, &path, report), part) {
            (Place::Written(at), Part::Key) => checked.key(at, fault),
            (Place::Written(at), Part::Value) => checked.value(at, fault),
            (Place::LeftOut(at, key), _) => checked.child(at, key, fault.into()),
            (Place::Faulty, _) => {}
        }
    }
    report.put_first(checked);
}

/// Adds what is legal and hardly meant as warnings.
pub(crate) fn add_doubts(doubts: Vec<Finding>, root: &Node, report: &mut Report) {
    for Finding { path, fault, .. } in doubts {
        if let Place::Written(at) = place(root, &path, report) {
            report.warn(at, fault);
        }
    }
}

/// Adds what changes no move as warnings, one for each reason, and what ranges are therefore not seen.
pub(crate) fn add_idle(found: Vec<Idle>, ranges: &[RangeRead], root: &Node, report: &mut Report) {
    let spread = ranges.iter().map(|range| report.places.path(range.at));
    let spread: Vec<String> = spread.collect();
    for Idle { paths, fault } in found {
        let places = paths.iter().map(|path| place(root, path, report));
        let written: Vec<At> = places
            .filter_map(|place| match place {
                Place::Written(at) => Some(at),
                Place::LeftOut(..) | Place::Faulty => None,
            })
            .collect();
        let lies_in = |at: &At, path: &str| {
            let rest = path.strip_prefix(&*report.places.path(*at));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let may_move = |path: &String| {
            // How long the talks last and who loads on what stand elsewhere.
            written.iter().any(|at| lies_in(at, path))
                || path == "clock.rounds"
                || path.contains(".loads.")
        };
        // What holds for a number as written need not hold elsewhere in its range.
        if !fault.holds_for_all_values() && spread.iter().any(may_move) {
            continue;
        }
        if let Some(&first) = written.first() {
            report.warn(first, ModelFault::from(fault));
        }
        for at in written {
            report.note_idle(at);
        }
    }
    let places = ranges.iter().map(|range| range.at);
    let unseen: Vec<At> = places.filter(|&at| report.is_idle(at)).collect();
    if let Some(&first) = unseen.first() {
        let paths = unseen.iter().map(|&at| report.places.path(at));
        let fault = IdleFault::Unseen(paths.collect());
        report.warn(first, ModelFault::from(fault));
    }
}

/// Walks a path; what a type leaves out is its party's.
fn place<'p>(root: &Node, path: &'p Path, report: &Report) -> Place<'p> {
    let segments = path.segments();
    if let [party, name, list, kind, rest @ ..] = segments
        && (party.name.as_str(), list.name.as_str()) == ("party", "type")
        && let Some(party) = root.get("party").and_then(|list| item(list, name))
    {
        let own = party.get("type").and_then(|list| item(list, kind));
        if let Some(own) = own {
            let found = walk(own, rest, report);
            if !matches!(found, Place::LeftOut(..)) || rest.first().is_some_and(is_of_types) {
                return found;
            }
        }
        return walk(party, rest, report);
    }
    walk(root, segments, report)
}

/// Whether a key is one that a party cannot say for its types.
fn is_of_types(segment: &Segment) -> bool {
    ["id", "title", "probability"].contains(&segment.name.as_str())
}

fn walk<'p>(from: &Node, segments: &'p [Segment], report: &Report) -> Place<'p> {
    let mut node = from;
    for segment in segments {
        if report.is_faulty(node.at) {
            return Place::Faulty;
        }
        let next = match &node.value {
            Value::Table(_) => {
                if report.lacks(node.at, &segment.name) {
                    return Place::Faulty;
                }
                let Some(next) = node.get(&segment.name) else {
                    return Place::LeftOut(node.at, &segment.name);
                };
                Some(next)
            }
            Value::List(_) => item(node, segment),
            // A choice written as a word has no settings, and one option stands for a list of them.
            _ => None,
        };
        let Some(next) = next else {
            break;
        };
        node = next;
    }
    if report.is_faulty(node.at) {
        Place::Faulty
    } else {
        Place::Written(node.at)
    }
}

/// An item by its position, where the path knows it, else by its name.
fn item<'n>(list: &'n Node, segment: &Segment) -> Option<&'n Node> {
    match segment.position {
        Some(position) => list.items()?.get(position),
        None => list.below(&segment.name),
    }
}
