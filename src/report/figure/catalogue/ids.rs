//! The ids that results name, for those who give them other words.

use crate::experiment::compare::PolicyKind;
use crate::model::{Ids, Named};
use crate::results::{Results, ResultsError};
use crate::simulation::Summary;

/// All ids that the figures of some results speak of.
///
/// # Errors
/// When a file is not what it should be.
pub fn ids(results: &Results) -> Result<Ids, ResultsError> {
    let mut ids = Ids::default();
    if let Some(summary) = results.summary()? {
        of_summary(&mut ids, &summary);
    }
    if let Some(solution) = results.solution()? {
        for party in &solution.parties {
            ids.add(Named::Party, &party.id);
        }
        for plan in &solution.plans {
            ids.add(Named::Plan, &plan.id);
        }
    }
    if let Some(sweep) = results.sweep() {
        for factor in &sweep.layout.factors {
            ids.add(Named::Factor, &factor.id);
        }
        let labels = sweep.layout.cells.iter().flat_map(|cell| &cell.labels);
        for label in labels.flatten() {
            ids.add(Named::Policy, label);
        }
    }
    if let Some(found) = results.discovery()? {
        for limit in found.boxes.iter().flat_map(|item| &item.limits) {
            ids.add(Named::Factor, &limit.parameter);
        }
    }
    if let Some(found) = results.comparison()? {
        for effect in &found.effects {
            let named = match effect.kind {
                PolicyKind::Lever => Named::Lever,
                _ => Named::Policy,
            };
            ids.add(named, &effect.policy);
        }
    }
    if let Some(found) = results.sensitivity()? {
        for factor in found.factors.iter().flatten() {
            ids.add(Named::Factor, &factor.factor);
        }
    }
    Ok(ids)
}

fn of_summary(ids: &mut Ids, summary: &Summary) {
    for package in &summary.packages {
        ids.add(Named::Package, &package.id);
    }
    for issue in &summary.issues {
        ids.add(Named::Issue, &issue.id);
        for option in &issue.options {
            ids.add(Named::IssueOption(issue.id.clone()), &option.id);
        }
    }
    for party in &summary.parties {
        ids.add(Named::Party, &party.id);
    }
    for lever in &summary.levers {
        ids.add(Named::Lever, &lever.id);
    }
}
