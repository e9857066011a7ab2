//! What theory says of central values.

use crate::analysis::settlement::Settlement;
use crate::model::Scenario;
use crate::report::chapters::{Chapter, equilibrium, page, rules};
use crate::report::labels::{counted, decimal, percent};
use crate::report::names::Names;
use crate::report::table::{Cell, Column, Table};
use crate::report::words::{CONCEPTS, CONCEPTS_LEGEND, obstacle, settlement};
use crate::results::{
    BodyPosition, DealPoint, ObjectionReason, PartyPosition, PlanObjection, PlanPosition,
    Provenance, Solution, Terms,
};

/// What a person reads after `solve`; at most 100 columns.
pub fn solution(solution: &Solution, scenario: &Scenario) -> String {
    let names = Names(Some(scenario));
    let head = format!(
        "{}\ncentral values, before the first move\n",
        solution.title
    );
    page(&head, &answer(solution, names), &tables(solution, names))
}

/// What theory says of central values.
pub(super) fn chapter(from: &Provenance, solution: &Solution, names: Names<'_>) -> Chapter {
    Chapter {
        heading: "Theory at central values",
        question: "If every number had its central value and every party its likeliest type: is there a deal that every party \
                   whose consent it needs prefers to no deal, which of these deals would the solution concepts of bargaining \
                   theory choose, and who would block the plans on the table?"
            .to_owned(),
        answer: answer(solution, names),
        tables: tables(solution, names),
        method: method(from, solution),
    }
}

fn tables(solution: &Solution, names: Names<'_>) -> Vec<Table> {
    let mut tables = vec![
        solutions(solution),
        terms(solution, names),
        parties(solution),
        plans(solution),
        verdicts(solution, names),
    ];
    tables.extend(equilibrium::tables(solution, names));
    tables.push(rules_of(solution));
    tables
}

fn answer(solution: &Solution, names: Names<'_>) -> Vec<String> {
    let mut sentences = vec![zone(solution)];
    let points = solution.pareto.len() as u64;
    if points > 0 {
        sentences.push(format!(
            "Its Pareto frontier has {}.",
            counted(points, "point")
        ));
    }
    if !solution.types.is_empty() {
        let types = names.profile(&solution.types);
        sentences.push(format!("Likeliest types: {}.", types.words()));
    }
    sentences.extend(acceptable(&solution.plans));
    let mut paragraphs = vec![sentences.join(" ")];
    paragraphs.extend(equilibrium::answer(solution, names));
    paragraphs
}

fn zone(solution: &Solution) -> String {
    let all = Cell::Many(solution.deals.0).words();
    let zone = &solution.zone;
    match (zone.exists, zone.deals) {
        (Some(false), _) => {
            let why = zone.obstacle.map_or(
                "whether only the risk of breach prevents one is undecided",
                obstacle,
            );
            format!("There is no zone of possible agreement: {why}.")
        }
        (None, _) => {
            "Whether there is a zone of possible agreement is undecided: the test stopped at its limit.".to_owned()
        }
        (Some(true), None) => {
            format!("There is a zone of possible agreement; its deals, out of {all}, are too many to count.")
        }
        (Some(true), Some(inside)) => format!(
            "There is a zone of possible agreement: {} of {all} deals ({}).",
            Cell::Many(inside.0).words(),
            percent(inside.0 / solution.deals.0)
        ),
    }
}

/// Which plans pass, in a sentence; none without plans.
fn acceptable(plans: &[PlanPosition]) -> Option<String> {
    let first = plans.first()?;
    let accepted = plans.iter().filter(|plan| plan.acceptable);
    let titles: Vec<&str> = accepted.map(|plan| plan.title.as_str()).collect();
    let whom = "acceptable to every party whose consent it needs";
    Some(match (titles.is_empty(), plans.len()) {
        (true, 1) => format!("The plan “{}” is not {whom}.", first.title),
        (true, number) => format!("None of the {number} plans is {whom}."),
        (false, 1) => format!("The plan “{}” is {whom}.", first.title),
        (false, number) => format!("Of the {number} plans, {whom}: {}.", titles.join("; ")),
    })
}

fn method(from: &Provenance, solution: &Solution) -> String {
    let cut = match cut(solution) {
        Some(cut) => format!(" The frontier is incomplete: {cut} (Laumanns and others 2002)."),
        None => String::new(),
    };
    format!(
        "Theory was computed with zopa {} from central values, for the position before the first move, without chance and so \
         without intervals: the zone of possible agreement by an exact test, the Pareto frontier of its deals, and on it the \
         Nash solution (greatest product of gains over the fallbacks; Nash 1950), the solution of Kalai and Smorodinsky (1975) \
         with the most equal relative gains, the egalitarian (Kalai 1977) and the utilitarian one.{cut}{} {}",
        from.version,
        equilibrium::method(solution),
        rules::METHOD
    )
}

