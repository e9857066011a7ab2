//! What other settlement rules would have given, beside the talks and beside theory.

use crate::report::labels::{count, counted};
use crate::report::table::{Cell, Column, Table};
use crate::report::words::rule;
use crate::simulation::{RuleEstimates, Settlements, Summary};

/// What the utilities of solutions are.
pub(super) const SCALES: &str = "utilities, each party on its own scale";

/// How far a plan lies below a frontier.
pub(super) const BELOW: &str =
    "below a frontier: what some deal on it gives every party more, at least";
/// Heads of the columns that say how far a plan lies below each frontier.
pub(super) const BELOW_HEADS: [&str; 2] = ["below the zone’s frontier", "below that of all deals"];
/// What they are.
pub(super) const LEGEND: &str = "A formula that names a deal before the first move; it agrees where that deal lies in the zone of possible \
    agreement. Mean and median take each issue by itself and see neither red lines nor fallbacks; Nash and Kalai–Smorodinsky \
    choose within the zone.";

/// How they are computed.
pub(super) const METHOD: &str = "Four other settlement rules were applied to the same numbers: the compromise mean (Van den Bos \
    1991; Achen 2006), the weighted median (Black 1948), the Nash solution (Nash 1950) and the solution of Kalai and Smorodinsky \
    (1975).";

/// The rules on the first runs, under what the talks gave there.
pub(super) fn of_runs(summary: &Summary) -> Option<Table> {
    let settled = summary.settlement.as_ref()?;
    let which = format!("the first {}", counted(settled.realizations, "run"));
    let parties = summary.parties.iter();
    let parties = parties.map(|party| (party.title.as_str(), party.id.as_str()));
    drawn(&which, parties, settled)
}

/// The rules over realizations; parties by title and id, in the order of the scenario.
pub(super) fn of_realizations<'a>(
    settlements: &Settlements,
    parties: impl Iterator<Item = (&'a str, &'a str)>,
) -> Option<Table> {
    let which = format!("{} realizations", count(settlements.realizations));
    drawn(&which, parties, settlements)
}

fn drawn<'a>(
    which: &str,
    parties: impl Iterator<Item = (&'a str, &'a str)>,
    settlements: &Settlements,
) -> Option<Table> {
    let rules = || settlements.rules.iter();
    let mut undecided = rules().filter(|rule| rule.undecided.count > 0);
    let open = undecided.next().map(|_| "undecided");
    let played = settlements
        .played
        .map(|played| ("the simulated talks", played, None));
    let lines = rules().map(|one| (rule(one.rule), one.agreed, Some(one)));
    let of_rule = |row: &(_, _, Option<&RuleEstimates>), cell: &dyn Fn(&RuleEstimates) -> Cell| {
        row.2.map_or(Cell::Empty, cell)
    };
    let table = Table::new(&format!("Other settlement rules on {which}"))
        .note("is their deal in the zone before the first move?")
        .legend(&format!(
            "{LEGEND} Share with 95 % interval in percent. Utility: of the deal where the rule agrees, else of no agreement; mean \
             ± standard error."
        ))
        .of(played.into_iter().chain(lines))
        .column("rule", |row| row.0)
        .column("agrees", |row| row.1)
        .columns(open, |head| *head, |row, _| of_rule(row, &|rule| rule.undecided.into()))
        .columns(
            parties,
            |(title, id)| utility_of(title, id),
            |row, (_, id)| of_rule(row, &|rule| (&rule.parties[*id].utility).into()),
        )
        .table();
    (settlements.realizations > 0).then_some(table)
}

/// A column for the utilities of a party.
pub(super) fn utility_of(title: &str, id: &str) -> Column {
    Column::named(&format!("utility of {title}"), id)
}
