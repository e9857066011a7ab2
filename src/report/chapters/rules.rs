//! What other settlement rules would have given, beside the talks and beside theory.

use crate::analysis::settlement::Rule;
use crate::report::labels::{count, counted};
use crate::report::table::{Cell, Column, Table};
use crate::report::words::rule;
use crate::simulation::{RuleEstimates, Settlements, Summary};

const LEGEND: &str = "A formula that names a deal before the first move; it agrees where that deal lies in the zone of possible \
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
    let open = rules().any(|of| of.undecided.count > 0);
    let mut columns: Vec<Column> = vec!["rule".into(), "agrees".into()];
    columns.extend(open.then(|| "undecided".into()));
    columns.extend(parties.map(|(title, id)| utility_of(title, id)));
    let row = |of: &RuleEstimates| {
        let mut cells = vec![rule(of.rule).into(), of.agreed.into()];
        cells.extend(open.then(|| of.undecided.into()));
        cells.extend(of.parties.values().map(|has| Cell::from(&has.utility)));
        cells
    };
    let played = settlements.played;
    let played = played.map(|played| vec!["the simulated talks".into(), played.into()]);
    let table = Table::new(&format!("Other settlement rules on {which}"), columns)
        .note("is their deal in the zone before the first move?")
        .legend(&format!(
            "{LEGEND} Share with 95 % interval in percent. Utility: of the deal where the rule agrees, else of no agreement; mean \
             ± standard error."
        ))
        .rows(played.into_iter().chain(rules().map(row)));
    (settlements.realizations > 0).then_some(table)
}

/// A column for the utilities of a party.
pub(super) fn utility_of(title: &str, id: &str) -> Column {
    Column::named(&format!("utility of {title}"), id)
}

/// The rules at central values: each with where its deal lies, and everybody's utilities of it.
pub(super) fn of_central_values(
    columns: impl Iterator<Item = Column>,
    rules: impl Iterator<Item = (Rule, &'static str, Vec<Cell>)>,
) -> Table {
    let rows = rules.map(|(it, lies, utilities)| {
        let mut cells = vec![rule(it).into(), lies.into()];
        cells.extend(utilities);
        cells
    });
    Table::new(
        "Other settlement rules at central values",
        ["rule", "its deal lies"],
    )
    .and(columns)
    .legend(&format!("{LEGEND} Central values, so no intervals."))
    .rows(rows)
}
