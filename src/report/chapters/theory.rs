//! What theory says of central values.

use crate::analysis::position;
use crate::analysis::settlement::Settlement;
use crate::model::Scenario;
use crate::report::chapters::chapter::{Chapter, Findings};
use crate::report::chapters::{equilibrium, rules};
use crate::report::labels::{counted, decimal, percent};
use crate::report::names::Names;
use crate::report::table::{Cell, Table};
use crate::report::words::{
    CONCEPTS, CONCEPTS_LEGEND, frontier_gap, joined, obstacle, rule, settlement,
};
use crate::results::{
    BodyPosition, DealPoint, ObjectionReason, PartyPosition, PlanObjection, PlanPosition,
    Provenance, Solution, Terms,
};

/// What a person reads after `solve`; at most 100 columns.
pub fn solution(solution: &Solution, scenario: &Scenario) -> String {
    let head = format!(
        "{}\ncentral values, before the first move\n",
        solution.title
    );
    solution.chapter(Names::titles(Some(scenario))).page(&head)
}

impl Findings for Solution {
    fn chapter(&self, names: Names<'_>) -> Chapter {
        let mut tables = vec![
            solutions(self),
            terms(self, names),
            parties(self),
            plans(self),
            verdicts(self, names),
        ];
        tables.extend(equilibrium::tables(self, names));
        tables.push(rules_of(self));
        tables.push(compromise(self, names));
        Chapter {
            heading: "Theory at central values",
            question: "If every number had its central value and every party its likeliest type: is there a deal that every party \
                       whose consent it needs prefers to no deal, which of these deals would the solution concepts of \
                       bargaining theory choose, and who would block the plans on the table?"
                .to_owned(),
            answer: answer(self, names),
            tables,
        }
    }

