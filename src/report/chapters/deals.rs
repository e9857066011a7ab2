//! How deals are shown: their terms, their utilities, and how far they lie below a frontier.

use crate::report::names::Names;
use crate::report::table::{Cell, Table};
use crate::results::Terms;

/// What the utilities of solutions are.
pub(super) const SCALES: &str = "utilities, each party on its own scale";

/// How far a plan lies below a frontier.
pub(super) const BELOW: &str =
    "below a frontier: what some deal on it gives every party more, at least";
/// Heads of the columns that say how far a plan lies below each frontier.
pub(super) const BELOW_HEADS: [&str; 2] = ["below the zone’s frontier", "below that of all deals"];

/// Deals side by side, issue by issue.
pub(super) fn deals(title: &str, deals: &[(String, &Terms)], names: Names<'_>) -> Table {
    let issues = deals.first().map(|(_, deal)| deal.keys());
    Table::new(title)
        .of(issues.into_iter().flatten())
        .column("issue", |issue| Cell::named(names.issue(issue), issue))
        .columns(
            deals,
            |(title, _)| title.as_str(),
            |issue, (_, deal)| {
                let option = &deal[*issue];
                Cell::named(names.option(issue, option), option)
            },
        )
        .table()
}
