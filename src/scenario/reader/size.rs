//! Limits on the length of lists: what exceeds one is not looked into.

use crate::scenario::document::Node;
use crate::scenario::kind::{Field, Kind, Record};
use crate::scenario::report::Report;

/// Reports lists that are too long; whether there are none.
pub(crate) fn within_limits(node: &Node, record: &'static Record, report: &mut Report) -> bool {
    let mut within = true;
    for field in record.fields() {
        if let Some(node) = node.get(field.key) {
            within &= is_within(node, field, report);
        }
    }
    within
}

fn is_within(node: &Node, field: &'static Field, report: &mut Report) -> bool {
    let items = node.items().unwrap_or_default();
    let fault = field.limit.and_then(|limit| limit.fault(items.len()));
    if let Some(fault) = fault {
        report.key(node.at, fault);
        return false;
    }
    let Kind::List(Kind::Record(record)) = field.kind else {
        return true;
    };
    // Every list is looked at, so that all that are too long are reported.
    let judged = items.iter().map(|item| within_limits(item, record, report));
    judged.filter(|within| !within).count() == 0
}
