//! The words of the figure of the frontier: caption and foot.

use crate::report::figure::frontier::read::FrontierMarks;
use crate::report::words::CONCEPTS_LEGEND;

/// What the marks mean that are drawn.
pub(super) fn caption(marks: &FrontierMarks, [drawn, pairs]: [usize; 2]) -> String {
    let mut sentences =
        vec!["Utilities, each party on its own scale. Grey lines: reservation values."];
    if marks.zone.is_empty() {
        sentences.push(
            "No deal is acceptable to all at central values, so there are no solutions to mark.",
        );
    } else {
        sentences.push("A solution's mark stands at the first of tied deals.");
        sentences.push(CONCEPTS_LEGEND);
    }
    let acceptable = |wanted: bool| {
        let mut plans = marks.central.plans.iter();
        plans.any(|plan| plan.acceptable == wanted)
    };
    sentences.extend(match (acceptable(true), acceptable(false)) {
        (true, true) => Some("Plans: discs where acceptable, rings where not."),
        (true, false) => Some("Discs: plans, all acceptable."),
        (false, true) => Some("Rings: plans, none of them acceptable."),
        (false, false) => None,
    });
    let choice = format!(
        "{drawn} of {pairs} pairs of parties: those whose utilities run most against each other along the frontier of all deals."
    );
    if drawn < pairs {
        sentences.push(&choice);
    }
    sentences.join(" ")
}

pub(super) fn foot(marks: &FrontierMarks) -> String {
    let cut = marks.cut.map_or(String::new(), |epsilon| {
        // Rounded up, so that the sentence stays true.
        let most = (epsilon * 1_000.0).ceil() / 1_000.0;
        format!(" The frontier is cut: no deal beats all points shown by more than {most:.3}.")
    });
    format!("Central values, before the first move: no chance, so no intervals.{cut}")
}
