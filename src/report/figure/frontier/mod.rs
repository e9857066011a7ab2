//! The Pareto frontier with plans and solutions, two parties a panel.

mod views;

use crate::report::chart::{
    BLUE, Body, Chart, Frame, GREEN, INK, Look, NEUTRAL, NamedPoint, PURPLE, Scatter, Series,
    Shape, Sheet, Side, VERMILION,
};
use crate::report::figure::frontier::views::views;
use crate::report::figure::plans::{CERTAIN, short_verdict, verdict};
use crate::report::words::{CONCEPTS, CONCEPTS_LEGEND};
use crate::results::{FrontierPoints, Solution};

/// The frontier of all deals.
const FREE: usize = 0;
/// The frontier of the zone.
const ZONE: usize = 1;
/// The first of the solutions.
const SOLUTION: usize = 2;
/// Plans that all accept; those that somebody refuses follow.
const PLAN: usize = SOLUTION + CONCEPTS.len();
/// Letters of a note on a plan; a longer one counts instead of naming.
const VERDICT_MAX: usize = 150;

/// The frontier of the zone and of all deals, the plans and the solutions, for each pair of parties who seek gains.
pub(super) fn frontier(solution: &Solution, points: &FrontierPoints) -> Option<Chart> {
    if solution.objectives.len() < 2 {
        return None;
    }
    let (views, pairs) = views(solution, points, ZONE);
    let caption = caption(solution, points, [views.len(), pairs]);
    let sheet = if views.len() < 2 {
        Sheet::Column
    } else {
        Sheet::Page
    };
    let (frame, before) = frame(solution, points);
    let named = solution.plans.iter().enumerate().map(|(number, plan)| {
        let note = verdict(solution, plan);
        let is_long = note.chars().count() > VERDICT_MAX;
        NamedPoint {
            line: before + number,
            name: plan.title.clone(),
            note: if is_long {
                short_verdict(solution, plan)
            } else {
                note
            },
        }
    });
    let sides = solution.parties.iter().map(|party| Side {
        column: party.id.clone(),
        title: party.title.clone(),
        level: party.reservation,
    });
    let body = Body::Scatter(Scatter {
        sides: sides.collect(),
        named: named.collect(),
        level: "reservation value".to_owned(),
        views,
    });
    Some(Chart {
        title: solution.title.clone(),
        foot: foot(solution),
        sheet,
        series: series(),
        ..Chart::new(
            "What theory says: frontier, solutions, plans",
            caption,
            frame,
            body,
        )
    })
}

/// A line for each point, and how many lines stand before those of the plans.
fn frame(solution: &Solution, points: &FrontierPoints) -> (Frame, usize) {
    let parties = solution.parties.iter().map(|party| party.id.as_str());
    let mut frame = Frame::new(["mark", "name"].into_iter().chain(parties));
    let mut add = |place: (Option<usize>, usize), mark: &str, name: &str, utilities: &[f64]| {
        let line = frame.line(place.0, place.1);
        line.value(mark).value(name).values(utilities);
    };
    for point in &points.free {
        add((Some(0), FREE), "frontier of all deals", "", point);
    }
    for point in &points.zone {
        add((Some(0), ZONE), "frontier of the zone", "", point);
    }
    let mut before = points.free.len() + points.zone.len();
    for (number, (name, deals)) in CONCEPTS.into_iter().zip(solution.concepts()).enumerate() {
        for (place, deal) in deals.iter().enumerate() {
            // A solution's mark stands at the first of tied deals.
            let row = (place == 0).then_some(0);
            let utilities = solution.in_order(&deal.utilities);
            add((row, SOLUTION + number), "solution", name, &utilities);
        }
        before += deals.len();
    }
    for plan in &solution.plans {
        let series = PLAN + usize::from(!plan.acceptable);
        let utilities = solution.in_order(&plan.utilities);
        add((Some(0), series), "plan", &plan.id, &utilities);
    }
    let reservations = solution.parties.iter().map(|party| party.reservation);
    let reservations: Vec<f64> = reservations.collect();
    add((None, FREE), "reservation values", "", &reservations);
    (frame, before)
}

/// All kinds of points; outlines of different shape keep marks apart that fall on one point.
fn series() -> Vec<Series> {
    let looks = [
        Look::of(GREEN).shaped(Shape::Diamond),
        Look::of(PURPLE).shaped(Shape::Outline(3, 180)),
        Look::of(PURPLE).shaped(Shape::Outline(3, 0)),
        Look::of(INK).shaped(Shape::Outline(4, 45)),
        Look::of(INK).shaped(Shape::Outline(32, 0)),
    ];
    let mut series = vec![
        Series::new(
            "frontier of all deals",
            Look::of(NEUTRAL).shaped(Shape::Dot(10)),
        ),
        Series::new(
            "frontier of the zone",
            Look::of(BLUE).shaped(Shape::Dot(16)),
        ),
    ];
    let solutions = CONCEPTS.into_iter().zip(looks);
    series.extend(solutions.map(|(name, look)| Series::new(name, look)));
    // Plans have names of their own.
    series.push(Series::new("", Look::of(VERMILION)));
    series.push(Series::new("", Look::of(VERMILION).shaped(Shape::Ring)));
    series
}

/// What the marks mean that are drawn.
fn caption(solution: &Solution, points: &FrontierPoints, [drawn, pairs]: [usize; 2]) -> String {
    let mut sentences =
        vec!["Utilities, each party on its own scale. Grey lines: reservation values."];
    if points.zone.is_empty() {
        sentences.push(
            "No deal is acceptable to all at central values, so there are no solutions to mark.",
        );
    } else {
        sentences.push("A solution's mark stands at the first of tied deals.");
        sentences.push(CONCEPTS_LEGEND);
    }
    let any = |wanted: bool| solution.plans.iter().any(|plan| plan.acceptable == wanted);
    sentences.extend(match (any(true), any(false)) {
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

fn foot(solution: &Solution) -> String {
    let Some(epsilon) = solution.epsilon.filter(|_| !solution.complete) else {
        return CERTAIN.to_owned();
    };
    let most = (epsilon * 1_000.0).ceil() / 1_000.0;
    format!("{CERTAIN} The frontier is cut: no deal beats all points shown by more than {most:.3}.")
}
