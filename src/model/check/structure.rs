//! The clock, packages, issues, drivers and the patterns that look for something in a deal.

use crate::model::check::{Findings, ModelFault, Path};
use crate::model::{Pattern, Range, Scenario};

pub(super) fn check(scenario: &Scenario, findings: &mut Findings) {
    let rounds = f64::from(scenario.clock.rounds);
    findings.in_range(Path::of("clock.rounds"), rounds, Range::ROUNDS);
    check_packages(scenario, findings);
    check_issues(scenario, findings);
    if scenario.parties.len() < 2 {
        let fault = ModelFault::TooFew {
            what: "a negotiation needs at least two parties",
            found: scenario.parties.len(),
        };
        findings.value(Path::of("party"), fault);
    }
    check_barriers(scenario, findings);
}

fn check_packages(scenario: &Scenario, findings: &mut Findings) {
    if scenario.packages.is_empty() {
        let remedy = "put all issues in one package";
        findings.value(Path::of("package"), ModelFault::EmptyList { remedy });
    }
    for (position, package) in scenario.packages.iter().enumerate() {
        if package.issues.is_empty() {
            let place = Path::of("package").item(position, &package.id);
            let fault = ModelFault::PackageWithoutIssues(package.id.clone());
            let rests = [place.key("id")];
            findings.value(place, fault).resting_on(rests);
        }
    }
}

fn check_issues(scenario: &Scenario, findings: &mut Findings) {
    if scenario.issues.is_empty() {
        let remedy = "add at least one `[[issue]]`";
        findings.value(Path::of("issue"), ModelFault::EmptyList { remedy });
    }
    for (position, issue) in scenario.issues.iter().enumerate() {
        let place = Path::of("issue").item(position, &issue.id).key("options");
        if issue.options.is_empty() {
            let remedy = "add at least one option";
            findings.value(place.clone(), ModelFault::EmptyList { remedy });
        }
        for (position, option) in issue.options.iter().enumerate() {
            if let Some(value) = option.value {
                let place = place.item(position, &option.id).key("value");
                findings.in_range(place, value, Range::ANY);
            }
        }
    }
}

fn check_barriers(scenario: &Scenario, findings: &mut Findings) {
    for (position, driver) in scenario.drivers.iter().enumerate() {
        let place = Path::of("driver").item(position, &driver.id);
        for (key, barrier) in [("lower", driver.lower), ("upper", driver.upper)] {
            if let Some(value) = barrier {
                findings.in_range(place.key(key), value, Range::ANY);
            }
        }
        if let (Some(lower), Some(upper)) = (driver.lower, driver.upper)
            && lower >= upper
        {
            let fault = ModelFault::BarriersCrossed { lower, upper };
            let rests = [place.key("lower")];
            findings.value(place.key("upper"), fault).resting_on(rests);
        }
    }
}

/// A pattern says something.
pub(super) fn check_pattern(pattern: &Pattern, place: Path, findings: &mut Findings) {
    if pattern.conditions.is_empty() {
        findings.value(place, ModelFault::EmptyPattern);
    }
}

/// Patterns that forbid leave some deal.
pub(super) fn check_forbidding(
    scenario: &Scenario,
    patterns: &[Pattern],
    list: &Path,
    findings: &mut Findings,
) {
    for (position, pattern) in patterns.iter().enumerate() {
        let place = list.entry(position);
        check_pattern(pattern, place.clone(), findings);
        let every_option = |&(issue, options): &(crate::model::IssueId, _)| {
            let count = scenario.issues[issue.index()].options.len();
            options == crate::model::OptionSet::of(0..count)
        };
        if !pattern.conditions.is_empty() && pattern.conditions.iter().all(every_option) {
            findings.value(place, ModelFault::ForbidsEverything);
        }
    }
}
