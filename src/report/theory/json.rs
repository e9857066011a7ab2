//! What theory says, as JSON; what is not a number is `null`.

use serde_json::{Map, Value, json};

use crate::analysis::frontier::Point;
use crate::analysis::position::{
    BodyVerdict, CONCEPTS, Objection, Obstacle, PartyFigures, PartyVerdict, PlanPlace,
};
use crate::model::Scenario;
use crate::report::json::{deal, list, mean, pretty, rate};
use crate::report::settlement;
use crate::report::theory::{Solution, equilibrium};
use crate::simulation::{Mean, PlanPartyRates, PlanRates, TheoryRates};

/// Version of both formats.
const FORMAT: u32 = 1;

/// What theory says of central values.
pub fn solution(solution: &Solution<'_>) -> String {
    let scenario = solution.scenario;
    let theory = solution.theory;
    let frontier = &theory.solved.frontier;
    let entry = |point: &Point| {
        json!({
            "deal": deal(scenario, &solution.deal(point)),
            "utilities": by_party(scenario, &point.utilities),
        })
    };
    let kinds = scenario.central_types();
    let mut value = json!({
        "format": FORMAT,
        "title": scenario.title,
        "deals": real_count(scenario.deal_count()),
        "objectives": ids(scenario, solution.objectives),
        "types": types(scenario, &kinds.iter().map(|kind| kind.index()).collect::<Vec<_>>()),
        "zone": {
            "exists": theory.zone.exists,
            "deals": theory.zone.deals.map(count),
            "obstacle": theory.zone.obstacle.map(Obstacle::name),
        },
        "pareto": list(&frontier.points, entry),
        "complete": frontier.complete,
        "epsilon": frontier.epsilon,
    });
    let solved = CONCEPTS.into_iter().zip(theory.solved.concepts());
    for (concept, places) in solved {
        value[concept] = list(places, |&place| entry(&frontier.points[place]));
    }
    let parties = scenario.parties.iter().zip(&theory.parties);
    value["parties"] = parties
        .map(|(party, figures)| party_figures(scenario, &party.id, &party.title, figures))
        .collect();
    let plans = scenario.plans.iter().zip(&theory.plans);
    value["plans"] = plans
        .map(|(plan, place)| {
            let mut value = json!({
                "id": plan.id,
                "title": plan.title,
                "deal": deal(scenario, &plan.deal),
                "utilities": by_party(scenario, &place.utilities),
            });
            add(&mut value, plan_place(solution, place));
            value
        })
        .collect();
    value["settlement"] = list(solution.rules, |outcome| {
        let point = outcome.deal.as_ref();
        json!({
            "rule": outcome.rule.name(),
            "settlement": outcome.settlement.name(),
            "deal": point.map(|point| deal(scenario, &solution.deal(point))),
            "utilities": point.map(|point| by_party(scenario, &point.utilities)),
        })
    });
    value["all-deals"] = json!({
        "points": theory.free.points.len(),
        "complete": theory.free.complete,
        "epsilon": theory.free.epsilon,
    });
    if let Some(forecast) = solution.forecast {
        add(&mut value, equilibrium::values(solution, forecast));
    }
    pretty(&value)
}

/// What theory says of many realizations.
pub fn rates(scenario: &Scenario, rates: &TheoryRates) -> String {
    let obstacles = Obstacle::ALL.into_iter().zip(rates.obstacles);
    let obstacles = obstacles.map(|(obstacle, it)| (obstacle.name().to_owned(), rate(it)));
    let parties = scenario.parties.iter().zip(&rates.parties);
    let plans = scenario.plans.iter().zip(&rates.plans);
    let solutions = CONCEPTS.into_iter().zip(&rates.solutions);
    let solutions = solutions
        .map(|(concept, means)| (concept.to_owned(), by_objective(scenario, rates, means)));
    let party_ids = scenario.parties.iter().map(|party| party.id.as_str());
    let party_ids: Vec<&str> = party_ids.collect();
    pretty(&json!({
        "format": FORMAT,
        "title": scenario.title,
        "deals": real_count(scenario.deal_count()),
        "realizations": rates.realizations,
        "seed": rates.seed,
        "objectives": ids(scenario, &rates.objectives),
        "zone": rate(rates.zone),
        "undecided": rate(rates.undecided),
        "obstacles": Value::Object(obstacles.collect()),
        "by-type": list(&rates.by_type, |(kinds, zone)| json!({
            "types": types(scenario, kinds),
            "realizations": zone.runs,
            "zone": rate(*zone),
        })),
        "parties": parties.map(|(party, it)| json!({
            "id": party.id,
            "title": party.title,
            "reservation": mean(&it.reservation),
            "win-set": mean(&it.win_set),
        })).collect::<Vec<_>>(),
        "pareto": {
            "points": mean(&rates.points),
            "complete": rate(rates.complete),
            "epsilon": rates.epsilon,
        },
        "solutions": Value::Object(solutions.collect()),
        "settlement": settlement::value(&rates.settlement, None, &party_ids),
        "plans": plans
            .map(|(plan, it)| plan_rates(scenario, rates, &plan.id, &plan.title, it))
            .collect::<Vec<_>>(),
    }))
}

/// A count as a number: whole where JSON readers keep it so, rounded beyond 2⁵³.
fn count(deals: u128) -> Value {
    match u64::try_from(deals) {
        Ok(deals) if deals <= 1 << 53 => json!(deals),
        _ => json!(deals as f64),
    }
}

/// The same of a count that is kept as a real number, exact up to 2⁵³.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "whole, positive and below 2^53"
)]
fn real_count(deals: f64) -> Value {
    if deals <= 9_007_199_254_740_992.0 {
        json!(deals as u64)
    } else {
        json!(deals)
    }
}

