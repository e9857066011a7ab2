//! Under which numbers a result comes about: the limits of each PRIM box, with its coverage and density.

mod rows;

use serde_json::Value;

use crate::report::csv::table as csv_table;
use crate::report::figure::Figure;
use crate::report::figure::boxes::rows::Drawing;
use crate::report::figure::drawing::page::{Frame, pages};
use crate::report::figure::drawing::theme::Sheet;
use crate::report::labels::counted;
use crate::simulation::Rate;

/// What a box demands of one number.
#[derive(Clone, Debug, PartialEq)]
pub struct BoxLimit {
    /// Its path.
    pub parameter: String,
    /// Name for readers.
    pub title: String,
    /// The least and greatest value drawn; none for a choice.
    pub range: Option<[f64; 2]>,
    /// The limits; none where there is none on this side.
    pub limits: [Option<f64>; 2],
    /// All that can be chosen, where it is a choice.
    pub choices: Vec<Choice>,
}

/// One of the things that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Name in files.
    pub id: String,
    /// Name for readers.
    pub title: String,
    /// Whether it lies in the box.
    pub inside: bool,
}

/// A box with how well it does among the runs held out.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundBox {
    /// What it demands.
    pub limits: Vec<BoxLimit>,
    /// Of the runs of interest, those inside.
    pub coverage: Rate,
    /// Of the runs inside, those of interest.
    pub density: Rate,
    /// Of all runs held out, those of interest.
    pub base: Rate,
}

/// All boxes of a discovery.
#[derive(Clone, Debug, PartialEq)]
pub struct Boxes {
    /// When the result comes about, in words after "When".
    pub when: String,
    /// All runs, those held out and those that found the boxes.
    pub runs: u64,
    /// The boxes, in the order in which they were found.
    pub boxes: Vec<FoundBox>,
}

impl Boxes {
    /// Reads a discovery.
    ///
    /// # Errors
    /// When it is not what `zopa discover` writes.
    pub fn read(text: &str) -> Result<Self, String> {
        let value: Value =
            serde_json::from_str(text).map_err(|error| format!("no JSON: {error}"))?;
        let boxes = list(&value, "boxes")?.iter().map(|found| {
            let limits = list(found, "limits")?.iter().map(limit);
            let counts = &found["held-out"];
            let rate = |count: &str, runs: &str| {
                Ok::<Rate, String>(Rate {
                    count: whole(counts, count)?,
                    runs: whole(counts, runs)?,
                })
            };
            Ok(FoundBox {
                limits: limits.collect::<Result<Vec<BoxLimit>, String>>()?,
                coverage: rate("hits", "interesting")?,
                density: rate("hits", "inside")?,
                base: rate("interesting", "runs")?,
            })
        });
        let of = words(&value, "of")?;
        Ok(Self {
            // Results of before there were such words have none.
            when: words(&value, "when").unwrap_or_else(|_| format!("{of} holds")),
            runs: whole(&value, "runs")?,
            boxes: boxes.collect::<Result<Vec<FoundBox>, String>>()?,
        })
    }
}

fn limit(value: &Value) -> Result<BoxLimit, String> {
    let parameter = words(value, "parameter")?;
    let range = [value["range"][0].as_f64(), value["range"][1].as_f64()];
    let kept = value["categories"].as_array();
    let kept: Vec<&str> = kept
        .map_or(&[][..], Vec::as_slice)
        .iter()
        .filter_map(Value::as_str)
        .collect();
    let choices = value["choices"].as_array();
    let choices = choices.map_or(&[][..], Vec::as_slice).iter();
    let mut choices: Vec<Choice> = choices
        .filter_map(|it| {
            let id = it["id"].as_str()?;
            Some(Choice {
                id: id.to_owned(),
                title: it["title"].as_str().unwrap_or(id).to_owned(),
                inside: kept.contains(&id),
            })
        })
        .collect();
    // Results of before all choices were told know those of the box only.
    if choices.is_empty() {
        choices.extend(kept.iter().map(|&id| Choice {
            id: id.to_owned(),
            title: id.to_owned(),
            inside: true,
        }));
    }
    Ok(BoxLimit {
        title: words(value, "title").unwrap_or_else(|_| parameter.clone()),
        parameter,
        range: match range {
            [Some(low), Some(high)] => Some([low, high]),
            _ => None,
        },
        limits: [value["low"].as_f64(), value["high"].as_f64()],
        choices,
    })
}

fn list<'v>(value: &'v Value, key: &str) -> Result<&'v [Value], String> {
    let items = value[key].as_array().map(Vec::as_slice);
    items.ok_or_else(|| format!("`{key}` is no list"))
}

fn words(value: &Value, key: &str) -> Result<String, String> {
    let words = value[key].as_str().map(str::to_owned);
    words.ok_or_else(|| format!("`{key}` is no text"))
}

fn whole(value: &Value, key: &str) -> Result<u64, String> {
    value[key]
        .as_u64()
        .ok_or_else(|| format!("`{key}` is no whole number"))
}

/// The limits of each box within what was drawn.
pub fn boxes(title: &str, seed: u64, found: &Boxes, sheet: Option<Sheet>) -> Figure {
    let sheet = sheet.unwrap_or(Sheet::Column);
    let drawing = Drawing::of(&found.boxes, sheet);
    let heading = format!("When {}: boxes found by PRIM", found.when);
    let frame = Frame {
        sheet,
        heading: &heading,
        caption: "Bars: all values drawn, with their ends; blue and filled: those inside the box, with its limits. Density: of the runs inside the box, those in which it is so; dashed: of all runs left by the boxes before. Coverage: of the runs in which it is so, those inside. Both in runs that did not find the box; lines and brackets: 95 % Wilson intervals.",
        height: 0,
    };
    let foot = format!("{}, seed {seed}.", counted(found.runs, "run"));
    let pages = pages(title, &foot, &frame, &drawing.heights(), |canvas, part| {
        drawing.draw(canvas, part);
    });
    Figure {
        pages,
        data: data(found),
    }
}

/// What is drawn, a line for each limit.
fn data(found: &Boxes) -> String {
    let lines = (1..).zip(&found.boxes).flat_map(|(number, it)| {
        it.limits.iter().map(move |limit: &BoxLimit| {
            let known = |value: Option<f64>| value.map_or_else(String::new, |it| it.to_string());
            let range = limit.range.map(|range| range.map(|it| it.to_string()));
            let ids = |inside: bool| {
                let choices = limit.choices.iter().filter(|it| it.inside || !inside);
                let ids: Vec<&str> = choices.map(|it| it.id.as_str()).collect();
                ids.join("|")
            };
            let mut line = vec![
                i32::to_string(&number),
                limit.parameter.clone(),
                limit.title.clone(),
            ];
            line.extend(limit.limits.map(known));
            line.extend(range.unwrap_or_default());
            line.extend([ids(true), ids(false)]);
            for rate in [it.coverage, it.density] {
                let [low, high] = rate.interval();
                line.extend([rate.value(), low, high].map(|it| it.to_string()));
            }
            line.push(it.base.value().to_string());
            line
        })
    });
    let names = [
        "box",
        "parameter",
        "title",
        "low",
        "high",
        "drawn-low",
        "drawn-high",
        "categories",
        "choices",
        "coverage",
        "coverage-low",
        "coverage-high",
        "density",
        "density-low",
        "density-high",
        "base",
    ];
    csv_table(&names, lines)
}
