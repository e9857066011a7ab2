//! Packages, issues, drivers and the patterns that look for something in a deal.

use crate::model::check::places;
use crate::model::check::{Findings, ModelFault, Path};
use crate::model::{IssueId, OptionSet, Pattern, Scenario};

pub(super) fn check(scenario: &Scenario, findings: &mut Findings) {
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
    for (place, package) in places::items(&scenario.packages) {
        if package.issues.is_empty() {
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
    for (place, issue) in places::items(&scenario.issues) {
        if issue.options.is_empty() {
            let remedy = "add at least one option";
            findings.value(place.key("options"), ModelFault::EmptyList { remedy });
        }
    }
}

fn check_barriers(scenario: &Scenario, findings: &mut Findings) {
    for (place, driver) in places::items(&scenario.drivers) {
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
        let every_option = |&(issue, options): &(IssueId, _)| {
            let count = scenario.issues[issue.index()].options.len();
            options == OptionSet::of(0..count)
        };
        if !pattern.conditions.is_empty() && pattern.conditions.iter().all(every_option) {
            findings.value(place, ModelFault::ForbidsEverything);
        }
    }
}
