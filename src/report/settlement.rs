//! What other settlement rules would have given: as a section of a page, and as JSON.

use serde_json::{Map, Value, json};

use crate::analysis::settlement::Rule;
use crate::report::json::{list, mean, rate};
use crate::report::labels::count;
use crate::report::table::{rate_row, section};
use crate::simulation::{Rate, RuleRates, SettlementRates};

/// The rules in words.
fn title(rule: Rule) -> &'static str {
    match rule {
        Rule::CompromiseMean => "compromise mean, issue by issue",
        Rule::Median => "weighted median, issue by issue",
        Rule::Nash => "Nash: greatest product of gains",
        Rule::KalaiSmorodinsky => "Kalai–Smorodinsky: most equal relative gains",
    }
}

/// A table of the rules, under what the talks gave on the same realizations where any were held.
///
/// `all` tells how many runs there were; fewer realizations are said to be the first of them.
pub(super) fn table(rates: &SettlementRates, played: Option<Rate>, all: u64) -> Option<String> {
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

/// The rules with everybody's utilities; `parties` are the parties' ids.
pub(super) fn value(rates: &SettlementRates, played: Option<Rate>, parties: &[&str]) -> Value {
    json!({
        "realizations": rates.realizations,
        "played": played.map(rate),
        "rules": list(&rates.rules, |rule| rule_value(rule, parties)),
    })
}

fn rule_value(rule: &RuleRates, parties: &[&str]) -> Value {
    let figures = rule.utilities.iter().zip(&rule.agreed_utilities);
    let parties: Map<String, Value> = parties
        .iter()
        .zip(figures)
        .map(|(&party, (all, agreed))| {
            let figures = json!({ "utility": mean(all), "agreed-utility": mean(agreed) });
            (party.to_owned(), figures)
        })
        .collect();
    json!({
        "rule": rule.rule.name(),
        "agreed": rate(rule.agreed),
        "undecided": rate(rule.undecided),
        "parties": parties,
    })
}
