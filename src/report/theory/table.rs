//! What theory says of central values, as the page a person reads after `solve`; at most 100 columns.

use crate::analysis::frontier::Point;
use crate::analysis::position::PlanPlace;
use crate::model::IssueId;
use crate::report::labels::{counted, percent};
use crate::report::table::section;
use crate::report::theory::Solution;
use crate::report::theory::words::{CONCEPT_TITLES, deals, gain, number, objection, obstacle};
use crate::report::words::typed_parties;

/// Points of the frontier that a page shows.
const POINTS_SHOWN: usize = 10;

/// What theory says of central values.
pub fn table(solution: &Solution<'_>) -> String {
    let sections = [
        zone(solution),
        parties(solution),
        solutions(solution),
        terms(solution),
        frontier(solution),
        plans(solution),
        refusals(solution),
    ];
    let mut text = heading(solution);
    for section in sections.into_iter().flatten() {
        text.push('\n');
        text.push_str(&section);
    }
    text
}

fn heading(solution: &Solution<'_>) -> String {
    let scenario = solution.scenario;
    let kinds = scenario.central_types();
    let types = typed_parties(scenario).map(|id| {
        let party = &scenario.parties[id.index()];
        format!("{} {}", party.id, party.types[kinds[id.index()].index()].id)
    });
    let types: Vec<String> = types.collect();
    let types = if types.is_empty() {
        String::new()
    } else {
        format!("; likeliest types: {}", types.join(", "))
    };
    format!(
        "{}\ncentral values, before the first move{types}\n",
        scenario.title
    )
}

/// Names of the objectives, for the heads of columns.
fn names(solution: &Solution<'_>) -> Vec<String> {
    let names = solution.objectives.iter();
    let name = |&party: &u32| solution.scenario.parties[party as usize].title.clone();
    names.map(name).collect()
}

fn zone(solution: &Solution<'_>) -> Option<String> {
    let all = solution.scenario.deal_count();
    let zone = &solution.theory.zone;
    let words = match (zone.exists, zone.deals) {
        (Some(false), _) => {
            let why = zone.obstacle.map_or(
                "whether only the risk of breach stands in the way is undecided",
                obstacle,
            );
            format!("none: {why}")
        }
        (None, _) => "undecided: the test stopped at its limit".to_owned(),
        (Some(true), None) => format!(
            "there is one; its deals, of {}, are too many to count",
            deals(all)
        ),
        (Some(true), Some(inside)) => {
            let inside = inside as f64;
            format!(
                "{} of {} deals ({})",
                deals(inside),
                deals(all),
                percent(inside / all)
            )
        }
    };
    Some(format!("Zone of possible agreement\n {words}\n"))
}

fn parties(solution: &Solution<'_>) -> Option<String> {
    let scenario = solution.scenario;
    let rows = scenario.parties.iter().zip(&solution.theory.parties);
    let rows = rows.map(|(party, figures)| {
        let win_set = figures.win_set.map(|deals| deals as f64);
        vec![
            party.title.clone(),
            number(Some(figures.reservation)),
            number(Some(figures.worst)),
            number(Some(figures.best)),
            win_set.map_or_else(|| "–".to_owned(), deals),
            win_set.map_or_else(String::new, |deals| percent(deals / scenario.deal_count())),
        ]
    });
    let header = [
        "",
        "reservation",
        "worst deal",
        "best deal",
        "win-set",
        "of all deals",
    ];
    section(
        "Parties (each on its own scale)",
        1,
        &header,
        rows.collect(),
    )
}

fn solutions(solution: &Solution<'_>) -> Option<String> {
    let solved = &solution.theory.solved;
    if solved.frontier.points.is_empty() {
        return None;
    }
    let names = names(solution);
    let mut header = vec![""];
    header.extend(names.iter().map(String::as_str));
    header.push("deals");
    let rows = CONCEPT_TITLES.iter().zip(solved.concepts());
    let rows = rows.filter_map(|(title, places)| {
        let &first = places.first()?;
        let mut row = vec![(*title).to_owned()];
        row.extend(utilities(solution, &solved.frontier.points[first]));
        row.push(places.len().to_string());
        Some(row)
    });
    let title = "Solutions (utilities of the first of tied deals)";
    section(title, 1, &header, rows.collect())
}

fn utilities(solution: &Solution<'_>, point: &Point) -> impl Iterator<Item = String> {
    let parties = solution.objectives.iter();
    parties.map(|&party| number(Some(point.utilities[party as usize])))
}

