//! What agreements have in common.

use crate::report::labels::{counted, percent};
use crate::report::names::Names;
use crate::report::table::{Cell, Column, Table};
use crate::report::words::joined;
use crate::simulation::{AgreedTerms, Rate, Summary};

/// What agreements have in common: the most frequent combinations of options on their core issues.
pub(super) fn table(summary: &Summary, names: Names<'_>) -> Table {
    let deals = summary.deals.as_ref();
    let Some(deals) = deals.filter(|deals| !deals.core.is_empty()) else {
        return Table::default();
    };
    let counted = counted(deals.different, "different deal");
    let at_least = if deals.complete { "" } else { "at least " };
    let most = deals.most_frequent.as_ref();
    let most = most.map_or(0.0, |most| most.agreed.value());
    let issues = deals.core.iter().map(|issue| &issue.id);
    let parties = summary.parties.iter();
    Table::new("What agreements have in common")
        .note(&format!("{at_least}{counted}, the most frequent {} of agreements", percent(most)))
        .legend(
            "The most frequent combinations of options on the core issues, those on which agreements differ most and differ in what \
             matters: share of agreements with 95 % interval in percent, and what they are worth to each party, on its own scale.",
        )
        .of(&deals.combinations)
        .columns(
            issues,
            |id| Column::named(names.issue(id), id),
            |combination, id| {
                let option = &combination.options[*id];
                Cell::named(names.option(id, option), option)
            },
        )
        .keyed()
        .column("share", |combination| combination.agreed)
        .columns(
            parties,
            |party| Column::named(&party.title, &party.id),
            |combination, party| {
                let utility = combination.utilities[&party.id].value();
                utility.map(Cell::Number)
            },
        )
        .table()
}

/// The most frequent terms of a setting on the core issues, and their share; a dash where nothing is agreed.
pub(super) fn most_frequent(terms: &AgreedTerms, names: Names<'_>) -> [Cell; 2] {
    let Some(most) = terms.combinations.first() else {
        return [Cell::Missing, Cell::Missing];
    };
    let options = most.options.iter();
    let titles = options.map(|(issue, option)| names.option(issue, option));
    let ids = most.options.values();
    [
        Cell::named(&joined(titles, "; "), &joined(ids, ", ")),
        most.agreed.into(),
    ]
}

/// The core issues in a row, as a note of a table says them.
pub(super) fn of_core<'c>(core: impl Iterator<Item = &'c str>, names: Names<'c>) -> String {
    let issues = core.map(|id| names.issue(id));
    format!("on the core issues: {}", joined(issues, ", "))
}

/// Share of agreements with an option of a core issue.
pub(super) fn option_share(terms: &AgreedTerms, issue: &str, option: &str) -> Option<Rate> {
    let mut options = terms.options.iter();
    let found = options.find(|share| share.issue == issue && share.option == option);
    found.map(|share| share.agreed)
}

#[cfg(test)]
mod tests {
    use crate::report::chapters::run::table;
    use crate::report::fixture;
    use crate::results::ById;
    use crate::simulation::{Combination, CoreIssue, DealSummary, Mean, Rate};

    #[test]
    fn combinations_stand_with_their_share_and_what_they_are_worth() {
        let mut summary = fixture::summary();
        let utilities = summary.parties.iter();
        let utilities = utilities.map(|party| (party.id.clone(), Mean::of_moments(9, 0.625, 0.1)));
        let combination = Combination {
            options: ById::from_iter([("wage".to_owned(), "low".to_owned())]),
            agreed: Rate::of(90, 120),
            utilities: utilities.collect(),
            others: ById::default(),
        };
        let deals = DealSummary {
            agreements: 120,
            complete: false,
            different: 17,
            most_frequent: None,
            core: vec![CoreIssue {
                id: "wage".to_owned(),
                entropy: 0.8,
                stake: 0.5,
            }],
            combinations: vec![combination],
            by_type: Vec::new(),
        };
        summary.deals = Some(deals.clone());
        let text = table(&summary);
        for words in ["at least 17 different deals", "75.0 %", "0.625"] {
            assert!(text.contains(words), "{words} is missing in\n{text}");
        }
        // Where all agreements are alike in all that matters there is nothing to group them by.
        summary.deals = Some(DealSummary {
            core: Vec::new(),
            ..deals
        });
        assert!(!table(&summary).contains("different deals"));
    }
}
