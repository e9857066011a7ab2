//! What other settlement rules would have given, beside the talks and beside theory.

use crate::analysis::settlement::Settlement;
use crate::report::labels::count;
use crate::report::paper::names::Names;
use crate::report::paper::table::{Cell, Table};
use crate::report::paper::values::known;
use crate::report::settlement::title;
use crate::results::{Settlements, Solution};
use crate::simulation::Summary;

const WHAT_THEY_ARE: &str = "What a formula would settle before the first move: each rule names a deal and agrees where that deal \
    lies in the zone of possible agreement. Mean and median take each issue by itself and see neither red lines nor fallbacks; \
    Nash and Kalai–Smorodinsky choose within the zone.";

/// How they are computed.
pub(super) const METHOD: &str = "Four other settlement rules were applied to the same numbers: the compromise mean (Van den Bos \
    1991; Achen 2006), the weighted median (Black 1948), the Nash solution (Nash 1950) and the solution of Kalai and Smorodinsky \
    (1975).";

/// The rules on the first runs, under what the talks gave there.
pub(super) fn of_runs(summary: &Summary) -> Option<Table> {
    let settled = summary.settlement.as_ref()?;
    if settled.rates.realizations == 0 {
        return None;
    }
    let caption = format!(
        "Other settlement rules on the first {} runs",
        count(settled.rates.realizations)
    );
    let mut columns = vec!["rule".to_owned(), "agrees".to_owned()];
    let titles = summary.parties.iter().map(|party| party.title.as_str());
    columns.extend(titles.map(|party| format!("utility of {party}")));
    let note = format!(
        "{WHAT_THEY_ARE} Share of runs with 95 % interval in percent. Utility: of the deal where the rule agrees, else of no \
         agreement; mean ± standard error."
    );
    let mut table = Table::titled(&caption, columns).noted(&note);
    let mut played = vec![
        Cell::words("the simulated talks"),
        Cell::rate(settled.played),
    ];
    played.resize_with(table.columns.len(), Cell::none);
    table.rows.push(played);
    for it in &settled.rates.rules {
        let mut row = vec![Cell::words(title(it.rule)), Cell::rate(it.agreed)];
        row.extend(it.utilities.iter().map(Cell::mean));
        table.rows.push(row);
    }
    Some(table)
}

/// The rules over realizations.
pub(super) fn of_realizations(settlement: &Settlements, names: Names<'_>) -> Option<Table> {
    let parties = settlement.rules.first()?.parties.keys();
    let mut columns = vec!["rule".to_owned(), "agrees".to_owned()];
    columns.extend(parties.map(|id| format!("utility of {}", names.party(id))));
    let note = format!(
        "{WHAT_THEY_ARE} Share of realizations with 95 % interval in percent; utilities as mean ± standard error."
    );
    let caption = format!(
        "Other settlement rules on {} realizations",
        count(settlement.realizations)
    );
    let mut table = Table::titled(&caption, columns).noted(&note);
    for it in &settlement.rules {
        let mut row = vec![Cell::words(title(it.rule)), Cell::rate(it.agreed)];
        row.extend(it.parties.values().map(|means| Cell::mean(&means.utility)));
        table.rows.push(row);
    }
    Some(table)
}

/// The rules at central values.
pub(super) fn of_central_values(solution: &Solution, names: Names<'_>) -> Option<Table> {
    solution.settlement.first()?;
    let parties = &solution.parties;
    let mut columns = vec!["rule".to_owned(), "its deal is".to_owned()];
    let titles = parties.iter().map(|it| names.party(&it.id));
    columns.extend(titles.map(|title| format!("utility of {title}")));
    let note = format!("{WHAT_THEY_ARE} Central values, so no intervals.");
    let mut table = Table::titled("Other settlement rules at central values", columns).noted(&note);
    for it in &solution.settlement {
        let verdict = match it.settlement {
            Settlement::Agreed => "in the zone",
            Settlement::Refused if it.deal.is_none() => "none: there is no zone",
            Settlement::Refused => "not in the zone",
            Settlement::Undecided => "not found out",
        };
        let utility = |id: &str| it.utilities.as_ref()?.get(id).copied();
        let mut row = vec![Cell::words(title(it.rule)), Cell::words(verdict)];
        row.extend(parties.iter().map(|party| known(utility(&party.id))));
        table.rows.push(row);
    }
    Some(table)
}
