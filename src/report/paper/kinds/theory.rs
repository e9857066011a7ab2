//! What theory says of central values.

use crate::analysis::position::{CONCEPTS, Obstacle};
use crate::report::labels::{count, counted, percent};
use crate::report::paper::Part;
use crate::report::paper::kinds::{Chapter, equilibrium, settlement};
use crate::report::paper::names::Names;
use crate::report::paper::table::{Cell, Table};
use crate::report::paper::values::{deals, decimal, known, known_share};
use crate::results::{DealPoint, ObjectionReason, PlanObjection, PlanPosition, Solution, Terms};

/// Titles of [`CONCEPTS`].
pub(super) const CONCEPT_TITLES: [&str; CONCEPTS.len()] = [
    "Nash",
    "Kalai–Smorodinsky, equal",
    "Kalai–Smorodinsky, max–min",
    "egalitarian",
    "utilitarian",
];

/// What theory says of central values.
pub(super) fn chapter(part: &Part, solution: &Solution, names: Names<'_>) -> Chapter {
    let mut tables = vec![
        solutions(solution),
        terms(solution, names),
        parties(solution),
        plans(solution),
        verdicts(solution, names),
    ];
    tables.extend(equilibrium::tables(solution, names));
    tables.extend(settlement::of_central_values(solution, names));
    Chapter {
        heading: "What theory says of central values",
        question: "If every number had its central value and every party its likeliest type: is there a deal that everybody \
                   whose consent it needs prefers to no deal, which of these deals would the solution concepts of bargaining \
                   theory choose, and who would block the plans on the table?"
            .to_owned(),
        answer: answer(solution, names),
        tables,
        method: method(part, solution),
    }
}

fn answer(solution: &Solution, names: Names<'_>) -> Vec<String> {
    let zone = &solution.zone;
    let all = deals(Some(solution.deals)).words;
    let mut sentences = vec![match zone.exists {
        Some(false) => format!(
            "There is no zone of possible agreement: {}.",
            zone.obstacle.map_or(UNDECIDED, obstacle)
        ),
        None => "Whether there is a zone of possible agreement was not found out: the test stopped at its limit.".to_owned(),
        Some(true) if zone.deals.is_none() => {
            format!("There is a zone of possible agreement; its deals, of {all}, are too many to count.")
        }
        Some(true) => format!(
            "There is a zone of possible agreement: {} of {all} deals.",
            deals(zone.deals).words
        ),
    }];
    let points = solution.pareto.len() as u64;
    if points > 0 {
        sentences.push(format!(
            "Its Pareto frontier has {}.",
            counted(points, "point")
        ));
    }
    let types = solution.types.iter();
    let types: Vec<String> = types
        .map(|(party, kind)| format!("{}: {}", names.party(party), names.kind(party, kind)))
        .collect();
    if !types.is_empty() {
        sentences.push(format!("Likeliest types: {}.", types.join("; ")));
    }
    let plans = &solution.plans;
    if !plans.is_empty() {
        let accepted = plans.iter().filter(|it| it.acceptable);
        let titles: Vec<&str> = accepted.map(|it| it.title.as_str()).collect();
        let whom = "acceptable to everybody whose consent is needed";
        sentences.push(match (titles.is_empty(), plans.len()) {
            (true, 1) => format!("The plan “{}” is not {whom}.", plans[0].title),
            (true, number) => format!("None of the {number} plans is {whom}."),
            (false, 1) => format!("The plan “{}” is {whom}.", titles[0]),
            (false, number) => format!("Of the {number} plans, {whom}: {}.", titles.join("; ")),
        });
    }
    let mut paragraphs = vec![sentences.join(" ")];
    paragraphs.extend(equilibrium::answer(solution, names));
    paragraphs
}

