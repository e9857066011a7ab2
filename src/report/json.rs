//! Results as JSON; what is not a number is `null`.

use crate::report::traced_run::TracedRun;
use crate::report::words::last_round;
use crate::results::json::text;
use crate::results::run_trace;
use crate::simulation::Summary;

/// The summary of many runs.
pub fn summary(summary: &Summary) -> String {
    text(summary)
}

/// One run, event by event.
pub fn trace(traced: &TracedRun<'_>) -> String {
    let TracedRun {
        scenario,
        seed,
        run,
        outcome,
        ..
    } = *traced;
    let round = last_round(outcome);
    text(&run_trace(
        scenario,
        (seed, run),
        &traced.events(),
        outcome,
        round,
    ))
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::{summary, trace};
    use crate::report::fixture;
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
        assert_eq!(failures.len(), 9);
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
        let value = parsed(&trace(&fixture::traced(&scenario, &fixture::agreed())));
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
            let read: Summary = read(&text).expect("our own text");
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
            let read = read::<Summary>(&text.replacen(from, to, 1));
            read.expect_err("it is broken")
        };
        assert_eq!(broken("\"seed\"", "\"sead\""), "`seed` is missing");
        assert_eq!(
            broken("\"ever\"", "\"never\""),
            "`packages[0].ever` is missing"
        );
        assert!(broken("\"format\": 3", "\"format\": 9").contains("reads 3"));
        assert!(broken(",", "").starts_with("this is not JSON: "));
    }
}
