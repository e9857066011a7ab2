//! Charts that answer the pointer, as Vega-Lite specifications.
//!
//! The JSON files beside this one are specifications with places for what differs from chart to chart: words that begin with `@`.

use indexmap::IndexSet;
use serde_json::{Value as Json, json};

use crate::report::chart::axis::{Axis, Extent, Unit};
use crate::report::chart::spec::{BAND, Body, Chart, Layer, Panels, Row, Rows, Scatter};
use crate::report::chart::theme::Colour;
use crate::report::labels::distinct;

/// Okabe and Ito's colours, without yellow, which is pale on white.
const COLOURS: [&str; 7] = [
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#000000",
];

/// Most rows of a live chart.
const ROWS_MAX: usize = 60;
/// Height of a row.
const ROW: usize = 22;

/// A chart for a page that can draw it by itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Live {
    /// What it shows.
    pub title: String,
    /// What a reader can do with it.
    pub help: &'static str,
    /// The specification.
    pub specification: Json,
    /// What can be shown or hidden, by the parameter `shown`, or put on an axis.
    pub picks: Vec<String>,
    /// The parameters that put one of the picks on an axis; none where picks are shown or hidden.
    pub axes: Vec<&'static str>,
}

impl Chart {
    /// Its live copy; none for charts that have none, or too many rows.
    pub fn live(&self) -> Option<Live> {
        match &self.body {
            Body::Rows(body) if body.rows.len() <= ROWS_MAX => self.live_rows(body),
            Body::Panels(body) => self.live_panels(body),
            Body::Scatter(body) => self.live_scatter(body),
            Body::Rows(_) | Body::Cells(_) => None,
        }
    }

    /// A live chart of some values, if there are any; of the words of a field a reader may pick some to compare, where there are
    /// two: the boxes of the page set the parameter `shown`.
    fn with<'a>(
        &self,
        values: &[Json],
        (field, words): (&str, impl Iterator<Item = &'a str>),
        specification: Json,
    ) -> Option<Live> {
        let words: IndexSet<&str> = words.collect();
        let picks = Some(words).filter(|words| words.len() > 1);
        let filter = format!("indexof(shown, datum.{field}) >= 0");
        let parts = json!({
            "heading": self.heading,
            "values": values,
            "params": picks.as_ref().map(|picks| json!([{ "name": "shown", "value": picks }])),
            "transform": picks.as_ref().map(|_| json!([{ "filter": filter }])),
        });
        let mut whole = filled(include_str!("whole.json"), &parts);
        if let (Json::Object(whole), Json::Object(parts)) = (&mut whole, specification) {
            whole.extend(parts);
        }
        let help = match picks {
            None => "Point at a mark to read its numbers.",
            Some(_) => "Point at a mark to read its numbers; pick what to compare.",
        };
        let picks = picks.into_iter().flatten().map(str::to_owned);
        (!values.is_empty()).then(|| Live {
            title: self.heading.clone(),
            help,
            specification: whole,
            picks: picks.collect(),
            axes: Vec::new(),
        })
    }

    fn live_rows(&self, body: &Rows) -> Option<Live> {
        let order = names(&body.rows);
        let readings = self.readings().into_iter();
        let bounded = readings.filter(|reading| reading.low.is_some());
        let values = bounded.map(|mut reading| {
            reading.name.clone_from(&order[reading.row]);
            json!(reading)
        });
        let values: Vec<Json> = values.collect();
        let lanes = json!({ "field": "series", "sort": null });
        let bands = json!({
            "mark": { "type": "rule", "strokeWidth": 12, "opacity": 0.3 },
            "encoding": {
                "x": { "field": BAND[0], "type": "quantitative" },
                "x2": { "field": BAND[1] },
            },
        });
        let parts = json!({
            "height": ROW * order.len() * body.lanes,
            "order": order,
            "lanes": (body.lanes > 1).then_some(lanes),
            "bands": body.layers.contains(&Layer::Band).then_some(bands),
            "colour": self.colour(self.legend),
            "title": body.axis.title,
            "format": format_of(body.axis.unit),
        });
        let groups = body.rows.iter().filter_map(|row| row.group.as_deref());
        let specification = filled(include_str!("rows.json"), &parts);
        self.with(&values, ("group", groups), specification)
    }

    fn live_panels(&self, body: &Panels) -> Option<Live> {
        let mut panels = body.panels.iter();
        let (places, scale) = if panels.any(|panel| matches!(panel.x.extent, Extent::Words(_))) {
            ("ordinal", "shared")
        } else {
            ("quantitative", "independent")
        };
        let spacing = |axis: &Axis| (axis.unit == Unit::Ratio).then_some("log");
        let across_spacing = body.panels.first().and_then(|panel| spacing(&panel.x));
        let ([width, height], across) = match body.panels.as_slice() {
            [panel] => ([520, 240], panel.x.title.as_str()),
            _ => ([180, 180], ""),
        };
        let domain = match body.axis.extent {
            Extent::Fixed(ends) => Some(ends),
            Extent::Holding(_) | Extent::Words(_) => None,
        };
        let shape = if body.steps { "step-after" } else { "linear" };
        let bands = json!({
            "mark": { "type": "area", "interpolate": shape, "opacity": 0.15 },
            "encoding": {
                "y": { "field": BAND[0], "type": "quantitative", "title": body.axis.title },
                "y2": { "field": BAND[1] },
            },
        });
        let parts = json!({
            "width": width,
            "height": height,
            "bands": self.frame.has(BAND[0]).then_some(bands),
            "across": across,
            "places": places,
            "across-scale": across_spacing.map(|kind| json!({ "type": kind })),
            "up-spacing": spacing(&body.axis),
            "up": body.axis.title,
            "format": format_of(body.axis.unit),
            "domain": domain,
            "colour": self.colour(true),
            "shape": shape,
        });
        let mut specification = filled(include_str!("lines.json"), &parts);
        if body.panels.len() > 1 {
            let columns = body.columns;
            let parts = json!({ "columns": columns, "scale": scale, "lines": specification });
            specification = filled(include_str!("facets.json"), &parts);
        }
        let values: Vec<Json> = self.readings().iter().map(|item| json!(item)).collect();
        let names = self.series.iter().map(|series| series.name.as_str());
        let names = names.filter(|name| !name.is_empty() && !body.steps);
        self.with(&values, ("series", names), specification)
    }

