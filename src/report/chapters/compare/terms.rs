//! On what there is agreement without levers and with each policy.

use crate::experiment::compare::{Comparison, OptionChange, PolicyEffect, PolicyTerms};
use crate::report::chapters::deals::{most_frequent, of_core};
use crate::report::labels::listed;
use crate::report::names::Names;
use crate::report::table::{Cell, Table};
use crate::simulation::{AGREEMENTS_MIN, AgreedTerms};

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
        .legend(&format!(
            "Core issues are those on which agreements without levers and with each policy together differ most, and differ in what \
             matters. Share of agreements in percent. The option whose share of agreements the policy changes most, and by how many \
             points, on the same realizations, with an interval so wide that those of all options of the core issues and all policies \
             hold together at 95 %; not estimated below {AGREEMENTS_MIN} agreements."
        ))
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
    Some(changes(&terms.policies, names, called))
}

fn changes(policies: &[PolicyTerms], names: Names<'_>, called: impl Fn(&str) -> String) -> String {
    let sure = policies.iter().filter_map(|policy| {
        let mut changes = policy.changes.iter();
        let change = changes.find(|change| change.is_significant())?;
        let option = option(Some(change), names).words();
        let points = changed(Some(change)).words();
        Some(format!("{} ({option} by {points})", called(&policy.policy)))
    });
    let sure: Vec<String> = sure.collect();
    let unknown = policies.iter().filter(|policy| policy.changes.is_empty());
    let unknown: Vec<String> = unknown.map(|policy| called(&policy.policy)).collect();
    if unknown.len() == policies.len() {
        return format!(
            "There are too few agreements to tell whether levers change what is agreed: fewer than {AGREEMENTS_MIN} without \
             levers, or with each of them."
        );
    }
    let found = if sure.is_empty() {
        "No lever changes significantly which options of the core issues agreements have."
            .to_owned()
    } else {
        format!(
            "What is agreed is changed significantly by {}, in percentage points of the agreements that have the option.",
            listed(sure)
        )
    };
    if unknown.is_empty() {
        found
    } else {
        format!(
            "{found} With {} there are too few agreements to tell, fewer than {AGREEMENTS_MIN}.",
            listed(unknown)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::changes;
    use crate::experiment::compare::{OptionChange, PolicyTerms};
    use crate::report::names::Names;
    use crate::simulation::{AgreedTerms, Rate};

    fn policy(id: &str, interval_all: Option<[f64; 2]>) -> PolicyTerms {
        let change = interval_all.map(|interval_all| OptionChange {
            issue: "wage".to_owned(),
            option: "high".to_owned(),
            with: Rate::of(60, 100),
            without: Rate::of(40, 100),
            difference: 0.2,
            se: 0.05,
            interval: interval_all,
            p: 0.01,
            interval_all,
            p_all: 0.02,
        });
        PolicyTerms {
            policy: id.to_owned(),
            terms: AgreedTerms {
                agreements: 100,
                options: Vec::new(),
                complete: true,
                combinations: Vec::new(),
            },
            changes: change.into_iter().collect(),
        }
    }

    #[test]
    fn too_few_agreements_are_not_taken_for_no_change() {
        let said = |policies: &[PolicyTerms]| changes(policies, Names::TYPED, str::to_owned);
        let (sure, unsure) = (Some([0.1, 0.3]), Some([-0.1, 0.5]));
        let none = said(&[policy("aid", None), policy("force", None)]);
        assert!(
            none.starts_with("There are too few agreements to tell"),
            "{none}"
        );
        let some = said(&[policy("aid", unsure), policy("force", None)]);
        assert!(some.starts_with("No lever changes significantly"), "{some}");
        assert!(
            some.ends_with("With force there are too few agreements to tell, fewer than 20."),
            "{some}"
        );
        let both = said(&[policy("aid", sure), policy("force", None)]);
        assert!(
            both.starts_with("What is agreed is changed significantly by aid ("),
            "{both}"
        );
        assert!(both.contains("With force"), "{both}");
        let all = said(&[policy("aid", unsure), policy("force", unsure)]);
        assert!(!all.contains("too few"), "{all}");
    }
}
