//! What theory says of central values, as tables read from its JSON.

use serde_json::Value;

use crate::report::labels::percent;
use crate::report::paper::table::{Cell, Table};

/// Tables of parties, plans and solutions; those the JSON does not hold have no rows.
pub(super) fn tables(solution: &Value) -> Vec<Table> {
    vec![
        parties(solution),
        plans(solution),
        drawn_plans(solution),
        settlement(solution),
    ]
}

/// Whether there is a zone, in a sentence or two.
pub(super) fn zone(solution: &Value) -> Option<String> {
    let zone = &solution["zone"];
    if let (Some(rate), Some(interval)) = (zone["rate"].as_f64(), zone["interval"].as_array()) {
        let bound = |place: usize| interval.get(place).and_then(Value::as_f64).unwrap_or(rate);
        return Some(format!(
            "In {} of {} realizations there is a zone of possible agreement (95 % interval {:.1}–{:.1} %).",
            percent(rate),
            solution["realizations"],
            bound(0) * 100.0,
            bound(1) * 100.0,
        ));
    }
    let exists = zone["exists"].as_bool()?;
    let sentence = if exists {
        let deals = zone["deals"].as_f64().map_or_else(String::new, |deals| {
            format!(
                ": {deals} of {} possible deals",
                solution["deals"].as_f64().unwrap_or(0.0)
            )
        });
        format!("At central values there is a zone of possible agreement{deals}.")
    } else {
        let obstacle = zone["obstacle"].as_str();
        let obstacle = obstacle.map_or_else(String::new, |it| format!(" (obstacle: {it})"));
        format!("At central values there is no zone of possible agreement{obstacle}.")
    };
    let points = solution["pareto"].as_array().map_or(0, Vec::len);
    Some(format!(
        "{sentence} The Pareto frontier of the zone has {points} points."
    ))
}

/// The text of a key.
fn words<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

/// A number with three decimals; a dash for none.
fn number(value: &Value) -> Cell {
    match value.as_f64() {
        Some(number) => Cell::number(format!("{number:.3}"), number),
        None => Cell::words("–"),
    }
}

fn items<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value[key].as_array().into_iter().flatten()
}

fn parties(solution: &Value) -> Table {
    let columns = [
        "party",
        "reservation value",
        "worst deal",
        "best deal",
        "share of deals it would take",
    ];
    let mut table = Table::new("Parties at central values, each on its own scale", &columns);
    for party in items(solution, "parties").filter(|party| party["best"].is_number()) {
        table.rows.push(vec![
            Cell::words(words(party, "title")),
            number(&party["reservation"]),
            number(&party["worst"]),
            number(&party["best"]),
            number(&party["win-set"]["share"]),
        ]);
    }
    table
}

fn plans(solution: &Value) -> Table {
    let columns = [
        "plan",
        "accepted by",
        "refused by",
        "distance to the frontier",
    ];
    let mut table = Table::new("Plans at central values", &columns);
    for plan in items(solution, "plans").filter(|plan| plan["accepted-by"].is_array()) {
        let accepting: Vec<&str> = items(plan, "accepted-by")
            .filter_map(Value::as_str)
            .collect();
        let refusing: Vec<String> = items(plan, "refused-by")
            .map(|it| format!("{} ({})", words(it, "party"), words(it, "reason")))
            .collect();
        table.rows.push(vec![
            Cell::words(words(plan, "title")),
            Cell::words(&accepting.join(", ")),
            Cell::words(&refusing.join(", ")),
            number(&plan["distance"]),
        ]);
    }
    table
}

fn drawn_plans(solution: &Value) -> Table {
    let columns = ["plan", "acceptable in", "could be signed in"];
    let mut table = Table::new("Plans: share of realizations", &columns);
    let share = |value: &Value| match value["rate"].as_f64() {
        Some(rate) => Cell::number(percent(rate), rate),
        None => Cell::words("–"),
    };
    for plan in items(solution, "plans").filter(|plan| plan["acceptable"].is_object()) {
        table.rows.push(vec![
            Cell::words(words(plan, "title")),
            share(&plan["acceptable"]),
            share(&plan["signable"]),
        ]);
    }
    table
}

fn settlement(solution: &Value) -> Table {
    let table = Table::new(
        "Other settlement rules at central values",
        &["rule", "settles"],
    );
    items(solution, "settlement").fold(table, |mut table, it| {
        if it["settlement"].is_string() {
            table.rows.push(vec![
                Cell::words(words(it, "rule")),
                Cell::words(words(it, "settlement")),
            ]);
        }
        table
    })
}
