//! Figures that answer the reader's pointer, as Vega-Lite specifications; the libraries stand in `vendor/`.

mod frontier;
mod ranges;

use serde_json::{Value, json};

use crate::report::labels::distinct;
use crate::report::paper::escape::{html, script};
use crate::report::paper::names::Names;
use crate::report::paper::{Content, Part};
use crate::results::Solution;
use crate::simulation::{Mean, Summary};

/// Vega, with a line that ends it.
pub(super) const VEGA: &str = include_str!("../vendor/vega.min.js");
/// Vega-Lite, which writes for Vega.
pub(super) const VEGA_LITE: &str = include_str!("../vendor/vega-lite.min.js");
/// Under which licences they stand.
pub(super) const LICENCES: &str = include_str!("../vendor/LICENCES.txt");

/// Half the width of a 95 % interval, in standard errors.
const HALF_WIDTH: f64 = 1.96;

/// Okabe and Ito's colours, without yellow, which is pale on white.
const COLOURS: [&str; 7] = [
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#000000",
];

/// One figure: its name in the page, what it shows, who can be picked, and its specification.
struct Chart {
    id: String,
    title: String,
    help: &'static str,
    parties: Vec<String>,
    /// What can be put on each axis, by name of its signal; the first is that of the first axis.
    axes: Vec<(&'static str, &'static str)>,
    specification: Value,
}

/// The figures of a part, as elements of the page.
pub(super) fn elements(part: &Part, number: usize) -> String {
    let names = Names(part.given.as_ref().map(|it| &it.scenario));
    let charts: Vec<Option<Chart>> = match &part.content {
        Content::Run(summary) => vec![survival(summary, number), parties(summary, number)],
        Content::Solution(solution) => {
            vec![frontier::chart(solution, number), plans(solution, number)]
        }
        Content::Comparison(comparison) => vec![ranges::levers(comparison, number)],
        Content::Sensitivity(found) => vec![ranges::indices(found, names, number)],
        Content::Sweep(manifest, cells) => vec![ranges::cells(&manifest.layout, cells, number)],
        Content::RealizedTheory(_) | Content::Discovery(_) => Vec::new(),
    };
    charts.iter().flatten().map(Chart::element).collect()
}

impl Chart {
    fn element(&self) -> String {
        let (id, title) = (&self.id, html(&self.title));
        let pick = if self.parties.is_empty() {
            String::new()
        } else if self.axes.is_empty() {
            self.boxes()
        } else {
            self.selects()
        };
        let specification = script(&self.specification.to_string());
        format!(
            "<div class=\"live\" hidden>\n<h4>{title}</h4>\n<p>{}</p>\n{pick}<div class=\"chart\" id=\"{id}\" tabindex=\"0\" role=\"group\" aria-label=\"{title}\"></div>\n\
             <script type=\"application/json\" data-chart=\"{id}\">{specification}</script>\n</div>\n",
            html(self.help)
        )
    }

    /// A box to tick for each party.
    fn boxes(&self) -> String {
        let boxes = self.parties.iter().map(|party| {
            let party = html(party);
            format!("<label><input type=\"checkbox\" checked value=\"{party}\"> {party}</label>\n")
        });
        let boxes: String = boxes.collect();
        format!(
            "<fieldset data-chart=\"{}\"><legend>Parties shown</legend>\n{boxes}</fieldset>\n",
            self.id
        )
    }

    /// A party to choose for each axis.
    fn selects(&self) -> String {
        let selects = self.axes.iter().enumerate().map(|(axis, (signal, label))| {
            let options: String = self
                .parties
                .iter()
                .enumerate()
                .map(|(place, party)| {
                    let chosen = if place == axis { " selected" } else { "" };
                    let party = html(party);
                    format!("<option value=\"{party}\"{chosen}>{party}</option>\n")
                })
                .collect();
            format!(
                "<label>{label} <select data-signal=\"{signal}\">\n{options}</select></label>\n"
            )
        });
        let selects: String = selects.collect();
        format!(
            "<fieldset data-chart=\"{}\"><legend>Parties shown</legend>\n{selects}</fieldset>\n",
            self.id
        )
    }
}

