//! The words of the figure of the frontier: caption, foot and key.

use crate::report::figure::frontier::key::{KEY_LETTERS, Mark, letter};
use crate::report::figure::frontier::read::FrontierMarks;

/// Letters of a note on a plan; a longer one counts instead of naming.
const VERDICT_MAX: usize = 150;

/// Names of the solutions, in the order of the theory's concepts.
pub(super) const CONCEPT_NAMES: [&str; 5] = [
    "Nash",
    "Kalai–Smorodinsky, most equal",
    "Kalai–Smorodinsky, max–min",
    "egalitarian",
    "utilitarian",
];

/// What the marks mean that are drawn.
pub(super) fn caption(marks: &FrontierMarks, [drawn, pairs]: [usize; 2]) -> String {
    let mut told = vec!["Utilities, each party on its own scale. Grey lines: reservation values."];
    if marks.zone.is_empty() {
        told.push(
            "No deal is acceptable to all at central values, so there are no solutions to mark.",
        );
    } else {
        told.push("A solution's mark stands at the first of tied deals.");
    }
    let acceptable = |wanted: bool| {
        let mut plans = marks.central.plans.iter();
        plans.any(|plan| plan.acceptable == wanted)
    };
    told.extend(match (acceptable(true), acceptable(false)) {
        (true, true) => Some("Plans: discs where acceptable, rings where not."),
        (true, false) => Some("Discs: plans, all acceptable."),
        (false, true) => Some("Rings: plans, none of them acceptable."),
        (false, false) => None,
    });
    let choice = format!(
        "{drawn} of {pairs} pairs of parties: those whose utilities run most against each other along the frontier of all deals."
    );
    if drawn < pairs {
        told.push(&choice);
    }
    told.join(" ")
}

pub(super) fn foot(marks: &FrontierMarks) -> String {
    let cut = marks.cut.map_or(String::new(), |epsilon| {
        // Rounded up, so that the sentence stays true.
        let most = (epsilon * 1_000.0).ceil() / 1_000.0;
        format!(" The frontier is cut: no deal beats all points shown by more than {most:.3}.")
    });
    format!("Central values, before the first move: no chance, so no intervals.{cut}")
}

/// The marks with their words; those that are nowhere drawn, and plans that are named beside their marks, are left out.
pub(super) fn key(
    marks: &FrontierMarks,
    lettered: &[usize],
    reservation: bool,
) -> Vec<(Mark, String)> {
    let mut key = vec![(Mark::Free, "frontier of all deals".to_owned())];
    if !marks.zone.is_empty() {
        key.push((Mark::Zone, "frontier of the zone".to_owned()));
        for (concept, name) in CONCEPT_NAMES.into_iter().enumerate() {
            key.push((Mark::Concept(concept), name.to_owned()));
        }
    }
    if reservation {
        key.push((Mark::Reservation, "reservation value".to_owned()));
    }
    for &number in lettered {
        let plan = &marks.central.plans[number];
        let words = format!("{} {}", letter(number), plan.title);
        key.push((Mark::Plan(number, plan.acceptable), words));
    }
    key
}

/// The same with all plans and what becomes of each, where there is room beside a lone panel.
pub(super) fn notes(
    marks: &FrontierMarks,
    lettered: &[usize],
    reservation: bool,
) -> Vec<(Mark, String)> {
    let mut notes = key(marks, &[], reservation);
    let plans = marks.central.plans.iter().take(KEY_LETTERS).enumerate();
    notes.extend(plans.map(|(number, plan)| {
        let letter = if lettered.contains(&number) {
            format!("{} ", letter(number))
        } else {
            String::new()
        };
        let verdict = marks.central.brief_verdict(plan, VERDICT_MAX);
        let words = format!("{letter}{}: {verdict}", plan.title);
        (Mark::Plan(number, plan.acceptable), words)
    }));
    notes
}
