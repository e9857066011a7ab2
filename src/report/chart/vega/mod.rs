//! Charts that answer the pointer, as Vega-Lite specifications.
//!
//! The JSON files beside this one are specifications with places for what differs from chart to chart: words that begin with `@`.

use serde_json::{Value as Json, json};

use crate::report::chart::axis::{Axis, Extent, Unit};
use crate::report::chart::spec::{Body, Chart, Column, Layer, Panels, Rows, Scatter};
use crate::report::chart::theme::Colour;
use crate::report::labels::distinct as unambiguous;

/// Okabe and Ito's colours, without yellow, which is pale on white.
const COLOURS: [&str; 7] = [
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#000000",
];

/// The columns of a value and its interval.
type Bounded = (Column, [Column; 2]);

/// What stands at the places of a specification; a key is left out where its part is null or missing.
type Parts<'a> = &'a [(&'a str, Json)];

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

    /// A live chart of some values, of which a reader may pick some to compare.
    fn with(&self, values: &[Json], mut picks: Vec<String>, specification: Json) -> Live {
        if picks.len() < 2 {
            picks.clear();
        }
        let mut whole = json!({
            "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
            "description": self.heading,
            "background": "white",
            "data": { "values": values },
            "config": { "font": "Arimo, Liberation Sans, Arial, Helvetica, sans-serif", "view": { "stroke": null } },
        });
        if let (Json::Object(whole), Json::Object(parts)) = (&mut whole, specification) {
            whole.extend(parts);
        }
        Live {
            title: self.heading.clone(),
            help: if picks.is_empty() {
                "Point at a mark to read its numbers."
            } else {
                "Point at a mark to read its numbers; pick what to compare."
            },
            specification: whole,
            picks,
            axes: Vec::new(),
        }
    }

    fn live_rows(&self, body: &Rows) -> Option<Live> {
        let estimate = body.layers.iter().find_map(|layer| match layer {
            Layer::Mark(item) | Layer::Bar(_, item) => Some((item.value, item.interval?)),
            Layer::Stack(_) | Layer::Rule(..) => None,
        });
        let (values, order) = self.row_values(body, estimate?);
        let groups = distinct(body.rows.iter().filter_map(|row| row.group.as_deref()));
        let [params, transform] = pick("group", &groups);
        let lanes = json!({ "field": "series", "sort": null });
        let specification = filled(
            include_str!("rows.json"),
            &[
                ("height", json!(ROW * order.len() * body.lanes)),
                ("params", params),
                ("transform", transform),
                ("order", json!(order)),
                ("lanes", (body.lanes > 1).then_some(lanes).into()),
                ("colour", self.colour(self.legend)),
                ("title", json!(body.axis.title)),
                ("format", json!(format_of(body.axis.unit))),
            ],
        );
        Some(self.with(&values, groups, specification))
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
        let names = self.series.iter().map(|series| series.name.as_str());
        let mut names = distinct(names.filter(|name| !name.is_empty()));
        if body.steps {
            names.clear();
        }
        let [params, transform] = pick("series", &names);
        let has_words = |axis: &Axis| matches!(axis.extent, Extent::Words(_));
        let words = body.panels.iter().any(|panel| has_words(&panel.x));
        let mut picked = vec![("params", params), ("transform", transform)];
        let specification = if let [panel] = body.panels.as_slice() {
            let across = ("across", json!(panel.x.title));
            picked.extend([("width", json!(520)), ("height", json!(240)), across]);
            self.lines(body, words, picked)
        } else {
            let scale = if words { "shared" } else { "independent" };
            let size = [("width", json!(180)), ("height", json!(180))];
            let lines = size.into_iter().chain([("across", json!(""))]);
            let lines = self.lines(body, words, lines.collect());
            picked.extend([("columns", json!(body.columns)), ("scale", json!(scale))]);
            picked.push(("lines", lines));
            filled(include_str!("facets.json"), &picked)
        };
        self.with(&values, names, specification)
    }

    /// Lines with marks; `parts` has the size, the axis across, and what is picked.
    fn lines(&self, body: &Panels, words: bool, mut parts: Vec<(&str, Json)>) -> Json {
        let domain = match body.axis.extent {
            Extent::Fixed(ends) => json!(ends),
            Extent::Holding(_) | Extent::Words(_) => Json::Null,
        };
        let places = if words { "ordinal" } else { "quantitative" };
        let shape = if body.steps { "step-after" } else { "linear" };
        parts.extend([
            ("places", json!(places)),
            ("up", json!(body.axis.title)),
            ("format", json!(format_of(body.axis.unit))),
            ("domain", domain),
            ("colour", self.colour(true)),
            ("shape", json!(shape)),
        ]);
        filled(include_str!("lines.json"), &parts)
    }

    fn live_scatter(&self, body: &Scatter) -> Option<Live> {
        let sides = body.sides.iter();
        let titles = unambiguous(sides.map(|item| (item.column.as_str(), item.title.as_str())));
        let [across, up, ..] = titles.as_slice() else {
            return None;
        };
        let named = |line: usize| body.named.iter().find(|item| item.line == line);
        let lines = self.frame.lines().iter().enumerate();
        let values = lines.filter(|(_, line)| line.row.is_some());
        let values = values.map(|(number, line)| {
            let of = titles.iter().zip(&body.sides);
            let of = of
                .map(|(title, side)| (title.clone(), json!(self.frame.number(line, &side.column))));
            let series = &self.series[line.series].name;
            json!({
                "series": if series.is_empty() { "plan" } else { series },
                "name": named(number).map_or("", |item| item.name.as_str()),
                "of": of.collect::<serde_json::Map<String, Json>>(),
            })
        });
        // The page puts the value of a signal in place of its name after `@`, which Vega-Lite has no words for.
        let parts = [
            ("across", json!(across)),
            ("up", json!(up)),
            ("colours", json!(COLOURS)),
        ];
        let specification = filled(include_str!("points.json"), &parts);
        let values: Vec<Json> = values.collect();
        Some(Live {
            help: "Each party on its own scale. Choose who stands on which axis; point at a mark to read its numbers.",
            axes: vec!["across", "up"],
            ..self.with(&values, titles, specification)
        })
    }

    /// The colours of series: their own, or where several series have one name, others.
    fn colour(&self, legend: bool) -> Json {
        let names = distinct(self.series.iter().map(|series| series.name.as_str()));
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

/// A specification with its parts.
fn filled(template: &str, parts: Parts<'_>) -> Json {
    let mut whole = serde_json::from_str(template).expect("the files beside this one are JSON");
    fill(&mut whole, parts);
    whole
}

/// Puts parts in their places; says whether anything stands there.
fn fill(json: &mut Json, parts: Parts<'_>) -> bool {
    match json {
        Json::String(text) => {
            if let Some(name) = text.strip_prefix('@') {
                let part = parts.iter().find(|part| part.0 == name);
                *json = part.map_or(Json::Null, |part| part.1.clone());
                return !json.is_null();
            }
        }
        Json::Array(items) => items.retain_mut(|item| fill(item, parts)),
        Json::Object(items) => items.retain(|_, item| fill(item, parts)),
        Json::Null | Json::Bool(_) | Json::Number(_) => {}
    }
    true
}

/// Parameter and filter that show only what the parameter `shown` holds, which the boxes of the page set; none where there is no
/// choice.
fn pick(field: &str, picks: &[String]) -> [Json; 2] {
    if picks.len() < 2 {
        return [Json::Null, Json::Null];
    }
    let filter = format!("indexof(shown, datum.{field}) >= 0");
    [
        json!([{ "name": "shown", "value": picks }]),
        json!([{ "filter": filter }]),
    ]
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

fn hex((red, green, blue): Colour) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}
