//! Limits on the size of a scenario.

use crate::model::{Concession, Protocol, Scenario};
use crate::scenario::document::At;
use crate::scenario::fault::Fault;
use crate::scenario::file::ScenarioFile;
use crate::scenario::report::Report;

/// Deals an exhaustive rule can list.
const LISTED_DEALS_MAX: f64 = 1e6;
/// Deals × rounds that backward induction goes through.
const INDUCTION_MAX: f64 = 1e9;
/// Deals a rule can list that weighs each by a belief whenever it speaks.
const WEIGHED_DEALS_MAX: f64 = 1e5;
/// Deals of any scenario.
const DEALS_MAX: f64 = 1e30;

/// Checks every list; what exceeds a limit is not looked into.
pub(super) fn within_limits(file: &ScenarioFile, report: &mut Report) -> bool {
    let mut sizes: Vec<(Option<At>, usize, usize, &str)> = vec![
        (file.packages.at, file.packages.items.len(), 32, "packages"),
        (file.issues.at, file.issues.items.len(), 64, "issues"),
        (file.parties.at, file.parties.items.len(), 32, "parties"),
        (
            file.joint_types.at,
            file.joint_types.items.len(),
            256,
            "rows of joint types",
        ),
        (file.plans.at, file.plans.items.len(), 256, "plans"),
        (file.drivers.at, file.drivers.items.len(), 64, "drivers"),
        (file.levers.at, file.levers.items.len(), 64, "levers"),
        (file.stages.at, file.stages.items.len(), 16, "stages"),
    ];
    for issue in &file.issues.items {
        sizes.push((issue.options.at, issue.options.items.len(), 64, "options"));
    }
    for party in &file.parties.items {
        sizes.push((party.types.at, party.types.items.len(), 16, "types"));
        let preferences = party.types.items.iter().map(|item| &item.preferences);
        for preferences in preferences.chain([&party.preferences]) {
            if let Some(never) = &preferences.never {
                sizes.push((never.at, never.items.len(), 256, "red lines"));
            }
            if let Some(linkages) = &preferences.linkages {
                sizes.push((linkages.at, linkages.items.len(), 256, "linkages"));
            }
        }
    }
    for lever in &file.levers.items {
        sizes.push((lever.effects.at, lever.effects.items.len(), 256, "effects"));
    }
    for stage in &file.stages.items {
        for patterns in [&stage.when, &stage.forbid].into_iter().flatten() {
            sizes.push((patterns.at, patterns.items.len(), 256, "patterns"));
        }
    }
    let mut within = true;
    for (at, found, limit, what) in sizes {
        if found > limit
            && let Some(at) = at
        {
            within = false;
            let fault = Fault::TooMany {
                what: what.to_owned(),
                limit: limit as f64,
                found: found as f64,
            };
            report.key(at, fault);
        }
    }
    within
}

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
        Concession::TimeDependent { .. } | Concession::Hardliner | Concession::TitForTat { .. } => {
            None
        }
    });
    rules.min_by(|one, other| one.1.total_cmp(&other.1))
}

/// Checks the number of deals against what the protocol and the strategies list.
pub(super) fn check_deals(file: &ScenarioFile, scenario: &Scenario, report: &mut Report) {
    let deals = scenario.deal_count();
    let listing = listing_rule(scenario);
    let (what, limit) = if matches!(scenario.protocol, Protocol::Ultimatum { .. }) {
        ("deals in an ultimatum", LISTED_DEALS_MAX)
    } else if let Some(limit) = listing {
        limit
    } else {
        ("deals", DEALS_MAX)
    };
    if deals > limit {
        let fault = Fault::TooMany {
            what: what.to_owned(),
            limit,
            found: deals,
        };
        report.key(file.issues.at.unwrap_or(file.at), fault);
    }
}
