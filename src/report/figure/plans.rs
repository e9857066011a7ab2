//! What each plan is worth to each party beside its reservation value: slopes, one panel for each plan.

use crate::report::chart::{
    Axis, BLUE, Body, Chart, Frame, Look, Panel, Panels, Series, Sheet, Stroke, Unit, VERMILION,
};
use crate::report::figure::Drawn;
use crate::report::figure::verdict::{short_verdict, verdict};
use crate::results::Solution;

/// The results that it shows.
pub(super) const NEEDS: &str =
    "results of `zopa solve` of central values, of a scenario with plans";
/// The ends of a slope.
const ENDS: [&str; 2] = ["no agreement", "plan"];

/// For each plan a line for each party, from its reservation value to what the plan is worth to it.
pub(super) fn plans(solution: &Solution) -> Drawn {
    if solution.plans.is_empty() {
        return Err(NEEDS);
    }
    let mut frame = Frame::new(["plan", "acceptable", "party", "at", "utility"]);
    let mut series = Vec::new();
    for (panel, plan) in solution.plans.iter().enumerate() {
        for party in &solution.parties {
            let utility = plan.utilities[&party.id];
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
    let panels = solution.plans.iter().map(|plan| Panel {
        name: plan.title.clone(),
        notes: vec![verdict(solution, plan), short_verdict(solution, plan)],
        ..Panel::over(Axis::words(ENDS))
    });
    Ok(Chart {
        title: solution.title.clone(),
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
    })
}
