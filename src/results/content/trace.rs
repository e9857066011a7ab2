//! One run, event by event: what `trace` prints for programs; numbers without bound are `null`.

use serde_json::{Map, Value, json};

use crate::analysis::terms::{by_party, terms, types};
use crate::bargaining::{Action, Event, Failure, Outcome};
use crate::model::{LeverId, PackageId, PartyId, Scenario};

/// One run under a seed; `round` is that of signature, else the last one held.
pub(crate) fn run_trace(
    scenario: &Scenario,
    (seed, run): (u64, u64),
    events: &[Event],
    outcome: &Outcome,
    round: u32,
) -> Value {
    let events = events.iter().map(|event| happened(scenario, event));
    json!({
        "title": scenario.title,
        "seed": seed,
        "run": run,
        "types": types(scenario, outcome.types.iter().map(|kind| kind.index())),
        "events": events.collect::<Vec<_>>(),
        "outcome": ended(scenario, outcome, round),
    })
}

fn party(scenario: &Scenario, party: PartyId) -> &str {
    &scenario.parties[party.index()].id
}

fn package(scenario: &Scenario, package: PackageId) -> &str {
    &scenario.packages[package.index()].id
}

/// Something that happened: its round, the name of the action, and what belongs to that.
fn happened(scenario: &Scenario, event: &Event) -> Value {
    let (action, fields) = action(scenario, &event.action);
    let mut all = Map::new();
    all.insert("round".to_owned(), event.round.into());
    all.insert("action".to_owned(), action.into());
    all.extend(fields.as_object().cloned().unwrap_or_default());
    all.into()
}

fn action(scenario: &Scenario, action: &Action) -> (&'static str, Value) {
    let party = |id: &PartyId| party(scenario, *id);
    let package = |id: &PackageId| package(scenario, *id);
    let lever = |id: &LeverId| {
        let lever = &scenario.levers[id.index()];
        json!({ "party": party(&lever.actor), "lever": lever.id })
    };
    match action {
        Action::Driver(driver, value) => {
            let driver = &scenario.drivers[driver.index()].id;
            ("driver", json!({ "driver": driver, "value": value }))
        }
        Action::LeverStarted(id) => ("lever", lever(id)),
        Action::LeverEnded(id) => ("lever-end", lever(id)),
        Action::Offer { party: by, deal } => (
            "offer",
            json!({ "party": party(by), "deal": terms(scenario, deal) }),
        ),
        Action::Answer {
            party: by,
            package: of,
            margin,
            target,
            refused,
        } => {
            let mut answer = json!({
                "party": party(by),
                "package": of.as_ref().map(package),
                "margin": margin,
                "target": target,
            });
            if let Some(reason) = refused {
                answer["reason"] = json!(reason);
                ("refuse", answer)
            } else {
                ("accept", answer)
            }
        }
        Action::Misreported {
            party: by,
            package: of,
        } => (
            "misreport",
            json!({ "party": party(by), "package": package(of) }),
        ),
        Action::Read {
            party: by,
            margin,
            reading,
        } => (
            "consult",
            json!({ "party": party(by), "margin": margin, "reading": reading }),
        ),
        Action::Closed(of) => ("close", json!({ "package": package(of) })),
        Action::Reopened => ("reopen", json!({})),
        Action::Vote {
            party: by,
            yes,
            margin,
        } => (
            "vote",
            json!({ "party": party(by), "yes": yes, "margin": margin }),
        ),
        Action::Signed(deal) => ("sign", json!({ "deal": terms(scenario, deal) })),
        Action::Stage {
            stage,
            approved,
            probability,
        } => {
            let stage = &scenario.stages[stage.index()].id;
            (
                "ratification",
                json!({ "stage": stage, "approved": approved, "probability": probability }),
            )
        }
        Action::Breakdown => ("breakdown", json!({})),
        Action::WalkedOut(by) => ("walk-out", json!({ "party": party(by) })),
    }
}

/// How a run ended.
fn ended(scenario: &Scenario, outcome: &Outcome, round: u32) -> Value {
    let packages = scenario.packages.iter().zip(&outcome.packages);
    let packages = packages.map(|(package, of)| {
        let verdict = json!({ "agreed": of.agreed, "ever": of.ever, "in-force": of.in_force });
        (package.id.clone(), verdict)
    });
    let levers = scenario.levers.iter().zip(&outcome.levers);
    let levers = levers.map(|(lever, round)| (lever.id.clone(), json!(round)));
    json!({
        "end": outcome.end.name(),
        "round": round,
        "rounds-held": outcome.rounds_held,
        "deal": outcome.deal.as_ref().map(|deal| terms(scenario, deal)),
        "utilities": by_party(scenario, &outcome.utilities),
        "reservations": by_party(scenario, &outcome.reservations),
        "payoffs": by_party(scenario, &outcome.payoffs),
        "failure": outcome.failure.map(Failure::name),
        "zone": outcome.zone.name(),
        "signed": outcome.signed.is_some(),
        "signed-round": outcome.signed,
        "agreement-round": outcome.agreed,
        "packages": packages.collect::<Map<_, _>>(),
        "levers": levers.collect::<Map<_, _>>(),
        "last-refusal": outcome.last_refusal.map(|(by, of)| {
            json!({
                "party": party(scenario, by),
                "package": of.map(|of| package(scenario, of)),
            })
        }),
    })
}
