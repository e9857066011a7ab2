//! Values that a file sets by their paths, each with the place where it stands.

use crate::scenario::assignment::{Assignment, segments};
use crate::scenario::document::{Node, Value};
use crate::scenario::fault::Fault;
use crate::scenario::inline::inline;
use crate::scenario::key::{Key, Map};
use crate::scenario::kind::Kind;
use crate::scenario::place::Span;
use crate::scenario::reader::Table;

/// An assignment with its place in the file that sets it.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// What is set.
    pub assignment: Assignment,
    pub(super) place: Span,
    pub(super) path_place: Span,
}

/// Parameter paths and their values.
pub(crate) const PARAMETERS: Kind = Kind::Map {
    of: "parameter",
    value: &Kind::Any,
    notes: true,
};

/// The assignments of a table of paths and values; `is_list` says whether a key of a scenario holds a list, so that a path that begins
/// with it lacks its quotes.
pub(crate) fn placed(
    table: &Table<'_>,
    key: &'static Key<Map>,
    is_list: fn(&str) -> bool,
) -> Vec<Placed> {
    let mut sets = Vec::new();
    for entry in table.map(key).unwrap_or_default() {
        let path = entry.key.to_owned();
        if segments(&path).is_none() {
            table.reader.key_fault(entry.node.at, Fault::BadPath(path));
            continue;
        }
        if is_list(&path) && matches!(entry.node.value, Value::Table(_)) {
            let fault = Fault::PathUnquoted { key: path };
            table.reader.key_fault(entry.node.at, fault);
            continue;
        }
        let place = table.reader.key_span(entry.node.at);
        sets.push(placed_at(table, entry.key, entry.node, place));
    }
    sets
}

/// What a path is set to, with the places of both.
pub(crate) fn placed_at(table: &Table<'_>, path: &str, node: &Node, path_place: Span) -> Placed {
    Placed {
        path_place,
        assignment: Assignment {
            path: path.to_owned(),
            value: inline(node),
        },
        place: table.reader.span(node.at),
    }
}
