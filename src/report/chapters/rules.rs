//! What other settlement rules would have given, beside the talks and beside theory.

use crate::analysis::settlement::Rule;
use crate::report::labels::{count, counted};
use crate::report::table::{Cell, Column, Table};
use crate::report::words::rule;
use crate::results::{RuleEstimates, Settlements};
use crate::simulation::{Mean, Rate, Summary};

/// What they are.
pub(super) const LEGEND: &str = "A formula that names a deal before the first move; it agrees where that deal lies in the zone of possible \
    agreement. Mean and median take each issue by itself and see neither red lines nor fallbacks; Nash and Kalai–Smorodinsky \
    choose within the zone.";

/// How they are computed.
pub(super) const METHOD: &str = "Four other settlement rules were applied to the same numbers: the compromise mean (Van den Bos \
    1991; Achen 2006), the weighted median (Black 1948), the Nash solution (Nash 1950) and the solution of Kalai and Smorodinsky \
    (1975).";

/// What one rule gives over realizations.
struct Drawn {
    rule: Rule,
    agreed: Rate,
    undecided: Rate,
    utilities: Vec<Mean>,
}

/// The rules on the first runs, under what the talks gave there.
pub(super) fn of_runs(summary: &Summary) -> Option<Table> {
    let settled = summary.settlement.as_ref()?;
    let which = format!("the first {}", counted(settled.rates.realizations, "run"));
    let parties = summary.parties.iter();
    let parties = parties.map(|party| (party.title.as_str(), party.id.as_str()));
    let rules = settled.rates.rules.iter().map(|it| Drawn {
        rule: it.rule,
        agreed: it.agreed,
        undecided: it.undecided,
        utilities: it.utilities.clone(),
    });
    let table = drawn(&which, parties, Some(settled.played), rules.collect());
    (settled.rates.realizations > 0).then_some(table)
}

/// The rules over realizations; parties by title and id, in the order of the scenario.
pub(super) fn of_realizations<'a>(
    settlements: &Settlements,
    parties: impl Iterator<Item = (&'a str, &'a str)>,
) -> Option<Table> {
    let which = format!("{} realizations", count(settlements.realizations));
    let rules = settlements.rules.iter().map(|it: &RuleEstimates| Drawn {
        rule: it.rule,
        agreed: it.agreed,
        undecided: it.undecided,
        utilities: it.parties.values().map(|it| it.utility).collect(),
    });
    let table = drawn(&which, parties, None, rules.collect());
    (settlements.realizations > 0).then_some(table)
}

fn drawn<'a>(
    which: &str,
    parties: impl Iterator<Item = (&'a str, &'a str)>,
    played: Option<Rate>,
    rules: Vec<Drawn>,
) -> Table {
    let is_open = rules.iter().any(|it| it.undecided.count > 0);
    let mut columns: Vec<Column> = vec!["rule".into(), "agrees".into()];
    columns.extend(is_open.then(|| "undecided".into()));
    columns.extend(parties.map(|(title, id)| utility_of(title, id)));
    let row = |it: Drawn| {
        let mut cells = vec![rule(it.rule).into(), it.agreed.into()];
        cells.extend(is_open.then(|| it.undecided.into()));
        cells.extend(it.utilities.iter().map(Cell::from));
        cells
    };
    let played = played.map(|played| vec!["the simulated talks".into(), played.into()]);
    Table::new(&format!("Other settlement rules on {which}"))
        .note("is their deal in the zone before the first move?")
        .legend(&format!(
            "{LEGEND} Share with 95 % interval in percent. Utility: of the deal where the rule agrees, else of no agreement; mean \
             ± standard error."
        ))
        .heads(columns)
        .rows(played)
        .rows(rules.into_iter().map(row))
}

/// A column for the utilities of a party.
pub(super) fn utility_of(title: &str, id: &str) -> Column {
    Column::named(&format!("utility of {title}"), id)
}
