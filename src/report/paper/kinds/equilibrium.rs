//! What rational parties do, where `zopa solve` was asked for it.

use serde_json::Value;

use crate::report::paper::names::Names;
use crate::report::paper::table::{Cell, Table};
use crate::report::paper::values::{counts, decimal, items, number, words};

/// What rational parties agree and what a proposer would offer once, in sentences; nothing where that was not asked.
pub(super) fn answer(solution: &Value, names: Names<'_>) -> Vec<String> {
    let mut text = Vec::new();
    let played = &solution["equilibrium"];
    if played["agreement"] == true {
        let reached = played["reached"].as_f64().unwrap_or(1.0);
        let lives = if reached < 1.0 {
            format!(
                ", which the talks live to see with a chance of {}",
                decimal(reached)
            )
        } else {
            String::new()
        };
        text.push(format!(
            "In subgame-perfect equilibrium, everybody rational and knowing all central values, {} makes the offer that is \
             accepted, in round {}{lives}.",
            names.party(words(played, "proposer")),
            counts(&played["round"]).words
        ));
    } else if played["agreement"] == false {
        text.push(
            "In subgame-perfect equilibrium, everybody rational and knowing all central values, there is no agreement."
                .to_owned(),
        );
    }
    let offer = &solution["take-it-or-leave-it"];
    if offer.is_object() {
        text.push(format!(
            "The best take-it-or-leave-it offer is {}’s, with an expected gain of {}; it is refused with probability {}.",
            names.party(words(offer, "proposer")),
            number(&offer["gain"]).words,
            number(&offer["refusal"]).words
        ));
    }
    text
}

/// What everybody gets in equilibrium, and the terms.
pub(super) fn tables(solution: &Value, names: Names<'_>) -> Vec<Table> {
    let played = &solution["equilibrium"];
    let columns = ["party", "utility", "expected payoff"];
    let mut shares = Table::new("Subgame-perfect equilibrium", &columns)
        .noted("Each party on its own scale; the payoff charges time and counts the chance of a breakdown.");
    if played.is_object() {
        for party in items(solution, "parties") {
            let id = words(party, "id");
            shares.rows.push(vec![
                Cell::words(words(party, "title")),
                number(&played["utilities"][id]),
                number(&played["payoffs"][id]),
            ]);
        }
    }
    let offer = &solution["take-it-or-leave-it"];
    let mut columns = vec!["issue"];
    let mut deals = Vec::new();
    for (title, deal) in [
        ("in equilibrium", &played["deal"]),
        ("offered once", &offer["deal"]),
    ] {
        if deal.is_object() {
            columns.push(title);
            deals.push(deal);
        }
    }
    let mut terms = Table::new("Terms among rational parties", &columns);
    if let Some(first) = deals.first() {
        for (issue, _) in names.in_order(first) {
            let option = |deal: &&Value| Cell::words(&names.option(issue, words(deal, issue)));
            let mut row = vec![Cell::words(&names.issue(issue))];
            row.extend(deals.iter().map(option));
            terms.rows.push(row);
        }
    }
    vec![shares, terms]
}

/// How it was computed; nothing where it was not asked.
pub(super) fn method(solution: &Value) -> &'static str {
    if solution["equilibrium"].is_object() {
        " Rational parties play the subgame-perfect equilibrium by backward induction from the deadline (Ståhl 1972; Rubinstein \
         1982)."
    } else {
        ""
    }
}
