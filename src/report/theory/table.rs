//! What theory says of central values, as the page a person reads after `solve`; at most 100 columns.

use crate::analysis::frontier::Point;
use crate::analysis::position::{PartyVerdict, PlanPlace};
use crate::model::{IssueId, Scenario};
use crate::report::labels::percent;
use crate::report::settlement;
use crate::report::table::{WIDTH, section};
use crate::report::theory::words::{
    CONCEPT_HEADS, deals, gain, name_row, number, objection, obstacle,
};
use crate::report::theory::{Solution, equilibrium};
use crate::report::words::typed_parties;

/// What theory says of central values.
pub fn table(solution: &Solution<'_>) -> String {
    let sections = [
        Some(zone(solution)),
        parties(solution),
        solutions(solution),
        terms(solution),
        settlement::verdicts(solution),
        plans(solution),
        verdicts(solution),
        equilibrium::page(solution),
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
    let mut text = format!(
        "{}\ncentral values, before the first move\n",
        scenario.title
    );
    let mut line = "likeliest types:".to_owned();
    let mut any = false;
    for kind in types {
        if any {
            line.push(',');
        }
        if line.chars().count() + kind.chars().count() + 2 > usize::from(WIDTH) {
            text.push_str(&std::mem::take(&mut line));
            text.push('\n');
        }
        line.push(' ');
        line.push_str(&kind);
        any = true;
    }
    if any {
        text.push_str(&line);
        text.push('\n');
    }
    text
}

fn zone(solution: &Solution<'_>) -> String {
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
    format!("Zone of possible agreement\n {words}\n")
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
    let frontier = &solved.frontier;
    if frontier.points.is_empty() {
        let unknown = "Solutions\nnone was found, but there may be some\n".to_owned();
        return (!frontier.complete).then_some(unknown);
    }
    let first = solved.concepts().map(|places| places.first().copied());
    let of_party = |&party: &u32| {
        let party = party as usize;
        let utility = |place: &Option<usize>| {
            number(place.map(|place| frontier.points[place].utilities[party]))
        };
        let mut row = vec![solution.scenario.parties[party].title.clone()];
        row.extend(first.iter().map(utility));
        row.push(span(&frontier.points, party));
        row
    };
    let mut rows: Vec<Vec<String>> = solution.objectives.iter().map(of_party).collect();
    let mut deals = vec!["deals".to_owned()];
    deals.extend(solved.concepts().map(|places| places.len().to_string()));
    deals.push(frontier.points.len().to_string());
    rows.push(deals);
    let mut header = vec![""];
    header.extend(CONCEPT_HEADS);
    header.push("frontier");
    let mut title = "Solutions and frontier (utilities; of tied deals the first)".to_owned();
    if !frontier.complete {
        title = format!(
            "{title}\nfrontier cut: no deal of the zone beats every listed one by more than {:.1e}",
            frontier.epsilon
        );
    }
    section(&title, 1, &header, rows)
}

/// Least and greatest utility of a party among some points.
fn span(points: &[Point], party: usize) -> String {
    let values = points.iter().map(|point| point.utilities[party]);
    let least = values.clone().fold(f64::INFINITY, f64::min);
    let most = values.fold(f64::NEG_INFINITY, f64::max);
    format!("{} to {}", number(Some(least)), number(Some(most)))
}

/// The options of each solution's first deal, equal deals once.
fn terms(solution: &Solution<'_>) -> Option<String> {
    let solved = &solution.theory.solved;
    let mut columns: Vec<(String, usize)> = Vec::new();
    for (name, places) in CONCEPT_HEADS.iter().zip(solved.concepts()) {
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

fn plans(solution: &Solution<'_>) -> Option<String> {
    let scenario = solution.scenario;
    let rows = scenario.plans.iter().zip(&solution.theory.plans);
    let rows = rows.map(|(plan, place)| {
        vec![
            plan.title.clone(),
            acceptable(place).to_owned(),
            gain(place.distance),
            gain(place.inefficiency),
        ]
    });
    let title = "Plans (to a frontier: what some deal there gives everybody more, at least)";
    let header = ["", "acceptable", "to the zone's", "to that of all deals"];
    section(title, 2, &header, rows.collect())
}

fn acceptable(place: &PlanPlace) -> &'static str {
    match (place.acceptable(), place.signable) {
        (true, _) => "yes",
        (false, true) => "not at home",
        (false, false) => "no",
    }
}

/// What each party and body says to each plan, and what each objective would gain at the Nash solution.
fn verdicts(solution: &Solution<'_>) -> Option<String> {
    let scenario = solution.scenario;
    let mut rows = Vec::new();
    for (plan, place) in scenario.plans.iter().zip(&solution.theory.plans) {
        rows.push(name_row(&plan.title, 4));
        let mut add = |who: &str, says: String, utility: Option<f64>, at_nash: String| {
            let utility = utility.map_or_else(String::new, |utility| number(Some(utility)));
            rows.push(vec![format!("· {who}"), says, utility, at_nash]);
        };
        for (party, verdict) in place.parties.iter().enumerate() {
            let objective = solution
                .objectives
                .iter()
                .position(|&it| it as usize == party);
            let at_nash = objective.map_or_else(String::new, |objective| {
                gain(place.gains.as_ref().map(|gains| gains[objective]))
            });
            add(
                &scenario.parties[party].title,
                says(scenario, verdict),
                Some(place.utilities[party]),
                at_nash,
            );
        }
        for body in &place.bodies {
            let blocks = if body.refuses() { "blocks: " } else { "" };
            let says = if body.forbidden {
                format!("{blocks}must not pass it")
            } else {
                format!("{blocks}passes it with {:.2}", body.probability)
            };
            let title = &scenario.stages[body.stage].title;
            add(title, says, None, String::new());
        }
    }
    let header = ["", "says", "utility", "at Nash"];
    section(
        "Who accepts a plan, who blocks it and why (at Nash: gain at the Nash solution)",
        2,
        &header,
        rows,
    )
}

fn says(scenario: &Scenario, verdict: &PartyVerdict) -> String {
    if verdict.objections.is_empty() {
        return if verdict.asked {
            "accepts".to_owned()
        } else {
            "would accept, not asked".to_owned()
        };
    }
    let reasons = verdict.objections.iter();
    let reasons: Vec<String> = reasons.map(|&it| objection(scenario, it)).collect();
    let role = match (verdict.blocks, verdict.asked) {
        (true, _) => "blocks",
        (false, true) => "outvoted",
        (false, false) => "not asked",
    };
    format!("{role}: {}", reasons.join("; "))
}