/// The options of each solution's first deal, equal deals once.
fn terms(solution: &Solution<'_>) -> Option<String> {
    let solved = &solution.theory.solved;
    let mut columns: Vec<(String, usize)> = Vec::new();
    for (name, places) in SHORT.iter().zip(solved.concepts()) {
        let &first = places.first()?;
        match columns.iter_mut().find(|(_, place)| *place == first) {
            Some((names, _)) => *names = format!("{names}, {name}"),
            None => columns.push(((*name).to_owned(), first)),
        }
    }
    let issues = solution.scenario.issues.iter().enumerate();
    let rows = issues.map(|(index, issue)| {
        let options = columns.iter().map(|&(_, place)| {
            let deal = solution.deal(&solved.frontier.points[place]);
            issue.options[deal.option(IssueId::at(index))].id.clone()
        });
        std::iter::once(issue.id.clone()).chain(options).collect()
    });
    let mut header = vec!["issue"];
    header.extend(columns.iter().map(|(names, _)| names.as_str()));
    section(
        "Terms of the solutions",
        header.len(),
        &header,
        rows.collect(),
    )
}

/// Short names of the concepts, for the heads of columns.
const SHORT: [&str; 5] = [
    "Nash",
    "KS most equal",
    "KS max–min",
    "egalitarian",
    "utilitarian",
];

/// Some points of the frontier, evenly spread from the first objective's best to its worst.
fn frontier(solution: &Solution<'_>) -> Option<String> {
    let frontier = &solution.theory.solved.frontier;
    let first = *solution.objectives.first()? as usize;
    let mut points: Vec<&Point> = frontier.points.iter().collect();
    points.sort_by(|one, other| other.utilities[first].total_cmp(&one.utilities[first]));
    let count = points.len();
    let shown: Vec<&Point> = if count <= POINTS_SHOWN {
        points
    } else {
        let place = |step: usize| step * (count - 1) / (POINTS_SHOWN - 1);
        (0..POINTS_SHOWN).map(|step| points[place(step)]).collect()
    };
    let rows = shown
        .iter()
        .map(|point| utilities(solution, point).collect());
    let names = names(solution);
    let header: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut title = format!(
        "Pareto frontier of the zone: {}",
        counted(count as u64, "point")
    );
    if !frontier.complete {
        title = format!(
            "{title} kept, no deal beats all of them by more than {:.1e}",
            frontier.epsilon
        );
    }
    if count > shown.len() {
        title = format!("{title} ({} of them)", shown.len());
    }
    section(&title, 0, &header, rows.collect())
}

fn plans(solution: &Solution<'_>) -> Option<String> {
    let scenario = solution.scenario;
    let names = names(solution);
    let gains: Vec<String> = names.iter().map(|name| format!("Nash: {name}")).collect();
    let mut header = vec!["", "acceptable"];
    header.extend(names.iter().map(String::as_str));
    header.extend(["to zone", "to all"]);
    header.extend(gains.iter().map(String::as_str));
    let rows = scenario.plans.iter().zip(&solution.theory.plans);
    let rows = rows.map(|(plan, place)| {
        let mut row = vec![plan.title.clone(), acceptable(place).to_owned()];
        let values = solution.objectives.iter();
        row.extend(values.map(|&party| number(Some(place.utilities[party as usize]))));
        row.push(gain(place.distance));
        row.push(gain(place.inefficiency));
        let gain_of = |objective: usize| place.gains.as_ref().map(|gains| gains[objective]);
        row.extend((0..names.len()).map(|objective| gain(gain_of(objective))));
        row
    });
    let title = "Plans (utilities; gain all could share in the zone and in all deals; gains at the Nash solution)";
    section(title, 2, &header, rows.collect())
}

fn acceptable(place: &PlanPlace) -> &'static str {
    match (place.acceptable(), place.signable) {
        (true, _) => "yes",
        (false, true) => "not at home",
        (false, false) => "no",
    }
}

fn refusals(solution: &Solution<'_>) -> Option<String> {
    let scenario = solution.scenario;
    let mut rows = Vec::new();
    for (plan, place) in scenario.plans.iter().zip(&solution.theory.plans) {
        let mut name = plan.title.as_str();
        let mut add = |who: &str, why: String, blocks: &str| {
            rows.push(vec![
                name.to_owned(),
                who.to_owned(),
                why,
                blocks.to_owned(),
            ]);
            // The plan is named once.
            name = "";
        };
        for (party, verdict) in scenario.parties.iter().zip(&place.parties) {
            if verdict.objections.is_empty() {
                continue;
            }
            let reasons = verdict.objections.iter();
            let reasons: Vec<String> = reasons.map(|&it| objection(scenario, it)).collect();
            let blocks = match (verdict.blocks, verdict.asked) {
                (true, _) => "blocks",
                (false, true) => "outvoted",
                (false, false) => "not asked",
            };
            add(&party.title, reasons.join("; "), blocks);
        }
        for body in &place.bodies {
            let why = if body.forbidden {
                "must not pass it".to_owned()
            } else {
                format!("passes it with {:.2}", body.probability)
            };
            let blocks = if body.refuses() { "blocks" } else { "likely" };
            add(&scenario.stages[body.stage].title, why, blocks);
        }
    }
    section(
        "Who stands in the way of a plan",
        3,
        &["", "who", "why", ""],
        rows,
    )
}