/// What all figures share.
fn sheet(description: &str, values: &[Value], height: usize) -> Value {
    json!({
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "description": description,
        "width": 520,
        "height": height,
        "background": "white",
        "data": { "values": values },
        "config": { "font": "Arimo, Liberation Sans, Arial, Helvetica, sans-serif", "view": { "stroke": null } },
    })
}

fn survival(summary: &Summary, number: usize) -> Option<Chart> {
    if summary.runs == 0 || summary.survival.is_empty() {
        return None;
    }
    let rounds = summary
        .survival
        .iter()
        .zip(&summary.broken_down)
        .enumerate();
    let values: Vec<Value> = rounds
        .map(|(round, (without, broken))| json!({ "round": round, "without": without, "broken": broken }))
        .collect();
    let title = "Share of runs still without agreement after each round";
    let mut specification = sheet(title, &values, 240);
    let tooltip = json!([
        { "field": "round", "title": "round" },
        { "field": "without", "title": "without agreement", "format": ".1%" },
        { "field": "broken", "title": "broken down so far", "format": ".1%" },
    ]);
    specification["encoding"] = json!({
        "x": { "field": "round", "type": "quantitative", "axis": { "tickMinStep": 1, "grid": false } },
        "y": {
            "field": "without", "type": "quantitative", "title": "without agreement",
            "scale": { "domain": [0, 1] }, "axis": { "format": "%" },
        },
    });
    specification["layer"] = json!([
        { "mark": { "type": "line", "interpolate": "step-after", "color": COLOURS[0], "strokeWidth": 2 } },
        {
            "params": [{
                "name": "near",
                "select": { "type": "point", "nearest": true, "on": "pointerover", "clear": "pointerout" },
            }],
            "mark": { "type": "circle", "size": 70, "color": COLOURS[0] },
            "encoding": {
                "opacity": { "condition": { "param": "near", "empty": false, "value": 1 }, "value": 0.15 },
                "tooltip": tooltip,
            },
        },
    ]);
    Some(Chart {
        id: format!("chart-survival-{number}"),
        title: title.to_owned(),
        help: "Point at a round to read its numbers.",
        parties: Vec::new(),
        axes: Vec::new(),
        specification,
    })
}

