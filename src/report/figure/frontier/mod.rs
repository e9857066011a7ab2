//! The Pareto frontier with plans and solutions, two parties a panel.

pub(super) mod read;
mod views;
mod words;

use crate::report::chart::{
    BLUE, Body, Chart, Frame, GREEN, INK, Look, NEUTRAL, Named, PURPLE, Scatter, Series, Shape,
    Sheet, Side, VERMILION,
};
use crate::report::figure::frontier::read::FrontierMarks;
use crate::report::figure::frontier::views::views;
use crate::report::figure::frontier::words::{caption, foot};
use crate::report::figure::source::Drawn;
use crate::report::words::CONCEPTS;
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

/// What theory says among the utilities of two parties at a time.
pub(super) fn of_solution(solution: &Solution, points: FrontierPoints) -> Drawn {
    let marks = FrontierMarks::of(solution, points);
    if marks.objectives.len() < 2 {
        return Err(
            "results of `zopa solve` of central values, of two parties or more who seek gains",
        );
    }
    Ok(frontier(&solution.title, &marks))
}

/// The frontier of the zone and of all deals, the plans and the solutions, for each pair of objectives.
pub(super) fn frontier(title: &str, marks: &FrontierMarks) -> Chart {
    let parties = &marks.central.parties;
    let (views, pairs) = views(marks, ZONE);
    let caption = caption(marks, [views.len(), pairs]);
    let sheet = if views.len() < 2 {
        Sheet::Column
    } else {
        Sheet::Page
    };
    let (frame, before) = points(marks);
    let named = marks
        .central
        .plans
        .iter()
        .enumerate()
        .map(|(number, plan)| Named {
            line: before + number,
            name: plan.title.clone(),
            note: marks.central.brief_verdict(plan, VERDICT_MAX),
        });
    let sides = parties.iter().map(|party| Side {
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
    Chart {
        title: title.to_owned(),
        foot: foot(marks),
        sheet,
        series: series(),
        ..Chart::new(
            "What theory says: frontier, solutions, plans",
            caption,
            frame,
            body,
        )
    }
}

/// A line for each point, and how many lines stand before those of the plans.
fn points(marks: &FrontierMarks) -> (Frame, usize) {
    let parties = &marks.central.parties;
    let mut frame = Frame::new(
        ["mark", "name"]
            .into_iter()
            .chain(parties.iter().map(|item| item.id.as_str())),
    );
    let mut add = |place: (Option<usize>, usize), mark: &str, name: &str, utilities: &[f64]| {
        let line = frame.line(place.0, place.1);
        line.value(mark)
            .value(name)
            .values(utilities.iter().copied());
    };
    for point in &marks.free {
        add((Some(0), FREE), "frontier of all deals", "", point);
    }
    for point in &marks.zone {
        add((Some(0), ZONE), "frontier of the zone", "", point);
    }
    for (number, (name, deals)) in CONCEPTS.into_iter().zip(&marks.solutions).enumerate() {
        for (place, deal) in deals.iter().enumerate() {
            // A solution's mark stands at the first of tied deals.
            let row = (place == 0).then_some(0);
            add((row, SOLUTION + number), "solution", name, deal);
        }
    }
    let before: usize = marks.solutions.iter().map(Vec::len).sum();
    let before = before + marks.free.len() + marks.zone.len();
    for plan in &marks.central.plans {
        let series = PLAN + usize::from(!plan.acceptable);
        add((Some(0), series), "plan", &plan.id, &plan.utilities);
    }
    let reservations: Vec<f64> = parties.iter().map(|item| item.reservation).collect();
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
