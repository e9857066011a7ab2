//! What rational parties do, where `zopa solve` was asked for it.

use crate::model::Protocol;
use crate::report::labels::{counted, decimal, percent};
use crate::report::names::Names;
use crate::report::table::{Cell, Table};
use crate::report::words::joined;
use crate::results::{EquilibriumPath, OneTimeOffer, Solution, Terms};

/// What rational parties agree and what a proposer would offer once, in paragraphs; none where that was not asked.
pub(super) fn answer(solution: &Solution, names: Names<'_>) -> Vec<String> {
    let Some(played) = &solution.equilibrium else {
        return Vec::new();
    };
    let mut sentences = vec![agreement(played, names)];
    sentences.extend(timing(names).map(str::to_owned));
    if !played.left_out.is_empty() {
        let levers = played.left_out.iter().map(|lever| names.lever(lever));
        sentences.push(format!(
            "Left out, since their use depends on what is said at the table: {}.",
            joined(levers, "; ")
        ));
    }
    let mut paragraphs = vec![sentences.join(" ")];
    let mut scenario = names.scenario.iter();
    match &solution.take_it_or_leave_it {
        Some(Some(offer)) => paragraphs.push(one_offer(offer, names)),
        Some(None) if scenario.any(|scenario| scenario.protocol.only_offer().is_some()) => {
            let none =
                "The proposer expects each take-it-or-leave-it offer it could make to be refused.";
            paragraphs.push(none.to_owned());
        }
        _ => {}
    }
    paragraphs
}

fn agreement(played: &EquilibriumPath, names: Names<'_>) -> String {
    let what =
        "In subgame-perfect equilibrium, with every party rational and all central values known,";
    let (Some(proposer), Some(round)) = (&played.proposer, played.round) else {
        return format!("{what} there is no agreement.");
    };
    let reached = if played.reached >= 1.0 {
        String::new()
    } else {
        let chance = decimal(played.reached);
        format!(", which the talks reach with probability {chance}")
    };
    format!(
        "{what} {} makes the offer that is accepted, in round {round}{reached}.",
        names.party(proposer)
    )
}

/// What the equilibrium assumes about time.
fn timing(names: Names<'_>) -> Option<&'static str> {
    Some(match names.scenario?.protocol {
        Protocol::Ultimatum { .. } => "There is one offer, taken or left.",
        Protocol::AlternatingOffers {
            one_offer_per_round: true,
            ..
        } => "A round is one offer and the answers to it; a refusal costs a round.",
        _ => "All speak in a round; time passes only after the last of them.",
    })
}

fn one_offer(offer: &OneTimeOffer, names: Names<'_>) -> String {
    format!(
        "The best take-it-or-leave-it offer, the others known by their distributions, is {}’s, with an expected gain of {:.6}; it \
         is refused with probability {} (standard error {}, {} of the belief).",
        names.party(&offer.proposer),
        offer.expected_gain,
        percent(offer.refusal.probability),
        percent(offer.refusal.standard_error),
        counted(u64::from(offer.refusal.draws), "draw")
    )
}

/// What every party gets in equilibrium, and the terms.
pub(super) fn tables(solution: &Solution, names: Names<'_>) -> Vec<Table> {
    let Some(played) = &solution.equilibrium else {
        return Vec::new();
    };
    let shares = Table::new("Subgame-perfect equilibrium")
        .note("each party on its own scale")
        .legend("The payoff charges time and counts the chance of a breakdown.")
        .of(&solution.parties)
        .column("party", |party| &party.title)
        .column("utility", |party| Cell::Exact(played.utilities[&party.id]))
        .column("expected payoff", |party| {
            Cell::Exact(played.payoffs[&party.id])
        })
        .table();
    let agreed = played.deal.iter();
    let agreed = agreed.map(|deal| ("in equilibrium".to_owned(), deal));
    let offer = solution.take_it_or_leave_it.iter().flatten();
    let offer = offer.map(|offer| ("as a single offer".to_owned(), &offer.deal));
    let columns: Vec<_> = agreed.chain(offer).collect();
    let terms = deals("Terms among rational parties", &columns, names);
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

/// Deals side by side, issue by issue.
pub(super) fn deals(title: &str, deals: &[(String, &Terms)], names: Names<'_>) -> Table {
    let issues = deals.first().map(|(_, deal)| deal.keys());
    Table::new(title)
        .of(issues.into_iter().flatten())
        .column("issue", |issue| Cell::named(names.issue(issue), issue))
        .columns(
            deals,
            |(title, _)| title.as_str(),
            |issue, (_, deal)| {
                let option = &deal[*issue];
                Cell::named(names.option(issue, option), option)
            },
        )
        .table()
}