/// What a party gets, in the words of the figure.
fn quantities(party: &crate::simulation::PartySummary) -> [(&'static str, &Mean); 4] {
    [
        ("reservation value", &party.reservation),
        ("utility if agreed", &party.agreed_utility),
        ("utility", &party.utility),
        ("payoff", &party.payoff),
    ]
}

/// A line of data for each party and quantity that has values.
fn measured(summary: &Summary, names: &[String]) -> Vec<Value> {
    let parties = summary.parties.iter().zip(names);
    parties
        .flat_map(|(party, name)| {
            quantities(party)
                .into_iter()
                .filter_map(move |(what, mean)| {
                    let (value, error) = (mean.value()?, mean.standard_error().unwrap_or(0.0));
                    Some(json!({
                        "party": name,
                        "what": what,
                        "mean": value,
                        "low": value - HALF_WIDTH * error,
                        "high": value + HALF_WIDTH * error,
                        "values": mean.count(),
                    }))
                })
        })
        .collect()
}

fn parties(summary: &Summary, number: usize) -> Option<Chart> {
    let parties = summary.parties.iter();
    let names = distinct(parties.map(|it| (it.id.as_str(), it.title.as_str())));
    let values = measured(summary, &names);
    if values.is_empty() {
        return None;
    }
    let title = "What each party gets, on its own scale";
    let mut specification = sheet(title, &values, 60 * summary.parties.len());
    pick(&mut specification, &names);
    let what = json!({
        "field": "what", "type": "nominal", "title": null,
        "sort": null, "legend": { "orient": "top" },
    });
    let mut colour = what.clone();
    colour["scale"] = json!({ "range": &COLOURS[..4] });
    specification["encoding"] = json!({
        "y": { "field": "party", "type": "nominal", "title": null, "sort": null, "axis": { "labelLimit": 180 } },
        "yOffset": { "field": "what", "sort": null },
        "color": colour,
    });
    specification["layer"] = json!([
        {
            "mark": { "type": "rule", "strokeWidth": 2 },
            "encoding": {
                "x": {
                    "field": "low", "type": "quantitative", "title": "mean with 95 % interval",
                    "scale": { "domain": domain(&values) },
                },
                "x2": { "field": "high" },
            },
        },
        {
            "mark": { "type": "point", "filled": true, "size": 80 },
            "encoding": {
                "x": { "field": "mean", "type": "quantitative" },
                "shape": what,
                "tooltip": [
                    { "field": "party" }, { "field": "what", "title": "quantity" },
                    { "field": "mean", "format": ".3f" }, { "field": "low", "format": ".3f" },
                    { "field": "high", "format": ".3f" }, { "field": "values", "title": "runs", "format": "," },
                ],
            },
        },
    ]);
    Some(Chart {
        id: format!("chart-parties-{number}"),
        title: title.to_owned(),
        help: "Point at a mark to read its numbers; pick the parties to compare.",
        parties: names,
        axes: Vec::new(),
        specification,
    })
}

/// Utilities lie in 0..=1; payoffs, with their costs, may lie below.
fn domain(values: &[Value]) -> [f64; 2] {
    let lows = values.iter().filter_map(|it| it["low"].as_f64());
    [lows.fold(0.0, f64::min), 1.0]
}

/// Shows only the parties of the parameter `shown`, which the boxes of the page set.
fn pick(specification: &mut Value, names: &[String]) {
    specification["params"] = json!([{ "name": "shown", "value": names }]);
    specification["transform"] = json!([{ "filter": "indexof(shown, datum.party) >= 0" }]);
}

fn plans(solution: &Solution, number: usize) -> Option<Chart> {
    let parties = || solution.parties.iter();
    let names = distinct(parties().map(|it| (it.id.as_str(), it.title.as_str())));
    let plans = solution.plans.iter();
    let plans = distinct(plans.map(|it| (it.id.as_str(), it.title.as_str())));
    let mut values = Vec::new();
    for (plan, plan_name) in solution.plans.iter().zip(&plans) {
        for (party, name) in parties().zip(&names) {
            if let Some(margin) = plan.margins.get(&party.id).copied().flatten() {
                values.push(json!({ "plan": plan_name, "party": name, "margin": margin }));
            }
        }
    }
    if values.is_empty() {
        return None;
    }
    let title = "What each plan is worth to each party beyond no agreement, at central values";
    let mut specification = sheet(title, &values, 260);
    pick(&mut specification, &names);
    specification["encoding"] = json!({
        "x": {
            "field": "plan", "type": "nominal", "title": null, "sort": null,
            "axis": { "labelAngle": -30, "labelLimit": 200 },
        },
        "y": { "field": "margin", "type": "quantitative", "title": "margin over the reservation value" },
        "color": {
            "field": "party", "type": "nominal", "title": null, "sort": null,
            "scale": { "domain": names, "range": COLOURS }, "legend": { "orient": "top" },
        },
    });
    specification["layer"] = json!([
        { "mark": { "type": "rule", "strokeDash": [4, 3], "color": "#595959" }, "encoding": {
            "x": null, "color": { "value": "#595959" }, "y": { "datum": 0 },
        } },
        { "mark": { "type": "line", "strokeWidth": 1.5 } },
        {
            "mark": { "type": "point", "filled": true, "size": 80 },
            "encoding": {
                "shape": { "field": "party", "type": "nominal", "sort": null, "scale": { "domain": names } },
                "tooltip": [{ "field": "plan" }, { "field": "party" }, { "field": "margin", "format": "+.3f" }],
            },
        },
    ]);
    Some(Chart {
        id: format!("chart-plans-{number}"),
        title: title.to_owned(),
        help: "A party refuses what lies below the dashed line. Point at a mark to read its number; pick the parties to compare.",
        parties: names,
        axes: Vec::new(),
        specification,
    })
}
