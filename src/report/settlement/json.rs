//! What other settlement rules would have given, as JSON.

use serde_json::{Map, Value, json};

use crate::report::json::{list, mean, rate};
use crate::simulation::{Rate, RuleRates, SettlementRates};

/// The rules with everybody's utilities; `parties` are the parties' ids.
pub(in crate::report) fn value(
    rates: &SettlementRates,
    played: Option<Rate>,
    parties: &[&str],
) -> Value {
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
