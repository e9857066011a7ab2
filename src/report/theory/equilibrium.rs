//! What rational parties do, as a part of what theory says.

use crate::model::{Deal, IssueId, Protocol};
use crate::report::theory::Solution;
use crate::results::OneTimeOffer;

/// The section of the page.
pub(super) fn page(solution: &Solution<'_>) -> Option<String> {
    let forecast = solution.forecast?;
    let scenario = solution.scenario;
    let title = |party: usize| scenario.parties[party].title.as_str();
    let played = &forecast.equilibrium;
    let mut lines = vec![
        "Equilibrium (subgame perfect, everybody rational and knowing all central values)"
            .to_owned(),
        format!(" {}", timing(solution)),
    ];
    match &played.agreement {
        Some((proposer, agreed, round)) => {
            lines.push(format!(
                " {} offers, and it is signed in round {round}:",
                title(proposer.index())
            ));
            lines.extend(terms(solution, agreed));
            if played.reached < 1.0 {
                let reached = played.reached;
                lines.push(format!(
                    " the talks live to see that round with probability {reached:.4}"
                ));
            }
        }
        None => lines.push(" no agreement".to_owned()),
    }
    for party in 0..scenario.parties.len() {
        let (utility, payoff) = (played.utilities[party], played.payoffs[party]);
        lines.push(format!(
            " {}: utility {utility:.6}, expected payoff {payoff:.6}",
            title(party)
        ));
    }
    for lever in &forecast.left_out {
        let lever = &scenario.levers[lever.index()].title;
        lines.push(format!(
            " left out: {lever}, whose use depends on what is said at the table"
        ));
    }
    let refusal = OneTimeOffer::of(scenario, forecast).map(|offer| offer.refusal);
    if let (Some(offer), Some(refusal)) = (&forecast.offer, refusal) {
        lines.push(String::new());
        lines.push(
            "Best take-it-or-leave-it offer, the others known by their distributions".to_owned(),
        );
        lines.push(format!(" {} offers:", title(offer.proposer.index())));
        lines.extend(terms(solution, &offer.deal));
        lines.push(format!(
            " expected gain {:.6}; refused with probability {:.4} ± {:.4} ({} draws of the belief)",
            offer.gain, offer.refusal, refusal.standard_error, offer.draws
        ));
    }
    if forecast.offer.is_none() && matches!(scenario.protocol, Protocol::Ultimatum { .. }) {
        lines.push("No take-it-or-leave-it offer promises its proposer a gain".to_owned());
    }
    Some(lines.join("\n") + "\n")
}

/// What the equilibrium assumes about time.
fn timing(solution: &Solution<'_>) -> &'static str {
    match solution.scenario.protocol {
        Protocol::Ultimatum { .. } => "one offer, taken or left",
        Protocol::AlternatingOffers {
            one_offer_per_round: true,
            ..
        } => "a round is one offer and the answers to it; a refusal costs a round",
        _ => "all speak in a round; time passes only after the last of them",
    }
}

fn terms(solution: &Solution<'_>, deal: &Deal) -> Vec<String> {
    let issues = solution.scenario.issues.iter().enumerate();
    issues
        .map(|(index, issue)| {
            let option = &issue.options[deal.option(IssueId::at(index))];
            format!("   {}: {}", issue.title, option.title)
        })
        .collect()
}
