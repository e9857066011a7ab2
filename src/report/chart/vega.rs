//! Charts that answer the pointer, as Vega-Lite specifications.

use serde_json::{Value as Json, json};

use crate::report::chart::spec::{
    Axis, Body, Chart, Column, Extent, Layer, Panels, Rows, Scatter, Unit,
};
use crate::report::chart::theme::Colour;
use crate::report::labels::distinct as unambiguous;

/// Okabe and Ito's colours, without yellow, which is pale on white.
const COLOURS: [&str; 7] = [
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#000000",
];

/// The columns of a value and its interval.
type Bounded = (Column, [Column; 2]);

/// Lines that anybody compares by eye.
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
    /// Its live copy; none for charts that have none, or more rows than anybody compares.
    pub fn live(&self) -> Option<Live> {
        if self.frame.lines().iter().all(|line| line.row.is_none()) {
            return None;
        }
        match &self.body {
            Body::Rows(body) if body.rows.len() <= ROWS_MAX => self.live_rows(body),
            Body::Panels(body) => Some(self.live_panels(body)),
            Body::Scatter(body) => self.live_scatter(body),
            Body::Rows(_) | Body::Cells(_) => None,
        }
    }

    /// What all live charts share.
    fn sheet(&self, values: &[Json], (width, height): (usize, usize)) -> Json {
        json!({
            "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
            "description": self.heading,
            "width": width,
            "height": height,
            "background": "white",
            "data": { "values": values },
            "config": { "font": "Arimo, Liberation Sans, Arial, Helvetica, sans-serif", "view": { "stroke": null } },
        })
    }

    fn live_rows(&self, body: &Rows) -> Option<Live> {
        let estimate = body.layers.iter().find_map(|layer| match layer {
            Layer::Mark(item) | Layer::Bar(_, item) => Some((item.value, item.interval?)),
            Layer::Stack(_) | Layer::Rule(..) => None,
        });
        let (values, order) = self.row_values(body, estimate?);
        let mut specification = self.sheet(&values, (520, ROW * order.len() * body.lanes));
        let groups = distinct(body.rows.iter().filter_map(|row| row.group.as_deref()));
        pick(&mut specification, "group", &groups);
        let colour = self.colour(if self.legend { "top" } else { "none" });
        specification["encoding"] = json!({
            "y": {
                "field": "name", "type": "nominal", "title": null, "sort": order,
                "axis": { "labelLimit": 320 },
            },
            "color": colour,
        });
        if body.lanes > 1 {
            specification["encoding"]["yOffset"] = json!({ "field": "series", "sort": null });
        }
        let format = format_of(body.axis.unit);
        let number = |field, title| json!({ "field": field, "title": title, "format": format });
        let tooltip = json!([
            { "field": "name", "title": "what" },
            { "field": "series", "title": "quantity" },
            number("value", "value"),
            number("low", "from"),
            number("high", "to"),
        ]);
        specification["layer"] = json!([
            {
                "mark": { "type": "rule", "strokeWidth": 2 },
                "encoding": {
                    "x": {
                        "field": "low", "type": "quantitative", "title": body.axis.title,
                        "axis": { "format": format },
                    },
                    "x2": { "field": "high" },
                },
            },
            {
                "mark": { "type": "point", "filled": true, "size": 80, "opacity": 1 },
                "encoding": { "x": { "field": "value", "type": "quantitative" }, "tooltip": tooltip },
            },
        ]);
        Some(self.with(specification, groups))
    }

    /// What is drawn in rows, and the names of the rows, no two alike.
    fn row_values(&self, body: &Rows, (value, interval): Bounded) -> (Vec<Json>, Vec<String>) {
        let (mut values, mut order) = (Vec::new(), Vec::new());
        for (number, row) in body.rows.iter().enumerate() {
            let group = row.group.as_ref().map(|group| format!("{group}: "));
            let mut name = format!("{}{}", group.unwrap_or_default(), row.name);
            if order.contains(&name) {
                name = format!("{name} ({})", number + 1);
            }
            for line in self.frame.of_row(number) {
                let value = self.frame.number(line, value);
                if let Some((value, [low, high])) = value.zip(self.frame.pair(line, interval)) {
                    values.push(json!({
                        "name": name, "group": row.group, "series": self.series[line.series].name,
                        "value": value, "low": low, "high": high,
                    }));
                }
            }
            order.push(name);
        }
        (values, order)
    }

    fn live_panels(&self, body: &Panels) -> Live {
        let lines = self.frame.lines().iter();
        let values = lines.filter_map(|line| {
            let panel = body.panels.get(line.row?)?;
            let name = [&panel.name, &panel.x.title];
            Some(json!({
                "panel": name.into_iter().find(|name| !name.is_empty()),
                "series": self.series[line.series].name,
                "at": self.frame.get(line, body.x),
                "value": self.frame.number(line, body.y),
            }))
        });
        let values: Vec<Json> = values.collect();
        let several = body.panels.len() > 1;
        let mut specification = self.sheet(&values, if several { (180, 180) } else { (520, 240) });
        let names = self.series.iter().map(|series| series.name.as_str());
        let mut names = distinct(names.filter(|name| !name.is_empty()));
        if body.steps {
            names.clear();
        }
        pick(&mut specification, "series", &names);
        let words = body
            .panels
            .iter()
            .any(|item| matches!(item.x.extent, Extent::Words(_)));
        let (encoding, layer) = self.lines(body, words);
        if several {
            let size = [
                specification["width"].take(),
                specification["height"].take(),
            ];
            specification["facet"] = json!({
                "field": "panel", "type": "nominal", "title": null, "sort": null,
            });
            specification["columns"] = json!(body.columns);
            let x = if words { "shared" } else { "independent" };
            specification["resolve"] = json!({ "scale": { "x": x } });
            specification["spec"] = json!({
                "width": size[0], "height": size[1], "encoding": encoding, "layer": layer,
            });
            if let Some(parts) = specification.as_object_mut() {
                parts.retain(|_, part| !part.is_null());
            }
        } else {
            specification["encoding"] = encoding;
            specification["layer"] = layer;
        }
        self.with(specification, names)
    }

    /// Encoding and layers of lines with marks.
    fn lines(&self, body: &Panels, words: bool) -> (Json, Json) {
        let format = format_of(body.axis.unit);
        let title = match body.panels.as_slice() {
            [only] => only.x.title.as_str(),
            _ => "",
        };
        let encoding = json!({
            "x": {
                "field": "at", "type": if words { "ordinal" } else { "quantitative" },
                "title": title, "sort": null, "axis": { "grid": false, "labelAngle": 0 },
            },
            "y": {
                "field": "value", "type": "quantitative", "title": body.axis.title,
                "axis": { "format": format }, "scale": { "domain": domain(&body.axis) },
            },
            "color": self.colour("top"),
        });
        let tooltip = json!([
            { "field": "panel", "title": "of" },
            { "field": "series", "title": "line" },
            { "field": "at", "title": "at" },
            { "field": "value", "title": "value", "format": format },
        ]);
        let shape = if body.steps { "step-after" } else { "linear" };
        let layer = json!([
            { "mark": { "type": "line", "interpolate": shape, "strokeWidth": 2 } },
            {
                "mark": { "type": "point", "filled": true, "size": 50 },
                "encoding": { "tooltip": tooltip },
            },
        ]);
        (encoding, layer)
    }

    fn live_scatter(&self, body: &Scatter) -> Option<Live> {
        let titles = body
            .sides
            .iter()
            .map(|item| (item.column.as_str(), item.title.as_str()));
        let titles = unambiguous(titles);
        let [across, up, ..] = titles.as_slice() else {
            return None;
        };
        let named = |line: usize| body.named.iter().find(|item| item.line == line);
        let lines = self.frame.lines().iter().enumerate();
        let values = lines.filter_map(|(number, line)| {
            line.row?;
            let of = titles.iter().zip(&body.sides);
            let of = of
                .map(|(title, side)| (title.clone(), json!(self.frame.number(line, &side.column))));
            let series = &self.series[line.series].name;
            Some(json!({
                "series": if series.is_empty() { "plan" } else { series },
                "name": named(number).map_or("", |item| item.name.as_str()),
                "of": of.collect::<serde_json::Map<String, Json>>(),
            }))
        });
        let values: Vec<Json> = values.collect();
        let mut specification = self.sheet(&values, (420, 420));
        specification["params"] = json!([
            { "name": "across", "value": across },
            { "name": "up", "value": up },
        ]);
        specification["transform"] = json!([
            { "calculate": "datum.of[across]", "as": "x" },
            { "calculate": "datum.of[up]", "as": "y" },
            { "calculate": "across + ': ' + format(datum.x, '.3f') + ', ' + up + ': ' + format(datum.y, '.3f')", "as": "both" },
        ]);
        // The page puts the value of a signal in place of its name after `@`, which Vega-Lite has no words for.
        let axis = |field: &str, signal: &str| {
            json!({
                "field": field, "type": "quantitative", "scale": { "zero": false },
                "title": format!("utility of @{signal}"),
            })
        };
        specification["mark"] =
            json!({ "type": "point", "filled": true, "size": 70, "opacity": 0.85 });
        specification["encoding"] = json!({
            "x": axis("x", "across"),
            "y": axis("y", "up"),
            "color": {
                "field": "series", "type": "nominal", "title": null, "sort": null,
                "scale": { "range": COLOURS }, "legend": { "orient": "top", "columns": 2 },
            },
            "shape": { "field": "series", "type": "nominal", "title": null, "sort": null },
            "tooltip": [
                { "field": "series", "title": "what" },
                { "field": "name", "title": "name" },
                { "field": "both", "title": "utilities" },
            ],
        });
        Some(Live {
            help: "Each party on its own scale. Choose who stands on which axis; point at a mark to read its numbers.",
            axes: vec!["across", "up"],
            ..self.with(specification, titles)
        })
    }

    /// The colours of series: their own, or where several series have one name, others.
    fn colour(&self, legend: &str) -> Json {
        let names = self.series.iter().map(|series| series.name.as_str());
        let names = distinct(names.clone());
        let own = self.series.iter().map(|series| hex(series.look.colour));
        let range: Vec<String> = if names.len() == self.series.len() {
            own.collect()
        } else {
            COLOURS.map(str::to_owned).into()
        };
        let legend = match (legend, names.as_slice()) {
            ("none", _) | (_, [_]) => Json::Null,
            _ => json!({ "orient": legend }),
        };
        json!({
            "field": "series", "type": "nominal", "title": null, "sort": null,
            "scale": { "domain": names, "range": range }, "legend": legend,
        })
    }

    fn with(&self, specification: Json, picks: Vec<String>) -> Live {
        Live {
            title: self.heading.clone(),
            help: if picks.len() < 2 {
                "Point at a mark to read its numbers."
            } else {
                "Point at a mark to read its numbers; pick what to compare."
            },
            specification,
            picks: if picks.len() < 2 { Vec::new() } else { picks },
            axes: Vec::new(),
        }
    }
}

/// Shows only what the parameter `shown` holds, which the boxes of the page set; everything where there is no choice.
fn pick(specification: &mut Json, field: &str, picks: &[String]) {
    if picks.len() > 1 {
        specification["params"] = json!([{ "name": "shown", "value": picks }]);
        let filter = format!("indexof(shown, datum.{field}) >= 0");
        specification["transform"] = json!([{ "filter": filter }]);
    }
}

/// Words, each once, in their order.
fn distinct<'a>(words: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for word in words {
        if found.iter().all(|item| item != word) {
            found.push(word.to_owned());
        }
    }
    found
}

/// How numbers of a unit are written.
fn format_of(unit: Unit) -> &'static str {
    match unit {
        Unit::Percent => ".1%",
        Unit::Points => "+.2%",
        Unit::Whole => "d",
        Unit::Plain => ".3f",
    }
}

/// The ends of an axis, where they are fixed.
fn domain(axis: &Axis) -> Json {
    match axis.extent {
        Extent::Fixed(ends) => json!(ends),
        Extent::Holding(_) | Extent::Words(_) => Json::Null,
    }
}

fn hex((red, green, blue): Colour) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}
