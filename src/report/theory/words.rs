//! The words in which theory is told.

use crate::analysis::position::{Objection, Obstacle};
use crate::model::Scenario;

/// The concepts of [`crate::analysis::position::CONCEPTS`], short enough for the heads of columns.
pub(super) const CONCEPT_HEADS: [&str; 5] = [
    "Nash",
    "KS equal",
    "KS max–min",
    "egalitarian",
    "utilitarian",
];

/// Why there is no zone.
pub(super) fn obstacle(obstacle: Obstacle) -> &'static str {
    match obstacle {
        Obstacle::RedLines => "every deal crosses a red line of somebody whose consent it needs",
        Obstacle::NoZone => "no deal is worth its fallback to everybody whose consent it needs",
        Obstacle::Commitment => {
            "some deals beat every fallback if kept, but none once the risk of breach is counted"
        }
    }
}

/// Why a party refuses.
pub(super) fn objection(scenario: &Scenario, objection: Objection) -> String {
    match objection {
        Objection::RedLines(1) => "crosses a red line".to_owned(),
        Objection::RedLines(lines) => format!("crosses {lines} red lines"),
        Objection::Reservation(lack) => format!("{lack:.3} below reservation"),
        Objection::Commitment(lack) if lack.is_finite() => {
            format!("{lack:.3} short for the risk of breach")
        }
        Objection::Commitment(_) => "sure to be broken".to_owned(),
        Objection::Anticipation { stage, probability } => format!(
            "expects {} to pass it with {probability:.2} only",
            scenario.stages[stage].title
        ),
    }
}

/// A row that names the plan of which the next rows tell.
pub(super) fn name_row(plan: &str, columns: usize) -> Vec<String> {
    let mut row = vec![String::new(); columns];
    plan.clone_into(&mut row[0]);
    row
}

/// A utility or a gain with three decimals; a dash without one.
pub(super) fn number(value: Option<f64>) -> String {
    match value {
        // What rounds to nothing has no sign.
        Some(value) if value.abs() < 0.0005 => "0.000".to_owned(),
        Some(value) => format!("{value:.3}"),
        None => "–".to_owned(),
    }
}

/// The same with its sign.
pub(super) fn gain(value: Option<f64>) -> String {
    match value {
        Some(value) if value >= 0.0005 => format!("+{value:.3}"),
        other => number(other),
    }
}

/// A count in full up to a billion, then rounded.
pub(super) fn deals(count: f64) -> String {
    if count < 1e9 {
        crate::report::labels::count(whole(count))
    } else {
        format!("{count:.3e}")
    }
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counts below 10^9"
)]
fn whole(count: f64) -> u64 {
    count as u64
}
