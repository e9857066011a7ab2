//! What each plan is worth to each party beside its reservation value: slopes, one panel for each plan.

pub(super) mod read;

use crate::report::chart::{
    Axis, BLUE, Body, Chart, Frame, Look, Panel, Panels, Series, Sheet, Stroke, Unit, VERMILION,
};
use crate::report::figure::source::Drawn;
use crate::results::Solution;

pub(super) use read::PlanSlopes;

/// The ends of a slope.
const ENDS: [&str; 2] = ["no agreement", "plan"];

/// What each plan of a solution is worth beside no agreement.
pub(super) fn of_solution(solution: &Solution) -> Drawn {
    let found = PlanSlopes::of(solution);
    if found.plans.is_empty() {
        return Err("results of `zopa solve` of central values, of a scenario with plans");
    }
    Ok(plans(&solution.title, &found))
}

/// For each plan a line for each party, from its reservation value to what the plan is worth to it.
pub(super) fn plans(title: &str, found: &PlanSlopes) -> Chart {
    let mut frame = Frame::new(["plan", "acceptable", "party", "at", "utility"]);
    let mut series = Vec::new();
    for (panel, plan) in found.plans.iter().enumerate() {
        for (party, &utility) in found.parties.iter().zip(&plan.utilities) {
            for (end, value) in ENDS.into_iter().zip([party.reservation, utility]) {
                let line = frame.line(panel, series.len());
                line.value(&plan.id).value(plan.acceptable);
                line.value(&party.id).value(end).value(value);
            }
            let look = if utility >= party.reservation {
                Look::of(BLUE)
            } else {
                Look::of(VERMILION).stroked(Stroke::Dashed)
            };
            series.push(Series::new(&party.title, look));
        }
    }
    let panels = found.plans.iter().map(|plan| Panel {
        name: plan.title.clone(),
        notes: vec![found.verdict(plan), found.short_verdict(plan)],
        ..Panel::over(Axis::words(ENDS))
    });
    Chart {
        title: title.to_owned(),
        foot: "Central values, before the first move: no chance, so no intervals.".to_owned(),
        sheet: Sheet::Page,
        series,
        ..Chart::new(
            "What each plan is worth beside no agreement",
            "Left: reservation value; right: utility of the plan, each party on its own scale from 0 to 1. Solid blue rises, dashed vermilion falls. Red lines, the risk of breach and the body at home count for acceptance too.",
            frame,
            Body::Panels(Panels {
                panels: panels.collect(),
                x: "at",
                y: "utility",
                axis: Axis::fixed("", Unit::Plain, [0.0, 1.0]),
                intervals: false,
                steps: false,
                numbered: true,
                columns: 3,
            }),
        )
    }
}