    fn live_scatter(&self, body: &Scatter) -> Option<Live> {
        let sides = body.sides.iter();
        let titles = distinct(sides.map(|side| (side.column.as_str(), side.title.as_str())));
        let [across, up, ..] = titles.as_slice() else {
            return None;
        };
        let lines = self.frame.lines().iter().enumerate();
        let values = lines.filter(|(_, line)| line.row.is_some());
        let values = values.map(|(number, line)| {
            let named = body.named.iter().find(|named| named.line == number);
            let utilities = titles.iter().zip(&body.sides).map(|(title, side)| {
                let utility = self.frame.number(line, &side.column);
                (title.clone(), json!(utility))
            });
            let series = &self.series[line.series].name;
            json!({
                "series": if series.is_empty() { "plan" } else { series },
                "name": named.map_or("", |named| named.name.as_str()),
                "of": utilities.collect::<serde_json::Map<String, Json>>(),
            })
        });
        let values: Vec<Json> = values.collect();
        // The page puts the value of a signal in place of its name after `@`, which Vega-Lite has no words for.
        let parts = json!({ "across": across, "up": up, "colours": COLOURS });
        let specification = filled(include_str!("points.json"), &parts);
        let live = self.with(&values, ("", std::iter::empty()), specification)?;
        Some(Live {
            help: "Each party on its own scale. Choose who stands on which axis; point at a mark to read its numbers.",
            picks: titles,
            axes: vec!["across", "up"],
            ..live
        })
    }

    /// The colours of series: their own, or where several series have one name, others.
    fn colour(&self, legend: bool) -> Json {
        let names = self.series.iter().map(|series| series.name.as_str());
        let names: IndexSet<&str> = names.collect();
        let own = self.series.iter().map(|series| hex(series.look.colour));
        let range: Vec<String> = if names.len() == self.series.len() {
            own.collect()
        } else {
            COLOURS.map(str::to_owned).into()
        };
        let legend = (legend && names.len() > 1).then(|| json!({ "orient": "top" }));
        json!({
            "field": "series", "type": "nominal", "title": null, "sort": null,
            "scale": { "domain": names, "range": range }, "legend": legend,
        })
    }
}

/// A specification with its parts by name; a key is left out where its part is null or missing.
fn filled(template: &str, parts: &Json) -> Json {
    let mut whole = serde_json::from_str(template).expect("the files beside this one are JSON");
    fill(&mut whole, parts);
    whole
}

/// Puts parts in their places; says whether anything stands there.
fn fill(json: &mut Json, parts: &Json) -> bool {
    match json {
        Json::String(text) => {
            if let Some(name) = text.strip_prefix('@') {
                *json = parts[name].clone();
                return !json.is_null();
            }
        }
        Json::Array(items) => items.retain_mut(|item| fill(item, parts)),
        Json::Object(items) => items.retain(|_, item| fill(item, parts)),
        Json::Null | Json::Bool(_) | Json::Number(_) => {}
    }
    true
}

/// The names of rows with their groups, with a number from the second of a name on.
fn names(rows: &[Row]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (number, row) in (1..).zip(rows) {
        let group = row.group.as_ref().map(|group| format!("{group}: "));
        let name = group.unwrap_or_default() + &row.name;
        names.push(if names.contains(&name) {
            format!("{name} ({number})")
        } else {
            name
        });
    }
    names
}

/// How numbers of a unit are written.
fn format_of(unit: Unit) -> &'static str {
    match unit {
        Unit::Percent => ".1%",
        Unit::Points => "+.2%",
        Unit::Whole => "d",
        Unit::Plain => ".3f",
        Unit::Ratio => ",.2~r",
    }
}

fn hex((red, green, blue): Colour) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

#[cfg(test)]
mod tests {
    use crate::report::chart::axis::{Axis, Unit};
    use crate::report::chart::frame::Frame;
    use crate::report::chart::look::Look;
    use crate::report::chart::spec::{Body, Chart, Panel, Panels, Series};

    #[test]
    fn ratios_are_spaced_by_their_logarithms() {
        let scales = |unit: Unit| {
            let mut frame = Frame::new(["what", "line", "size", "cost"]);
            for size in [10.0, 1_000.0] {
                let line = frame.line(0, 0);
                line.value("all").value("one").value(size).value(2.0 * size);
            }
            let axis = || Axis::fixed("size", unit, [1.0, 4_000.0]);
            let body = Panels {
                panels: vec![Panel::over(axis())],
                x: "size",
                y: "cost",
                axis: axis(),
                intervals: false,
                steps: false,
                numbered: false,
                columns: 1,
            };
            let chart = Chart {
                series: vec![Series::new("one", Look::numbered(0))],
                ..Chart::new("", "", frame, Body::Panels(body))
            };
            let text = chart.live().expect("it has points").specification;
            let text = text.to_string();
            text.matches(r#""type":"log""#).count()
        };
        assert_eq!([Unit::Ratio, Unit::Plain].map(scales), [2, 0]);
    }
}
