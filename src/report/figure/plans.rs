//! What each plan is worth to each party beside its reservation value: slopes, one panel for each plan, with who refuses it.

use crate::model::words::plural;
use crate::report::chart::{
    Axis, BLUE, Body, Chart, Frame, Look, Panel, Panels, Series, Sheet, Stroke, Unit, VERMILION,
};
use crate::report::labels::listed;
use crate::report::words::joined;
use crate::results::{ObjectionReason, PlanObjection, PlanPosition, Solution};

/// What stands below figures of central values.
pub(super) const CERTAIN: &str =
    "Central values, before the first move: no chance, so no intervals.";

/// The ends of a slope.
const ENDS: [&str; 2] = ["no agreement", "plan"];

/// For each plan a line for each party, from its reservation value to what the plan is worth to it.
pub(super) fn plans(solution: &Solution) -> Option<Chart> {
    if solution.plans.is_empty() {
        return None;
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
    Some(Chart {
        title: solution.title.clone(),
        foot: CERTAIN.to_owned(),
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

/// A reason in a word or two; nothing for what the slopes show by themselves.
fn words(reason: ObjectionReason) -> Option<&'static str> {
    match reason {
        ObjectionReason::RedLine => Some("red line"),
        ObjectionReason::Reservation => None,
        ObjectionReason::Commitment => Some("risk of breach"),
        ObjectionReason::AtHome => Some("home would refuse"),
    }
}

/// The parties at the table that stop a plan, each with its reasons as far as slopes do not show them.
fn at_the_table(plan: &PlanPosition) -> Vec<(&str, Vec<&'static str>)> {
    let blocking = plan.refused_by.iter().filter(|objection| objection.blocks);
    let blocking: Vec<&PlanObjection> = blocking.collect();
    let parties = blocking.chunk_by(|one, other| one.party == other.party);
    let parties = parties.map(|objections| {
        let reasons = objections.iter().filter_map(|one| words(one.reason));
        (objections[0].party.as_str(), reasons.collect())
    });
    parties.collect()
}

/// Whether a plan is acceptable and, if not, who refuses it and why, as far as its slopes do not show it.
pub(super) fn verdict(solution: &Solution, plan: &PlanPosition) -> String {
    if plan.acceptable {
        return "acceptable to all it needs".to_owned();
    }
    let title = |id: &str| {
        let party = solution.parties.iter().find(|party| party.id == id);
        party.map_or(id, |party| &party.title).to_owned()
    };
    let refusing = at_the_table(plan).into_iter().map(|(party, reasons)| {
        if reasons.is_empty() {
            title(party)
        } else {
            format!("{} ({})", title(party), reasons.join(", "))
        }
    });
    let bodies = || plan.at_home.iter().filter(|body| body.refuses);
    let owners = bodies().filter_map(|body| body.party.as_deref());
    let mut owners: Vec<String> = owners.map(title).collect();
    owners.dedup();
    let others = bodies().filter(|body| body.party.is_none());
    let parts = [
        ("by", refusing.collect()),
        ("at home in", owners),
        (
            "at home by",
            others.map(|body| body.stage.clone()).collect(),
        ),
    ];
    let parts = parts.iter().filter(|(_, names)| !names.is_empty());
    let parts = joined(
        parts.map(|(how, names)| format!("{how} {}", listed(names))),
        ", and ",
    );
    if parts.is_empty() {
        return "too few accept it".to_owned();
    }
    format!("refused {parts}")
}

/// The same with numbers in the place of names.
pub(super) fn short_verdict(solution: &Solution, plan: &PlanPosition) -> String {
    let table = at_the_table(plan).len();
    let home = plan.at_home.iter().filter(|body| body.refuses).count();
    let parties = format!("by {table} of {} parties", solution.parties.len());
    let bodies = format!("at home by {home} {}", plural(home, "body"));
    match (table, home) {
        (0, _) => format!("refused {bodies}"),
        (_, 0) => format!("refused {parties}"),
        _ => format!("refused {parties}, and {bodies}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{short_verdict, verdict};
    use crate::report::fixture;
    use crate::results::ObjectionReason;

    #[test]
    fn a_verdict_names_who_refuses_and_why() {
        let mut solution = fixture::solution(&["Union", "Firm"], 1);
        let low = fixture::objection("p0", ObjectionReason::Reservation);
        let mut verdicts = |objections: &[_], bodies: &[_]| {
            let plan = &mut solution.plans[0];
            plan.acceptable = false;
            plan.refused_by = objections.to_vec();
            plan.at_home = bodies.to_vec();
            let plan = &solution.plans[0];
            [verdict(&solution, plan), short_verdict(&solution, plan)]
        };
        let alone = verdicts(std::slice::from_ref(&low), &[]);
        assert_eq!(alone, ["refused by Union", "refused by 1 of 2 parties"]);
        assert_eq!(
            verdicts(
                &[
                    fixture::objection("p0", ObjectionReason::RedLine),
                    low,
                    fixture::objection("p1", ObjectionReason::Commitment),
                ],
                &[fixture::refusing_body(Some("p0"))],
            ),
            [
                "refused by Union (red line) and Firm (risk of breach), and at home in Union",
                "refused by 2 of 2 parties, and at home by 1 body"
            ]
        );
        let body = verdicts(&[], &[fixture::refusing_body(None)]);
        assert_eq!(
            body,
            ["refused at home by poll", "refused at home by 1 body"]
        );
        assert_eq!(verdicts(&[], &[])[0], "too few accept it");
    }
}