    fn method(&self, from: &Provenance) -> String {
        let cut = cut(self).map_or_else(String::new, |cut| {
            format!(" The frontier is incomplete: {cut} (Laumanns and others 2002).")
        });
        format!(
            "Theory was computed with zopa {} from central values, for the position before the first move, without chance and so \
             without intervals: the zone of possible agreement by an exact test, the Pareto frontier of its deals, and within the \
             zone the Nash solution (greatest product of gains over no agreement; Nash 1950), the solution of Kalai and \
             Smorodinsky (1975) with the most equal relative gains, the egalitarian (Kalai 1977) and the utilitarian one.{cut}{} {}",
            from.version,
            equilibrium::method(self),
            rules::METHOD
        )
    }
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

/// What a frontier that is not complete may lack.
fn cut(solution: &Solution) -> Option<String> {
    let epsilon = solution.epsilon.filter(|_| !solution.complete);
    epsilon.map(frontier_gap)
}

/// The parties whose gains the frontier weighs.
fn objectives(solution: &Solution) -> impl Iterator<Item = &PartyPosition> {
    let weighed = |party: &&PartyPosition| solution.objectives.contains(&party.id);
    solution.parties.iter().filter(weighed)
}

/// Who gets what in each solution, and at the ends of the frontier.
fn solutions(solution: &Solution) -> Table {
    let mut note = rules::SCALES.to_owned();
    if let Some(cut) = cut(solution) {
        note = format!("{note}; the frontier is incomplete: {cut}");
    }
    if !solution.unproven.is_empty() {
        let known = CONCEPTS.into_iter().zip(position::CONCEPTS);
        let unproven = known.filter(|(_, name)| solution.unproven.iter().any(|one| one == name));
        let titles = joined(unproven.map(|(title, _)| title.to_owned()), ", ");
        note = format!("{note}; best found, not proven best: {titles}");
    }
    let picked = CONCEPTS.into_iter().zip(solution.concepts());
    let picked = picked.filter_map(|(title, points)| {
        let utilities = points.first()?.utilities.clone();
        Some((title, utilities, points.len()))
    });
    let titles = ["frontier: least", "frontier: greatest"];
    let ends = solution.pareto.ends().into_iter().flatten();
    let ends = titles.into_iter().zip(ends);
    let ends = ends.map(|(title, end)| (title, end, solution.pareto.len()));
    Table::new("Solutions within the zone")
        .note(&note)
        .legend(&format!("Of tied deals the first. {CONCEPTS_LEGEND}"))
        .of(picked.chain(ends))
        .column("solution", |row| row.0)
        .columns(
            objectives(solution),
            |party| rules::utility_of(&party.title, &party.id),
            |row, party| Cell::Number(row.1[&party.id]),
        )
        .column("deals", |row| Cell::Count(row.2 as u64))
        .table()
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
    equilibrium::deals("Terms of the solutions", &columns, names)
}

fn parties(solution: &Solution) -> Table {
    Table::new("Parties")
        .note("each on its own scale")
        .legend("Utilities from 0 to 1. Reservation: the reservation value, the utility of no agreement.")
        .of(&solution.parties)
        .column("party", |party| &party.title)
        .column("reservation", |party| Cell::Number(party.reservation))
        .column("worst deal", |party| Cell::Number(party.worst))
        .column("best deal", |party| Cell::Number(party.best))
        .column("deals it accepts", |party| {
            party.acceptance_set.deals.map(|deals| Cell::Many(deals.0))
        })
        .column("of all deals", |party| party.acceptance_set.share.map(Cell::Share))
        .table()
}

fn plans(solution: &Solution) -> Table {
    let [below_zone, below_all] = rules::BELOW_HEADS;
    Table::new("Plans")
        .note(rules::BELOW)
        .legend(
            "Acceptable: to every party whose consent the plan needs, at the table and at home.",
        )
        .of(&solution.plans)
        .column("plan", |plan| &plan.title)
        .column("acceptable", |plan| {
            match (plan.acceptable, plan.signable) {
                (true, _) => "yes",
                (false, true) => "not at home",
                (false, false) => "no",
            }
        })
        .column(below_zone, |plan| plan.distance.map(Cell::Gain))
        .column(below_all, |plan| plan.inefficiency.map(Cell::Gain))
        .table()
}

/// What each party and body says to each plan, and what each objective would gain at the Nash solution.
fn verdicts(solution: &Solution, names: Names<'_>) -> Table {
    let mut table = Table::new("Who accepts a plan, who blocks it and why")
        .note("at Nash: the gain at the Nash solution")
        .legend(
            "Utilities from 0 to 1, each on its party’s own scale, beside the reservation value.",
        )
        .grouped_by("plan")
        .heads(["who", "verdict", "utility", "reservation", "at Nash"]);
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
    let objections = plan.refused_by.iter();
    let mut objections = objections.filter(|one| one.party == party).peekable();
    let role = match objections.peek().map(|first| (first.blocks, first.asked)) {
        None if plan.not_asked.iter().any(|other| other == party) => {
            return "would accept, not asked".to_owned();
        }
        None => return "accepts".to_owned(),
        Some((true, _)) => "blocks",
        Some((false, true)) => "outvoted",
        Some((false, false)) => "not asked",
    };
    let reasons = objections.map(|one| objection(one, names));
    format!("{role}: {}", joined(reasons, "; "))
}

fn objection(objection: &PlanObjection, names: Names<'_>) -> String {
    let amount = objection.amount;
    let lack = amount.map_or_else(String::new, |amount| format!("{} ", decimal(amount)));
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
            let chance = amount.map_or_else(String::new, |chance| {
                format!(" (chance of approval {})", percent(chance))
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
    Table::new("Other settlement rules at central values")
        .legend(&format!(
            "{} Central values, so no intervals.",
            rules::LEGEND
        ))
        .of(&solution.settlement)
        .column("rule", |settled| rule(settled.rule))
        .column("its deal lies", |settled| match settled.settlement {
            Settlement::Refused if settled.deal.is_none() => "nowhere: no zone",
            verdict => settlement(verdict),
        })
        .columns(
            objectives(solution),
            |party| rules::utility_of(&party.title, &party.id),
            |settled, party| {
                let utilities = settled.utilities.as_ref();
                utilities.map(|utilities| Cell::Number(utilities[&party.id]))
            },
        )
        .table()
}

/// The compromise mean before and after it is rounded to an option.
fn compromise(solution: &Solution, names: Names<'_>) -> Table {
    let mut rules = solution.settlement.iter();
    let mean =
        rules.find_map(|settled| Some((settled.unrounded.as_ref()?, settled.deal.as_ref()?)));
    let issues = mean.into_iter().flat_map(|(places, deal)| {
        let issues = places.iter();
        issues.map(move |(issue, place)| (issue, *place, &deal[issue]))
    });
    Table::new("Compromise mean, issue by issue")
        .legend(
            "Mean of the positions, weighted by salience times influence, on the scale of the option values, or of the \
             options’ positions from 0 where they have none.",
        )
        .of(issues)
        .column("issue", |row| Cell::named(names.issue(row.0), row.0))
        .column("mean, unrounded", |row| Cell::Number(row.1))
        .column("nearest option", |row| Cell::named(names.option(row.0, row.2), row.2))
        .table()
}
