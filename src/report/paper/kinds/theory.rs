//! What theory says of central values, read from its JSON.

use serde_json::Value;

use crate::report::labels::{count, counted, percent};
use crate::report::paper::Part;
use crate::report::paper::kinds::{Chapter, equilibrium, settlement};
use crate::report::paper::names::Names;
use crate::report::paper::table::{Cell, Table};
use crate::report::paper::values::{counts, decimal, entries, items, number, share, words};

/// The concepts of a solution by their names in result files.
pub(super) const CONCEPTS: [(&str, &str); 5] = [
    ("nash", "Nash"),
    ("kalai-smorodinsky", "Kalai–Smorodinsky, equal"),
    ("kalai-smorodinsky-max-min", "Kalai–Smorodinsky, max–min"),
    ("egalitarian", "egalitarian"),
    ("utilitarian", "utilitarian"),
];

/// What theory says of central values.
pub(super) fn chapter(part: &Part, solution: &Value, names: Names<'_>) -> Chapter {
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

fn answer(solution: &Value, names: Names<'_>) -> Vec<String> {
    let zone = &solution["zone"];
    let all = counts(&solution["deals"]).words;
    let mut sentences = vec![match zone["exists"].as_bool() {
        Some(false) => format!(
            "There is no zone of possible agreement: {}.",
            obstacle(words(zone, "obstacle"))
        ),
        None => "Whether there is a zone of possible agreement was not found out: the test stopped at its limit.".to_owned(),
        Some(true) if zone["deals"].is_null() => {
            format!("There is a zone of possible agreement; its deals, of {all}, are too many to count.")
        }
        Some(true) => format!(
            "There is a zone of possible agreement: {} of {all} deals.",
            counts(&zone["deals"]).words
        ),
    }];
    let points = solution["pareto"].as_array().map_or(0, Vec::len) as u64;
    if points > 0 {
        sentences.push(format!(
            "Its Pareto frontier has {}.",
            counted(points, "point")
        ));
    }
    let types: Vec<String> = entries(&solution["types"])
        .filter_map(|(party, kind)| Some((party, kind.as_str()?)))
        .map(|(party, kind)| format!("{}: {}", names.party(party), names.kind(party, kind)))
        .collect();
    if !types.is_empty() {
        sentences.push(format!("Likeliest types: {}.", types.join("; ")));
    }
    let plans: Vec<&Value> = items(solution, "plans").collect();
    if !plans.is_empty() {
        let accepted = plans.iter().filter(|it| it["acceptable"] == true);
        let titles: Vec<&str> = accepted.map(|it| words(it, "title")).collect();
        let whom = "acceptable to everybody whose consent is needed";
        sentences.push(match (titles.is_empty(), plans.len()) {
            (true, 1) => format!("The plan “{}” is not {whom}.", words(plans[0], "title")),
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
pub(super) fn obstacle(name: &str) -> &str {
    match name {
        "red-lines" => "every deal crosses a red line of somebody whose consent it needs",
        "no-zone" => "no deal is worth its fallback to everybody whose consent it needs",
        "commitment" => {
            "some deals beat every fallback if kept, but none once the risk of breach is counted"
        }
        "" => "whether only the risk of breach stands in the way is undecided",
        other => other,
    }
}

fn method(part: &Part, solution: &Value) -> String {
    let cut = if solution["complete"] == false {
        let epsilon = solution["epsilon"].as_f64().unwrap_or(0.0);
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

/// Who gets what in each solution.
fn solutions(solution: &Value) -> Table {
    let parties: Vec<&Value> = items(solution, "parties").collect();
    let mut columns = vec!["solution".to_owned()];
    let titles = parties.iter().map(|it| words(it, "title"));
    columns.extend(titles.map(|title| format!("utility of {title}")));
    columns.push("deals tied".to_owned());
    let note = "Each party on its own scale; of deals that a concept cannot tell apart the first. Equal: the most equal relative \
                gains. Max–min: the greatest least relative gain.";
    let mut table = Table::titled("Solutions within the zone", columns).noted(note);
    for (concept, title) in CONCEPTS {
        let deals: Vec<&Value> = items(solution, concept).collect();
        let Some(first) = deals.first() else { continue };
        let utility = |party: &&Value| number(&first["utilities"][words(party, "id")]);
        let mut row = vec![Cell::words(title)];
        row.extend(parties.iter().map(utility));
        row.push(Cell::number(count(deals.len() as u64), deals.len() as f64));
        table.rows.push(row);
    }
    table
}

/// The options of each solution's first deal, equal deals once.
fn terms(solution: &Value, names: Names<'_>) -> Table {
    let mut columns: Vec<(String, &Value)> = Vec::new();
    for (concept, title) in CONCEPTS {
        let Some(deal) = items(solution, concept).next().map(|it| &it["deal"]) else {
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
    for (issue, _) in names.in_order(first) {
        let option = |deal: &Value| names.option(issue, words(deal, issue));
        let mut row = vec![Cell::words(&names.issue(issue))];
        row.extend(columns.iter().map(|(_, deal)| Cell::words(&option(deal))));
        table.rows.push(row);
    }
    table
}

fn parties(solution: &Value) -> Table {
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
    for party in items(solution, "parties") {
        table.rows.push(vec![
            Cell::words(words(party, "title")),
            number(&party["reservation"]),
            number(&party["worst"]),
            number(&party["best"]),
            counts(&party["win-set"]["deals"]),
            share(&party["win-set"]["share"]),
        ]);
    }
    table
}

fn plans(solution: &Value) -> Table {
    let columns = [
        "plan",
        "acceptable",
        "to the frontier of the zone",
        "to that of all deals",
    ];
    let note = "Acceptable: to everybody whose consent the plan needs, at the table and at home. To a frontier: what some deal \
                there gives every party more, at least, in utility.";
    let mut table = Table::new("Plans at central values", &columns).noted(note);
    for plan in items(solution, "plans") {
        let acceptable = match (plan["acceptable"] == true, plan["signable"] == true) {
            (true, _) => "yes",
            (false, true) => "not at home",
            (false, false) => "no",
        };
        table.rows.push(vec![
            Cell::words(words(plan, "title")),
            Cell::words(acceptable),
            number(&plan["distance"]),
            number(&plan["inefficiency"]),
        ]);
    }
    table
}

/// What each party and body says to each plan.
fn verdicts(solution: &Value, names: Names<'_>) -> Table {
    let columns = ["plan", "who", "says", "utility"];
    let mut table = Table::new("Who accepts a plan, who blocks it and why", &columns)
        .noted("Utility beside the reservation value in brackets, each on its party's own scale.");
    for plan in items(solution, "plans") {
        let title = || Cell::words(words(plan, "title"));
        for party in items(solution, "parties") {
            let id = words(party, "id");
            let utility = &plan["utilities"][id];
            let mut cell = number(utility);
            if let (Some(_), Some(reservation)) = (utility.as_f64(), party["reservation"].as_f64())
            {
                cell.words = format!("{} ({})", cell.words, decimal(reservation));
            }
            table.rows.push(vec![
                title(),
                Cell::words(words(party, "title")),
                Cell::words(&says(plan, id, names)),
                cell,
            ]);
        }
        for body in items(plan, "at-home") {
            let blocks = if body["refuses"] == true {
                "blocks: "
            } else {
                ""
            };
            let says = if body["forbidden"] == true {
                format!("{blocks}must not pass it")
            } else {
                let passes = percent(body["probability"].as_f64().unwrap_or(0.0));
                format!("{blocks}passes it with a chance of {passes}")
            };
            let stage = names.stage(words(body, "stage"));
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
fn says(plan: &Value, party: &str, names: Names<'_>) -> String {
    let refusals: Vec<&Value> = items(plan, "refused-by")
        .filter(|it| words(it, "party") == party)
        .collect();
    let Some(first) = refusals.first() else {
        return "accepts".to_owned();
    };
    let role = match (first["blocks"] == true, first["asked"] == true) {
        (true, _) => "blocks",
        (false, true) => "outvoted",
        (false, false) => "not asked",
    };
    let reasons = refusals.iter().map(|it| reason(it, names));
    format!("{role}: {}", reasons.collect::<Vec<_>>().join("; "))
}

fn reason(refusal: &Value, names: Names<'_>) -> String {
    let amount = refusal["amount"].as_f64();
    let lack = amount.map_or_else(String::new, |it| format!("{} ", decimal(it)));
    match (words(refusal, "reason"), amount) {
        ("red-line", Some(lines)) if lines > 1.0 => format!("crosses {lines} red lines"),
        ("red-line", _) => "crosses a red line".to_owned(),
        ("reservation", _) => format!("{lack}below its reservation value"),
        ("commitment", None) => "sure to be broken".to_owned(),
        ("commitment", _) => format!("{lack}short for the risk of breach"),
        ("at-home", chance) => {
            let stage = names.stage(words(refusal, "stage"));
            let chance =
                chance.map_or_else(String::new, |it| format!(" with {} only", percent(it)));
            format!("expects {stage} to pass it{chance}")
        }
        (other, _) => other.to_owned(),
    }
}
