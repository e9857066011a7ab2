//! What other settlement rules would have given, as sections of a page.

use crate::analysis::settlement::{Rule, Settlement};
use crate::report::labels::count;
use crate::report::table::{rate_row, section};
use crate::report::theory::Solution;
use crate::simulation::{Rate, SettlementRates};

/// The rules in words.
pub(in crate::report) fn title(rule: Rule) -> &'static str {
    match rule {
        Rule::CompromiseMean => "compromise mean, issue by issue",
        Rule::Median => "weighted median, issue by issue",
        Rule::Nash => "Nash: greatest product of gains",
        Rule::KalaiSmorodinsky => "Kalai–Smorodinsky: most equal relative gains",
    }
}

/// A table of what each rule gives at central values: its verdict, and the objectives' utilities of its deal.
pub(in crate::report) fn verdicts(solution: &Solution<'_>) -> Option<String> {
    let rows = solution.rules.iter().map(|outcome| {
        let verdict = match outcome.settlement {
            Settlement::Agreed => "in the zone",
            Settlement::Refused if outcome.deal.is_none() => "no deal",
            Settlement::Refused => "not in the zone",
            Settlement::Undecided => "not found out",
        };
        let mut row = vec![title(outcome.rule).to_owned(), verdict.to_owned()];
        row.extend(solution.objectives.iter().map(|&party| {
            let utility = outcome.deal.as_ref();
            utility.map_or_else(
                || "–".to_owned(),
                |point| format!("{:.3}", point.utilities[party as usize]),
            )
        }));
        row
    });
    let titles = solution.objectives.iter();
    let titles = titles.map(|&party| solution.scenario.parties[party as usize].title.as_str());
    let header: Vec<&str> = ["", "their deal is"].into_iter().chain(titles).collect();
    section(
        "Other settlement rules (utilities)",
        2,
        &header,
        rows.collect(),
    )
}

/// A table of the rules, under what the talks gave on the same realizations where any were held.
///
/// `all` tells how many runs there were; fewer realizations are said to be the first of them.
pub(in crate::report) fn table(
    rates: &SettlementRates,
    played: Option<Rate>,
    all: u64,
) -> Option<String> {
    if rates.realizations == 0 {
        return None;
    }
    let mut rows: Vec<Vec<String>> = Vec::new();
    rows.extend(played.map(|played| rate_row("agreement in the simulated talks", played)));
    for rule in &rates.rules {
        rows.push(rate_row(title(rule.rule), rule.agreed));
        if rule.undecided.count > 0 {
            rows.push(rate_row("  not found out", rule.undecided));
        }
    }
    let noun = if played.is_some() {
        "runs"
    } else {
        "realizations"
    };
    let which = if rates.realizations < all {
        format!("the first {} {noun}", count(rates.realizations))
    } else {
        format!("the same {noun}")
    };
    let header = ["", noun, "share", "simulation error"];
    section(
        &format!(
            "Other settlement rules: on {which}, is their deal in the zone before the first move?"
        ),
        1,
        &header,
        rows,
    )
}
