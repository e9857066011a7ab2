//! What rational parties do, where `zopa solve` was asked for it.

use crate::report::paper::names::Names;
use crate::report::paper::table::{Cell, Table};
use crate::report::paper::values::{decimal, known};
use crate::results::{Solution, Terms};

/// What rational parties agree and what a proposer would offer once, in sentences; nothing where that was not asked.
pub(super) fn answer(solution: &Solution, names: Names<'_>) -> Vec<String> {
    let mut text = Vec::new();
    let played = solution.equilibrium.as_ref();
    let agreed = played.and_then(|it| Some((it, it.proposer.as_ref()?, it.round?)));
    if let Some((played, proposer, round)) = agreed {
        let reached = played.reached;
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
            names.party(proposer),
            round
        ));
    } else if played.is_some() {
        text.push(
            "In subgame-perfect equilibrium, everybody rational and knowing all central values, there is no agreement."
                .to_owned(),
        );
    }
    if let Some(Some(offer)) = &solution.take_it_or_leave_it {
        text.push(format!(
            "The best take-it-or-leave-it offer is {}’s, with an expected gain of {}; it is refused with probability {}.",
            names.party(&offer.proposer),
            decimal(offer.expected_gain),
            decimal(offer.refusal.probability)
        ));
    }
    text
}

/// What everybody gets in equilibrium, and the terms.
pub(super) fn tables(solution: &Solution, names: Names<'_>) -> Vec<Table> {
    let played = solution.equilibrium.as_ref();
    let columns = ["party", "utility", "expected payoff"];
    let mut shares = Table::new("Subgame-perfect equilibrium", &columns)
        .noted("Each party on its own scale; the payoff charges time and counts the chance of a breakdown.");
    if let Some(played) = played {
        for party in &solution.parties {
            shares.rows.push(vec![
                Cell::words(&party.title),
                known(played.utilities.get(&party.id).copied()),
                known(played.payoffs.get(&party.id).copied()),
            ]);
        }
    }
    let offer = solution
        .take_it_or_leave_it
        .as_ref()
        .and_then(Option::as_ref);
    let mut columns = vec!["issue"];
    let mut deals: Vec<&Terms> = Vec::new();
    for (title, deal) in [
        ("in equilibrium", played.and_then(|it| it.deal.as_ref())),
        ("offered once", offer.map(|it| &it.deal)),
    ] {
        if let Some(deal) = deal {
            columns.push(title);
            deals.push(deal);
        }
    }
    let mut terms = Table::new("Terms among rational parties", &columns);
    if let Some(first) = deals.first() {
        for issue in names.in_order(first) {
            let option = |deal: &&Terms| Cell::words(&names.option(issue, deal));
            let mut row = vec![Cell::words(&names.issue(issue))];
            row.extend(deals.iter().map(option));
            terms.rows.push(row);
        }
    }
    vec![shares, terms]
}

/// How it was computed; nothing where it was not asked.
pub(super) fn method(solution: &Solution) -> &'static str {
    if solution.equilibrium.is_some() {
        " Rational parties play the subgame-perfect equilibrium by backward induction from the deadline (Ståhl 1972; Rubinstein \
         1982)."
    } else {
        ""
    }
}
