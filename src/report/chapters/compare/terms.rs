//! On what there is agreement without levers and with each policy.

use crate::experiment::compare::{Comparison, OptionChange, PolicyEffect, PolicyTerms};
use crate::report::chapters::deals::{most_frequent, of_core};
use crate::report::labels::listed;
use crate::report::names::Names;
use crate::report::table::{Cell, Table};
use crate::simulation::AgreedTerms;

/// One line of the table.
struct Line<'c> {
    lever: Cell,
    terms: &'c AgreedTerms,
    change: Option<&'c OptionChange>,
}

/// The most frequent terms without levers and with each policy, with the option whose share it changes most.
pub(super) fn table(
    comparison: &Comparison,
    names: Names<'_>,
    called: impl Fn(&PolicyEffect) -> Cell,
) -> Option<Table> {
    let terms = comparison.terms.as_ref()?;
    let effects = |policy: &PolicyTerms| -> Option<&PolicyEffect> {
        let mut effects = comparison.effects.iter();
        effects.find(|effect| effect.policy == policy.policy)
    };
    let none = Line {
        lever: "no lever".into(),
        terms: &terms.none,
        change: None,
    };
    let policies = terms.policies.iter().map(|policy| Line {
        lever: effects(policy).map(&called).into(),
        terms: &policy.terms,
        change: policy.greatest(),
    });
    let core = terms.core.iter().map(|issue| issue.id.as_str());
    let table = Table::new("What is agreed, largest change first")
        .note(&of_core(core, names))
        .legend(
            "Core issues are those on which agreements without levers and with each policy together differ most, and differ in what \
             matters. Share of agreements in percent. The option whose share of agreements the policy changes most, and by how many \
             points, on the same realizations, with an interval so wide that those of all options of the core issues and all policies \
             hold together at 95 %; nothing is said below 20 agreements.",
        )
        .of(std::iter::once(none).chain(policies))
        .column("lever", |line| line.lever.clone())
        .column("most frequent terms", |line| {
            let [terms, _] = most_frequent(line.terms, names);
            terms
        })
        .column("share", |line| {
            let most = line.terms.combinations.first();
            most.map(|most| Cell::share_of(most.agreed))
        })
        .column("changes most", |line| option(line.change, names))
        .column("change", |line| changed(line.change));
    Some(table.table())
}

fn option(change: Option<&OptionChange>, names: Names<'_>) -> Cell {
    let Some(change) = change else {
        return Cell::Empty;
    };
    let (issue, option) = (
        names.issue(&change.issue),
        names.option(&change.issue, &change.option),
    );
    let (title, id) = (
        format!("{issue}: {option}"),
        format!("{}={}", change.issue, change.option),
    );
    Cell::named(&title, &id)
}

fn changed(change: Option<&OptionChange>) -> Cell {
    change.map_or(Cell::Empty, |change| {
        Cell::Points(change.difference, change.interval_all)
    })
}

/// Which policies change what is agreed.
pub(super) fn answer(
    comparison: &Comparison,
    names: Names<'_>,
    called: impl Fn(&str) -> String,
) -> Option<String> {
    let terms = comparison.terms.as_ref()?;
    let sure = terms.policies.iter().filter_map(|policy| {
        let mut changes = policy.changes.iter();
        let change = changes.find(|change| change.is_significant())?;
        let option = option(Some(change), names).words();
        let points = changed(Some(change)).words();
        Some(format!("{} ({option} by {points})", called(&policy.policy)))
    });
    let sure: Vec<String> = sure.collect();
    Some(if sure.is_empty() {
        "No lever changes significantly which options of the core issues agreements have."
            .to_owned()
    } else {
        format!(
            "What is agreed is changed significantly by {}, in percentage points of the agreements that have the option.",
            listed(sure)
        )
    })
}
