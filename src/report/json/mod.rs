//! Results as JSON; what is not a number is `null`.

use serde_json::{Value, json};

use crate::bargaining::{Action, Event, Failure};
use crate::model::{Deal, IssueId, PackageId, PartyId, Scenario};
use crate::report::Told;
use crate::report::words::{last_round, typed_parties};
pub(super) use crate::results::FORMAT;
use crate::results::SummaryFile;
use crate::simulation::Summary;

/// The summary of many runs.
pub fn summary(summary: &Summary) -> String {
    crate::results::json::text(&SummaryFile::from(summary))
}

/// One run, event by event.
pub fn trace(told: &Told<'_>) -> String {
    let scenario = told.scenario;
    let events = told.events();
    let events = events.iter();
    pretty(&json!({
        "format": FORMAT,
        "title": scenario.title,
        "seed": told.seed,
        "run": told.run,
        "types": types(told),
        "events": events.map(|it| event(scenario, it)).collect::<Vec<_>>(),
        "outcome": outcome(told),
    }))
}

pub(super) fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

fn merge(value: &mut Value, more: Value) {
    if let (Value::Object(fields), Value::Object(more)) = (value, more) {
        fields.extend(more);
    }
}

fn party_id(scenario: &Scenario, party: PartyId) -> &str {
    &scenario.parties[party.index()].id
}

fn package_id(scenario: &Scenario, package: Option<PackageId>) -> Option<&str> {
    package.map(|package| scenario.packages[package.index()].id.as_str())
}

pub(super) fn deal(scenario: &Scenario, deal: &Deal) -> Value {
    let options = scenario.issues.iter().enumerate().map(|(index, issue)| {
        let option = &issue.options[deal.option(IssueId::at(index))];
        (issue.id.clone(), json!(option.id))
    });
    Value::Object(options.collect())
}

fn types(told: &Told<'_>) -> Value {
    let types = typed_parties(told.scenario).map(|id| {
        let party = &told.scenario.parties[id.index()];
        let kind = told.outcome.types[id.index()];
        (party.id.clone(), json!(party.types[kind.index()].id))
    });
    Value::Object(types.collect())
}

fn event(scenario: &Scenario, event: &Event) -> Value {
    let (name, details) = action(scenario, &event.action);
    let mut value = json!({ "round": event.round, "action": name });
    merge(&mut value, details);
    value
}

fn action(scenario: &Scenario, action: &Action) -> (&'static str, Value) {
    let party_of = |party| party_id(scenario, party);
    let package_of = |package| package_id(scenario, package);
    match action {
        Action::Driver(driver, value) => {
            let id = &scenario.drivers[driver.index()].id;
            ("driver", json!({ "driver": id, "value": value }))
        }
        Action::LeverStarted(lever) | Action::LeverEnded(lever) => {
            let name = if matches!(action, Action::LeverStarted(_)) {
                "lever"
            } else {
                "lever-end"
            };
            let lever = &scenario.levers[lever.index()];
            let actor = party_of(lever.actor);
            (name, json!({ "party": actor, "lever": lever.id }))
        }
        Action::Offer { party, deal: offer } => (
            "offer",
            json!({ "party": party_of(*party), "deal": deal(scenario, offer) }),
        ),
        Action::Accept {
            party,
            package,
            margin,
            target,
        } => (
            "accept",
            json!({
                "party": party_of(*party),
                "package": package_of(*package),
                "margin": margin,
                "target": target,
            }),
        ),
        Action::Refuse {
            party,
            package,
            margin,
            target,
            reason,
        } => (
            "refuse",
            json!({
                "party": party_of(*party),
                "package": package_of(*package),
                "margin": margin,
                "target": target,
                "reason": reason.name(),
            }),
        ),
        Action::Misreported { party, package } => (
            "misreport",
            json!({ "party": party_of(*party), "package": package_of(Some(*package)) }),
        ),
        Action::Closed(package) => ("close", json!({ "package": package_of(Some(*package)) })),
        Action::Reopened => ("reopen", json!({})),
        Action::Vote { party, yes, margin } => (
            "vote",
            json!({ "party": party_of(*party), "yes": yes, "margin": margin }),
        ),
        Action::Signed(signed) => ("sign", json!({ "deal": deal(scenario, signed) })),
        Action::Stage {
            stage,
            approved,
            probability,
        } => (
            "ratification",
            json!({
                "stage": scenario.stages[stage.index()].id,
                "approved": approved,
                "probability": probability,
            }),
        ),
        Action::Breakdown => ("breakdown", json!({})),
    }
}