fn ids(scenario: &Scenario, parties: &[u32]) -> Value {
    list(parties, |&party| json!(scenario.parties[party as usize].id))
}

/// The types of the parties that have several.
fn types(scenario: &Scenario, kinds: &[usize]) -> Value {
    let typed = scenario.parties.iter().zip(kinds);
    let typed = typed.filter(|(party, _)| party.types.len() > 1);
    let typed = typed.map(|(party, &kind)| (party.id.clone(), json!(party.types[kind].id)));
    Value::Object(typed.collect())
}

pub(super) fn by_party(scenario: &Scenario, values: &[f64]) -> Value {
    let parties = scenario.parties.iter().zip(values);
    let parties: Map<String, Value> = parties
        .map(|(party, value)| (party.id.clone(), json!(value)))
        .collect();
    Value::Object(parties)
}

fn by_objective(scenario: &Scenario, rates: &TheoryRates, means: &[Mean]) -> Value {
    let parties = rates.objectives.iter().zip(means);
    let parties: Map<String, Value> = parties
        .map(|(&party, it)| (scenario.parties[party as usize].id.clone(), mean(it)))
        .collect();
    Value::Object(parties)
}

fn add(value: &mut Value, more: Value) {
    if let (Value::Object(fields), Value::Object(more)) = (value, more) {
        fields.extend(more);
    }
}

fn party_figures(scenario: &Scenario, id: &str, title: &str, figures: &PartyFigures) -> Value {
    let share = |deals: u128| deals as f64 / scenario.deal_count();
    json!({
        "id": id,
        "title": title,
        "reservation": figures.reservation,
        "worst": figures.worst,
        "best": figures.best,
        "win-set": {
            "deals": figures.win_set.map(count),
            "share": figures.win_set.map(share),
        },
    })
}

fn plan_place(solution: &Solution<'_>, place: &PlanPlace) -> Value {
    let scenario = solution.scenario;
    let parties = scenario.parties.iter().zip(&place.parties);
    let accepting = parties.clone().filter(|(_, it)| it.objections.is_empty());
    let accepting: Vec<&str> = accepting.map(|(party, _)| party.id.as_str()).collect();
    let refusals = parties
        .clone()
        .flat_map(|(party, verdict)| refusals(scenario, &party.id, verdict));
    let gains = place.gains.as_ref().map(|gains| {
        let pairs = solution.objectives.iter().zip(gains);
        let pairs: Map<String, Value> = pairs
            .map(|(&party, gain)| (scenario.parties[party as usize].id.clone(), json!(gain)))
            .collect();
        pairs
    });
    let margins: Map<String, Value> = parties
        .map(|(party, it)| (party.id.clone(), json!(it.margin)))
        .collect();
    json!({
        "acceptable": place.acceptable(),
        "signable": place.signable,
        "margins": margins,
        "accepted-by": accepting,
        "refused-by": refusals.collect::<Vec<_>>(),
        "at-home": list(&place.bodies, |it| body(scenario, it)),
        "distance": place.distance,
        "inefficiency": place.inefficiency,
        "gains": gains,
    })
}

/// One entry for each reason of a party.
fn refusals<'a>(
    scenario: &'a Scenario,
    party: &'a str,
    verdict: &'a PartyVerdict,
) -> impl Iterator<Item = Value> + use<'a> {
    verdict.objections.iter().map(move |objection| {
        let (reason, amount) = match *objection {
            Objection::RedLines(lines) => ("red-line", json!(lines)),
            Objection::Reservation(lack) => ("reservation", json!(lack)),
            Objection::Commitment(lack) => ("commitment", json!(lack)),
            Objection::Anticipation { probability, .. } => ("at-home", json!(probability)),
        };
        let mut value = json!({
            "party": party,
            "reason": reason,
            "amount": amount,
            "asked": verdict.asked,
            "blocks": verdict.blocks,
        });
        if let Objection::Anticipation { stage, .. } = objection {
            value["stage"] = json!(scenario.stages[*stage].id);
        }
        value
    })
}

fn body(scenario: &Scenario, body: &BodyVerdict) -> Value {
    let stage = &scenario.stages[body.stage];
    let party = stage.party.map(|party| &scenario.parties[party.index()].id);
    json!({
        "stage": stage.id,
        "party": party,
        "probability": body.probability,
        "forbidden": body.forbidden,
        "refuses": body.refuses(),
    })
}

fn plan_rates(
    scenario: &Scenario,
    rates: &TheoryRates,
    id: &str,
    title: &str,
    plan: &PlanRates,
) -> Value {
    let party = |it: &PlanPartyRates| {
        json!({
            "accepts": rate(it.accepts),
            "blocks": rate(it.blocks),
            "red-line": rate(it.red_lines),
            "reservation": rate(it.reservation),
            "commitment": rate(it.commitment),
            "at-home": rate(it.anticipation),
        })
    };
    let parties = scenario.parties.iter().zip(&plan.parties);
    let parties: Map<String, Value> = parties
        .map(|(who, it)| (who.id.clone(), party(it)))
        .collect();
    let stages = scenario.stages.iter().zip(&plan.refused_at_home);
    let stages: Map<String, Value> = stages
        .map(|(stage, &it)| (stage.id.clone(), rate(it)))
        .collect();
    json!({
        "id": id,
        "title": title,
        "acceptable": rate(plan.acceptable),
        "signable": rate(plan.signable),
        "parties": parties,
        "refused-at-home": stages,
        "distance": mean(&plan.distance),
        "inefficiency": mean(&plan.inefficiency),
        "gains": by_objective(scenario, rates, &plan.gains),
    })
}
