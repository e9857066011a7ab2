//! Estimates with their intervals, a line for each: levers, numbers that drive a result, cells of a sweep.

use serde_json::{Value, json};

use crate::experiment::sweep::{CellLayout, Layout};
use crate::report::chapters::files::Estimates;
use crate::report::labels::distinct;
use crate::report::paper::interactive::{COLOURS, Chart, sheet};
use crate::results::{Comparison, FactorIndices, PolicyEffect, SobolIndices};

/// More lines than this nobody compares by eye.
const LINES_MAX: usize = 60;
/// Height of a line.
const LINE: usize = 22;

/// What a figure of ranges is about.
struct Ranges<'a> {
    id: String,
    title: &'a str,
    /// Name of the axis.
    axis: &'a str,
    /// How numbers are written.
    format: &'a str,
    help: &'static str,
}

impl Ranges<'_> {
    /// The figure of lines with `name`, `series`, `value`, `low` and `high`, kept in their order; none without lines.
    fn chart(self, values: &[Value], order: &[String]) -> Option<Chart> {
        if values.is_empty() {
            return None;
        }
        let several = values.iter().any(|it| it["series"] != values[0]["series"]);
        let height = LINE * order.len() * if several { 2 } else { 1 };
        let mut specification = sheet(self.title, values, height);
        let number = |field: &str, title: &str| json!({ "field": field, "title": title, "format": self.format });
        let tooltip = [
            json!({ "field": "name", "title": "what" }),
            json!({ "field": "series", "title": "quantity" }),
            number("value", "value"),
            number("low", "from"),
            number("high", "to"),
        ];
        let mut colour =
            json!({ "field": "series", "type": "nominal", "title": null, "sort": null });
        colour["scale"] = json!({ "range": [COLOURS[0], COLOURS[1]] });
        colour["legend"] = if several {
            json!({ "orient": "top" })
        } else {
            Value::Null
        };
        specification["encoding"] = json!({
            "y": {
                "field": "name", "type": "nominal", "title": null, "sort": order,
                "axis": { "labelLimit": 320 },
            },
            "color": colour,
        });
        if several {
            specification["encoding"]["yOffset"] = json!({ "field": "series", "sort": null });
        }
        specification["layer"] = json!([
            {
                "mark": { "type": "rule", "strokeWidth": 2 },
                "encoding": {
                    "x": {
                        "field": "low", "type": "quantitative", "title": self.axis,
                        "axis": { "format": self.format },
                    },
                    "x2": { "field": "high" },
                },
            },
            {
                "mark": { "type": "point", "filled": true, "size": 80, "opacity": 1 },
                "encoding": { "x": { "field": "value", "type": "quantitative" }, "tooltip": tooltip },
            },
        ]);
        Some(Chart {
            id: self.id,
            title: self.title.to_owned(),
            help: self.help,
            parties: Vec::new(),
            axes: Vec::new(),
            specification,
        })
    }
}

fn line(name: &str, series: &str, value: f64, [low, high]: [f64; 2]) -> Value {
    json!({ "name": name, "series": series, "value": value, "low": low, "high": high })
}

/// The change of agreement by each lever or set of levers, largest first.
pub(super) fn levers(comparison: &Comparison, number: usize) -> Option<Chart> {
    let mut effects: Vec<&PolicyEffect> = comparison.effects.iter().collect();
    let size = |it: &PolicyEffect| it.agreement.difference;
    effects.sort_by(|one, other| size(other).total_cmp(&size(one)));
    effects.truncate(LINES_MAX);
    let named = effects.iter();
    let order = distinct(named.map(|it| (it.policy.as_str(), it.title.as_str())));
    let named = effects.iter().zip(&order);
    let values: Vec<Value> = named
        .map(|(effect, name)| {
            let it = &effect.agreement;
            line(name, "change of agreement", it.difference, it.interval)
        })
        .collect();
    let ranges = Ranges {
        id: format!("chart-levers-{number}"),
        title: "Change of agreement by each lever, against none",
        axis: "change of the share of runs in agreement, with 95 % interval",
        format: "+.2%",
        help: "Point at a mark to read its numbers.",
    };
    ranges.chart(&values, &order)
}

/// First-order and total-order index of each number, greatest total first.
pub(super) fn indices(found: &SobolIndices, number: usize) -> Option<Chart> {
    let factors = found.factors.iter().flatten();
    let mut factors: Vec<&FactorIndices> = factors.filter(|it| it.total.value > 0.0).collect();
    factors.sort_by(|one, other| other.total.value.total_cmp(&one.total.value));
    factors.truncate(LINES_MAX);
    let values: Vec<Value> = factors
        .iter()
        .flat_map(|it| {
            [
                ("alone (first order)", it.first),
                ("in total (total order)", it.total),
            ]
            .map(|(series, index)| line(&it.title, series, index.value, index.interval))
        })
        .collect();
    let order: Vec<String> = factors.iter().map(|it| it.title.clone()).collect();
    let ranges = Ranges {
        id: format!("chart-indices-{number}"),
        title: "Share of the variance that each number explains",
        axis: "Sobol index with 95 % interval",
        format: ".3f",
        help: "Numbers without any influence are left out. Point at a mark to read its numbers.",
    };
    ranges.chart(&values, &order)
}

/// The agreement rate in each cell, in the order of the cells.
pub(super) fn cells(layout: &Layout, estimates: &Estimates, number: usize) -> Option<Chart> {
    if layout.cells.len() > LINES_MAX {
        return None;
    }
    let mut values = Vec::new();
    let mut order = Vec::new();
    for (place, rows) in estimates.by_setting() {
        let cell: &CellLayout = layout.cells.get(place.parse::<usize>().ok()?)?;
        let labels = layout.factors.iter().zip(&cell.labels);
        let labels = labels.filter_map(|(factor, label)| Some(factor.level(label.as_ref()?)));
        let labels: Vec<&str> = labels.collect();
        let labels = if labels.is_empty() {
            "as written".to_owned()
        } else {
            labels.join(", ")
        };
        let name = format!("{place}: {labels}");
        let agreement = rows.iter().find(|it| it.measure == "agreement")?;
        let interval = [agreement.low?, agreement.high?];
        values.push(line(&name, "agreement", agreement.value?, interval));
        order.push(name);
    }
    let ranges = Ranges {
        id: format!("chart-cells-{number}"),
        title: "Agreement in each cell",
        axis: "share of runs in agreement, with interval",
        format: ".1%",
        help: "Number and settings of each cell. Point at a mark to read its numbers.",
    };
    ranges.chart(&values, &order)
}
