//! The frontier, the solutions and the plans in the utilities of any two parties.

use serde_json::{Value, json};

use crate::report::labels::distinct;
use crate::report::paper::interactive::{COLOURS, Chart, sheet};
use crate::report::paper::values::{items, words};

/// What can be seen, in the order of the key.
const KINDS: [&str; 4] = ["frontier of the zone", "solution", "plan", "no agreement"];

/// The solutions shown, by their names in result files.
const SOLUTIONS: [(&str, &str); 4] = [
    ("nash", "Nash"),
    ("kalai-smorodinsky", "Kalai–Smorodinsky"),
    ("egalitarian", "egalitarian"),
    ("utilitarian", "utilitarian"),
];

/// The figure; none for fewer than two parties with preferences, or without anything to show.
pub(super) fn chart(solution: &Value, number: usize) -> Option<Chart> {
    let parties: Vec<&Value> = items(solution, "parties")
        .filter(|party| party["best"].as_f64() > party["worst"].as_f64())
        .collect();
    let named = parties.iter();
    let titles = distinct(named.map(|it| (words(it, "id"), words(it, "title"))));
    let line = |kind: &str, name: &str, utilities: &Value| {
        let by_title = parties.iter().zip(&titles).map(|(party, title)| {
            let utility = utilities[words(party, "id")].clone();
            (title.clone(), utility)
        });
        let by_title: serde_json::Map<String, Value> = by_title.collect();
        json!({ "kind": kind, "name": name, "of": by_title })
    };
    let mut values: Vec<Value> = items(solution, "pareto")
        .map(|point| line(KINDS[0], "", &point["utilities"]))
        .collect();
    for (concept, title) in SOLUTIONS {
        let first = items(solution, concept).next();
        values.extend(first.map(|it| line(KINDS[1], title, &it["utilities"])));
    }
    for plan in items(solution, "plans") {
        values.push(line(KINDS[2], words(plan, "title"), &plan["utilities"]));
    }
    if titles.len() < 2 || values.is_empty() {
        return None;
    }
    let reservations = parties
        .iter()
        .map(|it| (words(it, "id").to_owned(), it["reservation"].clone()));
    let reservations: serde_json::Map<String, Value> = reservations.collect();
    values.push(line(KINDS[3], "", &Value::Object(reservations)));
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