/// What a frontier that is not complete may lack.
fn cut(solution: &Solution) -> Option<String> {
    let epsilon = solution.epsilon.unwrap_or(0.0);
    (!solution.complete).then(|| {
        format!(
            "no deal of the zone beats every listed one by more than {epsilon:.1e} for every party"
        )
    })
}

/// The parties whose gains the frontier weighs.
fn objectives(solution: &Solution) -> impl Iterator<Item = &PartyPosition> {
    let weighed = |party: &&PartyPosition| solution.objectives.contains(&party.id);
    solution.parties.iter().filter(weighed)
}

fn utility_columns(solution: &Solution) -> impl Iterator<Item = Column> {
    objectives(solution).map(|it| rules::utility_of(&it.title, &it.id))
}

/// Who gets what in each solution, and at the ends of the frontier.
fn solutions(solution: &Solution) -> Table {
    let mut note = SCALES.to_owned();
    if let Some(cut) = cut(solution) {
        note = format!("{note}; the frontier is incomplete: {cut}");
    }
    let utilities = |of: &dyn Fn(&str) -> f64| -> Vec<Cell> {
        objectives(solution)
            .map(|it| Cell::Number(of(&it.id)))
            .collect()
    };
    let row = |name: &str, utilities: Vec<Cell>, deals: usize| {
        let mut cells = vec![name.into()];
        cells.extend(utilities);
        cells.push(Cell::Count(deals as u64));
        cells
    };
    let picked = CONCEPTS.into_iter().zip(solution.concepts());
    let mut rows: Vec<Vec<Cell>> = picked
        .filter_map(|(title, points)| {
            let first = points.first()?;
            Some(row(
                title,
                utilities(&|id| first.utilities[id]),
                points.len(),
            ))
        })
        .collect();
    if !rows.is_empty() {
        let all = |id: &str| {
            let values = solution.pareto.iter().map(|point| point.utilities[id]);
            values.collect::<Vec<f64>>()
        };
        let least = utilities(&|id| all(id).into_iter().fold(f64::INFINITY, f64::min));
        let most = utilities(&|id| all(id).into_iter().fold(f64::NEG_INFINITY, f64::max));
        rows.push(row("frontier: least", least, solution.pareto.len()));
        rows.push(row("frontier: greatest", most, solution.pareto.len()));
    }
    Table::new("Solutions within the zone", ["solution"])
        .and(utility_columns(solution))
        .and(["deals"])
        .note(&note)
        .legend(&format!("Of tied deals the first. {CONCEPTS_LEGEND}"))
        .rows(rows)
}

/// The options of each solution's first deal, equal deals once.
fn terms(solution: &Solution, names: Names<'_>) -> Table {
    let mut columns: Vec<(String, &Terms)> = Vec::new();
    for (title, points) in CONCEPTS.into_iter().zip(solution.concepts()) {
        let Some(DealPoint { deal, .. }) = points.first() else {
            continue;
        };
        match columns.iter_mut().find(|column| column.1 == deal) {
            Some((titles, _)) => *titles = format!("{titles}; {title}"),
            None => columns.push((title.to_owned(), deal)),
        }
    }
    deals("Terms of the solutions", &columns, names)
}

/// Deals side by side, issue by issue.
pub(super) fn deals(title: &str, deals: &[(String, &Terms)], names: Names<'_>) -> Table {
    let issues = deals.first().map(|(_, deal)| deal.keys());
    let rows = issues.into_iter().flatten().map(|issue| {
        let option = |deal: &Terms| {
            let id = &deal[issue];
            Cell::named(names.option(issue, id), id)
        };
        let mut cells = vec![Cell::named(names.issue(issue), issue)];
        cells.extend(deals.iter().map(|(_, deal)| option(deal)));
        cells
    });
    Table::new(title, ["issue"])
        .and(deals.iter().map(|it| it.0.as_str()))
        .rows(rows)
}

fn parties(solution: &Solution) -> Table {
    let columns = [
        "party",
        "reservation",
        "worst deal",
        "best deal",
        "deals it accepts",
        "of all deals",
    ];
    let rows = solution.parties.iter().map(|party| {
        let win_set = party.win_set;
        vec![
            party.title.as_str().into(),
            Cell::Number(party.reservation),
            Cell::Number(party.worst),
            Cell::Number(party.best),
            win_set.deals.map_or(Cell::Missing, |it| Cell::Many(it.0)),
            win_set.share.map_or(Cell::Missing, Cell::Share),
        ]
    });
    Table::new("Parties", columns)
        .note("each on its own scale")
        .legend("Utilities from 0 to 1. Reservation: the reservation value, the utility of no agreement.")
        .rows(rows)
}

/// What the utilities of solutions are.
pub(super) const SCALES: &str = "utilities, each party on its own scale";

/// How far a plan lies below a frontier.
pub(super) const BELOW: &str =
    "below a frontier: what some deal on it gives every party more, at least";