/// Why there is no zone.
pub(super) fn obstacle(obstacle: Obstacle) -> &'static str {
    match obstacle {
        Obstacle::RedLines => "every deal crosses a red line of somebody whose consent it needs",
        Obstacle::NoZone => "no deal is worth its fallback to everybody whose consent it needs",
        Obstacle::Commitment => {
            "some deals beat every fallback if kept, but none once the risk of breach is counted"
        }
    }
}

/// What is said where it was not found out why there is no zone.
const UNDECIDED: &str = "whether only the risk of breach stands in the way is undecided";

fn method(part: &Part, solution: &Solution) -> String {
    let cut = if let (false, Some(epsilon)) = (solution.complete, solution.epsilon) {
        format!(
            " The frontier is cut: no deal of the zone beats every listed one by more than {epsilon:.1e} for everybody (Laumanns \
             and others 2002)."
        )
    } else {
        String::new()
    };
    format!(
        "What theory says was computed with zopa {} from central values, as the position is before the first move, without \
         chance and so without intervals: the zone of possible agreement by an exact test, the Pareto frontier of its deals, \
         and on it the Nash solution (greatest product of gains over the fallbacks; Nash 1950), the solution of Kalai and \
         Smorodinsky (1975) with most equal relative gains, the egalitarian (Kalai 1977) and the utilitarian one.{cut}{} {}",
        part.provenance.version,
        equilibrium::method(solution),
        settlement::METHOD
    )
}

/// The title of each concept, with the deals that it picks.
fn titled(solution: &Solution) -> impl Iterator<Item = (&'static str, &[DealPoint])> {
    CONCEPT_TITLES.into_iter().zip(solution.concepts())
}

/// Who gets what in each solution.
fn solutions(solution: &Solution) -> Table {
    let parties = &solution.parties;
    let mut columns = vec!["solution".to_owned()];
    columns.extend(parties.iter().map(|it| format!("utility of {}", it.title)));
    columns.push("deals tied".to_owned());
    let note = "Each party on its own scale; of deals that a concept cannot tell apart the first. Equal: the most equal relative \
                gains. Max–min: the greatest least relative gain.";
    let mut table = Table::titled("Solutions within the zone", columns).noted(note);
    for (title, deals) in titled(solution) {
        let Some(first) = deals.first() else { continue };
        let utilities = solution.in_order(&first.utilities);
        let mut row = vec![Cell::words(title)];
        row.extend(utilities.into_iter().map(|it| known(Some(it))));
        row.push(Cell::number(count(deals.len() as u64), deals.len() as f64));
        table.rows.push(row);
    }
    table
}

/// The options of each solution's first deal, equal deals once.
fn terms(solution: &Solution, names: Names<'_>) -> Table {
    let mut columns: Vec<(String, &Terms)> = Vec::new();
    for (title, deals) in titled(solution) {
        let Some(deal) = deals.first().map(|it| &it.deal) else {
            continue;
        };
        match columns.iter_mut().find(|it| it.1 == deal) {
            Some((titles, _)) => *titles = format!("{titles}; {title}"),
            None => columns.push((title.to_owned(), deal)),
        }
    }
    let mut heads = vec!["issue".to_owned()];
    heads.extend(columns.iter().map(|it| it.0.clone()));
    let mut table = Table::titled("Terms of the solutions", heads);
    let Some((_, first)) = columns.first() else {
        return table;
    };
    for issue in names.in_order(first) {
        let options = columns.iter().map(|(_, deal)| names.option(issue, deal));
        let mut row = vec![Cell::words(&names.issue(issue))];
        row.extend(options.map(|it| Cell::words(&it)));
        table.rows.push(row);
    }
    table
}

fn parties(solution: &Solution) -> Table {
    let columns = [
        "party",
        "reservation value",
        "worst deal",
        "best deal",
        "deals it would take",
        "of all deals",
    ];
    let mut table = Table::new("Parties at central values", &columns)
        .noted("Utilities from 0 to 1, each on its party's own scale.");
    for party in &solution.parties {
        table.rows.push(vec![
            Cell::words(&party.title),
            known(Some(party.reservation)),
            known(Some(party.worst)),
            known(Some(party.best)),
            deals(party.win_set.deals),
            known_share(party.win_set.share),
        ]);
    }
    table
}

