//! Tables by issue and option: as long as what they describe.

use crate::model::check::places;
use crate::model::check::{Findings, ModelFault, Path};
use crate::model::{Breach, Scenario, Utility};

pub(super) fn check(scenario: &Scenario, findings: &mut Findings) {
    for (path, _, _, kind) in places::types(scenario) {
        check_utility(scenario, &kind.profile.utility, &path, findings);
        if let Some(breach) = &kind.profile.breach {
            check_breach(scenario, breach, &path.key("breach"), findings);
        }
    }
    for (path, stage) in places::items(&scenario.stages) {
        if let Some(utility) = stage.approval.utility() {
            check_utility(scenario, utility, &path, findings);
        }
    }
}

fn check_utility(scenario: &Scenario, utility: &Utility, path: &Path, findings: &mut Findings) {
    let path = path.key("utility");
    let described = utility.weights.len().min(utility.scores.len());
    let left_out = scenario.issues.iter().skip(described);
    let missing: Vec<String> = left_out.map(|issue| issue.id.clone()).collect();
    if !missing.is_empty() {
        findings.value(path.clone(), ModelFault::UtilityIncomplete { missing });
    }
    for (issue, scores) in scenario.issues.iter().zip(&utility.scores) {
        let (expected, found) = (issue.options.len(), scores.len());
        if found != expected {
            let fault = ModelFault::ScoreCount {
                issue: issue.id.clone(),
                expected,
                found,
            };
            findings.value(path.id(&issue.id).key("scores"), fault);
        }
    }
}

fn check_breach(scenario: &Scenario, breach: &Breach, path: &Path, findings: &mut Findings) {
    let issues = breach.issues.iter();
    let counts = issues.filter_map(|issue| scenario.issues.get(issue.index()));
    let expected: usize = counts.map(|issue| issue.options.len()).product();
    let found = breach.probability.len();
    if breach.issues.len() <= 3 && found != expected {
        let fault = ModelFault::BreachShape {
            expected: format!("{expected} numbers"),
            found: format!("{found}"),
        };
        findings.value(path.key("probability"), fault);
    }
}
