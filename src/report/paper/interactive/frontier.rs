//! The frontier, the solutions and the plans in the utilities of any two parties.

use serde_json::{Value, json};

use crate::analysis::position::CONCEPTS;
use crate::report::labels::distinct;
use crate::report::paper::interactive::{COLOURS, Chart, sheet};
use crate::results::{ById, PartyPosition, Solution};

/// What can be seen, in the order of the key.
const KINDS: [&str; 4] = ["frontier of the zone", "solution", "plan", "no agreement"];

/// Titles of [`CONCEPTS`] in the key; none for one that is not shown.
const SOLUTIONS: [Option<&str>; CONCEPTS.len()] = [
    Some("Nash"),
    Some("Kalai–Smorodinsky"),
    None,
    Some("egalitarian"),
    Some("utilitarian"),
];

/// The figure; none for fewer than two parties with preferences, or without anything to show.
pub(super) fn chart(solution: &Solution, number: usize) -> Option<Chart> {
    let parties = solution.parties.iter();
    let parties: Vec<&PartyPosition> = parties.filter(|it| it.best > it.worst).collect();
    let named = parties.iter();
    let titles = distinct(named.map(|it| (it.id.as_str(), it.title.as_str())));
    let line = |kind: &str, name: &str, utilities: &ById<f64>| {
        let by_title = parties.iter().zip(&titles);
        let by_title: ById<Option<f64>> = by_title
            .map(|(party, title)| (title.clone(), utilities.get(&party.id).copied()))
            .collect();
        json!({ "kind": kind, "name": name, "of": by_title })
    };
    let points = solution.pareto.iter();
    let mut values: Vec<Value> = points
        .map(|point| line(KINDS[0], "", &point.utilities))
        .collect();
    for (title, deals) in SOLUTIONS.into_iter().zip(solution.concepts()) {
        let (Some(title), Some(first)) = (title, deals.first()) else {
            continue;
        };
        values.push(line(KINDS[1], title, &first.utilities));
    }
    for plan in &solution.plans {
        values.push(line(KINDS[2], &plan.title, &plan.utilities));
    }
    if titles.len() < 2 || values.is_empty() {
        return None;
    }
    let reservations = parties.iter().map(|it| (it.id.clone(), it.reservation));
    values.push(line(KINDS[3], "", &reservations.collect()));
    let title = "Utilities of any two parties, at central values";
    let mut specification = sheet(title, &values, 420);
    specification["width"] = json!(420);
    specification["params"] = json!([
        { "name": "across", "value": titles[0] },
        { "name": "up", "value": titles[1] },
    ]);
    specification["transform"] = json!([
        { "calculate": "datum.of[across]", "as": "x" },
        { "calculate": "datum.of[up]", "as": "y" },
        { "calculate": "across + ': ' + format(datum.x, '.3f') + ', ' + up + ': ' + format(datum.y, '.3f')", "as": "both" },
    ]);
    // The page puts the value of a signal in place of its name after `@`, which Vega-Lite has no words for.
    let axis = |signal: &str| {
        json!({
            "type": "quantitative", "scale": { "domain": [0, 1] },
            "title": format!("utility of @{signal}"),
        })
    };
    let mut encoding = json!({
        "x": axis("across"),
        "y": axis("up"),
        "color": {
            "field": "kind", "type": "nominal", "title": null,
            "scale": { "domain": KINDS, "range": [COLOURS[0], COLOURS[2], COLOURS[1], COLOURS[6]] },
            "legend": { "orient": "top", "columns": 2 },
        },
        "shape": {
            "field": "kind", "type": "nominal", "title": null,
            "scale": { "domain": KINDS, "range": ["circle", "diamond", "square", "cross"] },
        },
        "tooltip": [
            { "field": "kind", "title": "what" },
            { "field": "name", "title": "name" },
            { "field": "both", "title": "utilities" },
        ],
    });
    encoding["x"]["field"] = json!("x");
    encoding["y"]["field"] = json!("y");
    specification["mark"] = json!({ "type": "point", "filled": true, "size": 70, "opacity": 0.85 });
    specification["encoding"] = encoding;
    Some(Chart {
        id: format!("chart-frontier-{number}"),
        title: title.to_owned(),
        help: "Each party on its own scale. Choose who stands on which axis; point at a mark to read its numbers.",
        parties: titles,
        axes: vec![("across", "across"), ("up", "up")],
        specification,
    })
}