fn plans(solution: &Solution) -> Table {
    let columns = [
        "plan",
        "acceptable",
        "to the frontier of the zone",
        "to that of all deals",
    ];
    let note = "Acceptable: to everybody whose consent the plan needs, at the table and at home. To a frontier: what some deal \
                there gives every party more, at least, in utility.";
    let mut table = Table::new("Plans at central values", &columns).noted(note);
    for plan in &solution.plans {
        let acceptable = match (plan.acceptable, plan.signable) {
            (true, _) => "yes",
            (false, true) => "not at home",
            (false, false) => "no",
        };
        table.rows.push(vec![
            Cell::words(&plan.title),
            Cell::words(acceptable),
            known(plan.distance),
            known(plan.inefficiency),
        ]);
    }
    table
}

/// What each party and body says to each plan.
fn verdicts(solution: &Solution, names: Names<'_>) -> Table {
    let columns = ["plan", "who", "says", "utility"];
    let mut table = Table::new("Who accepts a plan, who blocks it and why", &columns)
        .noted("Utility beside the reservation value in brackets, each on its party's own scale.");
    for plan in &solution.plans {
        let title = || Cell::words(&plan.title);
        for party in &solution.parties {
            let mut cell = known(plan.utilities.get(&party.id).copied());
            cell.words = format!("{} ({})", cell.words, decimal(party.reservation));
            table.rows.push(vec![
                title(),
                Cell::words(&party.title),
                Cell::words(&says(plan, &party.id, names)),
                cell,
            ]);
        }
        for body in &plan.at_home {
            let blocks = if body.refuses { "blocks: " } else { "" };
            let says = if body.forbidden {
                format!("{blocks}must not pass it")
            } else {
                let passes = percent(body.probability);
                format!("{blocks}passes it with a chance of {passes}")
            };
            let stage = names.stage(&body.stage);
            let row = [
                title(),
                Cell::words(&stage),
                Cell::words(&says),
                Cell::none(),
            ];
            table.rows.push(row.into());
        }
    }
    table
}

/// What a party says to a plan.
fn says(plan: &PlanPosition, party: &str, names: Names<'_>) -> String {
    let refusals = plan.refused_by.iter();
    let refusals: Vec<&PlanObjection> = refusals.filter(|it| it.party == party).collect();
    let Some(first) = refusals.first() else {
        return "accepts".to_owned();
    };
    let role = match (first.blocks, first.asked) {
        (true, _) => "blocks",
        (false, true) => "outvoted",
        (false, false) => "not asked",
    };
    let reasons = refusals.iter().map(|it| reason(it, names));
    format!("{role}: {}", reasons.collect::<Vec<_>>().join("; "))
}

fn reason(refusal: &PlanObjection, names: Names<'_>) -> String {
    let amount = refusal.amount;
    let lack = amount.map_or_else(String::new, |it| format!("{} ", decimal(it)));
    match refusal.reason {
        ObjectionReason::RedLine => match amount.filter(|&lines| lines > 1.0) {
            Some(lines) => format!("crosses {lines} red lines"),
            None => "crosses a red line".to_owned(),
        },
        ObjectionReason::Reservation => format!("{lack}below its reservation value"),
        ObjectionReason::Commitment if amount.is_none() => "sure to be broken".to_owned(),
        ObjectionReason::Commitment => format!("{lack}short for the risk of breach"),
        ObjectionReason::AtHome => {
            let stage = names.stage(refusal.stage.as_deref().unwrap_or_default());
            let chance =
                amount.map_or_else(String::new, |it| format!(" with {} only", percent(it)));
            format!("expects {stage} to pass it{chance}")
        }
    }
}