fn outcome(told: &Told<'_>) -> Value {
    let (scenario, outcome) = (told.scenario, told.outcome);
    let by_party = |values: &[f64]| {
        let pairs = scenario.parties.iter().zip(values);
        Value::Object(
            pairs
                .map(|(party, value)| (party.id.clone(), json!(value)))
                .collect(),
        )
    };
    let packages = scenario.packages.iter().zip(&outcome.packages);
    let packages = packages.map(|(package, verdict)| {
        let verdict = json!({
            "agreed": verdict.agreed,
            "ever": verdict.ever,
            "in-force": verdict.in_force,
        });
        (package.id.clone(), verdict)
    });
    let levers = scenario.levers.iter().zip(&outcome.levers);
    let levers = levers.map(|(lever, round)| (lever.id.clone(), json!(round)));
    let refusal = outcome.last_refusal.map(|(party, package)| {
        json!({
            "party": party_id(scenario, party),
            "package": package_id(scenario, package),
        })
    });
    json!({
        "end": outcome.end.name(),
        "round": last_round(outcome),
        "rounds-held": outcome.rounds_held,
        "deal": outcome.deal.as_ref().map(|it| deal(scenario, it)),
        "utilities": by_party(&outcome.utilities),
        "reservations": by_party(&outcome.reservations),
        "payoffs": by_party(&outcome.payoffs),
        "failure": outcome.failure.map(Failure::name),
        "zone": outcome.zone.name(),
        "signed": outcome.signed.is_some(),
        "signed-round": outcome.signed,
        "agreement-round": outcome.agreed,
        "packages": Value::Object(packages.collect()),
        "levers": Value::Object(levers.collect()),
        "last-refusal": refusal,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::{summary, trace};
    use crate::report::fixture;
    use crate::results::SummaryFile;
    use crate::results::json::read;
    use crate::simulation::Summary;

    fn parsed(text: &str) -> Value {
        serde_json::from_str(text).expect("the report is JSON")
    }

    #[test]
    fn agreement_and_failures_add_up_to_one() {
        let value = parsed(&summary(&fixture::summary()));
        let failures = value["failures"].as_object().expect("an object");
        let failed: f64 = failures.values().filter_map(Value::as_f64).sum();
        let agreed = value["agreement"]["rate"].as_f64().expect("a number");
        assert!((failed + agreed - 1.0).abs() < 1e-12);
        assert_eq!(failures.len(), 8);
        assert_eq!(value["packages"][1]["id"], "time");
        assert_eq!(value["packages"][1]["ever"]["count"], 400);
        assert_eq!(value["by-type"][0]["types"]["union"], "soft");
        assert_eq!(value["issues"][0]["options"][1]["share"], 80.0 / 120.0);
    }

    #[test]
    fn what_has_no_value_is_null() {
        let value = parsed(&summary(&fixture::nothing()));
        assert_eq!(value["efficiency"], Value::Null);
        assert_eq!(value["issues"][0]["options"][0]["share"], Value::Null);
        assert_eq!(value["parties"][0]["payoff"]["mean"], Value::Null);
    }

    #[test]
    fn a_trace_names_what_was_offered_and_how_it_ended() {
        let scenario = fixture::scenario();
        let value = parsed(&trace(&fixture::told(&scenario, &fixture::agreed())));
        assert_eq!(value["types"]["union"], "hard");
        assert_eq!(value["events"][0]["action"], "offer");
        assert_eq!(value["events"][0]["deal"]["wage"], "high");
        assert_eq!(value["events"][1]["reason"], "below-reservation");
        assert_eq!(value["events"][1]["target"], Value::Null);
        assert_eq!(value["outcome"]["round"], 1);
        assert_eq!(value["outcome"]["deal"]["wage"], "low");
        assert_eq!(value["outcome"]["packages"]["pay"]["in-force"], true);
    }

    #[test]
    fn what_was_written_is_read_back() {
        for summary in [fixture::summary(), fixture::nothing()] {
            let text = super::summary(&summary);
            let read: Summary = read::<SummaryFile>(&text).expect("our own text").into();
            assert_eq!(read.agreement, summary.agreement);
            assert_eq!(read.failures, summary.failures);
            assert_eq!(read.packages, summary.packages);
            assert_eq!(read.issues, summary.issues);
            assert_eq!(read.by_type, summary.by_type);
            assert_eq!(read.round_length, summary.round_length);
            let error = |mean: &crate::simulation::Mean| mean.standard_error().unwrap_or(0.0);
            for (one, other) in read.parties.iter().zip(&summary.parties) {
                assert_eq!(one.payoff.value(), other.payoff.value());
                assert!((error(&one.payoff) - error(&other.payoff)).abs() < 1e-15);
            }
        }
    }

    #[test]
    fn what_is_missing_or_wrong_is_named() {
        let text = summary(&fixture::summary());
        let broken = |from: &str, to: &str| {
            let read = read::<SummaryFile>(&text.replacen(from, to, 1));
            read.expect_err("it is broken")
        };
        assert_eq!(broken("\"seed\"", "\"sead\""), "`seed` is missing");
        assert_eq!(
            broken("\"ever\"", "\"never\""),
            "`packages[0].ever` is missing"
        );
        assert!(broken("\"format\": 2", "\"format\": 9").contains("reads 2"));
        assert!(broken(",", "").starts_with("this is not JSON: "));
    }
}
