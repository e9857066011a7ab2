//! Limits on the size of a scenario.

use crate::model::check::{Findings, ModelFault, Path};
use crate::model::{Concession, Protocol, Scenario};

/// Deals an exhaustive rule can list.
const LISTED_DEALS_MAX: f64 = 1e6;
/// Deals × rounds that backward induction goes through.
const INDUCTION_MAX: f64 = 1e9;
/// Deals a rule can list that weighs each by a belief whenever it speaks.
const WEIGHED_DEALS_MAX: f64 = 1e5;
/// Deals of any scenario.
const DEALS_MAX: f64 = 1e30;

/// The rule that lists the fewest deals of those the parties concede by, with its limit.
fn listing_rule(scenario: &Scenario) -> Option<(&'static str, f64)> {
    let offers = matches!(scenario.protocol, Protocol::AlternatingOffers { .. });
    // Backward induction looks at every deal in every round.
    let induced = (INDUCTION_MAX / f64::from(scenario.clock.rounds)).floor();
    let kinds = scenario.parties.iter().flat_map(|party| &party.types);
    let rules = kinds.filter_map(|kind| match kind.profile.strategy.concession {
        Concession::Micro => Some(("deals with `micro`", LISTED_DEALS_MAX)),
        Concession::Zeuthen => Some(("deals with `zeuthen`", LISTED_DEALS_MAX)),
        // Under a mediator it draws a target, not a deal.
        Concession::Random => offers.then_some(("deals with `random`", LISTED_DEALS_MAX)),
        Concession::Bayesian { .. } => Some(("deals with `bayesian`", WEIGHED_DEALS_MAX)),
        Concession::Rational => Some((
            "deals with `rational` and so many rounds",
            induced.min(LISTED_DEALS_MAX),
        )),
        _ => None,
    });
    rules.min_by(|one, other| one.1.total_cmp(&other.1))
}

/// Checks the number of deals against what the protocol and the strategies list.
pub(super) fn check_deals(scenario: &Scenario, findings: &mut Findings) {
    let found = scenario.deal_count();
    let (what, limit) = if matches!(scenario.protocol, Protocol::Ultimatum { .. }) {
        ("deals in an ultimatum", LISTED_DEALS_MAX)
    } else {
        listing_rule(scenario).unwrap_or(("deals", DEALS_MAX))
    };
    if found > limit {
        findings.key(
            Path::of("issue"),
            ModelFault::TooMany { what, limit, found },
        );
    }
}