/// Heads of the columns that say how far a plan lies below each frontier.
pub(super) const BELOW_HEADS: [&str; 2] = ["below the zone’s frontier", "below that of all deals"];

fn plans(solution: &Solution) -> Table {
    let gain = |gain: Option<f64>| gain.map_or(Cell::Missing, Cell::Gain);
    let rows = solution.plans.iter().map(|plan| {
        let acceptable = match (plan.acceptable, plan.signable) {
            (true, _) => "yes",
            (false, true) => "not at home",
            (false, false) => "no",
        };
        vec![
            plan.title.as_str().into(),
            acceptable.into(),
            gain(plan.distance),
            gain(plan.inefficiency),
        ]
    });
    Table::new("Plans", ["plan", "acceptable"])
        .and(BELOW_HEADS)
        .note(BELOW)
        .legend(
            "Acceptable: to every party whose consent the plan needs, at the table and at home.",
        )
        .rows(rows)
}

/// What each party and body says to each plan, and what each objective would gain at the Nash solution.
fn verdicts(solution: &Solution, names: Names<'_>) -> Table {
    let columns = ["who", "verdict", "utility", "reservation", "at Nash"];
    let mut table = Table::new("Who accepts a plan, who blocks it and why", columns)
        .note("at Nash: the gain at the Nash solution")
        .legend(
            "Utilities from 0 to 1, each on its party’s own scale, beside the reservation value.",
        )
        .grouped_by("plan");
    for plan in &solution.plans {
        for party in &solution.parties {
            let is_weighed = solution.objectives.contains(&party.id);
            let gain = plan.gains.as_ref().and_then(|gains| gains.get(&party.id));
            let at_nash = match gain {
                Some(&gain) => Cell::Gain(gain),
                None if is_weighed => Cell::Missing,
                None => Cell::Empty,
            };
            let cells = vec![
                party.title.as_str().into(),
                verdict(plan, &party.id, names).into(),
                Cell::Number(plan.utilities[&party.id]),
                Cell::Number(party.reservation),
                at_nash,
            ];
            table.push(&plan.title, cells);
        }
        for body in &plan.at_home {
            let stage = names.stage(&body.stage);
            table.push(&plan.title, vec![stage.into(), approval(body).into()]);
        }
    }
    table
}

/// What a party says to a plan.
fn verdict(plan: &PlanPosition, party: &str, names: Names<'_>) -> String {
    let objections = || plan.refused_by.iter().filter(|it| it.party == party);
    let Some(first) = objections().next() else {
        let is_asked = plan.not_asked.iter().all(|it| it != party);
        let verdict = if is_asked {
            "accepts"
        } else {
            "would accept, not asked"
        };
        return verdict.to_owned();
    };
    let role = match (first.blocks, first.asked) {
        (true, _) => "blocks",
        (false, true) => "outvoted",
        (false, false) => "not asked",
    };
    let reasons = objections().map(|it| objection(it, names));
    format!("{role}: {}", reasons.collect::<Vec<_>>().join("; "))
}

fn objection(objection: &PlanObjection, names: Names<'_>) -> String {
    let amount = objection.amount;
    let lack = amount.map_or_else(String::new, |it| format!("{} ", decimal(it)));
    match objection.reason {
        ObjectionReason::RedLine => match amount {
            Some(lines) if lines > 1.0 => format!("crosses {lines} red lines"),
            _ => "crosses a red line".to_owned(),
        },
        ObjectionReason::Reservation => format!("{lack}below its reservation value"),
        ObjectionReason::Commitment if amount.is_none() => "certain to be breached".to_owned(),
        ObjectionReason::Commitment => format!("{lack}short, given the risk of breach"),
        ObjectionReason::AtHome => {
            let stage = objection.stage.as_deref().unwrap_or_default();
            let chance = amount.map_or_else(String::new, |it| {
                format!(" (chance of approval {})", percent(it))
            });
            format!("expects a refusal: {}{chance}", names.stage(stage))
        }
    }
}

fn approval(body: &BodyPosition) -> String {
    let blocks = if body.refuses { "blocks: " } else { "" };
    if body.forbidden {
        format!("{blocks}may not approve it")
    } else {
        format!(
            "{blocks}approves it with probability {}",
            percent(body.probability)
        )
    }
}

fn rules_of(solution: &Solution) -> Table {
    let rows = solution.settlement.iter().map(|it| {
        let lies = match it.settlement {
            Settlement::Refused if it.deal.is_none() => "nowhere: no zone",
            verdict => settlement(verdict),
        };
        let utilities = objectives(solution).map(|party| {
            let utilities = it.utilities.as_ref();
            Cell::number_or_dash(utilities.map(|utilities| utilities[&party.id]))
        });
        (it.rule, lies, utilities.collect())
    });
    rules::of_central_values(utility_columns(solution), rows)
}
